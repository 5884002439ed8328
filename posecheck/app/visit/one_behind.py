"""Drawing beside judging: while the pose of one picture is looked for, the one before is drawn."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

import numpy as np
from numpy.typing import NDArray

Image = NDArray[np.uint8]
Draw = Callable[[], Image]


class OneBehind:
    """Does what it is given in a thread of its own and gives back what came of the one before.

    Finding the pose leaves one core of two idle for most of its time, so this takes the drawing off the way from one
    picture to the next. What is shown is one picture late, some 40 ms; what is judged and said is not.
    """

    def __init__(self) -> None:
        self._pool: ThreadPoolExecutor | None = None
        self._before: Future[Image] | None = None

    def __call__(self, draw: Draw) -> Image:
        """Begin a drawing and return the one before; the first is waited for.

        Raises
        ------
        Exception
            What the drawing before raised.
        """
        self._pool = self._pool or ThreadPoolExecutor(1, thread_name_prefix="posecheck-drawing")
        begun = self._pool.submit(draw)
        before, self._before = self._before or begun, begun
        return before.result()

    def close(self) -> None:
        """End the thread. Legal in every state, also twice."""
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)
        self._pool = self._before = None


class AtOnce:
    """Draws where it is asked, before anything else goes on."""

    def __call__(self, draw: Draw) -> Image:
        """Return what is drawn."""
        return draw()

    def close(self) -> None:
        """Nothing is to be freed."""
