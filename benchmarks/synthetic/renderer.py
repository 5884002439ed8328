"""The light renderer: nets of faces drawn from back to front with numpy and OpenCV.

One pass gives picture, silhouette and depth at once: faces are drawn into a canvas with a fourth channel that holds a
code of how far away they are. Only the box around the people is drawn, at twice the size, then scaled down.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import cv2
import numpy as np
from numpy.typing import NDArray

from benchmarks.synthetic.camera import Camera
from benchmarks.synthetic.mesh import Mesh, Shape
from benchmarks.synthetic.room import Backdrop, Lights, Room, backdrop, lights_for

Floats = NDArray[np.float64]
Picture = NDArray[np.uint8]

SUPERSAMPLING = 2
SUBPIXEL_BITS = 3
"""OpenCV takes corners in eighths of a pixel."""
NEAREST_M = 0.2
"""What is nearer to the lens is not drawn."""
MARGIN_PX = 4

PERSON_CODES = 200
"""Depth codes 1 to 200 are the person's, the rest everything else's; 0 is the room."""
LAST_CODE = 255

KEY_LIGHT, FILL_LIGHT = 0.55, 0.22
WRAP = 0.2
"""The main lamp reaches a little around the edge, as a large one does."""

SHADOW_SCALE = 4
"""Shadows are soft, so they are drawn this much smaller."""
KEY_SHADOW, CONTACT_SHADOW = 0.30, 0.40
KEY_SHADOW_BLUR_PX, CONTACT_BLUR_PX = 4.0, 6.0
CONTACT_HEIGHT_M = 0.18
"""Shadow from the ceiling's light fades with the height of what casts it."""


@dataclass(frozen=True, slots=True, eq=False)
class Rendering:
    """One clean picture.

    Parameters
    ----------
    picture
        Red, green, blue, shape (height, width, 3).
    silhouette
        Where the person is seen, shape (height, width).
    depth
        Metres along the line of sight to what moves or stands in front, infinite elsewhere, shape (height, width).
    """

    picture: Picture
    silhouette: NDArray[np.bool_]
    depth: NDArray[np.float32]


