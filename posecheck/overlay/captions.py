"""Words on the picture: phase, attempt and seconds at the top, the cue at the bottom, large."""

from __future__ import annotations

import math

from posecheck.language import decimal, words
from posecheck.language.sentences import sentences
from posecheck.overlay.canvas import Canvas
from posecheck.overlay.style import CUE_SHARE, GREEN, ORANGE, WHITE, Style
from posecheck.overlay.text import LETTER_SHARE, fit, text_width
from posecheck.result.judgement import Feedback

_CAPTION_SHARE = 0.36
"""Most of the picture's height that the cue may cover."""


def draw_words(canvas: Canvas, feedback: Feedback, style: Style) -> None:
    """Draw header, advice and cue, and mark their places as taken."""
    if style.header:
        bottom = _draw_header(canvas, feedback)
        _draw_advice(canvas, feedback, bottom)
    if style.caption and feedback.cue:
        _draw_cue(canvas, feedback.cue)


def _draw_header(canvas: Canvas, feedback: Feedback) -> int:
    """Draw phase and attempt on the left, seconds on the right; return the lower edge in pixels."""
    phase = "" if feedback.phase == "none" else words(f"caption_{feedback.phase}")
    under_way = feedback.attempt > 0 and feedback.phase in ("move", "hold", "return")
    side = words(f"caption_{feedback.side}") if feedback.side else ""
    details = [words("caption_attempt", n=feedback.attempt) if under_way else "", side]
    beside = " \N{MIDDLE DOT} ".join(word for word in details if word)
    show_hold = math.isfinite(feedback.hold_s) and feedback.hold_s > 0
    if not phase and not beside and not show_hold:
        return 0
    size, pad = max(canvas.size(0.06), 12), canvas.size(0.02)
    small, drop = round(0.62 * size), round(0.36 * size)
    height = round(1.2 * size) + pad
    canvas.plate((0, 0, canvas.width, height))
    x = pad + (canvas.text(phase, pad, pad // 2, size, WHITE) + pad if phase else 0)
    canvas.text(beside, x, pad // 2 + drop, small, WHITE)
    if show_hold:
        well = words("caption_well", seconds=feedback.good_hold_s)
        x = canvas.width - pad - text_width(well, small)
        canvas.text(well, x, pad // 2 + drop, small, GREEN)
        held = decimal(f"{feedback.hold_s:.1f} s")
        canvas.text(held, x - pad - text_width(held, size), pad // 2, size, WHITE)
    canvas.taken.append((0, 0, canvas.width, height))
    return height


def _draw_advice(canvas: Canvas, feedback: Feedback, top: int) -> None:
    """Draw what to change about camera or place, under the header, with a sign in front."""
    pad = canvas.size(0.02)
    y = top
    for advice in sentences(feedback.advised[:2]):
        size, lines = fit(advice, max(canvas.size(0.046), 11), canvas.width - 4 * pad, round(canvas.height * 0.14))
        height = len(lines) * round(1.2 * size) + pad
        canvas.plate((0, y, canvas.width, y + height), 0.66)
        canvas.dashes((pad, y + pad / 2), (pad, y + height - pad / 2), ORANGE, max(pad // 2, 2))
        for i, line in enumerate(lines):
            canvas.text(line, 2 * pad, y + pad // 2 + i * round(1.2 * size), size, WHITE)
        y += height
    if y > top:
        canvas.taken.append((0, top, canvas.width, y))


def _draw_cue(canvas: Canvas, cue: str) -> None:
    """Draw the cue in the middle of a dark strip along the lower edge."""
    pad = canvas.size(0.025)
    wanted = math.ceil(canvas.height * CUE_SHARE / LETTER_SHARE)
    size, lines = fit(cue, wanted, canvas.width - 2 * pad, round(canvas.height * _CAPTION_SHARE))
    step = round(1.2 * size)
    top = canvas.height - len(lines) * step - pad
    canvas.plate((0, top, canvas.width, canvas.height), 0.8)
    for i, line in enumerate(lines):
        canvas.text(line, (canvas.width - text_width(line, size)) // 2, top + pad // 2 + i * step, size, WHITE)
    canvas.taken.append((0, top, canvas.width, canvas.height))
