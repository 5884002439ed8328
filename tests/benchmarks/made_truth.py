"""Truths that fit the made-up bodies of `tests.bodies`: what a track shows is taken for what is true."""

from __future__ import annotations

import numpy as np

from benchmarks.synthetic.spec import ClipSpec, Truth, Variation
from benchmarks.synthetic.truth import plane_angles
from posecheck.body.pose import PoseTrack
from posecheck.body.skeleton import side_of
from tests.bodies import Shot

HEIGHT_PX = 480
TRUNK_M = 0.5
BODY_M = TRUNK_M / 0.288


def phase_of(t: float, *, setup_s: float = 1.5, in_s: float = 2.4, hold_s: float = 3.0, out_s: float = 3.2) -> str:
    """Phase at a time of one repetition of `tests.bodies.course`."""
    for name, seconds in (("setup", setup_s), ("move_in", in_s), ("hold", hold_s), ("move_out", out_s)):
        if t < seconds - 1e-9:
            return name
        t -= seconds
    return "end"


def truth_of(track: PoseTrack, exercise: str, *, variation: Variation | None = None, fault: str | None = None) -> Truth:
    """Return the truth that a track of `tests.bodies` without noise shows, everything in it facing right."""
    shot = Shot()
    plane = (track.xy.astype(float) - np.array(shot.floor)) / shot.trunk * np.array([1.0, -1.0]) * TRUNK_M
    aside = [{"left": 0.1, "right": -0.1, None: 0.0}[side_of(i)] for i in range(33)]
    points = np.stack([np.broadcast_to(aside, plane.shape[:2]), plane[..., 1], plane[..., 0]], axis=-1)
    phases = [phase_of(float(t)) if found else "absent" for t, found in zip(track.time_s, track.found, strict=True)]
    return Truth(
        spec=ClipSpec(exercise, fault, variation=variation or Variation()),
        time_s=track.time_s,
        amplitude=np.zeros(len(track)),
        phase=tuple(phases),
        landmarks_m=points,
        landmarks_px=track.xy.astype(float) * HEIGHT_PX,
        visible=np.ones((len(track), 33), np.bool_),
        plane=plane_angles(points),
        angles={},
        working_side="right",
        facing="right",
        body={"height": BODY_M},
        camera={"focal_px": HEIGHT_PX * shot.trunk / TRUNK_M * 2.5, "distance_m": 2.5},
    )
