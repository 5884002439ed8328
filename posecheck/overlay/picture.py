"""The whole drawing: on a frame, or on plain paper where there is no frame."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from posecheck.body.pose import Pose
from posecheck.errors import PoseDataError
from posecheck.overlay.arcs import draw_arcs
from posecheck.overlay.back import draw_back
from posecheck.overlay.body import JOINT_ROWS, draw_body
from posecheck.overlay.canvas import Canvas, Image
from posecheck.overlay.captions import draw_words
from posecheck.overlay.style import FLOOR, PAPER, Style
from posecheck.result.judgement import Feedback

EVIDENCE = Style(header=False, caption=False)
"""For the pictures of a report, which has its own words."""

_CARD_MARGIN = 0.14
_EVIDENCE_MARGIN = 0.25
"""Room around the person, in heights of the person's box: enough for the labels."""


def draw(image: Image, pose: Pose, feedback: Feedback | None = None, *, style: Style | None = None) -> Image:
    """Return a copy of a picture with the pose, its angles and the words of the moment drawn on it.

    Parameters
    ----------
    image
        Shape (height, width, 3), RGB, uint8, of the same upright picture that the pose was found in. Not changed.
    pose
        Landmarks that are missing are not drawn.
    feedback
        What is said at this moment; None draws the skeleton alone.
    style
        What to draw; all of it by default.

    Raises
    ------
    PoseDataError
        Where the picture has another shape or type.
    """
    _check(image)
    canvas = Canvas(image.copy(order="C"), scale=float(image.shape[0]))
    _draw_all(canvas, pose, feedback, style or Style())
    return canvas.image


def draw_evidence(
    image: Image, pose: Pose, feedback: Feedback | None = None, *, height: int = 480, style: Style | None = None
) -> Image:
    """Return the part of a picture where the person is, enlarged, with pose and angles drawn on it: for a report.

    Parameters
    ----------
    image, pose, feedback
        As in `draw`. Without a person the whole picture is returned.
    height
        Of what is returned, in pixels; the width is at most 4/3 of it.
    style
        What to draw; `EVIDENCE` by default. ``Style(header=False, caption=False, measures=frozenset({...}))`` shows
        one angle only.

    Raises
    ------
    PoseDataError
        Where the picture has another shape or type.
    """
    _check(image)
    whole = np.array([[0.0, 0.0], [image.shape[1] / image.shape[0], 1.0]])
    points = _joints(pose)
    if len(points) and feedback is not None and feedback.back is not None:
        points = np.concatenate([points, feedback.back.points])
    box = _box_around(points, whole[1]) if len(points) else whole
    left, top, right, bottom = (round(float(v) * image.shape[0]) for v in box.ravel())
    part = image[top:bottom, left:right]
    if part.size == 0:  # the person is outside of the picture
        box, part = whole, image
    zoom = height / part.shape[0]
    how = cv2.INTER_AREA if zoom < 1 else cv2.INTER_CUBIC
    scaled = np.asarray(cv2.resize(part, (max(round(part.shape[1] * zoom), 1), height), interpolation=how), np.uint8)
    canvas = Canvas(scaled, zoom * image.shape[0], (float(box[0, 0]), float(box[0, 1])))
    _draw_all(canvas, pose, feedback, style or EVIDENCE)
    return canvas.image


def draw_pose_card(
    pose: Pose,
    feedback: Feedback | None = None,
    *,
    height: int = 480,
    aspect: float = 4 / 3,
    style: Style | None = None,
) -> Image:
    """Return the pose and its angles on plain paper, for when there is no picture.

    The person fills the card, whatever their size in the clip was. A line shows the level of the lowest point.

    Parameters
    ----------
    pose
        Landmarks that are missing are not drawn; without any, the card is empty.
    feedback
        As in `draw`.
    height
        Of the card, in pixels.
    aspect
        Its width for one of height.
    style
        What to draw; `EVIDENCE` by default.
    """
    width = max(round(height * aspect), 1)
    image = np.full((height, width, 3), PAPER, np.uint8)
    points = _joints(pose)
    if len(points):
        canvas = _card_canvas(image, points)
        floor = canvas.pixel((0.0, float(points[:, 1].max())))[1] + canvas.size(0.02)
        canvas.line((0.0, floor), (float(width), floor), FLOOR, canvas.size(0.006))
        _draw_all(canvas, pose, feedback, style or EVIDENCE)
    return image


def mirrored(image: Image) -> Image:
    """Return a picture as in a mirror, which is how people expect to see themselves."""
    return np.asarray(cv2.flip(image, 1), np.uint8)  # ten times as fast as numpy's copy of a reversed axis


def encode_jpeg(image: Image, *, max_height: int = 720, quality: int = 85) -> bytes:
    """Return a picture as the bytes of a JPEG file, scaled down to `max_height` where it is higher."""
    if image.shape[0] > max_height:
        width = max(round(image.shape[1] * max_height / image.shape[0]), 1)
        image = np.asarray(cv2.resize(image, (width, max_height), interpolation=cv2.INTER_AREA), np.uint8)
    _, data = cv2.imencode(".jpg", cv2.cvtColor(image, cv2.COLOR_RGB2BGR), [cv2.IMWRITE_JPEG_QUALITY, quality])
    return data.tobytes()


def _check(image: Image) -> None:
    if image.ndim != 3 or image.shape[2] != 3 or image.dtype != np.uint8 or image.size == 0:
        raise PoseDataError(f"image: expected (height, width, 3) of uint8, got {image.shape} of {image.dtype}.")


def _joints(pose: Pose) -> NDArray[np.float64]:
    """Return the points of a pose that are drawn and known, shape (n, 2), image heights."""
    points = pose.xy[list(JOINT_ROWS)].astype(np.float64)
    return points[np.isfinite(points).all(1)]


def _box_around(points: NDArray[np.float64], size: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return a box of 4 : 3 around points with room to spare, as far as the picture (size in image heights) goes.

    Returns
    -------
    ndarray
        Shape (2, 2): top left and bottom right corner, image heights.
    """
    low, high = np.clip(points.min(0), 0, size), np.clip(points.max(0), 0, size)
    span = high - low
    height = max((1 + 2 * _EVIDENCE_MARGIN) * span[1], (1 + _EVIDENCE_MARGIN) * span[0] * 3 / 4, 0.2)
    wanted = np.minimum([height * 4 / 3, height], size)
    corner = np.clip((low + high) / 2 - wanted / 2, 0, size - wanted)
    return np.array([corner, corner + wanted])


def _card_canvas(image: Image, points: NDArray[np.float64]) -> Canvas:
    """Return a canvas on which the points, shape (n, 2), fill the picture but for a margin."""
    height, width = image.shape[:2]
    low, high = points.min(0), points.max(0)
    room = 1 - 2 * _CARD_MARGIN
    span = np.maximum(high - low, 1e-3)
    scale = float(min(room * width / span[0], room * height / span[1]))
    middle = (low + high) / 2
    return Canvas(image, scale, (float(middle[0] - width / scale / 2), float(middle[1] - height / scale / 2)))


def _draw_all(canvas: Canvas, pose: Pose, feedback: Feedback | None, style: Style) -> None:
    if style.skeleton:
        draw_body(canvas, pose)
    if feedback is None:
        return
    # Words first: they have a fixed place, and the labels of the angles keep off them.
    draw_words(canvas, feedback, style)
    if style.back and feedback.back is not None:
        draw_back(canvas, feedback.back)
    if style.arcs:
        draw_arcs(canvas, feedback.arcs, style)
