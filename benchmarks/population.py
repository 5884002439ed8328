"""``python -m benchmarks.population [FOLDER] [--write]``: what people's start positions are like, for `population`.

Where a clip shows no start position, what is usual there stands for it. The value is that of rendered people in the
right demonstrations of all exercises with the same body position; its SD the largest of theirs, of that of people in a
labelled FOLDER (`benchmarks.real.labelled`; their own neutrals, one mean a source) and of the reading's own error. With
fewer than three sources it is the largest SD over people that was seen at all. Lying on the back the start hangs on
the exercise and on where the feet were put: there each exercise has its own value, and the SD is that of the angle at
the hips over people who begin a bridge. ``--write`` puts both into the exercise files.
"""

from __future__ import annotations

import argparse
import math
import re
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np

from benchmarks.real.labelled import read_rows
from posecheck.body.pose import PoseTrack
from posecheck.body.smoothing import smooth_track
from posecheck.clips.scoring import read_clip
from posecheck.disk.library import exercise_ids, load_exercise
from posecheck.disk.resources import resource_folder
from posecheck.errors import PosecheckError
from posecheck.rules.exercise.definition import Exercise, Measure
from posecheck.rules.neutral.clip_plan import plan_clip
from posecheck.rules.reading.measures import KINDS

KINDS_OF_PEOPLE: Final = (
    "trunk_inclination",
    "trunk_thigh_flexion",
    "thigh_inclination",
    "lateral_trunk",
    "leg_lean",
    "thighs_slope",
    "knee_flexion",
    "arm_elevation",
    "arms_lift",
)
"""What is alike in people's start positions; the head is not, by habit."""
LEAST_SOURCES: Final = 3
OWN: Final = ("setup", "rest")


class Group(NamedTuple):
    """Measures that are one quantity: body position (of a body on its back the exercise), kind and leg."""

    body: str
    kind: str
    leg: str


Seen = Mapping[Group, Mapping[str, list[float]]]
"""Group -> source -> values."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit status."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.population", description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, help="with a manifest.csv that says what is expected")
    parser.add_argument("--write", action="store_true", help="put the values into the exercise files")
    asked = parser.parse_args(arguments)
    rendered = gather(_demonstrations())
    people = gather(_people(asked.folder)) if asked.folder else {}
    table = {group: _row(group, rendered, people) for group in sorted(rendered)}
    for group, (value, sd, sources) in table.items():
        print(f"{group.body:<22} {group.kind:<20} {group.leg:<12} {value:7.1f} {sd:5.1f}  {sources} sources")
    if asked.write:
        for name in exercise_ids():
            _write(name, {g: (v, s) for g, (v, s, _) in table.items()})
    return 0


def gather(tracks: Iterator[tuple[str, Exercise, PoseTrack]]) -> Seen:
    """Return the raw start values of all tracks that show a start position of their own."""
    found: dict[Group, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    for source, exercise, track in tracks:
        smoothed = smooth_track(track)
        plan = plan_clip(exercise, list(smoothed), aspect=track.source.width / track.source.height)
        for stretch in plan.stretches:
            known = stretch.calibration
            if known is None or known.neutral.source not in OWN or not known.view.yaw_deg <= 25:
                continue
            for name, value in known.values.items():
                if is_of_people(plan.form.measures[name]) and not math.isnan(value):
                    found[_group(plan.form, plan.form.measures[name])][source].append(value)
    return found


def is_of_people(measure: Measure) -> bool:
    """Return whether people's start positions tell what a measure is there."""
    return measure.kind in KINDS_OF_PEOPLE and KINDS[measure.kind].unit == "deg"


def _group(exercise: Exercise, measure: Measure) -> Group:
    lying = exercise.body == "supine" and measure.kind != "trunk_inclination"
    return Group(exercise.id if lying else exercise.body, measure.kind, measure.leg or "")


def _demonstrations() -> Iterator[tuple[str, Exercise, PoseTrack]]:
    for name in exercise_ids():
        exercise = load_exercise(name)
        for path in sorted((resource_folder("reference_poses") / name).glob("correct*.npz")):
            if exercise.moves:
                yield name, exercise, read_clip(path)


def _people(folder: Path) -> Iterator[tuple[str, Exercise, PoseTrack]]:
    known = exercise_ids()
    for row in read_rows(folder):
        if row.exercise in known and row.expected in ("correct", "fault", "unsure"):
            try:
                yield row.source, load_exercise(row.exercise), read_clip(row.path)
            except PosecheckError as problem:
                print(f"{row.clip}: {problem}", file=sys.stderr)


def _row(group: Group, rendered: Seen, people: Seen) -> tuple[float, float, int]:
    """Return value, SD, and how many sources of people it rests on."""
    own = rendered[group]
    value = float(np.mean([np.mean(v) for v in own.values()]))
    sd, sources = _spread(own), people.get(group, {})
    if len(sources) >= LEAST_SOURCES:
        return value, max(sd, _spread(sources)), len(sources)
    return value, max(sd, _largest(people, lying=group.body in exercise_ids())), len(sources)


def _spread(sources: Mapping[str, list[float]]) -> float:
    means = [float(np.mean(v)) for v in sources.values()]
    return float(np.std(means, ddof=1)) if len(means) > 1 else 0.0


def _largest(people: Seen, *, lying: bool) -> float:
    alike = [v for g, v in people.items() if (g.body in exercise_ids()) is lying and len(v) >= LEAST_SOURCES]
    return max(map(_spread, alike), default=math.nan)


def _write(name: str, table: Mapping[Group, tuple[float, float]]) -> None:
    """Put the values of an exercise's measures into its file, behind their `sd`."""
    exercise = load_exercise(name)
    if not exercise.moves:
        return
    path = resource_folder("reference_poses") / name / "exercise.toml"
    text = path.read_text(encoding="utf-8")
    for measure in exercise.measures.values():
        used = measure.relative == "neutral" or measure.name in exercise.movement.leave
        group = _group(exercise, measure)
        if used and is_of_people(measure) and group in table:
            value, sd = table[group][0], max(table[group][1], measure.sd)
            text = with_population(text, measure.name, f"population = {{ value = {value:.1f}, sd = {sd:.1f} }}")
    path.write_text(text, encoding="utf-8")


def with_population(text: str, measure: str, line: str) -> str:
    r"""Return an exercise file with a measure's population in place of the older one.

    Examples
    --------
    >>> with_population("[measures.a]\nsd    = 3\n\n[measures.b]\nsd = 3\n", "a", "population = 1")
    '[measures.a]\nsd    = 3\npopulation = 1\n\n[measures.b]\nsd = 3\n'
    """
    head, table, rest = text.partition(f"[measures.{measure}]\n")
    body, end, tail = rest.partition("\n\n")
    kept = [one for one in body.splitlines() if not re.match(r"population\s*=", one)]
    comment = next((i for i, one in enumerate(kept) if one.startswith("#")), len(kept))
    own = "\n".join([*kept[:comment], line, *kept[comment:]])
    return head + table + own + end + tail


if __name__ == "__main__":
    sys.exit(main())
