"""A clip's movement and truth without its pictures; the renderer asks `pose_at` for the same person.

What is random in a clip comes from its seed alone, so rendering and simulating agree to the last digit.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from benchmarks.synthetic.anthropometry import Body, Side
from benchmarks.synthetic.arms import with_arms
from benchmarks.synthetic.camera import Camera
from benchmarks.synthetic.hand_held import moved_pixels
from benchmarks.synthetic.kinematics import BodyPose, Bones, fk, mirror_pose
from benchmarks.synthetic.landmarks import landmarks
from benchmarks.synthetic.movements import MOVEMENTS, Movement
from benchmarks.synthetic.population import body_of, draw_jitter, make_sway
from benchmarks.synthetic.spec import ClipSpec, Truth
from benchmarks.synthetic.timing import BOUNCE_DEG, BOUNCE_MAX_SHARE, Moment, Schedule, make_schedule
from benchmarks.synthetic.transition import moved, talking, walking_in, walking_out
from benchmarks.synthetic.true_holds import Span, holds
from benchmarks.synthetic.truth import body_angles, mirror_angles, mirror_pixels, mirror_points, plane_angles
from posecheck.body.skeleton import MIRROR, N_LANDMARKS

__all__ = ["Actor", "Span", "actor_of", "hold_points", "holds", "pose_at", "simulate"]

SMALLEST_RANGE_DEG: Final = 8.0
"""Where a fault leaves less of the movement than this, bounce and speed go by the right version's range."""
BOUNCE_STAGES: Final = 61
BOUNCE_LOOK_SHARE: Final = 0.9
"""Amplitudes at which the primary angle is looked up to size a bounce, and down to which part of the farthest."""
OUTSIDE_M: Final = 0.9
"""This far beyond the edge of the picture nothing of a walking person is in it."""
_OTHER: Final[dict[Side, Side]] = {"L": "R", "R": "L"}
_WORD: Final = {"L": "left", "R": "right", None: "both"}


@dataclass(frozen=True, slots=True, eq=False)
class Actor:
    """The person of a clip with everything that is fixed for its length."""

    spec: ClipSpec
    body: Body
    movement: Movement
    numbers: dict[str, float]
    schedule: Schedule
    sway: Callable[[BodyPose, float], BodyPose]
    camera: Camera

    @property
    def works(self) -> Side | None:
        """Side of the body that works, in the room (a mirrored picture shows the other one)."""
        side = self.movement.works
        return _OTHER[side] if side and self.spec.variation.other_side else side

    def posture(self, amplitude: float, time_s: float, *, way_back: bool = False) -> BodyPose:
        """Return the posture of the exercise at an amplitude, on the way in or on the way back."""
        function = self.movement.back if way_back and self.movement.back else self.movement.pose
        pose = self.sway(function(self.body, amplitude, self.numbers), time_s)
        pose = with_arms(pose, self.spec.home.arms if self.spec.home else "")
        return mirror_pose(pose) if self.movement.works and self.spec.variation.other_side else pose

    def pose_at(self, time_s: float) -> tuple[BodyPose | None, Moment]:
        """Return the posture, None where nobody is there, and what happens; see the function `pose_at`."""
        course_s = self.schedule.course_s(time_s)
        moment = self.schedule.at(course_s)
        if not moment.present:
            return None, moment
        pose = self.posture(moment.amplitude, course_s, way_back=moment.phase == "move_out")
        if moment.phase == "enter":
            pose = walking_in(self.body, pose, moment.share, self._way())
        elif moment.phase == "leave":
            pose = walking_out(self.body, pose, moment.share, self._way())
        elif moment.phase == "talk":
            pose = talking(self.body, pose, moment.share, course_s, self.camera.azimuth_deg)
        if moment.place:
            across = self.camera.axes[0] * [1.0, 0.0, 1.0]
            pose = moved(self.body, pose, across / np.linalg.norm(across) * moment.place * self.body.height)
        return pose, moment

    def _way(self) -> NDArray[np.float64]:
        """Return the way out of the picture that is nearest to where the person faces, metres, on the floor."""
        across = self.camera.axes[0] * [1.0, 0.0, 1.0]
        half_width = self.camera.width / 2 / self.camera.focal_px * self.camera.distance_m
        way = across / np.linalg.norm(across) * (half_width + OUTSIDE_M)
        return way if way[2] >= 0 else -way


@lru_cache(maxsize=16)
def actor_of(spec: ClipSpec) -> Actor:
    """Return the person of a clip.

    Raises
    ------
    KeyError
        For an exercise or a fault that has no movement.
    """
    movement, body = MOVEMENTS[spec.exercise], body_of(spec)
    jitter = draw_jitter(spec.seed, movement.jitter)
    stiff = spec.variation.stiff
    numbers = movement.numbers(spec.fault, spec.fault_scale, jitter, stiff=stiff)
    right = movement.numbers(None, 0.0, jitter, stiff=stiff)
    ways = [_primary_range(movement, body, n) for n in (numbers, right)]
    way = ways[0] if abs(ways[0]) >= SMALLEST_RANGE_DEG else ways[1]
    top = movement.top(stiff=stiff)
    schedule = make_schedule(spec, movement.tempo, way, steady=movement.steady, top=top)
    if spec.variation.bounce:
        schedule = replace(schedule, bounce=_bounce_share(movement, body, numbers, top))
    return Actor(spec, body, movement, numbers, schedule, make_sway(spec.seed), Camera.for_spec(spec, body, movement))


