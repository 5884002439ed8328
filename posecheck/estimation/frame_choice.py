"""Which frames of a clip to look at: by their own times, never by their numbers."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from posecheck.errors import PoseDataError

T = TypeVar("T")
Kept = TypeVar("Kept")


class Selection:
    """Chooses about `fps` frames a second by their times, with tolerance for half a source frame.

    Parameters
    ----------
    fps
        Frames wanted a second; None for all.
    source_fps
        Frames that there are a second, on average; NaN where unknown.

    Raises
    ------
    PoseDataError
        Where `fps` is not positive.
    """

    def __init__(self, fps: float | None, source_fps: float) -> None:
        if fps is not None and not fps > 0:
            raise PoseDataError(f"fps: expected a positive number of frames a second, or None for all, got {fps}.")
        self._step = 1 / fps if fps else 0.0
        self._slack = min(0.5 / source_fps, self._step / 4) if source_fps > 0 else 0.0
        self._due: float | None = None

    def __call__(self, time_s: float) -> bool:
        """Return whether the frame at `time_s` is wanted."""
        due = time_s if self._due is None else self._due
        if time_s + self._slack < due:
            return False
        # On the grid, so that 30 frames a second give every second one; but never catching up by a burst after a gap.
        self._due = max(due + self._step, time_s + 0.75 * self._step)
        return True


def group_times(times_s: Sequence[float], *, apart_s: float) -> list[list[float]]:
    """Return sorted times in groups whose neighbours are at most `apart_s` seconds apart.

    Examples
    --------
    >>> group_times([1.0, 2.0, 30.0], apart_s=10)
    [[1.0, 2.0], [30.0]]
    """
    groups: list[list[float]] = []
    for t in times_s:
        if groups and t - groups[-1][-1] <= apart_s:
            groups[-1].append(t)
        else:
            groups.append([t])
    return groups


def match_nearest(
    timed: Iterable[tuple[float, T]], times_s: Sequence[float], *, late: bool, keep: Callable[[float, T], Kept]
) -> dict[float, Kept]:
    """Return for each of some sorted times what is kept of the item nearest to it.

    Parameters
    ----------
    timed
        Times and items in time order; read no further than needed.
    times_s
        The times, sorted.
    late
        Whether the first item may come after the first time; where it may not and does, the answer is empty.
    keep
        Makes of an item and its own time what is kept: at once, so that large items are not held.

    Examples
    --------
    >>> match_nearest([(0.0, "a"), (0.1, "b")], [0.02, 0.07, 9.0], late=True, keep=lambda t, item: (t, item))
    {0.02: (0.0, 'a'), 0.07: (0.1, 'b'), 9.0: (0.1, 'b')}
    """
    nearest: dict[float, Kept] = {}
    waiting = deque(times_s)
    before: tuple[float, T] | None = None
    for now in timed:
        if before is None and now[0] > waiting[0] and not late:
            return {}
        while waiting and now[0] >= waiting[0]:
            t = waiting.popleft()
            nearest[t] = keep(*(before if before and t - before[0] < now[0] - t else now))
        before = now
        if not waiting:
            break
    return nearest | {t: keep(*before) for t in waiting} if before else nearest
