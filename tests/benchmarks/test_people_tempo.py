"""People's tempo from tracks whose tempo is known: the rendered demonstrations."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from benchmarks.people_tempo import basis_of, pace_of, tempo_section
from benchmarks.people_ways import Moved, Way, moved, rows_of, turns_of
from benchmarks.real.labelled import Row
from posecheck.disk.resources import resource_folder

COLUMNS = ("clip", "track", "source", "exercise", "expect", "count", "kind", "view", "people", "form_label", "notes")


def row(exercise: str, name: str = "correct", source: str = "a") -> Row:
    path = resource_folder("reference_poses") / exercise / f"{name}.npz"
    return Row(f"{exercise}/{name}", path, source, exercise, "correct", None, "repetition", "side")


def way(*, down: bool, seconds: float, peak: float) -> Way:
    return Way(down=down, back=not down, seconds=seconds, speed=60 / seconds, peak=peak, slows=True)


def clip(exercise: str, source: str, seconds: float) -> Moved:
    ways = (way(down=True, seconds=seconds, peak=2 / seconds), way(down=False, seconds=seconds, peak=2 / seconds))
    twice = tuple(replace(w, seconds=w.seconds / 2, peak=w.peak * 2) for w in ways)
    return Moved(replace(row("deadlift", source=source), exercise=exercise), "standing", ways, (2 * seconds,), twice)


def test_a_rendered_deadlift_has_the_tempo_it_was_made_with() -> None:
    """2.8 s down, 2.4 s up (`benchmarks.synthetic.movements.lifting`)."""
    found = moved(row("deadlift"))
    assert [w.back for w in found.ways] == [False, True]
    assert [w.down for w in found.ways] == [True, False]
    assert found.ways[0].seconds == pytest.approx(2.8, abs=0.3)
    assert found.ways[1].seconds == pytest.approx(2.4, abs=0.3)
    assert 1 / 2.8 < found.ways[0].peak < 3 / 2.8
    assert found.twice[0].peak == pytest.approx(2 * found.ways[0].peak, rel=0.15)


def test_lying_the_way_back_is_the_one_down() -> None:
    assert [(w.back, w.down) for w in moved(row("bridge")).ways] == [(False, False), (True, True)]


def test_every_repetition_is_counted_from_its_turns() -> None:
    t = np.arange(0, 20.01, 1 / 15)
    course = 30 - 30 * np.cos(np.pi * t)
    assert len(turns_of(course)) == 21
    assert turns_of(course[:3]) == []


def test_few_sources_take_the_figures_of_their_body_position() -> None:
    clips = [clip("deadlift", s, seconds) for s, seconds in (("a", 1.0), ("b", 2.0), ("c", 3.0))]
    clips.append(clip("side_bend", "d", 9.0))
    assert basis_of("deadlift", "standing", clips).of == "deadlift"
    assert basis_of("side_bend", "standing", clips).of == "standing"
    assert basis_of("superman", "prone", clips).of == "all"
    assert pace_of("deadlift", clips[:3]).in_s == pytest.approx((1.1, 2.0))


def test_the_left_out_source_is_held_against_the_others() -> None:
    clips = [clip("deadlift", s, 2.0) for s in ("a", "b", "c")] + [clip("deadlift", "d", 0.5)]
    section = tempo_section(clips, {s: s.upper() for s in "abcd"})
    told = {
        line.split(" | ")[1]: line.split(" | ")[4] for line in section.splitlines() if line.startswith("| deadlift | ")
    }
    assert told["D"] == "1"
    assert told["A"] == "0"


def test_slide_shows_and_other_movements_are_left_out(tmp_path: Path) -> None:
    rows = [
        ("right", "deadlift", "correct", ""),
        ("slides", "deadlift", "unsure", "SLIDE SHOW of 3 stills"),
        ("other", "deadlift", "none", ""),
        ("unknown", "squat", "correct", ""),
    ]
    with (tmp_path / "manifest.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, restval="")
        writer.writeheader()
        for name, exercise, expect, notes in rows:
            writer.writerow({"clip": name, "exercise": exercise, "expect": expect, "notes": notes})
    assert [r.clip for r in rows_of(tmp_path)] == ["right"]
