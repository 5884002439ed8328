"""Gives what was done to whoever keeps it. A full disk must not end the set, but it is said."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import ParamSpec

from posecheck.body.pose import Pose
from posecheck.result.judgement import Attempt

P = ParamSpec("P")
OnAttempt = Callable[[Attempt, int], None]
OnPose = Callable[[Pose, int], None]


class Handover:
    """Passes attempts and poses on; `trouble` is why the last could not be kept, empty where all is well.

    Parameters
    ----------
    on_attempt
        Called with every attempt, and its number from 0 over the whole session.
    on_pose
        Called with every pose, and the number of its set from 0.
    """

    def __init__(self, on_attempt: OnAttempt | None, on_pose: OnPose | None) -> None:
        self._on_attempt, self._on_pose = on_attempt, on_pose
        self._attempts = 0
        self.trouble = ""

    def attempt(self, attempt: Attempt) -> None:
        """Pass an attempt on."""
        number, self._attempts = self._attempts, self._attempts + 1
        if self._on_attempt is not None:
            self._guarded(self._on_attempt, attempt, number)

    def poses(self, poses: Iterable[Pose], set_number: int) -> None:
        """Pass the poses of a set on."""
        if self._on_pose is not None:
            for pose in poses:
                self._guarded(self._on_pose, pose, set_number)

    def _guarded(self, call: Callable[P, None], *args: P.args, **kwargs: P.kwargs) -> None:
        try:
            call(*args, **kwargs)
        except Exception as error:  # noqa: BLE001 - it is somebody else's
            self.trouble = reason(error)


def reason(error: Exception) -> str:
    """Return an exception in words; its kind where it has none.

    Examples
    --------
    >>> reason(KeyError()), reason(OSError("the disk is full"))
    ('KeyError', 'the disk is full')
    """
    return str(error) or type(error).__name__
