"""A result on the screen: the score and what to do next time, large; below it the whole report, and the downloads."""

from __future__ import annotations

import math
from collections.abc import Sequence
from html import escape

import streamlit as st

from posecheck.app.visit.result_files import Files
from posecheck.language import words
from posecheck.report import words as report
from posecheck.report.course import check_rows, completion
from posecheck.report.findings import fault_cards
from posecheck.result.judgement import Result
from posecheck.rules.exercise.definition import Exercise

NEXT_TIME = 2
"""Things to change that are named large: two can be kept in mind."""


def results_panel(results: Sequence[Result], files: Sequence[Files], exercise: Exercise) -> None:
    """Draw results, one for each side: large words first, then the downloads and the whole report."""
    if not results:
        st.markdown(words("nothing_done"))
        return
    names = set_names(results)
    places = st.tabs(names) if len(results) > 1 else [st.container()]
    for number, (place, result, made) in enumerate(zip(places, results, files, strict=True)):
        with place:
            st.html(result_html(result, exercise))
            downloads(made, key=f"result_{number}")
            report_frame(made)


def set_names(results: Sequence[Result]) -> list[str]:
    """Return what to call each of several results: its side, where that is known, and which of its sets it is."""
    names: list[str] = []
    for number, result in enumerate(results, 1):
        sides = {attempt.side for attempt in result.attempts}
        side = sides.pop() if len(sides) == 1 else None
        name = words(f"set_of_{side}") if side in ("left", "right") else words("set_number", n=number)
        turn = sum(before.partition(",")[0] == name for before in names) + 1
        names.append(name if turn == 1 else words("set_turn", name=name, n=turn))
    return names


def result_html(result: Result, exercise: Exercise) -> str:
    """Return the score and what to do next time as HTML."""
    if result.judged and (done := completion(result.attempts)):
        return _completed(result, done)
    if not result.judged or not math.isfinite(result.score):
        reason = words("no_score_now", reason=(result.reason or words("too_little_seen")).rstrip("."))
        tips = "".join(f"<li>{escape(tip)}</li>" for tip in result.view.advice)
        return f'<p class="pc-score"><span>{escape(reason)}</span></p><ul class="pc-next">{tips}</ul>'
    band, sentence = report.band_of_result(result)
    lines = "".join(
        f"<li>{escape(card.cue)}<small>{escape(card.title)}</small></li>"
        for card in fault_cards(result, exercise, {})[:NEXT_TIME]
    )
    score = f"<b>{report.number(result.score)}</b><span>{words('of_100')} \N{MIDDLE DOT} {band}</span>"
    return f'<p class="pc-score">{score}</p><p>{sentence}</p>' + (f'<ul class="pc-next">{lines}</ul>' if lines else "")


def _completed(result: Result, done: str) -> str:
    """Return what stands in place of a score: how much of a guided exercise was done, and what else moved."""
    seen = [row for row in check_rows(result) if row.state == "fault"]
    lines = "".join(f"<li>{escape(row.cue)}<small>{escape(row.title)}</small></li>" for row in seen[:NEXT_TIME])
    listed = f'<ul class="pc-next">{lines}</ul>' if lines else ""
    return f'<p class="pc-score"><span>{escape(done)}</span></p><p>{words("guided_no_score")}</p>{listed}'


def downloads(files: Files, *, key: str) -> None:
    """Draw the buttons that save a result's files."""
    kinds = (
        ("file_report", files.html, "html", "text/html"),
        ("file_result", files.json, "json", "application/json"),
        ("file_angles", files.csv, "csv", "text/csv"),
    )
    for place, (label, text, ending, mime) in zip(st.columns(3), kinds, strict=True):
        place.download_button(
            words(label), text, f"{files.stem}.{ending}", mime, key=f"{key}_{ending}", width="stretch"
        )


def report_frame(files: Files) -> None:
    """Draw the report, the same that the command line writes."""
    st.iframe(files.html, height="content")
