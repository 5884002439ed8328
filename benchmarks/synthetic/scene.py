"""Everything that a clip shows: the person, who else is there, the things of its variation, the room and the camera."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from benchmarks.synthetic import props
from benchmarks.synthetic.bystander import BEHIND_M, Bystander
from benchmarks.synthetic.camera import Camera
from benchmarks.synthetic.kinematics import fk
from benchmarks.synthetic.landmarks import landmarks
from benchmarks.synthetic.mesh import Mesh, Shape
from benchmarks.synthetic.person import Person
from benchmarks.synthetic.renderer import MeshRenderer, Renderer, Rendering
from benchmarks.synthetic.room import Room, random_room
from benchmarks.synthetic.sensor import Sensor, random_sensor
from benchmarks.synthetic.simulate import Actor, actor_of
from benchmarks.synthetic.spec import ClipSpec

Floats = NDArray[np.float64]
Picture = NDArray[np.uint8]

MakeRenderer = Callable[[Camera, Room, Sequence[Mesh]], Renderer]
"""(camera, room, what stands still behind the person) -> what draws the pictures."""

STAGES = (0.0, 0.25, 0.5, 0.75, 1.0)
"""Amplitudes of the movement at which props are told where the person is."""
EXPOSURES = 4
"""A smeared picture is the mean of so many sharp ones."""
COVER_DEPTH = 0.065
"""A joint lies inside the body: what is less far in front of it is its own flesh, not a cover. In body heights."""
BEHIND_BYSTANDER_M = 0.6


class Scene:
    """The pictures of one clip, before they are encoded and before a mirrored one is flipped.

    Parameters
    ----------
    spec
        The clip.
    make_renderer
        None for the light renderer.
    """

    def __init__(self, spec: ClipSpec, make_renderer: MakeRenderer | None = None) -> None:
        self.actor = actor_of(spec)
        self.camera = self.actor.camera
        variation, body = spec.variation, self.actor.body
        self._person = Person(body, loose_shirt=variation.loose_shirt)
        self._points = _exercise_points(self.actor)
        room = _room(spec)
        light = spec.home.light if spec.home else 1.0
        self.sensor: Sensor = random_sensor(spec.seed, room.exposure, variation, light=light)
        self._bystander = Bystander(spec.seed, self.camera) if variation.second_person else None
        front = [props.furniture(self.camera, self._points)] if variation.furniture else []
        self._in_front = [Shape(net, [net.points]) for net in front]
        make = make_renderer or _light_renderer
        self._renderer = make(self.camera, room, self._behind())

    def render(self, time_s: float) -> Rendering:
        """Return the clean picture at a time, smeared where the shutter is slow."""
        open_s = self.sensor.exposure_s
        if open_s <= 0:
            return self._renderer.render(self.shapes(time_s))
        moments = time_s + open_s * ((np.arange(EXPOSURES) + 0.5) / EXPOSURES - 0.5)
        sharp = [self._renderer.render(self.shapes(float(moment))) for moment in moments]
        mean = np.mean([rendering.picture for rendering in sharp], 0)
        return replace(sharp[EXPOSURES // 2], picture=mean.round().astype(np.uint8))

    def shapes(self, time_s: float) -> list[Shape]:
        """Return everything that moves or stands in front of the person at a time."""
        shapes = list(self._in_front)
        pose, _ = self.actor.pose_at(max(time_s, 0.0))
        if pose is not None:
            bones = fk(self.actor.body, pose)
            shapes.append(self._person.shape(bones))
            if self.actor.spec.variation.kettlebell or self.actor.movement.weight:
                bell = props.kettlebell(bones, self.actor.body)
                shapes.append(Shape(bell, [bell.points]))
        if self._bystander:
            shapes.append(self._bystander.shape(time_s))
        hidden = self.actor.schedule.hidden
        board = props.board(self.camera, self._points, time_s, hidden) if hidden else None
        return [*shapes, Shape(board, [])] if board else shapes

    def visible(self, points: Floats, rendering: Rendering) -> NDArray[np.bool_]:
        """Return which of the true points (33, 3) are in the picture and not covered, shape (33,); absent ones not."""
        seen = np.zeros(len(points), bool)
        there = np.flatnonzero(np.isfinite(points).all(1))
        pixels, depth = self.camera.project(points[there])
        column, row = np.floor(pixels).astype(int).T
        height, width = rendering.depth.shape
        inside = (column >= 0) & (column < width) & (row >= 0) & (row < height) & (depth > 0)
        cover = rendering.depth[row[inside], column[inside]]
        seen[there[inside]] = cover > depth[inside] - COVER_DEPTH * self.actor.body.height
        return seen

    def _behind(self) -> list[Mesh]:
        """Return what stands still behind or under the person."""
        variation, body = self.actor.spec.variation, self.actor.body
        things: list[Mesh] = []
        if self.actor.movement.lies_on_pad:
            things.append(props.pad_under_hips(self._points, body))
        elif variation.pad:
            things.append(props.pad(self._points, body))
        if variation.wall:
            things.append(props.side_wall(self.camera, self._points))
        if variation.chair:
            things.append(props.chair(self.camera, self._points, body))
        return things


def _light_renderer(camera: Camera, room: Room, scenery: Sequence[Mesh]) -> Renderer:
    return MeshRenderer(camera, room, scenery=scenery)


def _room(spec: ClipSpec) -> Room:
    """Return the room, deep enough for whoever else is in it."""
    room = random_room(spec.seed)
    if not spec.variation.second_person:
        return room
    return replace(room, wall_behind_m=max(room.wall_behind_m, BEHIND_M[1] + BEHIND_BYSTANDER_M))


def _exercise_points(actor: Actor) -> Floats:
    """Return the 33 points from set-up to the farthest posture, without walking in and out, shape (stages, 33, 3)."""
    poses = [actor.posture(stage, 0.0) for stage in STAGES]
    return np.stack([landmarks(actor.body, fk(actor.body, pose)) for pose in poses])
