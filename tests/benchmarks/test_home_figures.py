from __future__ import annotations

import math

from benchmarks.accuracy.faults import Said
from benchmarks.accuracy.figures import read_limits
from benchmarks.accuracy.home.figures import HomeRow, figures_of, home_figures, home_page
from benchmarks.accuracy.home.plan import absolute


def row(role: str = "right", **change: object) -> HomeRow:
    said = Said(True, 100.0, (), ((),), (), 0.0, 1.0)
    known: dict[str, object] = {
        "name": "a clip",
        "exercise": "bridge",
        "role": role,
        "fault": None if role == "right" else "over_arch",
        "severity": 2,
        "behaviours": ("quick",),
        "neutral": "still",
        "there": role == "beyond",
        "said": said,
        "counted": 2,
        "truly": 2,
        "wrong_side": 0,
        "named": False,
        "beside": (),
    }
    return HomeRow(**{**known, **change})  # type: ignore[arg-type]


REFUSED = Said(False, math.nan, (), (), ("Step back.",), 0.0, 0.0)
BLAMED = Said(True, 60.0, ("over_arch",), (("over_arch",), ()), (), 0.0, 1.0)


def test_refused_is_not_judged_and_nothing_else() -> None:
    figures = home_figures([row(), row(said=REFUSED, counted=0), row("beyond", said=REFUSED)])
    assert (figures.judged.part, figures.judged.whole) == (1, 3)
    assert figures.exact.value == 1
    assert figures.found.whole == 0


def test_a_fault_that_is_there_and_unknown_is_not_found() -> None:
    figures = home_figures([row("beyond"), row("beyond", named=True), row("inside"), row("inside", named=True)])
    assert (figures.found.value, figures.quiet.value, figures.balanced) == (0.5, 0.5, 0.5)


def test_a_fault_that_the_film_does_not_show_is_not_asked_for() -> None:
    assert home_figures([row("beyond", there=False)]).found.whole == 0


def test_blame_is_counted_by_attempts() -> None:
    figures = home_figures([row(), row(said=BLAMED), row("beyond", said=BLAMED)])
    assert (figures.blamed.part, figures.blamed.whole) == (1, 3)
    assert "bridge: over_arch" in home_page([row(said=BLAMED)])


def test_kinds_without_attempts_have_no_count() -> None:
    assert home_figures([row(truly=None, counted=1)]).exact.whole == 0
    assert not row(counted=3).exact


def test_balanced_accuracy_is_over_clips_that_leave_an_own_neutral() -> None:
    rows = [row("beyond", named=True), row("inside"), row("beyond", neutral=""), row("inside", neutral="", named=True)]
    values = {f.key: f.value for f in figures_of(rows)}
    assert values["home.balanced"] == 1
    assert values["home.own_neutral"] == 0.5


def test_without_an_own_neutral_only_absolute_rules_are_asked_about() -> None:
    assert absolute("kneeling_hip_flexor", "knee_past_toes")
    assert not absolute("kneeling_hip_flexor", "head_drop")
    lunge = {"exercise": "kneeling_hip_flexor", "neutral": ""}
    own = row("beyond", fault="head_drop", **lunge)
    fixed = row("beyond", fault="knee_past_toes", named=True, **lunge)
    assert {f.key: f.value for f in figures_of([own, fixed])}["home.absolute"] == 1


def test_every_goal_and_stored_limit_names_a_figure() -> None:
    known = {f.key for f in figures_of([row()])}
    assert set(read_limits("home")) <= known
    assert set(read_limits("home_short")) <= known
