from dataclasses import replace

from posecheck.report.summary import summary_lines
from posecheck.result.entries import NotJudged, RulesJudged
from posecheck.rules.judging.score_steps import cap, deductions_and_cap, steps_of_set


def test_score_band_and_seconds(good):
    lines = summary_lines(good)
    assert lines[0] == "Half-kneeling hip-flexor stretch · lunge.mp4"
    assert lines[1] == "Score 100 of 100, give or take 5: good"
    assert "1 hold, left side" in lines
    assert "  0:01 to 0:08, held 4 s, 3.6 s of it well" in lines
    assert "Nothing to correct that this camera can see" in lines


def test_the_two_dearest_deductions_and_their_cues_in_words(faulty):
    lines = summary_lines(faulty)
    assert lines[1] == "Score 84 of 100, give or take 5: nearly there"
    at = lines.index("What cost points")
    assert lines[at + 1 : at + 5] == [
        "  −9 chest goes forward, 19° beyond good, at 0:04",
        "     Next time: Chest tall, move your hips forward.",
        "  −4 comes back fast",
        "  −3 and 1 more in the report",
    ]
    assert not any("a little closed" in line for line in lines)


def test_a_cap_is_said_in_words(faulty):
    attempt = faulty.attempts[0]
    steps = deductions_and_cap([("bends_at_the_waist", 9.4)], [cap("not_reached", 59.0)])
    attempt = replace(attempt, reached=False, score=59.0, score_steps=steps)
    lines = summary_lines(replace(faulty, attempts=(attempt,), score=59.0, score_steps=steps, band="not_yet"))
    at = lines.index("What cost points")
    assert lines[at + 1].startswith("  −9 chest")
    assert lines[at + 3] == "  −32 not far enough: at most 59"


def test_the_chosen_attempt_is_named_and_what_the_others_lost(faulty, good):
    first, fine = faulty.attempts[0], good.attempts[0]
    attempts = (first, fine, fine)
    lines = summary_lines(replace(faulty, attempts=attempts, score=100.0, score_steps=steps_of_set(attempts)))
    at = lines.index("What cost points (the middle one of three holds: no.\u00a02)")
    assert lines[at + 1 : at + 5] == [
        "  nothing lost",
        "Seen in other attempts",
        "  chest goes forward, 19° beyond good, at 0:04, in attempt 1",
        "     Next time: Chest tall, move your hips forward.",
    ]


def test_of_two_the_lower_one_is_listed_and_the_mean_gives_back(faulty, good):
    attempts = (good.attempts[0], faulty.attempts[0])
    steps = steps_of_set(attempts)
    lines = summary_lines(replace(faulty, attempts=attempts, score=steps[-1].score, score_steps=steps))
    assert lines[1].startswith("Score 92 of 100")
    assert "What cost points (the lower one of two holds: no.\u00a02)" in lines
    assert "  +8 mean of the two, 84 and 100 (no.\u00a01)" in lines


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


def test_how_much_was_looked_at_stands_beside_the_score(good):
    assert "things checked" not in "\n".join(summary_lines(good))
    unseen = (NotJudged("front_knee_angle", 2, "front foot not seen well enough"),)
    lines = summary_lines(replace(good, rules_judged=RulesJudged(2, 3, unseen)))
    assert lines[1] == "Score 100 of 100, give or take 5: good, without a look at “front knee too closed”"
    assert "2 of 3 things checked" in lines


def test_what_weighs_less_is_not_named_beside_the_band_and_many_things_are_counted(good):
    polish = RulesJudged(2, 3, (NotJudged("front_knee_angle", 1, "not seen"),))
    assert summary_lines(replace(good, rules_judged=polish))[1].endswith(": good")
    many = RulesJudged(0, 4, tuple(NotJudged(f"rule{i}", 2, "not seen") for i in range(4)))
    said = summary_lines(replace(good, rules_judged=many))[1]
    assert said.endswith(": good, without a look at “rule0”, “rule1” and 2 more")
