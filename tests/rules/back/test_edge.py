"""The back as the rules see it: which edge it is, own neutral, shape, or the reason why it is not told."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from posecheck.body.pose import STATIONS, Pose, PoseTrack
from posecheck.body.skeleton import INDEX
from posecheck.body.spine import Estimate, SpineShape
from posecheck.body.trunk_outline import trunk_frame
from posecheck.clips.scoring import judge, make_request
from posecheck.disk.library import load_exercise
from posecheck.result.judgement import Finding, Result, Verdict, View
from posecheck.rules.back import edge as back_rules
from posecheck.rules.back.drawn_line import lay_on
from posecheck.rules.back.edge import MAX_SD_DEG, BackReader, front_row, neutral_of
from posecheck.rules.back.tangents import opening, tangents
from posecheck.rules.exercise.definition import Limit, Rule
from posecheck.rules.judging.verdicts import Window, judge_rule
from posecheck.rules.reading.measures import needs_outline
from posecheck.rules.reading.side_plane import lying_facing_of
from tests.bodies import Shot, bend, bend_film, course, lunge_film, outline_of, to_pose, with_back

SIDE_ON = View(body="standing", camera="side", facing="right", yaw_deg=3.0)
ASPECT = 4 / 3
HOLLOW = -0.1
"""Bow of a back as people have it; a straight one is that of a draped shirt, under which less is sure."""


def pose(bow: float, *, facing: int = 1, time_s: float = 0.0, lean: float = 0.0) -> Pose:
    """A person with the arms well in front of the body."""
    made = to_pose(time_s, bend(trunk=lean), Shot(facing=facing))
    visibility = made.visibility.copy()
    visibility[[INDEX[f"{s}_{p}"] for s in ("left", "right") for p in ("elbow", "wrist", "index")]] = 0.1
    return replace(made, visibility=visibility, outline=outline_of(bow, facing=facing))


def reader(*, view: View = SIDE_ON, facing: int = 1, bow: float = 0.0) -> BackReader:
    neutral = neutral_of([pose(bow, facing=facing)] * 5, facing=facing, view=view)  # type: ignore[arg-type]
    return BackReader(neutral, facing=facing, aspect=ASPECT)  # type: ignore[arg-type]


def finding(result: Result, rule: str) -> Finding:
    return next(f for f in result.attempts[0].findings if f.rule == rule)


def bent(bow: float, *, neutral: float = 0.0) -> PoseTrack:
    return with_back(arms_away(bend_film()), lambda t: neutral + course(t) * bow)


def arms_away(track: PoseTrack) -> PoseTrack:
    visibility = track.visibility.copy()
    visibility[:, [INDEX[f"{s}_{p}"] for s in ("left", "right") for p in ("elbow", "wrist", "index")]] = 0.1
    return replace(track, visibility=visibility)


@pytest.mark.parametrize("facing", [1, -1])
def test_rounding_is_positive_and_hollow_negative_whichever_way_one_faces(facing: int) -> None:
    back = reader(facing=facing)
    flat, round_, hollow = (back.read(pose(bow, facing=facing)) for bow in (0.0, 0.1, -0.1))
    flexion = [read.values["back_flexion"] for read in (hollow, flat, round_)]
    assert abs(flexion[1]) < flat.sd["back_flexion"], "no change is none, as surely as it is known"
    assert flexion[0] < flexion[1] - 2
    assert flexion[2] > flexion[1] + 10


def test_a_bigger_bow_is_more_rounding() -> None:
    """Beyond what the estimator has learned from it may say nothing, but never less."""
    values = [reader().read(pose(bow)).values for bow in np.linspace(-0.1, 0.1, 5)]
    for kind in ("back_flexion", "lumbar_flexion"):
        assert (np.diff([v[kind] for v in values]) > 0).all()
    beyond = [reader().read(pose(bow)).values["back_flexion"] for bow in (0.15, 0.2, 0.25)]
    assert all(math.isnan(v) or v > values[-1]["back_flexion"] for v in beyond)


def test_the_own_neutral_is_taken_off() -> None:
    own, other = (reader(bow=bow).read(pose(bow)) for bow in (0.06, 0.0))
    assert abs(own.values["back_flexion"] - other.values["back_flexion"]) < own.sd["back_flexion"]


def test_the_neutral_is_the_median_and_forgets_a_lone_slip() -> None:
    still = [pose(0.02)] * 8 + [pose(0.3)]
    neutral = neutral_of(still, facing=1, view=SIDE_ON)
    assert neutral is not None
    np.testing.assert_allclose(neutral.edge, outline_of(0.02)[1], atol=1e-6)


def test_with_a_second_person_nothing_is_said_and_nothing_learned() -> None:
    """On a photo the helper was followed and called hollow, not the person who stretched."""
    alone, crowded = replace(pose(0.1), people=1.0), replace(pose(0.1), people=2.0)
    assert reader().read(alone).unseen is None
    read = reader().read(crowded)
    assert read.unseen == "two_people"
    assert np.isnan(list(read.values.values())).all()
    assert reader().read(pose(0.1)).unseen is None, "not counted yet is not crowded"
    mixed = [replace(pose(0.3), people=2.0)] * 5 + [pose(0.02)] * 3
    neutral = neutral_of(mixed, facing=1, view=SIDE_ON)
    assert neutral is not None
    np.testing.assert_allclose(neutral.edge, outline_of(0.02)[1], atol=1e-6)
    assert neutral_of([crowded] * 5, facing=1, view=SIDE_ON) is None


@pytest.mark.parametrize(("hollow", "reason"), [(0.0, "loose_shirt"), (0.09, "unsure")])
def test_an_unsure_back_under_a_straight_shirt_says_so(
    hollow: float, reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    vague = Estimate(5.0, MAX_SD_DEG + 1)
    monkeypatch.setattr(back_rules, "estimate_spine", lambda *_: SpineShape(vague, vague, vague, vague))
    still = pose(0.0)
    edge = np.array([np.full(len(STATIONS), 0.2), 0.2 - hollow * np.exp(-(((STATIONS - 0.35) / 0.15) ** 2))])
    neutral = neutral_of([replace(still, outline=edge)] * 3, facing=1, view=SIDE_ON)
    assert BackReader(neutral, facing=1, aspect=ASPECT).read(still).unseen == reason


def test_a_station_that_is_rarely_seen_is_not_in_the_neutral() -> None:
    hidden = pose(0.0)
    assert hidden.outline is not None
    edge = hidden.outline.copy()
    edge[1, 10] = np.nan
    neutral = neutral_of([replace(hidden, outline=edge)] * 3 + [pose(0.0)], facing=1, view=SIDE_ON)
    assert neutral is not None
    assert np.flatnonzero(np.isnan(neutral.edge)).tolist() == [10]


@pytest.mark.parametrize(
    ("body", "head", "facing", "front"),
    [
        ("standing", "up", 1, 0),
        ("sitting", "up", -1, 1),
        ("supine", "left", 1, 0),
        ("supine", "right", -1, 1),
        ("prone", "left", -1, 1),
        ("prone", "right", 1, 0),
    ],
)
def test_the_belly_faces_up_or_forward(body: str, head: str, facing: int, front: int) -> None:
    """A made-up person in that place: the belly's side of the chord points up (supine), down (prone) or forward."""
    along = {"up": (0, -1), "left": (-1, 0), "right": (1, 0)}[head]
    belly = {"supine": (0, -1), "prone": (0, 1)}.get(body, (facing, 0))
    xy = np.zeros((33, 2))
    xy[[INDEX["left_shoulder"], INDEX["right_shoulder"]]] = along
    frame = trunk_frame(xy)
    assert frame is not None
    assert front == (0 if frame.across @ belly > 0 else 1)
    if body in ("supine", "prone"):
        assert np.sign(lying_facing_of(Pose(0.0, xy, np.zeros((33, 3)), np.ones(33)), body)) == facing  # type: ignore[arg-type]
    assert front_row(facing) == front  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        (replace(pose(0.1), outline=None), "not_measured"),
        (replace(pose(0.1), outline=np.full((2, len(STATIONS)), np.nan)), "edge"),
    ],
)
def test_what_is_not_seen_has_its_reason(given: Pose, reason: str) -> None:
    read = reader().read(given)
    assert read.unseen == reason
    assert all(math.isnan(v) for v in read.values.values())


