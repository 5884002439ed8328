from dataclasses import replace

from posecheck.report.summary import summary_lines


def test_score_band_and_seconds(good):
    lines = summary_lines(good)
    assert lines[0] == "Half-kneeling hip-flexor stretch · lunge.mp4"
    assert lines[1] == "Score 93 of 100, give or take 5: good"
    assert "1 hold, left side" in lines
    assert "  0:01 to 0:08, held 4 s, 3.6 s of it well" in lines
    assert "Nothing to correct that this camera can see" in lines


def test_the_two_dearest_deductions_in_words(faulty):
    lines = summary_lines(faulty)
    at = lines.index("What cost points")
    assert lines[at + 1] == "  −9 chest went forward 21°, at 0:07"
    assert lines[at + 2] == "  −4 came back fast"
    assert lines[at + 3] == "  and 1 more in the report"
    assert not any("a little closed" in line for line in lines)


def test_says_what_could_not_be_judged_and_what_to_do(faulty):
    lines = summary_lines(faulty)
    assert "  Front knee too closed: front foot not seen well enough" in lines
    assert lines[lines.index("What helps") + 1] == "  Turn a little more side-on."
    assert lines[lines.index("Note") + 1] == "  The file ends early."


def test_several_attempts_are_numbered(ten_holds):
    lines = summary_lines(ten_holds)
    assert "10 holds, left side and right side" in lines
    assert any(line.startswith("  4. ") and "not far enough yet" in line for line in lines)
    assert any("(in attempts 1, 3, 6, 7, 8, 9 and 10)" in line for line in lines)


def test_unjudged_says_why_and_what_helps_and_no_score(unjudged):
    lines = summary_lines(unjudged)
    assert lines[1].startswith("This clip could not be judged: You are turned")
    assert lines[2:] == ["What helps", "  Turn side-on to the camera."]
    assert not any("nan" in line.lower() for line in lines)


def test_unjudged_without_advice_still_says_what_to_do(unjudged):
    lines = summary_lines(replace(unjudged, view=replace(unjudged.view, advice=()), reason=None))
    assert lines[1] == "This clip could not be judged: too little could be seen."
    assert len(lines) == 3


def test_a_guided_one_without_score(good):
    lines = summary_lines(replace(good, score=float("nan"), band=None))
    assert lines[1] == "No score for this one"
    assert not any("Nothing to correct" in line for line in lines)
