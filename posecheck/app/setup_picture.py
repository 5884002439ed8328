"""Where to put the laptop, as a drawing: the room from above, and what the camera should see."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from types import MappingProxyType
from typing import Final

from posecheck.language import words
from posecheck.rules.exercise import Body, Exercise

Point = tuple[float, float]

# One person in profile, facing right, on a floor at y = 0, in body heights (y up). Lines of one limb each; the first
# point of the first line is the middle of the head.
_FIGURES: Final = MappingProxyType[Body, tuple[Sequence[Point], ...]](
    {
        "standing": (
            ((0.02, 0.93),),
            ((0.01, 0.85), (0, 0.82), (0, 0.52), (0.01, 0.27), (0, 0.02), (0.1, 0.02)),
            ((0, 0.8), (0.02, 0.62), (0.05, 0.46)),
        ),
        "kneeling": (
            ((0.03, 0.69),),
            ((0.01, 0.61), (0, 0.58), (0, 0.29), (0, 0.03), (-0.24, 0.03), (-0.27, 0)),
            ((0, 0.29), (0.25, 0.28), (0.25, 0.02), (0.35, 0.02)),
            ((0, 0.56), (0.04, 0.42), (0.16, 0.33)),
        ),
        "sitting": (
            ((0.03, 0.45),),
            ((0.01, 0.37), (0, 0.34), (0, 0.04), (0.25, 0.06), (0.5, 0.03), (0.51, 0.12)),
            ((0, 0.32), (0.06, 0.17), (0.2, 0.1)),
        ),
        "supine": (
            ((-0.42, 0.07),),
            ((-0.34, 0.05), (-0.02, 0.04), (0.14, 0.24), (0.28, 0.02), (0.36, 0.02)),
            ((-0.3, 0.05), (-0.14, 0.02), (0, 0.02)),
        ),
        "prone": (
            ((-0.42, 0.09),),
            ((-0.34, 0.06), (-0.02, 0.05), (0.24, 0.04), (0.48, 0.03)),
            ((-0.3, 0.06), (-0.38, 0.02), (-0.5, 0.02)),
        ),
    }
)

_INK, _SOFT, _ACCENT, _FLOOR = "#21313c", "#5c7080", "#0b6b78", "#d9e2e4"
_HEAD = 0.065
_DISTANCES: Final = MappingProxyType[Body, str]({"standing": "3 m"})
"""How far away, where it is not two metres."""


def setup_picture(exercise: Exercise) -> str:
    """Return an SVG drawing of how to set up for an exercise."""
    said = words("laptop_stands", camera=exercise.camera)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 560 236" font-family="sans-serif" '
        f'role="img" aria-label="{escape(said, quote=True)}">'
        f"{_from_above(exercise)}{_camera_picture(exercise)}</svg>"
    )


def _from_above(exercise: Exercise) -> str:
    """Draw laptop, distance and person from above; the nose shows which way the person faces."""
    if exercise.view == "side":
        person = '<ellipse cx="182" cy="125" rx="13" ry="26"/><circle cx="186" cy="125" r="14"/>'
        person += '<path d="M203 118 l12 7 l-12 7 z"/>'
    else:
        person = '<ellipse cx="182" cy="125" rx="26" ry="13"/><circle cx="182" cy="128" r="14"/>'
        person += '<path d="M175 144 l7 12 l7 -12 z"/>'
    return (
        f'<g font-size="19" fill="{_SOFT}">'
        f'<text x="6" y="20">{words("from_above")}</text>'
        f'<g fill="{_INK}"><rect x="140" y="198" width="84" height="8" rx="3"/>'
        '<rect x="146" y="208" width="72" height="22" rx="4" opacity="0.35"/></g>'
        f'<text x="232" y="218">{words("laptop")}</text>'
        f'<line x1="182" y1="190" x2="182" y2="158" stroke="{_ACCENT}" stroke-width="3" stroke-dasharray="6 5"/>'
        '<path d="M182 198 L60 44 M182 198 L304 44" stroke="#b9c7cb" stroke-width="2" fill="none"/>'
        f'<text x="192" y="182" fill="{_ACCENT}" font-weight="600">{_DISTANCES.get(exercise.body, "2 m")}</text>'
        f'<g fill="{_INK}">{person}</g></g>'
    )


def _camera_picture(exercise: Exercise) -> str:
    """Draw the frame of the camera with the whole person in it."""
    floor, height, left = 196.0, 140.0, 440.0
    parts = [
        f'<text x="320" y="20" font-size="19" fill="{_SOFT}">{words("in_the_picture")}</text>',
        f'<rect x="320" y="34" width="236" height="178" rx="10" fill="#f4f7f7" stroke="{_SOFT}" stroke-width="3"/>',
        f'<line x1="322" y1="{floor}" x2="554" y2="{floor}" stroke="{_FLOOR}" stroke-width="6"/>',
    ]
    head, *limbs = _FIGURES[exercise.body]
    scale = height if exercise.body in ("standing", "kneeling", "sitting") else 1.3 * height

    def place(point: Point) -> str:
        return f"{left + scale * point[0]:.1f},{floor - 4 - scale * point[1]:.1f}"

    for limb in limbs:
        dots = " ".join(place(p) for p in limb)
        parts.append(
            f'<polyline points="{dots}" fill="none" stroke="{_INK}" stroke-width="9" '
            'stroke-linecap="round" stroke-linejoin="round"/>'
        )
    x, y = place(head[0]).split(",")
    parts.append(f'<circle cx="{x}" cy="{y}" r="{scale * _HEAD:.1f}" fill="{_INK}"/>')
    return "".join(parts)
