from posecheck.library import exercise_ids, load_exercise
from posecheck.report.exercise_list import by_body
from posecheck.report.exercise_pages import exercises_document


def test_every_exercise_stands_once_under_its_body_position():
    groups = by_body([load_exercise(name) for name in exercise_ids()])
    ids = [line.id for lines in groups.values() for line in lines]
    assert sorted(ids) == sorted(exercise_ids())
    assert [line.id for line in groups["Kneeling"] if "lunge" in line.title.lower() or "hip" in line.title.lower()]
    assert all(line.kind and line.view for lines in groups.values() for line in lines)


def test_the_document_tells_each_rule_and_links_what_there_is():
    known = [load_exercise(name) for name in exercise_ids()]
    text = exercises_document(known, {"bridge": "picture.svg"})
    for exercise in known:
        assert f"](#{exercise.id})" in text
        assert f'<a id="{exercise.id}"></a>' in text
        for rule in exercise.rules:
            assert rule.cue in text
    assert "![Easy bridge](picture.svg)" in text