class Renderer(Protocol):
    """What draws the people of a clip into its room."""

    def render(self, shapes: Sequence[Shape]) -> Rendering:
        """Return one picture with these shapes in it, in any order."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class _Faces:
    """Faces that the camera sees, back to front: corners on the large canvas, colour and depth code of each."""

    corners: list[NDArray[np.int32]]
    colours: list[list[int]]
    box: tuple[int, int, int, int]


class MeshRenderer:
    """Draws people in one room for one camera; what does not move is drawn once.

    Parameters
    ----------
    camera, room
        See their classes.
    scenery
        Nets that stand still behind the people.
    unlit
        Draws the plain colours of things, without light.
    """

    def __init__(self, camera: Camera, room: Room, *, scenery: Sequence[Mesh] = (), unlit: bool = False) -> None:
        self.camera = camera
        self._unlit = unlit
        self.lights = lights_for(camera, room)
        self._room = backdrop(camera, room)
        if scenery:
            still = [Shape(net, [net.points]) for net in scenery]
            drawn = self.render(still)
            floor = self._room.floor & ~np.isfinite(drawn.depth)
            self._room = Backdrop(drawn.picture, floor)

    def render(self, shapes: Sequence[Shape]) -> Rendering:
        """Return one picture of the room with these shapes in it."""
        picture = self._with_shadows(shapes)
        size = picture.shape[:2]
        depth = np.full(size, np.inf, np.float32)
        silhouette = np.zeros(size, bool)
        span = _depth_span(self.camera, shapes)
        faces = self._faces(shapes, span) if span else None
        if faces is None or span is None:
            return Rendering(picture, silhouette, depth)
        left, top, right, bottom = faces.box
        part = (slice(top, bottom), slice(left, right))
        canvas = _canvas(picture[part])
        fill = cv2.fillConvexPoly
        for corners, colour in zip(faces.corners, faces.colours, strict=True):
            fill(canvas, corners, colour, cv2.LINE_8, SUBPIXEL_BITS)
        small = cv2.resize(canvas, (right - left, bottom - top), interpolation=cv2.INTER_AREA)
        picture[part] = small[..., :3]
        code = canvas[::SUPERSAMPLING, ::SUPERSAMPLING, 3]
        silhouette[part] = (code > 0) & (code <= PERSON_CODES)
        depth[part] = _depths(span)[code]
        return Rendering(picture, silhouette, depth)

    def _faces(self, shapes: Sequence[Shape], span: tuple[float, float]) -> _Faces | None:
        """Return the faces that are turned to the camera and inside its picture."""
        lights = None if self._unlit else self.lights
        seen = [_visible(shape, self.camera, lights, span) for shape in shapes]
        flat = np.concatenate([corners for corners, _, _ in seen])
        if not len(flat):
            return None
        order = np.argsort(-np.concatenate([depth for _, _, depth in seen]), kind="stable")
        colours = np.concatenate([colour for _, colour, _ in seen])[order]
        limits = [self.camera.width, self.camera.height] * 2
        low, high = flat.min((0, 1)) - MARGIN_PX, flat.max((0, 1)) + MARGIN_PX
        left, top, right, bottom = np.clip([*low, *high], 0, limits).astype(int).tolist()
        if right <= left or bottom <= top:
            return None
        # the middle of a pixel is a whole number for OpenCV, half a pixel away from the camera's coordinates
        onto = (flat[order] - [left, top]) * SUPERSAMPLING - 0.5
        corners = np.round(onto * 2**SUBPIXEL_BITS).astype(np.int32)
        return _Faces(list(corners), colours.tolist(), (left, top, right, bottom))

    def _with_shadows(self, shapes: Sequence[Shape]) -> Picture:
        """Return the empty room with the shadows that fall on the floor."""
        size = (self.camera.height // SHADOW_SCALE, self.camera.width // SHADOW_SCALE)
        cast, contact = np.zeros(size, np.uint8), np.zeros(size, np.uint8)
        hulls = [part for shape in shapes for part in shape.parts]
        strengths = [float(np.exp(-max(part[:, 1].min(), 0.0) / CONTACT_HEIGHT_M)) for part in hulls]
        for k in np.argsort(strengths):
            self._shade(cast, hulls[k], self.lights.key, 255)
            self._shade(contact, hulls[k], np.array([0.0, 1.0, 0.0]), int(255 * strengths[k]))
        cast = cv2.GaussianBlur(cast, (0, 0), KEY_SHADOW_BLUR_PX / SHADOW_SCALE)
        contact = cv2.GaussianBlur(contact, (0, 0), CONTACT_BLUR_PX / SHADOW_SCALE)
        dark = cv2.addWeighted(cast, KEY_SHADOW, contact, CONTACT_SHADOW, 0)
        whole = cv2.resize(dark, (self.camera.width, self.camera.height), interpolation=cv2.INTER_LINEAR)
        light = np.where(self._room.floor, 255 - whole, 255).astype(np.uint8)
        return cv2.multiply(self._room.picture, cv2.merge([light] * 3), scale=1 / 255)

    def _shade(self, onto: Picture, points: Floats, toward: Floats, strength: int) -> None:
        """Draw the shadow on the floor of a convex body in light from `toward`."""
        ground = points - toward * (np.maximum(points[:, 1], 0) / toward[1])[:, None]
        pixels, depth = self.camera.project(ground)
        near = pixels[depth > NEAREST_M]
        if strength > 0 and len(near) > 2:
            hull = cv2.convexHull((near / SHADOW_SCALE).astype(np.float32))
            cv2.fillConvexPoly(onto, np.round(hull * 8).astype(np.int32), strength, cv2.LINE_8, SUBPIXEL_BITS)


def _canvas(picture: Picture) -> Picture:
    """Return the picture at twice the size with an empty fourth channel for depth codes."""
    large = np.repeat(np.repeat(picture, SUPERSAMPLING, 0), SUPERSAMPLING, 1)
    return cv2.merge([*cv2.split(large), np.zeros(large.shape[:2], np.uint8)])


def _depth_span(camera: Camera, shapes: Sequence[Shape]) -> tuple[float, float] | None:
    """Return the nearest and farthest depth of anything that may be drawn."""
    if not shapes:
        return None
    depth = np.concatenate([(shape.net.points - camera.position) @ camera.axes[2] for shape in shapes])
    depth = depth[depth > NEAREST_M]
    return (float(depth.min()), float(depth.max())) if len(depth) else None


def _codes(depth: Floats, span: tuple[float, float], *, is_person: bool) -> NDArray[np.int64]:
    first, last = (1, PERSON_CODES) if is_person else (PERSON_CODES + 1, LAST_CODE)
    share = (depth - span[0]) / max(span[1] - span[0], 1e-9)
    return np.clip(np.round(first + share * (last - first)), first, last).astype(int)


def _depths(span: tuple[float, float]) -> NDArray[np.float32]:
    """Return the depth that each code stands for."""
    person = np.linspace(*span, PERSON_CODES)
    rest = np.linspace(*span, LAST_CODE - PERSON_CODES)
    return np.concatenate([[np.inf], person, rest]).astype(np.float32)


def _visible(
    shape: Shape, camera: Camera, lights: Lights | None, span: tuple[float, float]
) -> tuple[Floats, NDArray[np.int64], Floats]:
    """Return corners in the picture, colour with depth code, and depth of the faces turned to the camera."""
    net = shape.net
    pixels, depth = camera.project(net.points)
    corners = pixels[net.faces]
    # a face that runs anticlockwise (y down) shows its inner side
    (ax, ay), (bx, by) = (corners[:, 2] - corners[:, 0]).T, (corners[:, 3] - corners[:, 1]).T
    deep = depth[net.faces]
    shown = np.flatnonzero((ax * by - ay * bx < 0) & (deep.min(1) > NEAREST_M))
    spots = net.points[net.faces[shown]]
    normal = np.cross(spots[:, 2] - spots[:, 0], spots[:, 3] - spots[:, 1])
    normal /= np.linalg.norm(normal, axis=1, keepdims=True) + 1e-12
    light = 1.0 if lights is None else brightness(normal, lights)[:, None]
    colour = np.clip(net.colours[shown] * light, 0, 1) * 255
    middle = deep[shown].mean(1)
    code = _codes(middle, span, is_person=shape.is_person)
    return corners[shown], np.column_stack([colour.round().astype(int), code]), middle


def brightness(normal: Floats, lights: Lights) -> Floats:
    """Return how much light falls on faces with these normals, shape (N,)."""
    key = np.maximum(normal @ lights.key * (1 - WRAP) + WRAP, 0)
    fill = np.maximum(normal @ lights.fill, 0)
    sky = 0.6 + 0.4 * (0.5 + 0.5 * normal[:, 1])
    return lights.ambient * sky + KEY_LIGHT * key + FILL_LIGHT * fill
