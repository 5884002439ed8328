"""What the person sees beside the camera picture, and an exercise to read: drawn from plain records."""

from __future__ import annotations

import math
from collections.abc import Mapping
from html import escape
from types import MappingProxyType
from typing import Final

import streamlit as st

from posecheck.app.live_view import LiveView, Stage
from posecheck.app.setup_picture import setup_picture
from posecheck.report import words
from posecheck.report.words import clock
from posecheck.rules.attempts import measure_unit
from posecheck.rules.exercise import Exercise, Rule
from posecheck.wording import plain_unit
from posecheck.wording import words as sentence

STAGES: Final[Mapping[Stage, str]] = MappingProxyType(
    {
        "guide": "Getting into place",
        "hold_still": "Your start position",
        "count_in": "Ready",
        "set": "\N{NO-BREAK SPACE}",
        "rest": "\N{NO-BREAK SPACE}",
        "stop": "Stop",
        "change_sides": "Change sides",
        "paused": "Paused",
        "done": "Done",
        "failed": "Something went wrong",
    }
)
PHASES: Final = MappingProxyType(
    {"none": "Go", "setup": "When you are ready", "move": "Move in", "hold": "Hold", "return": "Come back"}
)


def live_panel(view: LiveView) -> None:
    """Draw the words, the hold ring and the counts of this moment."""
    st.html(live_html(view))


def live_html(view: LiveView) -> str:
    """Return the words, the hold ring and the counts of this moment as HTML."""
    kind = " pc-stop" if view.stage == "stop" else ""
    if view.say and view.say.text == view.headline and not kind:
        kind = f" pc-{view.say.kind}"
    # The large words are the phase itself, unless a correction or praise stands there.
    stage = (view.part or PHASES[view.phase]) if view.stage == "set" and kind else STAGES[view.stage]
    detail = f'<p class="pc-detail">{escape(view.detail)}</p>' if view.detail and view.stage != "set" else ""
    ring = f'<div class="pc-row">{_ring(view)}{_counts(view)}</div>' if _shows_ring(view) else ""
    return (
        f'<div class="pc-live" data-stage="{view.stage}"><p class="pc-stage">{stage}</p>'
        f'<p class="pc-say{kind}" role="status">{escape(view.headline)}</p>{detail}{ring}</div>'
    )


def _shows_ring(view: LiveView) -> bool:
    return view.count is not None or (view.stage in ("set", "change_sides", "paused") and view.attempts_wanted > 0)


def _ring(view: LiveView) -> str:
    """Return the ring: what was held well as a thick arc, all that was held as a thin one around it.

    Where the voice leads it is the time of the part under way, in a sequence how many parts are done.
    """
    held, well, middle, below, said = _in_ring(view)
    # Streamlit lets no SVG through here, so the arcs are two cones of colour.
    return (
        f'<div class="pc-ring" role="img" aria-label="{said}" style="--held:{held:.1%};--well:{well:.1%}">'
        f"<div><b>{middle}</b><small>{below}</small></div></div>"
    )


def _in_ring(view: LiveView) -> tuple[float, float, str, str, str]:
    """Return the shares of the two arcs, the number, the words below it, and what is read out of it."""
    if view.count is not None:
        return 0.0, 0.0, str(view.count), "", str(view.count)
    wanted = view.step_wanted_s
    if view.kind == "cadence":
        share = min(view.step_s / wanted, 1.0) if wanted > 0 else 0.0
        done, below = clock(view.step_s), sentence("of_minutes", minutes=clock(wanted)) if wanted > 0 else ""
        return share, share, done, below, f"{done} {below}"
    if view.kind == "guided" and wanted > 0:
        share = min(view.step_s / wanted, 1.0)
        done, below = f"{math.floor(view.step_s)}", sentence("of_seconds", seconds=wanted)
        return share, share, done, below, f"{done} {below}"
    if view.steps and view.phase != "hold":
        share = view.step / view.steps
        return share, share, f"{view.step}", sentence("of_parts", all=view.steps), f"{view.step} / {view.steps}"
    wanted = view.hold_wanted_s
    held, well = (min(s / wanted, 1.0) if wanted > 0 else 0.0 for s in (view.hold_s, view.good_hold_s))
    below = sentence("of_seconds", seconds=wanted) if wanted > 0 else sentence("seconds")
    said = f"Held {view.hold_s:.0f} seconds, {view.good_hold_s:.0f} of them well, of {wanted:g}"
    return held, well, f"{math.floor(view.good_hold_s)}", below, said


