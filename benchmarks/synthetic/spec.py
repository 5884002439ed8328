"""What a rendered clip shows, and the truth that comes with it: plain frozen records.

Exercise and fault ids are posecheck's own. Everything random is drawn from `ClipSpec.seed`, so that a spec gives the
same clip and the same truth every time.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class CameraSpec:
    """Where the camera stands, as a change from the exercise's own view.

    Parameters
    ----------
    yaw_deg
        Degrees by which the person is turned away from the exercise's plane (0 = straight side or front view).
    distance
        Factor on the exercise's own distance.
    height_m
        Height of the lens; None for the exercise's own.
    pitch_deg
        Degrees that the camera looks down beside its target; 0 looks at the target.
    roll_deg
        Degrees that the camera is tilted sideways.
    """

    yaw_deg: float = 0.0
    distance: float = 1.0
    height_m: float | None = None
    pitch_deg: float = 0.0
    roll_deg: float = 0.0


@dataclass(frozen=True, slots=True)
class Variation:
    """What is different from one plain repetition; each can be switched by itself.

    `stiff`: range 40 % smaller, form clean. `drop_out_s`: seconds in the middle of the hold in which the person is
    hidden. `other_side`: the other leg works, farther from the unchanged camera. `walk_in`: comes into the picture
    before and leaves it after. `uneven`: repetitions of different tempo. `bounce`, `wobble`: springs quickly or sways
    slowly in the hold. `way_s`: seconds of a fast way, None for `timing.FAST_DEG_PER_S`. `falls`: the way, ``in`` or
    ``out``, on which the body is let go, `way_s` long; the other way keeps its own time.
    """

    stiff: bool = False
    bounce: bool = False
    wobble: bool = False
    fast: bool = False
    way_s: float | None = None
    falls: str = ""
    early_exit: bool = False
    other_side: bool = False
    mirrored: bool = False
    repetitions: int = 1
    uneven: bool = False
    hold_s: float | None = None
    drop_out_s: float = 0.0
    walk_in: bool = False
    second_person: bool = False
    dark: bool = False
    noisy: bool = False
    motion_blur: bool = False
    loose_shirt: bool = False
    furniture: bool = False
    pad: bool = False
    chair: bool = False
    wall: bool = False
    kettlebell: bool = False
    cropped_legs: bool = False

    @property
    def restless(self) -> bool:
        """Whether nothing is still in the holds."""
        return self.bounce or self.wobble


@dataclass(frozen=True, slots=True)
class Repetition:
    """One repetition of somebody at home: seconds of the way there, the hold, the way back and the rest after it.

    `top` is the part of the exercise's own way that is gone; `shift` how far the feet go to the right of the picture
    in the rest, in body heights.
    """

    in_s: float
    hold_s: float
    out_s: float
    rest_s: float = 0.0
    top: float = 1.0
    shift: float = 0.0


@dataclass(frozen=True, slots=True)
class Home:
    """How people at home do it and film it; what `Variation` has comes on top, except tempo and number.

    All seconds of the day are those of the whole course, of which the film may show a part.

    Parameters
    ----------
    repetitions
        What is done.
    before, after
        Pairs of name and seconds: absent, enter (walks in), talk, bow, leave.
    setup_s, end_s
        Still in the start position before the first repetition and after the last.
    film
        (start, end) of the pieces that were kept, one after the other; empty: all of it.
    arms
        Name of `benchmarks.synthetic.arms.ARMS`; empty: the exercise's own.
    drift, lean_deg
        A hand-held camera: how far it wanders (share of the picture's height), and how far it leans over the clip.
    light
        Factor on the room's light.
    """

    repetitions: tuple[Repetition, ...]
    before: tuple[tuple[str, float], ...] = ()
    after: tuple[tuple[str, float], ...] = ()
    setup_s: float = 1.2
    end_s: float = 0.8
    film: tuple[tuple[float, float], ...] = ()
    arms: str = ""
    drift: float = 0.0
    lean_deg: float = 0.0
    light: float = 1.0


@dataclass(frozen=True, slots=True)
class ClipSpec:
    """One clip.

    Parameters
    ----------
    exercise
        posecheck's exercise id.
    fault
        A fault id of that exercise, or None for the right version.
    seed
        Draws body, clothes, room, light, sway and small differences of the movement.
    fault_scale
        How much of the fault: 0 is the right version, 1 as it was written; see `movements.scale_for`.
    width, height, fps
        Of the picture, pixels and frames per second.
    home
        Instead of the exercise's own course.
    """

    exercise: str
    fault: str | None = None
    seed: int = 1
    fault_scale: float = 1.0
    camera: CameraSpec = field(default_factory=CameraSpec)
    variation: Variation = field(default_factory=Variation)
    width: int = 640
    height: int = 480
    fps: float = 15.0
    home: Home | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Truth:
    """What is exactly known of every frame.

    Parameters
    ----------
    time_s
        Shape (T,).
    amplitude
        Shape (T,): 0 in set-up, 1 at the farthest point.
    phase
        T names: absent, enter, talk, bow, setup, move_in, hold, hidden (a drop-out in the hold), move_out, rest, end,
        leave.
    landmarks_m
        Shape (T, 33, 3): metres, x to the person's left, y up from the floor, z forward.
    landmarks_px
        Shape (T, 33, 2): pixels in the picture, NaN where the person is absent.
    visible
        Shape (T, 33): whether nothing hides the point; all true where only the movement was simulated.
    plane
        Name -> shape (T,): signed angles in the body planes, the ones that rules use (`truth.plane_angles`).
    angles
        Name -> shape (T,): three-dimensional angles, spine and pelvis.
    working_side
        "left", "right" or "both", as the picture shows it (a mirrored picture shows the other side).
    facing
        "left", "right" or None: in the picture.
    """

    spec: ClipSpec
    time_s: NDArray[np.float64]
    amplitude: NDArray[np.float64]
    phase: tuple[str, ...]
    landmarks_m: NDArray[np.float64]
    landmarks_px: NDArray[np.float64]
    visible: NDArray[np.bool_]
    plane: dict[str, NDArray[np.float64]]
    angles: dict[str, NDArray[np.float64]]
    working_side: str
    facing: str | None
    body: dict[str, object]
    camera: dict[str, object]
