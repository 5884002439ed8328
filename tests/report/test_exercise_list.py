import io
from dataclasses import replace

import pytest
from rich.console import Console

from posecheck.disk.library import exercise_ids, load_exercise
from posecheck.language import known_languages, use_language
from posecheck.report.exercise_list import as_table, by_body
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


@pytest.mark.parametrize("code", known_languages())
def test_the_table_fits_eighty_columns_without_wrapping(code):
    use_language(code)
    try:
        known = [load_exercise(name) for name in exercise_ids()]
        console = Console(width=80, file=io.StringIO(), no_color=True)
        console.print(as_table(known, columns=80))
        lines = console.file.getvalue().splitlines()
        groups = by_body(known, short=True)
    finally:
        use_language(None)
    assert len(lines) == 1 + len(groups) + len(known), "one line each"
    assert max(len(line.rstrip()) for line in lines) <= 80
    for line in (line for group in groups.values() for line in group):
        (shown,) = [text for text in lines if text.split()[0] == line.id]
        assert line.title in shown
        assert line.view in shown
        assert "\N{HORIZONTAL ELLIPSIS}" not in shown


def test_a_wide_terminal_shows_all_there_is_to_a_line():
    known = [load_exercise(name) for name in exercise_ids()]
    console = Console(width=160, file=io.StringIO(), no_color=True)
    console.print(as_table(known, columns=160))
    lines = console.file.getvalue().splitlines()
    for line in (line for group in by_body(known).values() for line in group):
        (shown,) = [text for text in lines if text.split()[:1] == [line.id]]
        assert all(part in shown for part in line)


def test_a_long_title_of_ones_own_is_cut_and_wraps_nothing():
    long = replace(load_exercise("bridge"), id="b" * 40, title="Lift " * 12)
    console = Console(width=80, file=io.StringIO(), no_color=True)
    console.print(as_table([long], columns=80))
    assert len(console.file.getvalue().splitlines()) == 3
