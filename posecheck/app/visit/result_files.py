"""A result as files to take away: report, JSON and curves."""

from __future__ import annotations

from dataclasses import dataclass, replace

from posecheck.app.visit.live_words import in_live_words
from posecheck.report.html import Pictures, render_report
from posecheck.report.result_json import result_to_json
from posecheck.report.series_csv import series_to_csv
from posecheck.result.judgement import Result
from posecheck.rules.exercise.definition import Exercise


@dataclass(frozen=True, slots=True)
class Files:
    """A result as files to take away: name without ending, and the contents."""

    stem: str
    html: str
    json: str
    csv: str


def result_files(result: Result, exercise: Exercise, *, stem: str, pictures: Pictures | None = None) -> Files:
    """Return the files of a result."""
    report = render_report(result, exercise, pictures=pictures)
    return Files(stem, report, result_to_json(result), series_to_csv(result.series))


def live_files(result: Result, exercise: Exercise, *, stem: str, pictures: Pictures | None = None) -> Files:
    """Return the files of a live set: its report speaks of a set, its numbers are those of a clip of the same poses."""
    shown = result_files(in_live_words(result, exercise), exercise, stem=stem, pictures=pictures)
    return replace(shown, json=result_to_json(result))
