"""True angles of the 33 points and the bones, in the body's own planes; the person faces +z, y is up.

Names in `plane` (signed degrees unless said): ``TI`` trunk inclination, + forward; ``HF_L`` / ``HF_R`` trunk-thigh
flexion, - extension; ``KF_*`` knee flexion, - hyperextension; ``SHI_*`` shank inclination, + forward; ``ESV``
ear-shoulder line, + forward; ``ESH`` = 180 - (ESV - TI); ``KNEE_FWD_*`` (knee - ankle) / shank; ``ST``, ``PT`` shoulder
and hip line, + left side up; ``LT`` sideways trunk tilt, + to the left; ``HH`` hip height and ``TL`` trunk length in
metres. Written apart from `posecheck.body.geometry` on purpose: truth must not share its mistakes.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from benchmarks.synthetic.anthropometry import SIDES
from benchmarks.synthetic.kinematics import BodyPose, Bones
from benchmarks.synthetic.rotations import Matrix
from posecheck.body.skeleton import INDEX, MIRROR

Array = NDArray[np.float64]

_SIGN_CHANGES: Final = frozenset(
    {
        "ST",
        "PT",
        "LT",
        "shoulder_tilt",
        "hip_tilt",
        "lumbar_lateral",
        "thoracic_lateral",
        "lumbar_twist",
        "thoracic_twist",
    }
)
"""Angles to one side, which the mirror image has to the other."""


def _degrees(y: Array, x: Array) -> Array:
    return np.degrees(np.arctan2(y, x))


def _dot(u: Array, v: Array) -> Array:
    return np.sum(u * v, -1)


def middle(points: Array, name: str) -> Array:
    """Return the point between the left and the right one of a name, shape (..., 3) or as many axes as given."""
    return (points[..., INDEX[f"left_{name}"], :] + points[..., INDEX[f"right_{name}"], :]) / 2


def plane_angles(points: Array) -> dict[str, Array]:
    """Return the signed angles in the body's sagittal and frontal plane; see the top of this file.

    Parameters
    ----------
    points
        Shape (..., 33, 3); NaN gives NaN.
    """
    sagittal, frontal = points[..., [2, 1]], points[..., [0, 1]]
    shoulder, hip = middle(sagittal, "shoulder"), middle(sagittal, "hip")
    trunk = shoulder - hip
    length = np.linalg.norm(trunk, axis=-1)
    up = trunk / length[..., None]
    front = np.stack([up[..., 1], -up[..., 0]], -1)
    ear = middle(sagittal, "ear") - shoulder
    angles = {"TI": _degrees(trunk[..., 0], trunk[..., 1]), "HH": hip[..., 1], "TL": length}
    angles["ESV"] = _degrees(ear[..., 0], ear[..., 1])
    angles["ESH"] = 180 - (angles["ESV"] - angles["TI"])
    for side, _ in SIDES:
        word = "left" if side == "L" else "right"
        knee, ankle = sagittal[..., INDEX[f"{word}_knee"], :], sagittal[..., INDEX[f"{word}_ankle"], :]
        thigh, shank = knee - hip, ankle - knee
        angles[f"HF_{side}"] = _degrees(_dot(thigh, front), -_dot(thigh, up))
        turn = thigh[..., 0] * shank[..., 1] - thigh[..., 1] * shank[..., 0]
        angles[f"KF_{side}"] = -_degrees(turn, _dot(thigh, shank))
        angles[f"SHI_{side}"] = _degrees(-shank[..., 0], -shank[..., 1])
        angles[f"KNEE_FWD_{side}"] = -shank[..., 0] / np.linalg.norm(shank, axis=-1)
    tilt = middle(frontal, "shoulder") - middle(frontal, "hip")
    angles |= {"ST": _line_tilt(frontal, "shoulder"), "PT": _line_tilt(frontal, "hip")}
    angles["LT"] = _degrees(tilt[..., 0], tilt[..., 1])
    return angles


def _line_tilt(frontal: Array, name: str) -> Array:
    line = frontal[..., INDEX[f"left_{name}"], :] - frontal[..., INDEX[f"right_{name}"], :]
    return _degrees(line[..., 1], line[..., 0])


def _between(a: Array, b: Array, c: Array) -> float:
    u, v = a - b, c - b
    return float(np.degrees(np.arccos(np.clip(u @ v / (np.linalg.norm(u) * np.linalg.norm(v) + 1e-9), -1, 1))))


def _from_vertical(v: Array) -> float:
    return float(np.degrees(np.arccos(np.clip(v[1] / (np.linalg.norm(v) + 1e-12), -1, 1))))


def _pitch(rotation: Matrix) -> float:
    """Return a bone's inclination in the world: 0 upright, + forward, -90 lying on the back."""
    return float(np.degrees(np.arctan2(rotation[2, 1], rotation[1, 1])))


