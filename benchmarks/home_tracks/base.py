"""A demonstration played twice, with the truth of what was rendered for it."""

from __future__ import annotations

import itertools
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from benchmarks.accuracy.compact import TEMPO
from benchmarks.accuracy.run import true_attempts
from benchmarks.synthetic.movements import MOVEMENTS
from benchmarks.synthetic.simulate import simulate
from benchmarks.synthetic.spec import CameraSpec, ClipSpec, Truth, Variation
from benchmarks.synthetic.timing import Segment
from benchmarks.synthetic.true_holds import Span, runs_of
from posecheck.body.pose import PoseTrack
from posecheck.clips.scoring import score_track
from posecheck.disk.library import load_exercise
from posecheck.disk.resources import resource_folder
from posecheck.disk.track_file import load_track
from posecheck.result.judgement import Result
from posecheck.rules.exercise.definition import Exercise
from posecheck.rules.neutral.view_choice import form_of

COPIES: Final = 3
FEWER_COPIES: Final = 2
LONG_S: Final = 13.0
"""Played so often, a long one less often, one after the other: a seam is a rest in the start position, as between two
repetitions."""


@dataclass(frozen=True)
class Base:
    """What the variants are made from.

    Parameters
    ----------
    name
        Exercise and file.
    spec
        The clip that was rendered for it.
    track
        The demonstration, played several times.
    truth
        Of one copy.
    """

    name: str
    exercise: Exercise
    fault: str | None
    spec: ClipSpec
    track: PoseTrack
    truth: Truth

    @property
    def copy_s(self) -> float:
        """Seconds of one copy."""
        return len(self.truth.time_s) / self.spec.fps

    @property
    def copies(self) -> int:
        """How often it is played."""
        return len(self.track) // len(self.truth.time_s)

    @property
    def end_s(self) -> float:
        """Seconds of all copies."""
        return self.copy_s * self.copies

    @cached_property
    def result(self) -> Result:
        """What this build says of the whole."""
        return score_track(self.track, self.exercise)

    @cached_property
    def spans(self) -> tuple[Span, ...]:
        """The true attempts of all copies, in the form that was judged."""
        one = true_attempts(self.truth, form_of(self.exercise, self.result))
        return tuple(_later(span, k * self.copy_s) for k in range(self.copies) for span in one)

    @cached_property
    def segments(self) -> tuple[Segment, ...]:
        """The phases of all copies."""
        phase, step = np.array(self.truth.phase), 1 / self.spec.fps
        edges = np.flatnonzero(np.concatenate([[True], phase[1:] != phase[:-1], [True]]))
        one = [(str(phase[a]), a * step, b * step) for a, b in itertools.pairwise(edges)]
        return tuple(
            Segment(p, a + k * self.copy_s, b + k * self.copy_s) for k in range(self.copies) for p, a, b in one
        )

    @property
    def aspect(self) -> float:
        """Width of the picture in picture heights."""
        return self.track.source.width / self.track.source.height

    def picture_heights(self, metres: float) -> float:
        """Return how long something at the person's place is in the picture."""
        seen: Any = self.truth.camera
        return metres * seen["focal_px"] / seen["distance_m"] / seen["height"]

    @property
    def body_m(self) -> float:
        """Height of the body, metres."""
        known: Any = self.truth.body
        return known["height"]


def _later(span: Span, seconds: float) -> Span:
    hold = (span.hold[0] + seconds, span.hold[1] + seconds) if span.hold else None
    return replace(span, start_s=span.start_s + seconds, end_s=span.end_s + seconds, hold=hold)


def bases(exercise_id: str, which: str = "all") -> Iterator[Base]:
    """Yield the demonstrations of an exercise; `which`: all, right, or faults.

    Raises
    ------
    ValueError
        Where a demonstration is not what its text says it was made from.
    """
    folder = resource_folder("reference_poses") / exercise_id
    exercise = load_exercise(exercise_id)
    made = tomllib.loads((folder / "demonstrations.toml").read_text(encoding="utf-8"))
    for name, entry in made.items():
        if name == "without" or ((which == "right") != (name == "correct") and which != "all"):
            continue
        spec, track = demonstration_spec(exercise, entry), load_track(folder / f"{name}.npz")
        truth = simulate(spec)
        if len(truth.time_s) != len(track):
            raise ValueError(
                f"{exercise_id}/{name}.npz: expected the {len(truth.time_s)} pictures that demonstrations.toml "
                f"tells of, found {len(track)}; run scripts/make_demonstrations.py {exercise_id}."
            )
        yield Base(f"{exercise_id}/{name}", exercise, entry["fault"] or None, spec, repeated(track, spec.fps), truth)


def demonstration_spec(exercise: Exercise, entry: Mapping[str, Any]) -> ClipSpec:
    """Return the clip that a demonstration was made from, by its entry in ``demonstrations.toml``."""
    fault = entry["fault"] or None
    spec = ClipSpec(exercise.id, seed=entry["seed"], camera=CameraSpec(yaw_deg=entry["yaw_deg"]))
    if fault is None:
        return spec
    if fault in MOVEMENTS[exercise.id].faults:
        return replace(spec, fault=fault, fault_scale=entry["fault_scale"])
    kinds = [exercise.measures[r.measure].kind for r in exercise.rules if r.id == fault]
    variation: Variation = next(TEMPO[kind] for kind in kinds if kind in TEMPO)
    return replace(spec, variation=replace(variation, repetitions=3 if exercise.kind == "repetition" else 1))


def repeated(track: PoseTrack, fps: float) -> PoseTrack:
    """Return a track played several times in a row."""
    copy_s = len(track) / fps
    copies = COPIES if copy_s <= LONG_S else FEWER_COPIES
    times = np.concatenate([track.time_s - track.time_s[0] + k * copy_s for k in range(copies)])
    return taken(track, np.tile(np.arange(len(track)), copies), times)


def taken(track: PoseTrack, rows: Sequence[int] | NDArray[np.intp], time_s: NDArray[np.float64]) -> PoseTrack:
    """Return these pictures of a track, at these times."""
    assert track.brightness is not None
    assert track.people is not None
    assert track.cut is not None
    return PoseTrack(
        time_s,
        track.xy[rows],
        track.xyz[rows],
        track.visibility[rows],
        None if track.outline is None else track.outline[rows],
        track.brightness[rows],
        track.people[rows],
        track.cut[rows],
        replace(track.source, duration_s=float(time_s[-1])),
    )


def plateau_runs(segments: Sequence[Segment]) -> list[tuple[float, float]]:
    """Return when the person is at the farthest point, by the course."""
    held = np.array([s.phase in ("hold", "hidden") for s in segments])
    return [(segments[a].start_s, segments[b].end_s) for a, b in runs_of(held)]
