"""One person as a net of faces: made once for a body, then posed for every frame."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from benchmarks.synthetic import mesh
from benchmarks.synthetic.anthropometry import Body, Colour
from benchmarks.synthetic.clothes import LOOSE_HEM, Clothes, drape, dress
from benchmarks.synthetic.kinematics import BodyPose, Bones, fk
from benchmarks.synthetic.mesh import Mesh, Shape
from benchmarks.synthetic.profiles import LIMB_NAMES, WOMAN_WITH_BUST, Profiles, profiles_of
from benchmarks.synthetic.surface import (
    LIMB_AROUND,
    LIMB_PLACE,
    TORSO_AROUND,
    TORSO_RINGS,
    Surface,
    limb_nets,
    pose_surface,
    torso_net,
)

Floats = NDArray[np.float64]

EYE_WHITE: Colour = (0.88, 0.86, 0.84)
PUPIL: Colour = (0.10, 0.07, 0.05)
LIP_TINT = np.array([0.86, 0.58, 0.58])

# centre and radii in body heights from the joint under the skull
SKULL = ((0, 0.033, 0.004), (0.0425, 0.051, 0.0545))
JAW = ((0, -0.006, 0.020), (0.036, 0.040, 0.039))
CHIN = ((0, -0.032, 0.034), (0.018, 0.014, 0.019))
NOSE_BRIDGE = ((0, 0.010, 0.058), (0.007, 0.014, 0.009))
NOSE_TIP = ((0, 0.004, 0.0630), (0.0085, 0.006, 0.0085))
MOUTH = ((0, -0.0195, 0.0545), (0.0125, 0.0042, 0.0050))
EAR = ((0.0435, 0.012, 0), (0.006, 0.017, 0.0105))
EYE = ((0.0178, 0.0235, 0.0490), (0.0078, 0.0036, 0.0042))
IRIS = ((0.0178, 0.0238, 0.0520), (0.0030, 0.0030, 0.0020))
BROW = ((0.0175, 0.0345, 0.0520), (0.0095, 0.0018, 0.0025))
HAIR_CAP = ((0, 0.036, -0.001), (0.0458, 0.0548, 0.0572))
SLICE_RINGS = 8
"""A bent trunk is not convex, but so many of its rings nearly are."""
PONY_TAIL = ((0, 0.020, -0.062), (0.016, 0.030, 0.014))


class Person:
    """A dressed body that can be posed.

    Parameters
    ----------
    body
        Shape, size and colours.
    loose_shirt
        Whether the shirt hangs free over the hollow of the back.
    tables
        Thicknesses of this very body; None for those that follow from its height, build and sex.
    """

    def __init__(self, body: Body, *, loose_shirt: bool = False, tables: Profiles | None = None) -> None:
        self.body = body
        self.loose_shirt = loose_shirt
        self._tables = tables or profiles_of(body)
        surface = self.surface(fk(body, BodyPose()))
        self._clothes = dress(body, surface, loose_shirt=loose_shirt)
        self._head = _head(body)
        self._limbs = [k for k, name in enumerate(LIMB_NAMES) if _is_shown(body, name)]
        self._faces, self._colours = self._net(surface)

    def surface(self, bones: Bones) -> Surface:
        """Return the posed parts, without clothes."""
        return pose_surface(self.body, bones, self._tables)

    def shape(self, bones: Bones, *, is_person: bool = True) -> Shape:
        """Return the body where `bones` are."""
        surface = self.surface(bones)
        net = Mesh(self._points(surface), self._faces, self._colours)
        return Shape(net, self._parts(net.points), is_person, self.body, surface)

    def _parts(self, points: Floats) -> list[Floats]:
        """Return the points in nearly convex groups: slices of the trunk, limbs, the head."""
        rings, rows = (TORSO_RINGS + 2) * TORSO_AROUND, len(LIMB_PLACE) * LIMB_AROUND
        starts = range(0, rings - TORSO_AROUND, SLICE_RINGS * TORSO_AROUND)
        slices = [points[start : min(start + (SLICE_RINGS + 1) * TORSO_AROUND, rings)] for start in starts]
        limbs = points[rings : rings + rows * len(self._limbs)].reshape(len(self._limbs), rows, 3)
        return [*slices, *limbs, points[rings + rows * len(self._limbs) :]]

    def _points(self, surface: Surface) -> Floats:
        trunk = torso_net(surface, self._clothes.torso_cloth)
        if self.loose_shirt:
            trunk = drape(trunk, surface)
        ends = [np.repeat(ring.mean(0, keepdims=True), TORSO_AROUND, 0) for ring in (trunk[0], trunk[-1])]
        limbs = limb_nets(surface, self._clothes.limb_cloth)[self._limbs]
        head = self._head.points @ surface.head_axes.T + surface.head_origin
        return np.concatenate([ends[0], trunk.reshape(-1, 3), ends[1], limbs.reshape(-1, 3), head])

    def _net(self, surface: Surface) -> tuple[NDArray[np.int64], Floats]:
        """Return faces and colours, which no posture changes."""
        rings, rows = TORSO_RINGS + 2, len(LIMB_PLACE)
        trunk = mesh.grid_faces(rings, TORSO_AROUND)
        limb = mesh.grid_faces(rows, LIMB_AROUND, inside_out=True)
        start = rings * TORSO_AROUND
        limbs = [limb + start + k * rows * LIMB_AROUND for k in range(len(self._limbs))]
        head = self._head.faces + start + len(self._limbs) * rows * LIMB_AROUND
        colours = [_torso_colours(self._clothes)]
        nets = limb_nets(surface, self._clothes.limb_cloth)
        for k in self._limbs:
            colour = np.repeat(self._clothes.limb_colours[k], LIMB_AROUND, 0)
            if self.loose_shirt and LIMB_NAMES[k].startswith("glute"):
                colour = _seat_colours(self.body, surface, nets[k].reshape(-1, 3)[limb].mean(1))
            colours.append(colour)
        return np.concatenate([trunk, *limbs, head]), np.concatenate([*colours, self._head.colours])


def _is_shown(body: Body, name: str) -> bool:
    return body.woman >= WOMAN_WITH_BUST or not name.startswith("bust")


def _torso_colours(clothes: Clothes) -> Floats:
    """Return the colours of the trunk's faces with those of its closed ends."""
    rows = clothes.torso_colours
    return np.repeat(np.concatenate([rows[:1], rows, rows[-1:]]), TORSO_AROUND, 0)


