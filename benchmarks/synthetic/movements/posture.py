"""Standing at ease, from the side and from the front: no movement, the amplitude lets a habit of posture come in."""

from __future__ import annotations

import numpy as np

from benchmarks.synthetic.anthropometry import Body
from benchmarks.synthetic.kinematics import BodyPose
from benchmarks.synthetic.movements.base import Movement, Params, Tempo, ViewOfExercise
from benchmarks.synthetic.movements.limbs import standing_hip_height, standing_legs, vector

TEMPO = Tempo(setup_s=0.4, in_s=0.6, hold_s=2.6, out_s=0.6, end_s=0.2)


def standing_at_ease(body: Body, u: float, p: Params) -> BodyPose:
    """Return standing with arms hanging.

    Numbers: ``pelvis`` tilt, ``lumbar``, ``thorax`` flexion, ``head_forward``, ``hips_forward`` (metres), ``knee``
    bend; to the side ``hip_up`` of the left side, ``lumbar_side``, ``thorax_side``, ``neck_side``, and elevation of
    the ``left_shoulder`` and ``right_shoulder``.
    """
    forward, tilt = p["hips_forward"] * u, p["hip_up"] * u
    knee = 3.0 + (p["knee"] - 3.0) * u
    height = standing_hip_height(body, knee, forward, body.half_hip_width * 0.15) - 0.002
    height -= body.half_hip_width * np.sin(np.radians(tilt))  # the lower hip's knee bends
    return BodyPose(
        pelvis=(p["pelvis"] * u, tilt, 0.0),
        pelvis_at=vector(0.0011 * tilt, height, forward),
        lumbar=(p["lumbar"] * u, p["lumbar_side"] * u, 0.0),
        thorax=(p["thorax"] * u, p["thorax_side"] * u, 0.0),
        neck=(0.0, p["neck_side"] * u, 0.0),
        head_forward=p["head_forward"] * u,
        clavicles={"L": (p["left_shoulder"] * u, 0.0), "R": (p["right_shoulder"] * u, 0.0)},
        legs=standing_legs(body),
    )


_AT_EASE = {
    "pelvis": 0.0,
    "lumbar": 0.0,
    "thorax": 0.0,
    "head_forward": 0.0,
    "hips_forward": 0.0,
    "knee": 3.0,
    "hip_up": 0.0,
    "lumbar_side": 0.0,
    "thorax_side": 0.0,
    "neck_side": 0.0,
    "left_shoulder": 0.0,
    "right_shoulder": 0.0,
}

POSTURE_SIDE = Movement(
    pose=standing_at_ease,
    right=_AT_EASE,
    faults={
        "forward_head": {"head_forward": 27.0, "thorax": 8.0},
        "sway_back": {
            "pelvis": -13.0,
            "lumbar": -3.0,
            "thorax": 17.0,
            "head_forward": 18.0,
            "hips_forward": 0.145,
            "knee": 1.0,
        },
        "anterior_tilt": {"pelvis": 17.0, "lumbar": -24.0, "thorax": 8.0},
        "slouch": {"pelvis": -6.0, "lumbar": 14.0, "thorax": 24.0, "head_forward": 12.0, "hips_forward": 0.03},
    },
    jitter={"head_forward": 2.0, "pelvis": 1.0, "lumbar": 1.0},
    view="side",
    camera=ViewOfExercise(90.0, 3.0, 1.55, (0.0, 0.50, 0.0)),
    primary="ESH",
    tempo=TEMPO,
)

POSTURE_FRONT = Movement(
    pose=standing_at_ease,
    right=_AT_EASE,
    faults={
        "dropped_shoulder": {"left_shoulder": -14.0, "right_shoulder": 6.0, "thorax_side": 6.0, "neck_side": -4.0},
        "hip_hike": {"hip_up": 13.0, "lumbar_side": 11.0, "thorax_side": -3.0},
    },
    jitter={"left_shoulder": 1.0, "hip_up": 0.5},
    view="front",
    camera=ViewOfExercise(0.0, 3.0, 1.55, (0.0, 0.50, 0.0)),
    primary="ST",
    tempo=TEMPO,
)

MOVEMENTS = {"posture_side": POSTURE_SIDE, "posture_front": POSTURE_FRONT}
