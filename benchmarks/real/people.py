"""What posecheck says of labelled clips of real people, and the figures of it: judged, blamed, found, counted."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from benchmarks.real.labelled import Row, read_rows
from posecheck.clips.scoring import read_clip, recognise_track, score_track
from posecheck.disk.library import exercise_ids
from posecheck.errors import PosecheckError
from posecheck.result.judgement import Result

SERIOUS: Final = 2
"""Faults from this severity on are blame."""


@dataclass(frozen=True, slots=True)
class Said:
    """What is said of one row; `named` is the exercise that ``auto`` is sure of, empty where it is not."""

    row: Row
    judged: bool
    score: float
    neutral: str
    count: int
    complete: int
    serious: tuple[str, ...]
    slight: tuple[str, ...]
    reason: str
    named: str

    @property
    def fair(self) -> bool:
        """Whether a row labelled right is judged without blame, and counted exactly where a count is given."""
        return self.judged and not self.serious and self.exact is not False

    @property
    def exact(self) -> bool | None:
        """Whether the count is the labelled one; None where none is given."""
        return None if self.row.count is None else self.count == self.row.count

    @property
    def found(self) -> bool:
        """Whether the fault that the row is labelled with is told."""
        return self.judged and self.row.expect in (*self.serious, *self.slight)


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: how many of how many, and how many there ought to be; `goal` None where nothing is asked."""

    what: str
    value: int
    of: int
    goal: int | None = None


def judge_rows(folder: Path, *, only: str = "", from_clips: bool = False, processes: int = 2) -> list[Said]:
    """Judge the rows of a folder whose name has `only` in it; rows of exercises that do not exist are left out."""
    known = exercise_ids()
    rows = [r for r in read_rows(folder, from_clips=from_clips) if only in r.clip and r.exercise in known]
    with ProcessPoolExecutor(processes) as pool:
        return list(pool.map(judge_row, rows))


def judge_row(row: Row) -> Said:
    """Return what is said of one row."""
    try:
        track = read_clip(row.path, outline=True)
        result = score_track(track, row.exercise)
        told = recognise_track(track)
    except PosecheckError as problem:
        return Said(row, False, float("nan"), "none", 0, 0, (), (), str(problem), "")
    named = (told.exercise or "") if told.answer == "sure" else ""
    serious, slight = _faults(result)
    return Said(
        row,
        result.judged,
        result.score,
        result.neutral.source,
        sum(a.counted for a in result.attempts),
        sum(a.complete for a in result.attempts),
        serious,
        slight,
        "" if result.judged else result.reason or " ".join(result.view.advice),
        named,
    )


def _faults(result: Result) -> tuple[tuple[str, ...], tuple[str, ...]]:
    fired = [f for a in result.attempts for f in a.findings if f.fired] if result.judged else []
    serious = dict.fromkeys(f.rule for f in fired if f.severity >= SERIOUS)
    slight = dict.fromkeys(f.rule for f in fired if f.severity < SERIOUS)
    return tuple(serious), tuple(rule for rule in slight if rule not in serious)


def figures(said: Sequence[Said]) -> list[Figure]:
    """Return the figures that the development set is for, with their goals for the whole of it."""
    right, faulty = _of(said, "correct"), _of(said, "fault")
    other, refused = _of(said, "none"), _of(said, "refuse")
    certain = [s for s in said if s.row.is_form and s.row.count is not None]
    return [
        Figure("done right: judged", sum(s.judged for s in right), len(right), 13),
        Figure("done right: told a fault of severity 2 or 3", sum(bool(s.serious) for s in right), len(right), 0),
        Figure("done right: a fair answer (judged, not blamed, counted)", sum(s.fair for s in right), len(right)),
        Figure("a plain fault: told", sum(s.found for s in faulty), len(faulty), 2),
        Figure("counts exact (done right or with a fault)", sum(s.exact is True for s in certain), len(certain), 12),
        Figure("another movement: silent", sum(not s.judged for s in other), len(other), len(other)),
        Figure("views to be refused: blamed", sum(bool(s.serious) for s in refused), len(refused), 0),
        *_naming(said),
    ]


def _of(said: Iterable[Said], expected: str) -> list[Said]:
    return [s for s in said if s.row.expected == expected]


def _naming(said: Sequence[Said]) -> list[Figure]:
    """Figures of ``auto``: asked once a clip, held against all rows of that clip."""
    form = [s for s in said if s.row.is_form]
    clips: dict[str, list[Said]] = {}
    for s in said:
        clips.setdefault(s.row.clip, []).append(s)
    foreign = [rows for rows in clips.values() if any(s.row.expected == "none" for s in rows)]
    wrong = [rows for rows in foreign if _misnamed(rows)]
    return [
        Figure("auto: named as labelled", sum(s.named == s.row.exercise for s in form), len(form), 11),
        Figure("auto: named as another", sum(s.named not in ("", s.row.exercise) for s in form), len(form), 0),
        Figure("auto: another movement named as ours", len(wrong), len(foreign), 0),
    ]


def _misnamed(rows: Sequence[Said]) -> bool:
    """Whether a clip is named as the exercise of its `none` rows, or at all where it has only such rows."""
    named = rows[0].named
    nothing = [s for s in rows if s.row.expected == "none"]
    return named in {s.row.exercise for s in nothing} or (bool(named) and len(nothing) == len(rows))


def tell(said: Sequence[Said], write: Callable[[str], object] = sys.stdout.write) -> None:
    """Write a line for each row and the figures."""
    for s in said:
        count = "" if s.row.count is None else f" counted {s.count} of {s.row.count}"
        faults = ", ".join([*s.serious, *(f"({f})" for f in s.slight)]) or "-"
        verdict = f"{s.score:.0f} points, {faults}" if s.judged else f"not judged: {s.reason}"
        named = s.named or "-"
        write(f"{s.row.expect:<14} {s.row.clip} [{s.row.exercise}] {verdict};{count} {s.neutral}; auto {named}\n")
    write("\n" + figures_table(said))


def figures_table(said: Sequence[Said]) -> str:
    """Return the figures as a Markdown table."""
    rows = [f"| {f.what} | {f.value} of {f.of} | {'–' if f.goal is None else f.goal} |" for f in figures(said)]
    return "\n".join(["| what | clips | goal |", "|---|---:|---:|", *rows, ""])