def _seat_colours(body: Body, surface: Surface, middles: Floats) -> Floats:
    """Return the colours of a buttock over which a loose shirt falls."""
    above = (middles - surface.torso_origin[0]) @ surface.torso_axes[0][:, 1]
    return np.where((above > LOOSE_HEM * body.height)[:, None], body.shirt, body.pants)


def _head(body: Body) -> Mesh:
    """Return skull, face and hair around the joint under the skull, metres."""
    whole = mesh.join([*_face(body), *_hair(body)])
    return Mesh(whole.points * body.height, whole.faces, whole.colours)


def _face(body: Body) -> Iterator[Mesh]:
    skin = np.array(body.skin)
    yield mesh.ellipsoid(*SKULL, skin, rows=16, around=22)
    yield mesh.ellipsoid(*JAW, skin, rows=12, around=18)
    yield mesh.ellipsoid(*CHIN, skin)
    yield mesh.ellipsoid(*NOSE_BRIDGE, skin * 0.97, rows=8, around=10)
    yield mesh.ellipsoid(*NOSE_TIP, skin, rows=8, around=10)
    yield mesh.ellipsoid(*MOUTH, skin * LIP_TINT, rows=6, around=10)
    paired = ((EAR, skin * 0.95), (EYE, EYE_WHITE), (IRIS, PUPIL), (BROW, body.hair))
    for (centre, radii), colour in paired:
        for sign in (1, -1):
            yield mesh.ellipsoid((sign * centre[0], *centre[1:]), radii, colour, rows=7, around=9)


def _hair(body: Body) -> Iterator[Mesh]:
    cap = mesh.ellipsoid(*HAIR_CAP, body.hair, rows=20, around=28)
    y, z = cap.points[:, 1], cap.points[:, 2]
    # the hair line: high over the face, down to the nape behind
    line = np.where(z > 0.03, 0.052 - 0.40 * (z - 0.03), 0.052 - 0.75 * (0.03 - z)) + 0.004
    kept = (y > line)[cap.faces].all(1)
    yield Mesh(cap.points, cap.faces[kept], cap.colours[kept])
    if body.long_hair > 0:
        centre, (x, length, depth) = PONY_TAIL
        yield mesh.ellipsoid(centre, (x, length + 0.02 * body.long_hair, depth), body.hair)