def test_turned_by_more_than_15_degrees_nothing_is_said() -> None:
    assert reader(view=replace(SIDE_ON, yaw_deg=14.0)).read(pose(0.2)).unseen is None
    assert reader(view=replace(SIDE_ON, yaw_deg=17.0)).read(pose(0.2)).unseen == "turned"
    assert reader(view=replace(SIDE_ON, yaw_deg=math.nan)).read(pose(0.2)).unseen == "turned"


def test_without_a_neutral_only_clearly_rounded_is_said() -> None:
    back = BackReader(None, facing=1, aspect=ASPECT)
    assert back.read(pose(0.05)).unseen == "no_neutral"
    rounded = back.read(pose(0.2))
    assert rounded.values["back_flexion"] == pytest.approx(opening(outline_of(0.2)[1]), abs=1e-3)
    assert rounded.values["back_flexion"] > 35
    assert math.isnan(rounded.values["lumbar_flexion"])


def test_lying_without_a_neutral_nothing_is_said_however_round_the_edge() -> None:
    back = BackReader(None, facing=1, aspect=ASPECT, lying=True)
    assert back.read(pose(0.2)).unseen == "no_neutral"
    assert all(math.isnan(value) for value in back.read(pose(0.2)).values.values())


def test_live_a_frame_without_outline_has_the_one_before_for_a_tenth_of_a_second() -> None:
    back = reader()
    first = back.read(pose(0.15, time_s=1.0)).values
    assert back.read(replace(pose(0.0, time_s=1.05), outline=None)).values == first
    assert back.line(replace(pose(0.0, time_s=1.05), outline=None)) is not None
    assert back.read(replace(pose(0.0, time_s=1.5), outline=None)).unseen == "not_measured"
    assert back.line(replace(pose(0.0, time_s=1.5), outline=None)) is None


