"""How a stored picture is turned and mirrored to be seen: the display matrix of a file, read as it is.

A player draws the stored point (p, q), p to the right and q down, at (a p + c q + x, b p + d q + y) (ISO/IEC 14496-12,
8.3.2, "matrix"). Phones write one of eight: the turns by 90 degrees, and the same with the picture mirrored, as front
cameras do. Anything in between is taken as the nearest of them.
"""

from __future__ import annotations

from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

BYTES: Final = 9 * 4


class Turning(NamedTuple):
    """What makes a stored picture upright: it is mirrored left to right first, then turned.

    Parameters
    ----------
    degrees
        Counter-clockwise: 0, 90, 180 or 270.
    mirrored
        Whether left and right are exchanged first.
    """

    degrees: int = 0
    mirrored: bool = False

    @property
    def sideways(self) -> bool:
        """Whether width and height change places."""
        return self.degrees % 180 == 90

    def upright(self, picture: NDArray[Any]) -> NDArray[Any]:
        """Return a view of a stored picture, shape (h, w, ...), as it is to be seen.

        Examples
        --------
        >>> Turning(90, mirrored=True).upright(np.array([[1, 2], [3, 4]])).tolist()
        [[1, 3], [2, 4]]
        """
        first = picture[:, ::-1] if self.mirrored else picture
        return np.rot90(first, self.degrees // 90) if self.degrees else first


def turning_of(matrix: bytes) -> Turning:
    """Return how a picture with a display matrix is turned, as FFmpeg hands it on: 9 numbers of 4 bytes, row by row.

    What is no such matrix, or one that leaves nothing of the picture, turns nothing.

    Examples
    --------
    >>> turning_of(np.array([-65536, 0, 0, 0, 65536, 0, 0, 0, 1 << 30], np.int32).tobytes())
    Turning(degrees=0, mirrored=True)
    """
    if len(matrix) < BYTES:
        return Turning()
    a, b, _, c, d = (float(v) for v in np.frombuffer(matrix, np.int32, 5))
    mirrored = a * d - b * c < 0
    if abs(a) + abs(d) >= abs(b) + abs(c):
        # The stored columns stay columns: upright they go down, or up.
        return Turning(180 if d < 0 else 0, mirrored)
    return Turning(90 if (b < 0) != mirrored else 270, mirrored)
