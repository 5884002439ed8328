"""The proportions of a person: segment lengths as shares of body height, the joints of the spine, shape of one body.

Sources: Drillis & Contini (1966), *Body segment parameters*, as given by Winter, *Biomechanics and Motor Control of
Human Movement*, 4th ed., fig. 4.1 (segment lengths); the spine is cut by usual vertebral heights, and its neutral
pitches give about 40 degrees of lumbar lordosis and 40 of thoracic kyphosis by usual posture. Lengths are metres.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Final, Literal, NamedTuple

import numpy as np

from benchmarks.synthetic.rotations import Matrix, Vector, rx

Side = Literal["L", "R"]
SIDES: Final[tuple[tuple[Side, float], ...]] = (("L", 1.0), ("R", -1.0))
"""Side of the body and the sign of x there."""

# Segment lengths as shares of body height (Winter, fig. 4.1).
THIGH: Final = 0.245
SHANK: Final = 0.246
UPPER_ARM: Final = 0.186
FOREARM: Final = 0.146
ANKLE_HEIGHT: Final = 0.039
TRUNK_AND_HEAD: Final = 0.470
"""Height above the hip joints at the usual leg length: 1 - 0.245 - 0.246 - 0.039."""

# Half the distance between the joint centres of a man, and what a woman's differs by (joint centres, not outline).
HALF_HIP_WIDTH: Final = 0.050
HALF_HIP_WIDTH_WOMAN: Final = 0.004
HALF_SHOULDER_WIDTH: Final = 0.106
HALF_SHOULDER_WIDTH_WOMAN: Final = -0.010

LUMBOSACRAL_JOINT: Final = np.array([0.0, 0.062, -0.018])
"""From mid-hip to L5/S1, shares of body height."""
STERNOCLAVICULAR: Final = np.array([0.014, -0.020, 0.040])
"""From C7: the inner end of the collar bone."""
SHOULDER_FROM_C7: Final = np.array([0.0, -0.027, 0.016])
"""From C7: height and depth of the shoulder joint; its x is half the shoulder width."""


class SpineSegment(NamedTuple):
    """One rigid piece of the spine.

    `length` is a share of body height; `pitch_deg` its neutral inclination (positive: leans forward going up); the
    last three say which share of a bend of the lumbar spine, thorax or neck happens below this piece.
    """

    name: str
    length: float
    pitch_deg: float
    lumbar: float = 0.0
    thorax: float = 0.0
    neck: float = 0.0
    head_forward: float = 0.0


SPINE: Final[tuple[SpineSegment, ...]] = (
    SpineSegment("L5", 0.036, 12.0, lumbar=0.42),
    SpineSegment("L3", 0.036, 0.0, lumbar=0.33),
    SpineSegment("L1", 0.036, -10.0, lumbar=0.25),
    SpineSegment("T10", 0.052, -10.0, thorax=0.40),
    SpineSegment("T7", 0.052, 2.0, thorax=0.33),
    SpineSegment("T4", 0.050, 18.0, thorax=0.27),
    SpineSegment("C7", 0.036, 28.0, neck=0.45, head_forward=0.7),
    SpineSegment("C3", 0.036, 14.0, neck=0.30, head_forward=0.3),
)
"""From the sacrum up. Most lumbar flexion happens low (L4 to S1), most thoracic flexion low in the chest."""
HEAD_SHARE_OF_NECK: Final = 0.25
"""The rest of a neck bend, at the joint under the skull."""

Colour = tuple[float, float, float]


@dataclass(frozen=True)
class Body:
    """One person: size, shape and clothes.

    Parameters
    ----------
    height
        Metres.
    build
        -1 thin, 0 average, 1 heavy.
    woman
        0 or 1: proportions of hips and shoulders.
    lordosis, kyphosis, leg_ratio, glute
        Factors on the usual lumbar and thoracic curve, on leg length (the trunk makes up for it), on the buttocks.
    belly
        0 flat.
    skin, hair, shirt, pants, shoes, sole
        Colours, red green blue, 0 to 1.
    long_pants, long_hair, barefoot
        0 or 1.
    sleeve
        Share of the upper arm that is covered.
    loose
        Metres by which the shirt stands off the body.
    seed
        Of folds and texture.
    """

    height: float = 1.75
    build: float = 0.0
    woman: float = 0.0
    lordosis: float = 1.0
    kyphosis: float = 1.0
    leg_ratio: float = 1.0
    glute: float = 1.0
    belly: float = 0.0
    skin: Colour = (0.80, 0.60, 0.48)
    hair: Colour = (0.16, 0.11, 0.08)
    shirt: Colour = (0.20, 0.38, 0.62)
    pants: Colour = (0.17, 0.17, 0.20)
    shoes: Colour = (0.85, 0.85, 0.87)
    sole: Colour = (0.95, 0.95, 0.95)
    long_pants: float = 1.0
    sleeve: float = 0.55
    long_hair: float = 0.0
    loose: float = 0.0
    barefoot: float = 0.0
    seed: int = 0

    @property
    def thigh(self) -> float:
        """Hip to knee."""
        return THIGH * self.height * self.leg_ratio

    @property
    def shank(self) -> float:
        """Knee to ankle."""
        return SHANK * self.height * self.leg_ratio

    @property
    def upper_arm(self) -> float:
        """Shoulder to elbow."""
        return UPPER_ARM * self.height

    @property
    def forearm(self) -> float:
        """Elbow to wrist."""
        return FOREARM * self.height

    @property
    def arm(self) -> float:
        """Shoulder to wrist."""
        return self.upper_arm + self.forearm

    @property
    def leg(self) -> float:
        """Hip to ankle."""
        return self.thigh + self.shank

    @property
    def ankle_height(self) -> float:
        """Ankle joint above the floor, foot flat."""
        return ANKLE_HEIGHT * self.height

    @property
    def hip_height(self) -> float:
        """Hip joints above the floor, standing with straight legs."""
        return self.leg + self.ankle_height

    @property
    def trunk_factor(self) -> float:
        """How much longer trunk and head are than usual, so that the height is kept with longer or shorter legs."""
        return (self.height - self.hip_height) / (TRUNK_AND_HEAD * self.height)

    @property
    def half_hip_width(self) -> float:
        """Mid-plane to hip joint."""
        return (HALF_HIP_WIDTH + HALF_HIP_WIDTH_WOMAN * self.woman) * self.height

    @property
    def half_shoulder_width(self) -> float:
        """Mid-plane to shoulder joint."""
        return (HALF_SHOULDER_WIDTH + HALF_SHOULDER_WIDTH_WOMAN * self.woman) * self.height

    @property
    def spine(self) -> tuple[SpineSegment, ...]:
        """Pieces of the spine; the same for all, unless a kind of body says otherwise."""
        return SPINE

    @cached_property
    def spine_pitch(self) -> dict[str, float]:
        """Neutral inclination of each piece of the spine, degrees, with this person's curves."""
        curve = {s.name: self.lordosis if s.lumbar else self.kyphosis if s.thorax else 1.0 for s in self.spine}
        return {s.name: s.pitch_deg * curve[s.name] for s in self.spine}

    @cached_property
    def spine_length(self) -> dict[str, float]:
        """Length of each piece of the spine."""
        return {s.name: s.length * self.height * self.trunk_factor for s in self.spine}

    @property
    def lumbosacral_joint(self) -> Vector:
        """From mid-hip to L5/S1 in the pelvis' axes."""
        return LUMBOSACRAL_JOINT * self.height * self.trunk_factor

    @cached_property
    def neutral_spine(self) -> tuple[dict[str, Matrix], dict[str, Vector]]:
        """Rotation and origin of the spine's pieces and the head, standing at ease."""
        rotation: dict[str, Matrix] = {}
        origin: dict[str, Vector] = {}
        at = np.array([0.0, self.hip_height, 0.0]) + self.lumbosacral_joint
        for s in self.spine:
            rotation[s.name], origin[s.name] = rx(self.spine_pitch[s.name]), at
            at = at + rotation[s.name] @ np.array([0.0, self.spine_length[s.name], 0.0])
        rotation["head"], origin["head"] = np.eye(3), at
        return rotation, origin

    @cached_property
    def clavicle_offset(self) -> Vector:
        """From T4 to the inner end of the left collar bone, in T4's axes."""
        rotation, origin = self.neutral_spine
        c7 = origin["C7"]
        inner = np.array([0.0, c7[1], c7[2]]) + STERNOCLAVICULAR * self.height
        return rotation["T4"].T @ (inner - origin["T4"])

    @cached_property
    def shoulder_offset(self) -> Vector:
        """From the inner end of the left collar bone to the shoulder joint, in the unpitched chest's axes."""
        shoulder = SHOULDER_FROM_C7 * self.height + np.array([self.half_shoulder_width, 0.0, 0.0])
        return shoulder - STERNOCLAVICULAR * self.height
