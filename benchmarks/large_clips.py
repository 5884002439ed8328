"""``python -m benchmarks.large_clips``: peak memory of ``posecheck score`` on 8K clips, too large for the tests.

The clips are made on the spot: a sample clip enlarged to 7680 x 4320, coded as phones do (no picture waits for a later
one) and with pictures that wait, which a decoder has to keep. It takes some four minutes.
"""

from __future__ import annotations

import multiprocessing
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, Final

import av
import cv2
import numpy as np
from numpy.typing import NDArray

from benchmarks.speed import Goal, Run, posecheck_command, run

SAMPLE: Final = Path(__file__).resolve().parents[1] / "sample_clips" / "standing_forward_bend__correct__right.mp4"
EXERCISE: Final = "standing_forward_bend"
WIDTH, HEIGHT = 7680, 4320
GOAL_MB: Final = 700.0
PICTURES: Final = 20
"""Pictures of a clip that is not judged to its end: the peak is reached after ten."""


@dataclass(frozen=True)
class Coding:
    """How a clip is coded, and how many of its pictures (None: all, so that it is judged)."""

    name: str
    codec: str
    pixels: str
    options: dict[str, str]
    pictures: int | None = PICTURES


_QUIET: Final = "log-level=none:pools=1:frame-threads=1"
CODINGS: Final = (
    Coding("H.264, as phones, judged to its end", "libx264", "yuv420p", {"preset": "ultrafast", "crf": "30"}, None),
    Coding("H.264, 3 pictures wait", "libx264", "yuv420p", {"preset": "veryfast", "rc-lookahead": "3", "threads": "2"}),
    Coding(
        "HEVC, as phones", "libx265", "yuv420p", {"preset": "ultrafast", "x265-params": f"{_QUIET}:bframes=0:ref=1"}
    ),
    Coding("HEVC, 3 pictures wait", "libx265", "yuv420p", {"preset": "ultrafast", "x265-params": _QUIET}),
    Coding(
        "HEVC of 10 bits, as phones",
        "libx265",
        "yuv420p10le",
        {"preset": "ultrafast", "x265-params": f"{_QUIET}:bframes=0:ref=1"},
    ),
)


def write_8k(path: Path, coding: Coding) -> Path:
    """Write the sample clip enlarged to 8K."""
    with av.open(str(path), "w") as out:
        stream: Any = out.add_stream(coding.codec, rate=15)
        stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, coding.pixels
        stream.codec_context.options = coding.options
        for picture in islice(_pictures(), coding.pictures):
            large = np.asarray(cv2.resize(picture, (WIDTH, HEIGHT)), np.uint8)
            out.mux(stream.encode(av.VideoFrame.from_ndarray(large, format="rgb24")))
        out.mux(stream.encode())
    return path


def _pictures() -> Iterator[NDArray[np.uint8]]:
    with av.open(str(SAMPLE)) as clip:
        for frame in clip.decode(video=0):
            yield np.asarray(frame.to_ndarray(format="rgb24"), np.uint8)


def scored(path: Path, folder: Path) -> Run:
    """Score a clip with its report; one of a second is too short to be judged (3)."""
    outputs = ["--json", folder / "result.json", "--html", folder / "report.html"]
    return run([*posecheck_command(), "score", path, "--exercise", EXERCISE, *outputs], ok=(0, 3))


def main() -> int:
    """Measure, print the table, and return 0 where every goal is met."""
    goals: list[Goal] = []
    with tempfile.TemporaryDirectory(prefix="posecheck-large-") as name:
        for coding in CODINGS:
            path = Path(name, "8k.mp4")
            # In a process of its own: the memory of the one that starts another counts as that one's (vfork).
            with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as writer:
                writer.submit(write_8k, path, coding).result()
            goals.append(Goal(coding.name, scored(path, Path(name)).peak_mb, GOAL_MB, "MB"))
            print(goals[-1], flush=True)
    return 0 if all(goal.holds for goal in goals) else 1


if __name__ == "__main__":
    sys.exit(main())