def _counts(view: LiveView) -> str:
    rows: list[tuple[str, str, str]] = []
    if view.kind == "cadence":
        pace = f"{view.per_min:.0f}" if math.isfinite(view.per_min) else "\N{EN DASH}"
        rows.append((sentence("row_pace"), pace, ""))
    elif view.attempts_wanted:
        number = sentence("number_of", done=max(view.attempt, 1), wanted=view.attempts_wanted)
        rows.append((sentence("row_round" if view.kind in ("guided", "cycle") else "row_repetition"), number, ""))
    if view.side is not None and view.side in words.SIDES:
        rows.append((sentence("row_working"), words.SIDES[view.side], ""))
    if view.stage == "set" and view.hold_wanted_s > 0 and view.kind not in ("guided", "cadence"):
        rows.append((sentence("row_held"), f"{view.hold_s:.0f} s", "held"))
        rows.append((sentence("row_held_well"), f"{view.good_hold_s:.0f} s", "well"))
    marks = {"": "", "held": '<span class="pc-mark pc-held"></span>', "well": '<span class="pc-mark pc-well"></span>'}
    cells = "".join(f"<div>{marks[mark]}<dt>{name}</dt><dd>{value}</dd></div>" for name, value, mark in rows)
    return f'<dl class="pc-facts">{cells}</dl>'


def placing(exercise: Exercise) -> None:
    """Draw where to put the laptop: a picture and one sentence."""
    st.image(setup_picture(exercise), width="stretch")
    st.markdown(exercise.camera)
    for other in exercise.other_views:
        st.markdown(sentence("other_view", camera=other.camera))


def exercise_panel(exercise: Exercise) -> None:
    """Draw everything there is to know about an exercise."""
    left, right = st.columns([5, 4], gap="large")
    with left:
        st.markdown(f"**{exercise.purpose}**")
        if exercise.other_names:
            st.caption(f"Also called: {', '.join(exercise.other_names)}")
        st.subheader("How to do it")
        st.markdown("\n".join(f"{i}. {step}" for i, step in enumerate(exercise.steps, 1)))
    with right:
        placing(exercise)
    st.subheader("What is judged")
    st.table(_rules(exercise))
    left, right = st.columns(2, gap="large")
    with left:
        st.subheader("What this view cannot judge")
        st.markdown(_bullets(exercise.not_judged) or "Nothing more is known.")
        st.subheader("Who should take care")
        st.markdown(_bullets(exercise.cautions))
    with right:
        st.subheader("How long, how often")
        st.table(_doses(exercise))
        st.caption(f"Limits and doses: {exercise.source}")


def _rules(exercise: Exercise) -> dict[str, list[str]]:
    rules = sorted(exercise.rules, key=lambda rule: -rule.severity)
    return {
        "Fault": [rule.title for rule in rules],
        "What posecheck says": [rule.cue for rule in rules],
        "Weight": [words.SEVERITIES[rule.severity] for rule in rules],
        "Judged by": [f"{exercise.measures[r.measure].title}, in {words.part_of(exercise, r.phase)}" for r in rules],
        "Good": [_good(exercise, rule) for rule in rules],
    }


def _good(exercise: Exercise, rule: Rule) -> str:
    """Return where all is well, "8° to 20°"."""
    unit = plain_unit(measure_unit(exercise, rule.measure))
    low, high = (None if limit is None else words.amount(limit.good, unit) for limit in (rule.low, rule.high))
    if low and high:
        return f"{low} to {high}"
    return f"{low} or more" if low else f"{high} or less"


def _doses(exercise: Exercise) -> dict[str, list[str]]:
    doses = exercise.doses
    return {
        "Level": [name.capitalize() for name in doses],
        "Hold": [f"{d.hold_s:g} s" for d in doses.values()],
        "Times a side" if exercise.sides else "Times": [str(d.attempts) for d in doses.values()],
        "Rest": [f"{d.rest_s:g} s" for d in doses.values()],
    }


def _bullets(lines: tuple[str, ...]) -> str:
    return "\n".join(f"- {line}" for line in lines)