def _slope(line: Array) -> float:
    return float(np.degrees(np.arctan2(line[1], np.hypot(line[0], line[2]))))


def body_angles(pose: BodyPose, bones: Bones, points: Array) -> dict[str, float]:
    """Return three-dimensional angles of one posture, degrees.

    Joints (``hip_L``, ...) are the inner angles of three points, 180 straight. ``trunk_lean``, ``neck_vertical`` and
    ``shank_vertical_*`` are from the vertical, without sign. ``lumbar_*`` and ``thoracic_*`` are changes from the
    body's own curve, ``*_curve_abs`` contain it; flexion is positive, ``pelvic_tilt`` positive forward.

    Parameters
    ----------
    points
        The 33 points of this posture, shape (33, 3).
    """
    shoulder, hip, ear = (middle(points, n) for n in ("shoulder", "hip", "ear"))
    angles = {
        "trunk_lean": _from_vertical(shoulder - hip),
        "neck_vertical": _from_vertical(ear - shoulder),
        "neck_trunk": _between(ear, shoulder, hip),
    }
    for side, _ in SIDES:
        angles |= {f"{name}_{side}": value for name, value in _limb_angles(bones, points, side).items()}
    angles |= {
        "pelvic_tilt": _pitch(bones.R["pelvis"]),
        "thorax_pitch": _pitch(bones.R["T4_rel"]),
        "head_pitch": _pitch(bones.R["head"]),
    }
    for name, bend in (("lumbar", pose.lumbar), ("thoracic", pose.thorax)):
        angles |= {f"{name}_flexion": bend[0], f"{name}_lateral": bend[1], f"{name}_twist": bend[2]}
    angles["neck_flexion"] = pose.neck[0]
    angles["lumbar_curve_abs"] = _pitch(bones.R["pelvis"].T @ bones.R["L1"])
    angles["thoracic_curve_abs"] = _pitch(bones.R["L1"].T @ bones.R["T4"])
    for name, joint in (("shoulder_tilt", "shoulder"), ("hip_tilt", "hip")):
        angles[name] = _slope(points[INDEX[f"left_{joint}"]] - points[INDEX[f"right_{joint}"]])
    return {name: float(value) for name, value in angles.items()}


def _limb_angles(bones: Bones, points: Array, side: str) -> dict[str, float]:
    word = "left" if side == "L" else "right"
    names = ("shoulder", "elbow", "wrist", "hip", "knee", "ankle", "foot_index")
    shoulder, elbow, wrist, hip, knee, ankle, toe = (points[INDEX[f"{word}_{n}"]] for n in names)
    thigh = bones.R["pelvis"].T @ (knee - hip)
    return {
        "hip": _between(shoulder, hip, knee),
        "knee": _between(hip, knee, ankle),
        "ankle": _between(knee, ankle, toe),
        "shank_vertical": _from_vertical(knee - ankle),
        "elbow": _between(shoulder, elbow, wrist),
        "shoulder": _between(elbow, shoulder, hip),
        "hip_flexion_pelvis": float(np.degrees(np.arctan2(thigh[2], -thigh[1]))),
    }


def mirror_points(points: Array) -> Array:
    """Return the 33 points of the mirror image, shape (..., 33, 3): x changes sign, left and right change names."""
    return points[..., list(MIRROR), :] * np.array([-1.0, 1.0, 1.0])


def mirror_pixels(pixels: Array, width: int) -> Array:
    """Return the 33 points in the flipped picture, shape (..., 33, 2)."""
    flipped = pixels[..., list(MIRROR), :].copy()
    flipped[..., 0] = width - flipped[..., 0]
    return flipped


def mirror_angles(angles: dict[str, Array]) -> dict[str, Array]:
    """Return the angles of the mirror image: other side's names, sideways angles with the other sign."""
    swap = {"_L": "_R", "_R": "_L"}
    return {
        name[:-2] + swap[name[-2:]] if name[-2:] in swap else name: -values if name in _SIGN_CHANGES else values
        for name, values in angles.items()
    }
