from __future__ import annotations

import math
from functools import reduce
from operator import add

import pytest

from benchmarks.accuracy.faults import FaultFigures, Heard, Said, also_named, by_fault, false_alarms, said_of
from posecheck.clips.scoring import judge, make_request
from tests.bodies import Shot, lunge_film


def said(*faults: str, judged: bool = True, alarms: tuple[tuple[str, ...], ...] = ((),)) -> Said:
    return Said(judged, 90.0 if judged else math.nan, faults, alarms, (), 0.0, 1.0)


def heard(role: str, what: Said, fault: str = "arch") -> Heard:
    return Heard("lunge", fault, role, what)  # pyright: ignore[reportArgumentType]


def test_balanced_accuracy_is_the_mean_of_both_shares() -> None:
    verdicts = [heard("beyond", said("arch"))] * 3 + [heard("beyond", said())] + [heard("inside", said())] * 9
    figures = by_fault([*verdicts, heard("inside", said("arch"))])["lunge", "arch"]
    assert figures == FaultFigures(found=3, there=4, invented=1, not_there=10, refused=0)
    assert figures.sensitivity == pytest.approx(0.75)
    assert figures.specificity == pytest.approx(0.9)
    assert figures.balanced_accuracy == pytest.approx(0.825)


def test_over_all_counts_are_added_before_shares_are_taken() -> None:
    verdicts = [heard("beyond", said("a"), "a"), heard("inside", said(), "a"), heard("beyond", said(), "b")]
    faults = by_fault([*verdicts, heard("inside", said(), "b"), heard("inside", said("b"), "b")])
    total = reduce(add, faults.values())
    assert (total.sensitivity, total.specificity) == pytest.approx((1 / 2, 2 / 3))


def test_a_refused_clip_did_not_find_the_fault_and_did_not_invent_it() -> None:
    refused = said(judged=False)
    figures = by_fault([heard("beyond", refused), heard("inside", refused)])["lunge", "arch"]
    assert (figures.found, figures.invented, figures.refused) == (0, 0, 2)


def test_without_clips_there_is_no_share() -> None:
    assert math.isnan(by_fault([heard("beyond", said("arch"))])["lunge", "arch"].balanced_accuracy)


def test_false_alarms_are_counted_by_attempt_in_judged_clips() -> None:
    right = [
        said(alarms=((), ("arch",), ())),
        said(alarms=(("arch", "bounce"),)),
        said(judged=False, alarms=(("arch",),)),
    ]
    blamed, attempts, why = false_alarms(right)
    assert (blamed, attempts) == (2, 4)
    assert why == {"arch": 2, "bounce": 1}


def test_serious_faults_beside_the_true_one_are_told() -> None:
    verdicts = [heard("beyond", said("arch", "lean", "head")), heard("inside", said("lean"))]
    assert also_named(verdicts, {"lunge": frozenset({"arch", "lean"})}) == {("lunge", "arch", "lean"): 1}


def test_what_the_product_says_is_taken_over() -> None:
    leaning = said_of(judge(make_request("kneeling_hip_flexor"), lunge_film(fault={"trunk": 25.0})))
    assert leaning.judged
    assert "bends_at_the_waist" in leaning.faults
    assert leaning.alarms == (("bends_at_the_waist",),)
    turned = said_of(judge(make_request("kneeling_hip_flexor"), lunge_film(shot=Shot(yaw_deg=40))))
    assert not turned.judged
    assert turned.alarms == ()
    assert any("side-on" in sentence for sentence in turned.advice)
