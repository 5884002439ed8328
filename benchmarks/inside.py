"""What can only be timed inside one process: run by `benchmarks.speed` as a process of its own, prints JSON."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any
from unittest import mock

import av

import posecheck


@dataclass
class Stopwatch:
    """Notes when a function was called and how long this thread worked on it."""

    spans: list[tuple[float, float]] = field(default_factory=list)

    def wrap(self, function: Callable[..., Any]) -> Callable[..., Any]:
        """Return `function`, timed."""

        def timed(*args: Any, **kwargs: Any) -> Any:
            start = time.thread_time()
            try:
                return function(*args, **kwargs)
            finally:
                self.spans.append((start, time.thread_time()))

        return timed

    def total_s(self, *, since: float = 0.0) -> float:
        """Return the seconds spent in calls that began at `since` or later."""
        return sum(end - start for start, end in self.spans if start >= since)


def decode_s(clip: Path) -> float:
    """Seconds of work to decode every frame to RGB, as a bare loop does."""
    start = time.thread_time()
    with av.open(str(clip)) as container:
        for frame in container.decode(video=0):
            frame.to_ndarray(format="rgb24")
    return time.thread_time() - start


def time_overhead(clip: Path, exercise: str) -> dict[str, float]:
    """Time everything but decoding and inference, per frame, when every frame is looked at.

    Counted from the first inference to the finished result: conversion of the landmarks, checks, smoothing, rules.
    Inference is every call into MediaPipe, as in a bare loop: the picture handed over, the pose found, people counted.
    What counts is the time this thread works, which does not wait for inference and is the same on a busy machine.
    Starting up (imports, loading the model) is left out; the whole-process figures have it.
    """
    import mediapipe
    from mediapipe.tasks.python import vision

    posecheck.score_clip(clip, exercise, fps=1)  # so that everything is imported
    model = vision.PoseLandmarker
    tracking, others = Stopwatch(), Stopwatch()
    with (
        mock.patch.object(model, "detect_for_video", tracking.wrap(model.detect_for_video)),
        mock.patch.object(model, "detect", others.wrap(model.detect)),
        mock.patch.object(model, "create_from_options", others.wrap(model.create_from_options)),
        mock.patch.object(mediapipe, "Image", others.wrap(mediapipe.Image)),
    ):
        posecheck.score_clip(clip, exercise, fps=None)
        end = time.thread_time()
    decoding = min(decode_s(clip) for _ in range(2))
    frames, begin = len(tracking.spans), tracking.spans[0][0]
    inference = tracking.total_s() + others.total_s(since=begin)
    overhead = end - begin - inference - decoding
    return {"overhead_ms": 1000 * overhead / frames, "decoding_ms": 1000 * decoding / frames, "frames": frames}


def time_outline(clip: Path, *, frames: int = 150) -> dict[str, float]:
    """Time what the person mask and the outline of the trunk add to a frame: the same frames with and without.

    Processor time of the whole process counts, since MediaPipe works in threads of its own; medians, because a busy
    machine disturbs single frames.
    """
    from posecheck.estimation.back_contour import trace_outline
    from posecheck.estimation.landmarker import Landmarker
    from posecheck.estimation.video import frames as read_frames

    never = float("inf")
    plain_ms: list[float] = []
    mask_ms: list[float] = []
    trace_ms: list[float] = []
    with (
        Landmarker(people_every_s=never) as plain,
        Landmarker(people_every_s=never, person_mask=True) as masked,
    ):
        for i, (time_s, rgb) in enumerate(read_frames(clip, fps=15)):
            start = time.process_time()
            plain.detect(rgb, time_s)
            between = time.process_time()
            pose = masked.detect(rgb, time_s)
            plain_ms.append(1000 * (between - start))
            mask_ms.append(1000 * (time.process_time() - between))
            mask = masked.mask
            if mask is not None:
                start = time.process_time()
                trace_outline(mask, pose.xy, pose.visibility)
                trace_ms.append(1000 * (time.process_time() - start))
            if i >= frames:
                break
    added = median(b - a for a, b in zip(plain_ms, mask_ms, strict=True))
    return {"landmarks_ms": median(plain_ms), "mask_and_outline_ms": added, "outline_ms": median(trace_ms)}


def time_track(path: Path, exercise: str, *, runs: int) -> dict[str, float]:
    """Time scoring of a saved track that is already in memory: smoothing, rules, result."""
    track = posecheck.load_track(path)
    best = float("inf")
    for _ in range(runs):
        start = time.perf_counter()
        posecheck.score_track(track, exercise)
        best = min(best, time.perf_counter() - start)
    seconds = float(track.time_s[-1] - track.time_s[0])
    return {
        "track_s": seconds,
        "rescore_s": best,
        "rescore_ms": 1000 * best / len(track),
        "rescore_times": seconds / best,
    }


if __name__ == "__main__":
    what, path, exercise, runs = sys.argv[1:5]
    if what == "overhead":
        figures = time_overhead(Path(path), exercise)
    elif what == "outline":
        figures = time_outline(Path(path))
    else:
        figures = time_track(Path(path), exercise, runs=int(runs))
    print(json.dumps(figures))
