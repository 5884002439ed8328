"""What a live screen is told of each frame: phase, seconds held, findings of this moment, angles to draw."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from posecheck.body.skeleton import Side
from posecheck.remark import Remark
from posecheck.result.back_lines import BackLine
from posecheck.result.judgement import Arc, Feedback, Finding, PhaseName, Verdict
from posecheck.result.word_bands import back_band
from posecheck.rules.coaching.instant import InstantJudge, arcs_of
from posecheck.rules.exercise.definition import CameraView, Exercise
from posecheck.rules.reading.measures import KINDS, unit_of
from posecheck.rules.reading.view import ViewFeatures, judge_view
from posecheck.rules.watching.frame_reading import FrameReading
from posecheck.rules.watching.trackers import Tracker, live_values, step_now

ON_THE_WAY: Final[tuple[PhaseName, ...]] = ("move", "return")
"""Phases in which a value that is not at fault is not called good: the body has not arrived."""


class FeedbackMaker:
    """Makes the feedback of each frame from what was read of it and where in the exercise it is.

    Parameters
    ----------
    exercise
        The exercise.
    side
        The side that the person means to work, shown until one is seen.
    with_arcs
        Whether feedback carries the angles to draw.
    """

    def __init__(self, exercise: Exercise, *, side: Side | None, with_arcs: bool) -> None:
        self._exercise = exercise
        self._side: Side | None = side
        self._with_arcs = with_arcs
        self._instant = InstantJudge(exercise)
        self._backs = [n for n, m in exercise.measures.items() if m.kind in KINDS and KINDS[m.kind].outline]
        self._spoiled: list[tuple[float, float]] = []  # (time, seconds so far in which a hold would not be good)

    def waiting(self, time_s: float, recent: Sequence[ViewFeatures], *, view: CameraView) -> Feedback:
        """Return the feedback before the set-up is known: only how to stand to the camera."""
        advised = judge_view(recent, self._exercise.body, wanted=view).advised
        return Feedback(time_s, "none", self._side, 0, 0.0, 0.0, (), (), (), None, advised)

    def note(self, time_s: float, values: Mapping[str, float]) -> None:
        """Take in, for every frame that is read, whether a hold would be good in it."""
        before_s, total = self._spoiled[-1] if self._spoiled else (time_s, 0.0)
        step = time_s - before_s if self._instant.spoils_hold(values) else 0.0
        self._spoiled.append((time_s, total + step))

    def make(
        self,
        time_s: float,
        reading: FrameReading,
        tracker: Tracker,
        *,
        finished: int,
        advised: tuple[Remark, ...],
        back: BackLine | None = None,
    ) -> Feedback:
        """Return the feedback of one frame.

        Parameters
        ----------
        time_s
            Time of the frame.
        reading
            What was read of it; `note` has had it.
        tracker
            Has had it as well.
        finished
            Attempts finished so far.
        advised
            How to stand to the camera.
        back
            The edge of the back to draw.
        """
        phase = phase_of(reading, tracker)
        values = {**reading.values, **live_values(self._exercise, tracker)}
        now = step_now(self._exercise, tracker, time_s)
        findings = self._instant.step(time_s, phase, values, step=now.step)
        run = tracker.still_run
        held = run.seconds + time_s - run.end_s if run else 0.0
        return Feedback(
            time_s=time_s,
            phase=phase,
            side=reading.rear_side if self._exercise.sides else "both",
            attempt=finished + (tracker.state == "attempt"),
            hold_s=held,
            good_hold_s=max(held - self._spoiled_since(run.start_s), 0.0) if run else 0.0,
            readings=self._instant.readings(values),
            findings=findings,
            arcs=self._arcs_now(reading, findings, phase) if self._with_arcs else (),
            cue=findings[0].cue if findings else None,
            advised=advised,
            back=self._labelled(back, reading.values, findings, phase),
            step=now.step,
            title=now.title,
            say=now.say,
            breath=self._breath(now.step, phase),
            step_s=now.step_s,
            step_wanted_s=now.step_wanted_s,
        )

    def _arcs_now(self, reading: FrameReading, findings: Sequence[Finding], phase: PhaseName) -> tuple[Arc, ...]:
        """Return the angles to draw in this phase."""
        drawn = arcs_of(self._exercise, reading.frame, reading.values, findings)
        return tuple(replace(arc, moving=True) for arc in drawn) if phase in ON_THE_WAY else drawn

    def _breath(self, step: str | None, phase: PhaseName) -> str | None:
        """Return what to tell about breathing: of the own phase, of the part of the attempt, of all of it."""
        told = self._exercise.breathing
        whole = told.get("attempt") if phase in ("move", "hold", "return") else None
        return told.get(step or phase) or told.get(phase) or whole

    def _labelled(
        self, back: BackLine | None, values: Mapping[str, float], findings: Sequence[Finding], phase: PhaseName
    ) -> BackLine | None:
        """Return the back with the words for it: of the fault there is, else of the exercise's first measure of it."""
        if back is None or not self._backs:
            return back
        fault = next((f for f in findings if f.measure in self._backs), None)
        name = fault.measure if fault else self._backs[0]
        measure, value = self._exercise.measures[name], values[name]
        broken = fault is not None or self._beyond(name, value)
        band = back_band(value, unit_of(measure))
        return replace(back, title=measure.title, band=band, fault=broken, moving=phase in ON_THE_WAY)

    def _beyond(self, name: str, value: float) -> bool:
        """Return whether a value is beyond the firing point of a rule, whatever the phase."""
        rules = [r for r in self._exercise.rules if r.measure == name and not r.when]
        low = any(r.low and value < r.low.fires_at for r in rules)
        return low or any(r.high and value > r.high.fires_at for r in rules)

    def arcs(self, reading: FrameReading, findings: Sequence[Finding]) -> tuple[Arc, ...]:
        """Return the angles of a frame that belong to some findings (all that are drawn where none is given)."""
        drawn = arcs_of(self._exercise, reading.frame, reading.values, findings)
        faulty = tuple(a for a in drawn if a.verdict is not Verdict.OK)
        return faulty or drawn

    def _spoiled_since(self, time_s: float) -> float:
        """Seconds since a time in which a form rule of severity 2 or 3 was beyond its firing point."""
        i = bisect_left(self._spoiled, (time_s, -math.inf))
        return self._spoiled[-1][1] - self._spoiled[min(i, len(self._spoiled) - 1)][1]


def phase_of(reading: FrameReading, tracker: Tracker) -> PhaseName:
    """Return the phase of a frame that was just read."""
    if tracker.state != "attempt":
        return "setup" if reading.posture else "none"
    if tracker.still_run is not None:
        return "hold"
    return "return" if tracker.had_hold else "move"
