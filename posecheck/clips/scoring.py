"""Clips and saved tracks scored: video -> landmarks -> smoothing -> session -> result. Joins what the layers below do.

A clip scored from its file and from its saved track gives the identical result, because both go through the same
stored track.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from posecheck.body.pose import Pose, PoseTrack
from posecheck.body.skeleton import Side
from posecheck.body.smoothing import smooth_track
from posecheck.clips.unnamed import unnamed_result
from posecheck.disk.library import exercise_ids, load_exercise
from posecheck.disk.track_file import is_track, load_track
from posecheck.language import language
from posecheck.remark import remark
from posecheck.result.entries import AUTO
from posecheck.result.judgement import Attempt, Feedback, Result
from posecheck.rules.exercise.definition import Exercise
from posecheck.rules.judging.frame_history import phase_at
from posecheck.rules.neutral.clip_plan import plan_clip
from posecheck.rules.neutral.view_choice import form_of
from posecheck.rules.phases.there_and_back import Span
from posecheck.rules.reading.measures import needs_outline
from posecheck.rules.recognition.film_signs import film_of
from posecheck.rules.recognition.naming import Recognition, recognise
from posecheck.rules.recognition.other_movement import without_another
from posecheck.session import Session
from posecheck.version import installed_version
from posecheck.worded import worded

Progress = Callable[[float, float], None]
"""Called with (seconds done, seconds in all)."""

DEFAULT_FPS = 15.0
"""Frames looked at per second. These movements are below 0.5 Hz: a hold is read the same as at 30."""
SHORT_S = 3.0
"""Of a clip that is shorter every frame is looked at: a repetition of 0.6 s then has 18 pictures and not 9, of which 8
are needed, and it costs no more than 6 s of a longer one."""


@dataclass(frozen=True, slots=True)
class Request:
    """What is to be judged, and how: an exercise with the side and dose that were asked for."""

    exercise: Exercise
    side: Side | None = None
    dose: str | None = None

    @property
    def needs_outline(self) -> bool:
        """Whether a rule of the exercise looks at the outline of the back."""
        return needs_outline(self.exercise)

    def session(self, track: PoseTrack, poses: Sequence[Pose] | None = None, *, with_arcs: bool) -> Session:
        """Return a fresh session for smoothed poses of a track, which it is to be given in their order.

        Without them they come one by one, as live, and a set-up is waited for.
        """
        aspect = track.source.width / track.source.height if track.source.height else math.inf
        versions = {"posecheck": installed_version(), "exercise": self.exercise.version}
        return Session(
            self.exercise,
            side=self.side,
            dose=self.dose,
            source=track.source,
            versions=versions,
            with_arcs=with_arcs,
            plan=plan_clip(self.exercise, poses, aspect=aspect) if poses else None,
        )


def read_clip(
    path: str | Path,
    *,
    fps: float | None = DEFAULT_FPS,
    model: str | Path | None = None,
    outline: bool = False,
    on_progress: Progress | None = None,
) -> PoseTrack:
    """Return the pose track of a clip, or of a track that was saved before.

    Parameters
    ----------
    path
        A video in any format that PyAV reads, or a saved track.
    fps
        Frames looked at per second; None for every frame. At the default, every frame of a clip under `SHORT_S`.
    model
        Another pose landmarker bundle than the one that comes with posecheck.
    outline
        Whether the outline of the trunk is measured too, which exercises need that judge the back
        (`Request.needs_outline`). A saved track has what it was saved with.
    on_progress
        Called with seconds done and seconds in all.

    Raises
    ------
    ClipError, TrackError, ModelError
        Where the file or the model cannot be read.
    """
    if is_track(path):
        return load_track(path)
    from posecheck.estimation.landmarker import Landmarker
    from posecheck.estimation.track_reader import read_track
    from posecheck.estimation.video import open_clip

    clip = open_clip(path)
    if fps == DEFAULT_FPS and clip.duration_s < SHORT_S:
        fps = None
    with Landmarker(model=model, person_mask=outline) as landmarker:
        return read_track(clip, landmarker, fps=fps, on_progress=on_progress)


def score_track(
    track: PoseTrack,
    exercise: str | Path | Exercise,
    *,
    side: Side | None = None,
    variant: str | None = None,
    dose: str | None = None,
) -> Result:
    """Return the judgement of a pose track; no video and no pose model are needed.

    Parameters
    ----------
    track
        Raw poses, as `read_clip` gives them; they are smoothed here.
    exercise
        An exercise's id, its folder, the exercise, or ``auto``: then it is found out, and where that is not sure,
        the result says what it may be (`Result.candidates`) and judges nothing.
    side
        The side that is meant to be worked, where the picture does not tell.
    variant, dose
        One of the exercise's variants and doses.

    Raises
    ------
    ExerciseError
        Where the exercise, variant or dose is unknown.
    """
    if exercise == AUTO:
        return judge_recognised(smooth_track(track), side=side, variant=variant, dose=dose)[1]
    request = make_request(exercise, side=side, variant=variant, dose=dose)
    return judge(request, smooth_track(track))


def score_clip(
    path: str | Path,
    exercise: str | Path | Exercise,
    *,
    side: Side | None = None,
    variant: str | None = None,
    dose: str | None = None,
    fps: float | None = DEFAULT_FPS,
    model: str | Path | None = None,
    on_progress: Progress | None = None,
) -> Result:
    """Return the judgement of a clip or a saved track. See `read_clip` and `score_track` for the parameters.

    `Result.judged` is False, with a `reason`, where it cannot be judged from there.
    """
    if exercise == AUTO:
        track = read_clip(path, fps=fps, model=model, outline=True, on_progress=on_progress)
        return score_track(track, exercise, side=side, variant=variant, dose=dose)
    request = make_request(exercise, side=side, variant=variant, dose=dose)
    track = read_clip(path, fps=fps, model=model, outline=request.needs_outline, on_progress=on_progress)
    return judge(request, smooth_track(track))


def make_request(
    exercise: str | Path | Exercise, *, side: Side | None = None, variant: str | None = None, dose: str | None = None
) -> Request:
    """Return a request with the exercise loaded and the dose checked."""
    from posecheck.errors import ExerciseError

    loaded = exercise if isinstance(exercise, Exercise) else load_exercise(exercise, variant=variant)
    if dose is not None and dose not in loaded.doses:
        known = ", ".join(loaded.doses) or "none"
        hint = remark("no_such_dose_hint", known=known)
        raise ExerciseError(remark("no_such_dose", exercise=loaded.id, dose=dose), hint=hint)
    return Request(loaded, side, dose)


def judge(request: Request, smoothed: PoseTrack) -> Result:
    """Return the judgement of a track that is already smoothed, in the language in use."""
    return worded(judge_unworded(request, smoothed), language(), exercise=request.exercise)


def judge_unworded(request: Request, smoothed: PoseTrack) -> Result:
    """Return the judgement of a track that is already smoothed, before it has words."""
    poses = list(smoothed)
    session = request.session(smoothed, poses, with_arcs=False)
    for pose in poses:
        session.step(pose)
    result = session.finish()
    return without_another(result, form_of(request.exercise, result), poses)


def recognise_track(track: PoseTrack, *, exercises: Sequence[Exercise] | None = None) -> Recognition:
    """Return which exercise a pose track shows, or between which two that cannot be told.

    Parameters
    ----------
    track
        Raw poses, as `read_clip` gives them.
    exercises
        The exercises to choose from; by default those that come with posecheck.
    """
    return _recognise(smooth_track(track), exercises)


def judge_recognised(
    smoothed: PoseTrack, *, side: Side | None = None, variant: str | None = None, dose: str | None = None
) -> tuple[Request | None, Result]:
    """Find out which exercise a track that is already smoothed shows, and judge it.

    Returns
    -------
    tuple
        What was judged, and the judgement; without a request where it is not sure which exercise it is: the result then
        says what it may be, and why nothing is judged.
    """
    told = _recognise(smoothed, None)
    if told.exercise is None:
        unnamed = unnamed_result(told, smoothed, {"posecheck": installed_version()})
        return None, worded(unnamed, language())
    request = make_request(told.exercise, side=side, variant=variant, dose=dose)
    return request, replace(judge(request, smoothed), candidates=told.candidates)


def _recognise(smoothed: PoseTrack, exercises: Sequence[Exercise] | None) -> Recognition:
    known = exercises if exercises is not None else [load_exercise(name) for name in exercise_ids()]
    return recognise(known, film_of(list(smoothed)))


def replay(request: Request, smoothed: PoseTrack, result: Result) -> Iterator[tuple[Pose, Feedback, Session]]:
    """Yield every pose with its feedback, phases dated as in the result (live knows them a little later)."""
    poses = list(smoothed)
    session = request.session(smoothed, poses, with_arcs=True)
    for pose in poses:
        yield pose, _dated(session.step(pose), result), session


def _dated(feedback: Feedback, result: Result) -> Feedback:
    t = feedback.time_s
    for number, attempt in enumerate(result.attempts, 1):
        if attempt.start_s <= t <= attempt.end_s:
            phase = phase_at(_span(attempt), t)
            held = t - attempt.hold_start_s if phase == "hold" else 0.0
            good = min(feedback.good_hold_s, held) if phase == "hold" else 0.0
            return replace(
                feedback, phase=phase, attempt=number, hold_s=held, good_hold_s=good, side=attempt.side or feedback.side
            )
    return replace(feedback, phase="setup" if feedback.phase != "none" else "none", hold_s=0.0, good_hold_s=0.0)


def _span(attempt: Attempt) -> Span:
    hold = None if attempt.hold_s == 0 else (attempt.hold_start_s, attempt.hold_end_s)
    middle = (attempt.start_s + attempt.end_s) / 2
    return Span(attempt.start_s, attempt.end_s, (middle, middle), hold, attempt.hold_s, attempt.complete)
