"""What is named for clips of real people with labels: `python -m benchmarks.recognition --people FOLDER`.

The folder has a ``manifest.csv`` with a row a clip and exercise: ``clip``, ``track`` (saved poses of it), ``source``,
``exercise`` and ``expect`` (``correct`` or a fault's id, ``none`` for another movement, ``refuse``, ``unsure``). A clip
is asked once, however many rows it has. The limits of ``[[film]]`` come from what an exercise is and from the
demonstrations; to show what hangs on them, every limit is also moved outward and inward by the whole of `SOFT`.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, Literal

from posecheck.body.smoothing import smooth_track
from posecheck.disk.library import exercise_ids, load_exercise
from posecheck.disk.track_file import load_track
from posecheck.rules.exercise.definition import Exercise
from posecheck.rules.exercise.film_form import FilmForm, SignLimit
from posecheck.rules.recognition.film_evidence import SOFT
from posecheck.rules.recognition.film_signs import SIGNS, Film, film_of
from posecheck.rules.recognition.naming import Recognition, recognise

NOT_OURS: Final = "none"
NOT_COUNTED: Final = ("none", "refuse", "unsure")
SHIFTS: Final = (-1.0, -0.5, 0.0, 0.5, 1.0)
"""Every limit moved by so many times `SOFT`, outward where positive."""
WANTED_NAMED: Final = 11
"""Of the 18 right and faulty rows."""


@dataclass(frozen=True, slots=True)
class PersonClip:
    """One clip with the rows that it has: (exercise, expectation)."""

    name: str
    source: str
    labels: tuple[tuple[str, str], ...]
    film: Film

    @property
    def shows(self) -> tuple[str, ...]:
        """The exercises that it shows, rightly or with a fault."""
        return tuple(exercise for exercise, expect in self.labels if expect not in NOT_COUNTED)

    def verdict(self, told: Recognition) -> Literal["named", "wrong", ""]:
        """Return what the answer is worth: wrong is a name that it does not show, where that is known."""
        if told.exercise is None:
            return ""
        if self.shows:
            return "named" if told.exercise in self.shows else "wrong"
        others = [exercise for exercise, expect in self.labels if expect == NOT_OURS]
        return "wrong" if told.exercise in others or len(others) == len(self.labels) else ""


def read_people(folder: Path) -> list[PersonClip]:
    """Return the clips of a folder."""
    with (folder / "manifest.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    by_track: dict[str, list[Mapping[str, str]]] = {}
    for row in rows:
        by_track.setdefault(row["track"], []).append(row)
    return [
        PersonClip(
            Path(of_it[0]["clip"]).stem,
            of_it[0]["source"],
            tuple((row["exercise"], row["expect"]) for row in of_it),
            film_of(list(smooth_track(load_track(folder / track)))),
        )
        for track, of_it in by_track.items()
    ]


def people_tables(clips: Sequence[PersonClip]) -> tuple[str, bool]:
    """Return the counts and a line for each clip as Markdown, and whether all that is wanted is reached."""
    known = [load_exercise(name) for name in exercise_ids()]
    told = [(clip, recognise(known, clip.film)) for clip in clips]
    named, wrong, rows = counts(told)
    text = f"Of {rows} right and faulty rows {named} named (wanted {WANTED_NAMED}); {wrong} clips named wrongly.\n\n"
    text += "| limits moved outward by | named | wrong |\n|---:|---:|---:|\n"
    for shift in SHIFTS:
        moved = [shifted(exercise, shift) for exercise in known]
        n, w, _ = counts((clip, recognise(moved, clip.film)) for clip in clips)
        text += f"| {shift * SOFT['deg']:+.0f}°, {shift * SOFT['trunk']:+.2f} trunk lengths | {n} | {w} |\n"
    text += "\n| source | clip | labels | said | |\n|---|---|---|---|---|\n"
    for clip, answer in told:
        labels = ", ".join(f"{exercise}: {expect}" for exercise, expect in clip.labels)
        text += f"| {clip.source} | {clip.name} | {labels} | {said(answer)} | {clip.verdict(answer)} |\n"
    return text, named >= WANTED_NAMED and not wrong


def counts(told: Iterable[tuple[PersonClip, Recognition]]) -> tuple[int, int, int]:
    """Return how many rows are named rightly, how many clips wrongly, and how many rows show an exercise."""
    named = wrong = rows = 0
    for clip, answer in told:
        verdict = clip.verdict(answer)
        named, wrong, rows = named + (verdict == "named"), wrong + (verdict == "wrong"), rows + len(clip.shows)
    return named, wrong, rows


def said(told: Recognition) -> str:
    """Return an answer in a few words."""
    if told.answer == "none":
        return "none"
    names = [f"{c.exercise} {c.likelihood:.2f}" for c in told.likely[: 1 if told.answer == "sure" else 2]]
    return " or ".join(names) + ("?" if told.answer == "unsure" else "")


def shifted(exercise: Exercise, by: float) -> Exercise:
    """Return an exercise with all limits of its film moved outward by so many times `SOFT`."""
    return replace(exercise, film=tuple(_shifted_form(form, by) for form in exercise.film))


def _shifted_form(form: FilmForm, by: float) -> FilmForm:
    def limit(c: SignLimit) -> SignLimit:
        step = by * SOFT[SIGNS[c.sign]]
        return SignLimit(
            c.sign, None if c.above is None else c.above - step, None if c.below is None else c.below + step
        )

    return FilmForm(
        tuple(map(limit, form.every)),
        tuple(map(limit, form.end)),
        {sign: value - by * SOFT[SIGNS[sign]] for sign, value in form.moves.items()},
        {sign: value + by * SOFT[SIGNS[sign]] for sign, value in form.stays.items()},
    )