def hold_points(
    movement: Movement,
    body: Body,
    numbers: dict[str, float],
    *,
    stages: Sequence[float] = (0.0, 1.0),
    way_back: bool = False,
) -> NDArray[np.float64]:
    """Return the 33 points in set-up and at the farthest point (or other `stages`), without sway, shape (2, 33, 3)."""
    function = movement.back if way_back and movement.back else movement.pose
    return np.stack([landmarks(body, fk(body, function(body, u, numbers))) for u in stages])


def _primary_range(movement: Movement, body: Body, numbers: dict[str, float]) -> float:
    before, after = plane_angles(hold_points(movement, body, numbers))[movement.primary_of(movement.works)]
    return float(after - before)


def _bounce_share(movement: Movement, body: Body, numbers: dict[str, float], top: float) -> float:
    """Return the part of the amplitude by which a bounce must spring back to be `BOUNCE_DEG` of the primary angle.

    A movement in stages comes to its end gently: there the amplitude's last tenth is hardly any angle, and a bounce
    that is sized by the whole way would be none (3 degrees of 8.5 in the hamstring stretch).
    """
    shares = np.linspace(0.0, BOUNCE_LOOK_SHARE * top, BOUNCE_STAGES)
    points = hold_points(movement, body, numbers, stages=(top - shares).tolist())
    angles = plane_angles(points)[movement.primary_of(movement.works)]
    way = np.maximum.accumulate(np.abs(angles - angles[0]))
    far = int(np.argmax(way >= BOUNCE_DEG))
    most = BOUNCE_MAX_SHARE * top
    if way[far] < BOUNCE_DEG:
        return most
    return min(float(np.interp(BOUNCE_DEG, way[far - 1 : far + 1], shares[far - 1 : far + 1])), most)


def pose_at(spec: ClipSpec, time_s: float) -> tuple[BodyPose | None, Moment]:
    """Return the person's posture at a time, and what happens then.

    The posture is None where nobody is there. In the phase ``hidden`` there is one, but something stands in front of
    the person (or the renderer leaves them out).
    """
    return actor_of(spec).pose_at(time_s)


def frame_times(spec: ClipSpec) -> NDArray[np.float64]:
    """Return the times of a clip's frames, shape (T,), seconds."""
    return np.arange(int(actor_of(spec).schedule.duration_s * spec.fps)) / spec.fps


def simulate(spec: ClipSpec, visible: NDArray[np.bool_] | None = None) -> Truth:
    """Return the truth of a clip.

    Parameters
    ----------
    visible
        Shape (T, 33): what the renderer found to be in sight, before a mirrored picture is flipped. Without it every
        point of a person who is there and not hidden counts as seen.
    """
    actor, times = actor_of(spec), frame_times(spec)
    course = [actor.pose_at(t) for t in times]
    points = np.full((len(times), N_LANDMARKS, 3), np.nan)
    angles: dict[str, NDArray[np.float64]] = {}
    for i, (pose, _) in enumerate(course):
        if pose is None:
            continue
        bones: Bones = fk(actor.body, pose)
        points[i] = landmarks(actor.body, bones)
        for name, value in body_angles(pose, bones, points[i]).items():
            angles.setdefault(name, np.full(len(times), np.nan))[i] = value
    phases = tuple(moment.phase for _, moment in course)
    in_sight = np.array([phase not in ("absent", "hidden") for phase in phases])
    truth = Truth(
        spec,
        times,
        np.array([moment.amplitude for _, moment in course]),
        phases,
        points,
        moved_pixels(spec, times, actor.camera.project(points)[0]),
        np.repeat(in_sight[:, None], N_LANDMARKS, axis=1) if visible is None else visible & in_sight[:, None],
        plane_angles(points),
        angles,
        _WORD[actor.works],
        actor.camera.facing,
        asdict(actor.body),
        actor.camera.as_record(),
    )
    return mirrored(truth) if spec.variation.mirrored else truth


def mirrored(truth: Truth) -> Truth:
    """Return the truth of the flipped picture: the other side of the body did it, facing the other way."""
    swap = {"left": "right", "right": "left"}
    return Truth(
        truth.spec,
        truth.time_s,
        truth.amplitude,
        truth.phase,
        mirror_points(truth.landmarks_m),
        mirror_pixels(truth.landmarks_px, truth.spec.width),
        truth.visible[:, list(MIRROR)],
        mirror_angles(truth.plane),
        mirror_angles(truth.angles),
        swap.get(truth.working_side, truth.working_side),
        swap.get(truth.facing) if truth.facing else None,
        truth.body,
        truth.camera,
    )
