"""Somebody else in the picture: another random body that stands about or walks to and fro behind the person."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from benchmarks.synthetic.anthropometry import ANKLE_HEIGHT
from benchmarks.synthetic.camera import FEET, Camera, direction
from benchmarks.synthetic.kinematics import ArmAngles, BodyPose, LegAngles, fk
from benchmarks.synthetic.landmarks import HEEL, landmarks
from benchmarks.synthetic.mesh import Shape
from benchmarks.synthetic.person import Person
from benchmarks.synthetic.population import random_body, stream

BYSTANDER_STREAM = 13
"""Number of the random stream, see `population`."""

WALKS = 0.5
"""Share of bystanders who walk."""
BEHIND_M = (0.35, 0.75)
BESIDE = (0.45, 0.75)
"""How far from the middle of the picture one stands, as a share of its half width."""
WALKING_SPEED_M_S = 0.8
POINTS_ABOVE_SOLE = ANKLE_HEIGHT + HEEL[1]
"""Height of the points of heel and toes of a foot that stands flat, in body heights."""
STRIDE_HEIGHTS = 0.75
"""Length of two steps in body heights, at leisure."""
HIP_SWING_DEG, KNEE_STANCE_DEG, KNEE_SWING_DEG, ARM_SWING_DEG = 22.0, 6.0, 48.0, 18.0
"""Sagittal ranges of slow walking, rounded (Winter, "Biomechanics and Motor Control of Human Movement")."""


class Bystander:
    """The second person of a clip.

    Parameters
    ----------
    seed
        Draws body, place and whether they walk.
    camera
        They stay in its picture.
    walks
        None leaves it to the seed.
    """

    def __init__(self, seed: int, camera: Camera, *, walks: bool | None = None) -> None:
        rng = stream(seed, BYSTANDER_STREAM)
        self._person = Person(random_body(rng))
        self._camera = camera
        self.walks = bool(rng.random() < WALKS) if walks is None else walks
        toward = direction(camera.azimuth_deg, 0)
        self._across = np.array([toward[2], 0.0, -toward[0]])
        behind = float(rng.uniform(*BEHIND_M))
        self._middle = camera.target * [1.0, 0.0, 1.0] - toward * behind
        self._half_width = (camera.distance_m + behind) * camera.width / 2 / camera.focal_px
        self._beside = float(rng.choice([-1, 1]) * rng.uniform(*BESIDE)) * self._half_width
        self._yaw = camera.azimuth_deg + float(rng.uniform(-70, 70))
        self._start = float(rng.uniform(0, 4))

    def shape(self, time_s: float) -> Shape:
        """Return them at this time."""
        pose = self._walking(time_s) if self.walks else self._standing(time_s)
        bones = fk(self._person.body, _on_the_floor(self._person, pose))
        return self._person.shape(bones, is_person=False)

    def _standing(self, time_s: float) -> BodyPose:
        turn = 4 * np.sin(2 * np.pi * 0.13 * time_s + self._start)  # looks about a little
        return BodyPose(
            pelvis_at=self._middle + self._across * self._beside,
            pelvis=(0.0, 0.0, self._yaw + turn),
            neck=(8.0, 0.0, 3 * turn),
        )

    def _walking(self, time_s: float) -> BodyPose:
        """Return the pose on a way to and fro across the picture."""
        way = 2 * self._half_width
        gone = WALKING_SPEED_M_S * (time_s + self._start)
        back = (gone // way) % 2 == 1
        x = gone % way - self._half_width
        heading = -self._across if back else self._across
        phase = 2 * np.pi * gone / (STRIDE_HEIGHTS * self._person.body.height)
        swing = {"L": np.sin(phase), "R": np.sin(phase + np.pi)}
        lift = {"L": np.cos(phase), "R": np.cos(phase + np.pi)}  # a leg that swings forward bends its knee
        return BodyPose(
            pelvis_at=self._middle + self._across * (-x if back else x),
            pelvis=(3.0, 0.0, float(np.degrees(np.arctan2(heading[0], heading[2])))),
            legs={
                side: LegAngles(
                    flexion=6 + HIP_SWING_DEG * float(swing[side]) + 14 * max(float(lift[side]), 0.0),
                    knee=KNEE_STANCE_DEG + KNEE_SWING_DEG * max(float(lift[side]), 0.0),
                )
                for side in ("L", "R")
            },
            arms={side: ArmAngles(flexion=-ARM_SWING_DEG * float(swing[side]), elbow=20) for side in ("L", "R")},
        )


def _on_the_floor(person: Person, pose: BodyPose) -> BodyPose:
    """Return the pose raised or lowered until the lower foot stands on the floor."""
    body = person.body
    place = (pose.pelvis_at if pose.pelvis_at is not None else np.zeros(3)) * [1.0, 0.0, 1.0]
    lowest = landmarks(body, fk(body, replace(pose, pelvis_at=place)))[FEET, 1].min()
    return replace(pose, pelvis_at=place + np.array([0.0, POINTS_ABOVE_SOLE * body.height - lowest, 0.0]))
