"""What the person sees beside the camera picture, and an exercise to read: drawn from plain records."""

from __future__ import annotations

import math
from html import escape
from typing import Final

import streamlit as st

from posecheck.app.coach.live_view import LiveView, Stage
from posecheck.app.screen.pictures import picture_of
from posecheck.language import words
from posecheck.report import words as report
from posecheck.result.word_bands import plain_unit
from posecheck.rules.exercise.definition import Exercise, Rule
from posecheck.rules.exercise_file.phase_checks import LONGEST_LEAD
from posecheck.rules.judging.attempts import measure_unit

NO_STAGE: Final[frozenset[Stage]] = frozenset({"set", "rest"})
"""Stages without a heading: the large words say it all."""


def live_panel(view: LiveView) -> None:
    """Draw the words, the hold ring and the counts of this moment."""
    st.html(live_html(view))


def live_html(view: LiveView) -> str:
    """Return the words, the hold ring and the counts of this moment as HTML."""
    kind = " pc-stop" if view.stage == "stop" else ""
    if view.say and view.say.text == view.headline and not kind:
        kind = f" pc-{view.say.kind}" + (" pc-short" if len(view.headline) <= LONGEST_LEAD else "")
    # The large words are the phase itself, unless a correction or praise stands there.
    stage = (view.part or words(f"phase_{view.phase}")) if view.stage == "set" and kind else _stage(view.stage)
    detail = f'<p class="pc-detail">{escape(view.detail)}</p>' if view.detail and view.stage != "set" else ""
    ring = f'<div class="pc-row">{_ring(view)}{_counts(view)}</div>' if _shows_ring(view) else ""
    return (
        f'<div class="pc-live" data-stage="{view.stage}"><p class="pc-stage">{stage}</p>'
        f'<p class="pc-say{kind}" role="status">{escape(view.headline)}</p>{detail}{ring}</div>'
    )


def _stage(stage: Stage) -> str:
    return "\N{NO-BREAK SPACE}" if stage in NO_STAGE else words(f"stage_{stage}")


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
    share = min(view.step_s / wanted, 1.0) if wanted > 0 else 0.0
    if view.kind == "cadence":
        done, below = report.clock(view.step_s), words("ring_of_time", clock=report.clock(wanted)) if wanted > 0 else ""
        return share, share, done, below, f"{done} {below}"
    if view.kind == "guided" and wanted > 0:
        done, below = f"{math.floor(view.step_s)}", words("ring_of", wanted=wanted)
        return share, share, done, below, f"{done} {below}"
    if view.steps and view.phase != "hold":
        below = words("ring_of_parts", parts=view.steps)
        return view.step / view.steps, view.step / view.steps, f"{view.step}", below, f"{view.step} {below}"
    wanted = view.hold_wanted_s
    held, well = (min(s / wanted, 1.0) if wanted > 0 else 0.0 for s in (view.hold_s, view.good_hold_s))
    below = words("ring_of", wanted=wanted) if wanted > 0 else "s"
    said = words("ring_held", held=view.hold_s, well=view.good_hold_s, wanted=wanted)
    return held, well, f"{math.floor(view.good_hold_s)}", below, said


def _counts(view: LiveView) -> str:
    rows: list[tuple[str, str, str]] = []
    if view.kind == "cadence":
        rows.append((words("count_pace"), report.number(view.per_min), ""))
    elif view.attempts_wanted:
        count = words("live_detail", attempt=max(view.attempt, 1), wanted=view.attempts_wanted)
        rows.append((words("count_round" if view.kind in ("guided", "cycle") else "count_repetition"), count, ""))
    if view.side is not None:
        rows.append((words("count_working"), report.side_words(view.side), ""))
    if view.stage == "set" and view.hold_wanted_s > 0 and view.kind not in ("guided", "cadence"):
        rows.append((words("head_held"), f"{view.hold_s:.0f} s", "held"))
        rows.append((words("head_held_well"), f"{view.good_hold_s:.0f} s", "well"))
    marks = {"": "", "held": '<span class="pc-mark pc-held"></span>', "well": '<span class="pc-mark pc-well"></span>'}
    cells = "".join(f"<div>{marks[mark]}<dt>{name}</dt><dd>{value}</dd></div>" for name, value, mark in rows)
    return f'<dl class="pc-facts">{cells}</dl>'


def placing(exercise: Exercise) -> None:
    """Draw where to put the laptop: a picture and one sentence."""
    said = words("setup_picture", title=exercise.title, camera=exercise.camera)
    st.image(picture_of(exercise), width="stretch", alt=said)
    st.markdown(exercise.camera)
    for other in exercise.other_views:
        st.markdown(words("other_view", camera=other.camera))


def exercise_panel(exercise: Exercise) -> None:
    """Draw everything there is to know about an exercise."""
    left, right = st.columns([5, 4], gap="large")
    with left:
        st.markdown(f"**{exercise.purpose}**")
        if exercise.other_names:
            st.caption(words("also_called", names=", ".join(exercise.other_names)))
        st.subheader(words("how_to_do_it"))
        st.markdown("\n".join(f"{i}. {step}" for i, step in enumerate(exercise.steps, 1)))
    with right:
        placing(exercise)
    st.subheader(words("what_is_judged"))
    st.table(_rules(exercise))
    left, right = st.columns(2, gap="large")
    with left:
        st.subheader(words("cannot_judge"))
        st.markdown(_bullets(exercise.not_judged) or words("nothing_more_known"))
        st.subheader(words("who_takes_care"))
        st.markdown(_bullets(exercise.cautions))
    with right:
        st.subheader(words("how_long"))
        st.table(_doses(exercise))
        st.caption(words("limits_and_doses", source=exercise.source))


def _rules(exercise: Exercise) -> dict[str, list[str]]:
    rules = sorted(exercise.rules, key=lambda rule: -rule.severity)
    return {
        words("rules_fault"): [rule.title for rule in rules],
        words("rules_said"): [rule.cue for rule in rules],
        words("rules_weight"): [words(f"severity_{rule.severity}") for rule in rules],
        words("rules_judged_by"): [
            words("judged_in", title=exercise.measures[r.measure].title, part=report.part_of(exercise, r.phase))
            for r in rules
        ],
        words("rules_good"): [_good(exercise, rule) for rule in rules],
    }


def _good(exercise: Exercise, rule: Rule) -> str:
    """Return where all is well, "8° to 20°"."""
    unit = plain_unit(measure_unit(exercise, rule.measure))
    low, high = (None if limit is None else report.amount(limit.good, unit) for limit in (rule.low, rule.high))
    if low and high:
        return words("good_between", low=low, high=high)
    return words("good_from", low=low) if low else words("good_up_to", high=high)


def _doses(exercise: Exercise) -> dict[str, list[str]]:
    doses = exercise.doses
    return {
        words("level"): [report.dose_title(name) for name in doses],
        words("dose_hold"): [words("much_hold", seconds=d.hold_s) for d in doses.values()],
        words("dose_times_a_side" if exercise.sides else "dose_times"): [str(d.attempts) for d in doses.values()],
        words("rest"): [words("much_hold", seconds=d.rest_s) for d in doses.values()],
    }


def _bullets(lines: tuple[str, ...]) -> str:
    return "\n".join(f"- {line}" for line in lines)