def test_tangents_of_a_straight_edge_and_of_too_few_points() -> None:
    slope = math.tan(math.radians(20))
    np.testing.assert_allclose(tangents(0.1 + slope * STATIONS), 20, atol=1e-9)
    holed = 0.1 + slope * STATIONS
    holed[(STATIONS > 0.02) & (STATIONS < 0.29)] = np.nan
    lower, middle, upper = tangents(holed)
    assert math.isnan(lower)
    assert middle == pytest.approx(upper) == pytest.approx(20)


def test_the_neutral_is_laid_on_whatever_the_hip_landmark_does() -> None:
    neutral = outline_of(0.03)[1]
    moved = neutral + 0.12 - 0.05 * STATIONS
    laid = lay_on(neutral, moved)
    assert laid is not None
    np.testing.assert_allclose(laid, moved, atol=1e-9)
    bowed = lay_on(neutral, outline_of(0.18)[1])
    assert bowed is not None
    assert np.max(outline_of(0.18)[1] - bowed) == pytest.approx(0.15, abs=0.04)


def test_only_exercises_that_judge_the_back_ask_for_the_outline() -> None:
    bend_ = load_exercise("standing_forward_bend")
    assert needs_outline(bend_)
    plain = {n: m for n, m in bend_.measures.items() if n != "back_rounding"}
    assert not needs_outline(replace(bend_, measures=plain))


def test_a_rounded_bend_is_found_and_a_flat_one_is_not() -> None:
    request = make_request("standing_forward_bend")
    rounded, flat = (judge(request, bent(bow, neutral=HOLLOW)) for bow in (0.16, 0.01))
    assert "rounds_back" in rounded.faults
    assert finding(flat, "rounds_back").verdict is Verdict.OK
    assert flat.score > rounded.score + 10
    assert rounded.back is not None
    assert rounded.back.value > 30
    assert rounded.attempts[0].readings["back_rounding"].sd > 0


def test_a_hollow_lunge_is_found_by_the_outline_alone() -> None:
    request = make_request("kneeling_hip_flexor")
    film = arms_away(lunge_film())
    assert "low_back_arch" in judge(request, with_back(film, lambda t: -0.14 * course(t))).faults
    assert judge(request, with_back(film, lambda t: -0.02 * course(t))).faults == ()


def test_a_back_that_is_not_seen_is_unknown_and_costs_nothing() -> None:
    request = make_request("standing_forward_bend")
    without = judge(request, replace(bent(0.0), outline=None))
    with_it = judge(request, bent(0.0))
    unknown = finding(without, "rounds_back")
    assert unknown.verdict is Verdict.UNKNOWN
    assert "without the outline" in unknown.reason
    assert without.judged
    assert without.score == with_it.score
    others = [[f for f in r.attempts[0].findings if f.rule != "rounds_back"] for r in (without, with_it)]
    assert repr(others[0]) == repr(others[1])


def test_the_rolling_variant_lets_the_back_round() -> None:
    assert "rounds_back" not in judge(make_request("standing_forward_bend", variant="roll"), bent(0.16)).faults


def test_the_own_uncertainty_widens_what_is_forgiven() -> None:
    exercise = load_exercise("standing_forward_bend")
    rule = Rule("rounds", "back_rounding", "Rounds", "Long back.", 2, high=Limit(20, 30, 30))
    n = 30

    def lost(sd: float) -> float:
        values = {"back_rounding": np.full(n, 26.0), "back_rounding sd": np.full(n, sd)}
        window = Window(np.arange(n) / 15, np.full(n, 1 / 15), values)
        return judge_rule(exercise, rule, window, neutral="setup").deviation

    assert lost(1.0) == lost(4.0) == pytest.approx(0.5 * (26 - 20 - 2) / 10)  # the file's own 4 is the least
    assert lost(8.0) == pytest.approx(0.5 * (26 - 20 - 4) / 10)
    assert lost(14.0) == 0
