"""The report: one HTML file that needs nothing else, for a person who would rather look than read."""

from __future__ import annotations

import base64
import math
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from posecheck import language
from posecheck.disk.whole_files import write_text
from posecheck.errors import OutputError
from posecheck.report import curves, words
from posecheck.report.back_figure import back_figure
from posecheck.report.course import check_rows, completion, courses, parts_in_words
from posecheck.report.findings import fault_cards, range_bars, things_looked_for, unknown_groups
from posecheck.report.score_list import attempt_list, result_list, seen_elsewhere
from posecheck.result.judgement import Result
from posecheck.rules.exercise.definition import Dose, Exercise

if TYPE_CHECKING:
    from jinja2 import Template

Pictures = Mapping[tuple[int, str], bytes]
"""(index in `Result.attempts`, rule id) -> a JPEG or PNG of the worst moment; (0, "hold") is the longest hold."""

HOLD_PICTURE = (0, "hold")

TOP = 2
"""Deductions that are named beside the score: two can be kept in mind; the rest stands together below."""

RING_LENGTH = 2 * math.pi * 76
"""Circumference of the score ring in the template."""


def render_report(result: Result, exercise: Exercise | None, *, pictures: Pictures | None = None) -> str:
    """Return the report of a result as one self-contained HTML page.

    Parameters
    ----------
    result
        What was judged. Where it was not, the page says what to change.
    exercise
        The exercise that was judged, for bands, titles and how to film it. None where it was to be found out and is
        not known: the page then says what it may be.
    pictures
        Worst moments of the faults, already drawn on; see `Pictures`. A fault without one is told in words alone.

    Returns
    -------
    str
        The same for the same input: no date, no random name.

    Raises
    ------
    OutputError
        Where a picture is neither JPEG nor PNG.
    """
    uris = {key: data_uri(data) for key, data in (pictures or {}).items()}
    if exercise is None:
        return _unnamed(result, uris.get(HOLD_PICTURE))
    axis = curves.time_axis(result)
    listed = result_list(result)
    return _template("report.html").render(
        r=result,
        exercise=exercise,
        title=_title(result, exercise),
        band=_band(result),
        looked_at=words.looked_at(result) if result.judged else "",
        ring=_ring(result),
        score=words.number(result.score),
        give_or_take=words.number(result.score_uncertainty) if math.isfinite(result.score_uncertainty) else None,
        facts=_facts(result, exercise),
        hold_picture=uris.get(HOLD_PICTURE),
        listed=listed,
        rows=listed.shortened(TOP) if listed else (),
        elsewhere=seen_elsewhere(result),
        each=[(i, attempt_list(a)) for i, a in enumerate(result.attempts, 1) if math.isfinite(a.score)],
        spans=curves.phase_spans(result.attempts, axis),
        ticks=curves.time_ticks(axis),
        cards=fault_cards(result, exercise, uris),
        back=back_figure(result),
        completed=completion(result.attempts),
        checks=check_rows(result),
        courses=courses(result, exercise),
        columns=_columns(result),
        looked_for=things_looked_for(result),
        bars=range_bars(result),
        curves=curves.build_curves(result, exercise),
        unknown=unknown_groups(result),
        settings=_settings(result, exercise),
        lang=language.language(),
        w=words,
    )


def write_report(
    result: Result, exercise: Exercise | None, path: str | Path, *, pictures: Pictures | None = None
) -> None:
    """Write the report of a result; see `render_report`.

    Raises
    ------
    OutputError
        Where the file cannot be written (then nothing is left there) or a picture is neither JPEG nor PNG.
    """
    write_text(path, render_report(result, exercise, pictures=pictures))


def _unnamed(result: Result, picture: str | None) -> str:
    """Return the page of a clip whose exercise is not known."""
    return _template("unnamed.html").render(
        r=result,
        exercise=None,
        title=result.title,
        facts=_facts(result, None),
        settings=_settings(result, None),
        picture=picture,
        lang=language.language(),
        w=words,
    )


def data_uri(data: bytes) -> str:
    """Return a picture as text that can stand in a page.

    Raises
    ------
    OutputError
        Where it is neither JPEG nor PNG.
    """
    kinds = {b"\xff\xd8\xff": "jpeg", b"\x89PNG": "png"}
    kind = next((name for start, name in kinds.items() if data.startswith(start)), None)
    if kind is None:
        raise OutputError("Cannot put a picture into the report: expected the bytes of a JPEG or PNG file.")
    return f"data:image/{kind};base64,{base64.b64encode(data).decode('ascii')}"


