from __future__ import annotations

import math

import pytest

from benchmarks.accuracy.case import Case
from benchmarks.accuracy.faults import Said
from benchmarks.accuracy.refusal import Looked, risk_coverage, view_figures
from benchmarks.synthetic.spec import CameraSpec, ClipSpec, Variation
from posecheck.language import table


def looked(
    score: float, *, advised: tuple[str, ...] = (), alarms: tuple[str, ...] = (), yaw: float = 0.0, error: float = 1.0
) -> Looked:
    judged = not math.isnan(score)
    case = Case("x", ClipSpec("x", camera=CameraSpec(yaw_deg=yaw)), "refuse", None, ("turn_side_on",))
    what = Said(judged, score, alarms, (alarms,) if judged else (), (), yaw, 1.0, advised)
    return Looked(case, what, 0.9 if judged else 0.0, error)


def test_refused_and_rightly_advised_clips_are_counted() -> None:
    nan = math.nan
    told = looked(nan, advised=("turn_side_on",)), looked(nan, advised=("too_dark",))
    figures = view_figures([*told, looked(nan), looked(95, error=4)])
    assert (figures.clips, figures.refused, figures.advised, figures.blamed) == (4, 3, 1, 0)
    assert figures.frames_share == pytest.approx(0.9 / 4)
    assert figures.own_error_deg == 4, "of what was not refused"


def test_a_low_score_and_a_serious_fault_are_blame_and_a_refusal_is_none() -> None:
    assert looked(84.9).blamed
    assert looked(95, alarms=("arch",)).blamed
    assert not looked(85).blamed
    assert not looked(math.nan).blamed


def test_every_key_of_the_plan_is_a_sentence() -> None:
    from benchmarks.accuracy.plan import VIEWS

    assert {key for *_, keys in VIEWS.values() for key in keys} <= set(table("en"))


def test_risk_grows_with_coverage_where_turned_clips_are_worse() -> None:
    clips = [looked(95, yaw=yaw, error=error) for yaw, error in ((3, 1), (8, 3), (22, 8), (50, 20))]
    points = risk_coverage([*clips, looked(math.nan, yaw=60, error=math.nan)], [5, 10, 90])
    assert [p.coverage for p in points] == pytest.approx([0.2, 0.4, 0.8])
    assert [p.own_error_deg for p in points] == pytest.approx([1, 2, 8])


def test_the_view_is_told_in_words() -> None:
    spec = ClipSpec("x", camera=CameraSpec(yaw_deg=-30))
    assert Case("x", spec, "view").view == "yaw 30°"
    assert not Case("x", spec, "view").from_the_side
    assert Case("x", ClipSpec("x", variation=Variation(dark=True)), "refuse").view == "dark"
    assert Case("x", ClipSpec("x", camera=CameraSpec(yaw_deg=-10)), "right").from_the_side
