"""The pose track that a perfect pose model would give of a simulated clip: the true points, nothing rendered."""

from __future__ import annotations

import numpy as np

from benchmarks.synthetic.camera import Camera
from benchmarks.synthetic.simulate import actor_of, simulate
from benchmarks.synthetic.spec import ClipSpec
from posecheck.body.pose import PoseTrack, Source
from posecheck.body.skeleton import INDEX


def true_track(spec: ClipSpec) -> PoseTrack:
    """Return the true points of a clip as a pose track.

    Depth is the true depth from the camera; a point's visibility says only whether it lies nearer than its twin, which
    is what the pose model's visibility amounts to in these views.
    """
    truth = simulate(spec)
    camera: Camera = actor_of(spec).camera
    seen = (truth.landmarks_m - camera.position) @ camera.axes.T  # right, up, forward of the picture
    hips = (seen[:, INDEX["left_hip"]] + seen[:, INDEX["right_hip"]]) / 2
    xyz = (seen - hips[:, None]) * [1.0, -1.0, 1.0]
    visibility = np.full(xyz.shape[:2], 0.95)
    for i, name in enumerate(INDEX):
        twin = name.replace("left", "right") if "left" in name else name.replace("right", "left")
        if twin != name:
            visibility[:, i] -= 0.3 * (seen[:, i, 2] > seen[:, INDEX[twin], 2])
    xy = truth.landmarks_px / spec.height
    missing = ~np.isfinite(xy).all(axis=(1, 2))
    xyz[missing] = np.nan
    n = len(truth.time_s)
    source = Source(f"{spec.exercise}.true", "truth", "", spec.width, spec.height, 0, spec.fps, float(truth.time_s[-1]))
    return PoseTrack(
        truth.time_s, xy, xyz, visibility, brightness=np.full(n, 0.5), people=np.full(n, 1.0), source=source
    )