@lru_cache(maxsize=2)
def _template(name: str) -> Template:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    # Every name in a result may come from a stranger: a file name, a shared exercise.
    env = Environment(
        loader=PackageLoader("posecheck.report", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.filters |= {"clock": words.clock, "seconds": words.seconds, "number": words.number}
    env.globals["t"] = language.words  # type: ignore[assignment]
    return env.get_template(name)


def _title(result: Result, exercise: Exercise) -> str:
    name = result.title or exercise.title
    return f"{name} ({result.variant})" if result.variant else name


def _band(result: Result) -> tuple[str, str, str] | None:
    """Return the band's key, its name and a sentence; None where there is none."""
    return (result.band, *words.band_of_result(result)) if result.band else None


def _ring(result: Result) -> dict[str, float] | None:
    """Return lengths along the score ring: how far it is filled, and where the uncertainty begins and ends."""
    if not math.isfinite(result.score):
        return None
    spread = result.score_uncertainty if math.isfinite(result.score_uncertainty) else 0.0
    low, high = max(result.score - spread, 0.0), min(result.score + spread, 100.0)
    share = RING_LENGTH / 100
    return {
        "whole": round(RING_LENGTH, 2),
        "filled": round(share * min(max(result.score, 0.0), 100.0), 2),
        "from": round(share * low, 2),
        "sure": round(share * (high - low), 2),
    }


def _facts(result: Result, exercise: Exercise | None) -> list[tuple[str, str]]:
    """Return the few things to know at a glance, as (name, value)."""
    say = language.words
    facts: list[tuple[str, str]] = []
    if result.clip:
        facts.append((say("fact_clip"), result.clip))
    if result.attempts:
        facts.append((say("fact_done"), words.attempts_in_words(result)))
    if result.dose and exercise is not None:
        dose = exercise.doses.get(result.dose)
        facts.append((say("fact_dose"), _plan(words.dose_title(result.dose), dose)))
    if result.view.camera:
        parts = [say(f"camera_{result.view.camera}")]
        parts += [say(f"body_{result.view.body}")] if result.view.body else []
        parts += [say(f"facing_{result.view.facing}")] if result.view.facing else []
        facts.append((say("fact_seen"), ", ".join(parts)))
    if result.judged and math.isfinite(result.judged_share):
        facts.append((say("fact_judged"), words.percent(result.judged_share)))
    return facts


def _columns(result: Result) -> dict[str, bool]:
    """Return which columns the table of attempts needs."""
    return {
        "held": any(a.hold_s > 0 or a.kind == "hold" for a in result.attempts),
        "score": any(math.isfinite(a.score) for a in result.attempts),
        "pace": any(math.isfinite(a.cadence_per_min) for a in result.attempts),
    }


def _plan(name: str, dose: Dose | None) -> str:
    """Return a dose with what it means, "Standard: 30 s, 3 times a side"."""
    if dose is None:
        return name
    return language.words("dose_plan", dose=name, hold=words.seconds(dose.hold_s), times=dose.attempts)


def _settings(result: Result, exercise: Exercise | None) -> list[tuple[str, str]]:
    """Return what somebody needs who wants to get the same numbers again, as (name, value)."""
    say, source, neutral = language.words, result.source, result.neutral
    variant = say("and_variant", variant=result.variant) if result.variant else ""
    turned = say("and_turned", deg=source.rotation) if source.rotation else ""
    rows: list[tuple[str, Any]] = [
        (say("set_exercise"), result.exercise + variant),
        (say("set_ranges_by"), exercise.source if exercise else ""),
        (say("set_dose"), words.dose_title(result.dose or "none")),
        (say("set_neutral"), f"{say(f'neutral_{neutral.source}')}, {words.seconds(neutral.seconds)}"),
        (say("set_parts"), parts_in_words(result)),
        (say("set_turned"), words.amount(result.view.yaw_deg, "deg")),
        (say("set_near_side"), words.side_words(result.view.near_side) if result.view.near_side else say("not_told")),
        (say("set_picture"), f"{source.width} × {source.height}{turned}"),
        (say("set_fps"), words.number(source.fps, 1)),
        (say("set_length"), words.seconds(source.duration_s)),
        (say("set_landmarks"), source.estimator),
        (say("set_checksum"), source.model_sha256),
        *((say("set_version", name=name), version) for name, version in result.versions.items()),
    ]
    return [(name, str(value)) for name, value in rows if value]
