"""One damaged file after the other read by a process of its own, with limits: what it says is one line of JSON each.

``python -m benchmarks.reliability.child KIND`` reads lines ``PATH`` and answers ``{"end": ..., "why": ...}``: ``read``
(and judged where that was asked for), ``refused`` in one clear error of posecheck, or ``lost`` with what was raised.
"""

from __future__ import annotations

import json
import resource
import sys
import traceback
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Final

from posecheck.errors import PosecheckError

MEMORY_BYTES: Final = 3_000_000_000
DECODED_S: Final = 2.0


def container(path: Path) -> None:
    """Open a clip and decode two seconds of it."""
    from posecheck.estimation.video import frames

    for frame in frames(path, fps=None):
        if frame.time_s > DECODED_S:
            break


def judged(path: Path) -> None:
    """Score a clip."""
    from posecheck.clips.scoring import score_clip

    score_clip(path, "kneeling_hip_flexor")


def track(path: Path) -> None:
    """Read a track and score it."""
    from posecheck.clips.scoring import score_track
    from posecheck.disk.track_file import load_track

    score_track(load_track(path), "kneeling_hip_flexor")


def exercise(path: Path) -> None:
    """Read an exercise file and each of its variants, and judge a track by it."""
    from posecheck.clips.scoring import score_track
    from posecheck.disk.library import load_exercise
    from posecheck.disk.resources import resource_folder
    from posecheck.disk.track_file import load_track

    found = load_exercise(path)
    for name in found.variants:
        load_exercise(path, variant=name)
    score_track(load_track(resource_folder("reference_poses") / "kneeling_hip_flexor" / "correct.npz"), found)


KINDS: Final[dict[str, Callable[[Path], None]]] = {
    "containers": container,
    "judged": judged,
    "tracks": track,
    "exercises": exercise,
}


def tried(kind: str, path: Path) -> dict[str, str]:
    """Return how posecheck ended with one file: ``read``, ``refused`` or ``lost``, and why."""
    try:
        KINDS[kind](path)
    except PosecheckError as error:
        whole = str(error)
        listed = "has mistakes:" in whole
        fine = whole.replace("\n", "").isprintable() and (listed or "\n" not in whole) and path.name in whole
        return {
            "end": "refused" if fine else "lost",
            "why": "" if fine else "an error that is not one line about its file",
        }
    except Exception as error:  # noqa: BLE001 - anything else is what is looked for
        place = traceback.extract_tb(error.__traceback__)[-1]
        return {"end": "lost", "why": f"{type(error).__name__} in {Path(place.filename).name}:{place.lineno}"}
    return {"end": "read", "why": ""}


def main(kind: str) -> None:
    """Answer for one file after the other until there are no more."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if kind != "judged":  # the pose model reserves far more addresses than it uses
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    warnings.simplefilter("ignore")
    for line in sys.stdin:
        sys.stdout.write(json.dumps(tried(kind, Path(line.rstrip("\n")))) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1])
