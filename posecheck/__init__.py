"""posecheck: says whether a stretch for the low back is done well, and when it cannot judge that from here.

>>> import posecheck
>>> "kneeling_hip_flexor" in posecheck.exercise_ids()
True

Scoring a clip is three lines::

    import posecheck
    result = posecheck.score_clip("clip.mp4", "kneeling_hip_flexor")
    print(result.score, result.faults, result.reason)

The public names are imported when they are first used, so that importing posecheck itself does nothing.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any, Final

from posecheck.errors import word_errors_with

if TYPE_CHECKING:
    from posecheck.body.pose import Pose, PoseTrack
    from posecheck.clips.scoring import read_clip, score_clip, score_track
    from posecheck.disk.library import exercise_ids, load_exercise
    from posecheck.disk.track_file import load_track, save_track
    from posecheck.errors import PosecheckError
    from posecheck.result.judgement import Feedback, Result
    from posecheck.session import Session
    from posecheck.worded import worded

__all__ = [
    "Feedback",
    "Pose",
    "PoseTrack",
    "PosecheckError",
    "Result",
    "Session",
    "exercise_ids",
    "load_exercise",
    "load_track",
    "read_clip",
    "save_track",
    "score_clip",
    "score_track",
    "worded",
]

_HOME: Final = {
    "Feedback": "result.judgement",
    "Pose": "body.pose",
    "PoseTrack": "body.pose",
    "PosecheckError": "errors",
    "Result": "result.judgement",
    "Session": "session",
    "exercise_ids": "disk.library",
    "load_exercise": "disk.library",
    "load_track": "disk.track_file",
    "read_clip": "clips.scoring",
    "save_track": "disk.track_file",
    "score_clip": "clips.scoring",
    "score_track": "clips.scoring",
    "worded": "worded",
}


def __getattr__(name: str) -> Any:
    if name == "__version__":
        return importlib.import_module("posecheck.version").installed_version()
    if name not in _HOME:
        raise AttributeError(f"posecheck has no '{name}'; public names: {', '.join(__all__)}")
    return getattr(importlib.import_module(f"posecheck.{_HOME[name]}"), name)


def __dir__() -> list[str]:
    return sorted([*__all__, "__version__"])


def _in_words(remark: Any) -> str:
    """Return the sentence of an error, when somebody reads it: the layers that raise them know no language."""
    return importlib.import_module("posecheck.language.sentences").in_words(remark)


word_errors_with(_in_words)
