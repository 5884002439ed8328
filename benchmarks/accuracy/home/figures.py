"""The figures of the home plan and their tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from benchmarks.accuracy.faults import Said
from benchmarks.accuracy.figure import Figure
from benchmarks.accuracy.home.plan import absolute
from benchmarks.accuracy.table import table


@dataclass(frozen=True, slots=True)
class HomeRow:
    """One clip: what was in it and what was said.

    Parameters
    ----------
    role
        right, beyond (a fault that is there) or inside (nearly).
    there
        Whether the fault that is asked about is to be seen in the film.
    counted, truly
        Attempts that were counted and that count; `truly` None where the kind has none.
    named
        Whether the fault that is asked about was named; UNKNOWN is not named.
    beside
        Other faults of severity 2 and 3 that were named.
    """

    name: str
    exercise: str
    role: str
    fault: str | None
    severity: int
    behaviours: tuple[str, ...]
    neutral: str
    there: bool
    said: Said
    counted: int
    truly: int | None
    wrong_side: int
    named: bool
    beside: tuple[str, ...]

    @property
    def exact(self) -> bool:
        """Whether the count is right."""
        return self.counted == self.truly


class Share(NamedTuple):
    """So many of so many."""

    part: int
    whole: int

    @property
    def value(self) -> float:
        """The share; NaN of none."""
        return self.part / self.whole if self.whole else float("nan")

    def __str__(self) -> str:
        return f"{self.part} of {self.whole} ({100 * self.part / self.whole:.0f} %)" if self.whole else "–"


class HomeFigures(NamedTuple):
    """What is asked of the plan, over some of its clips."""

    judged: Share
    blamed: Share
    exact: Share
    sides: Share
    found: Share
    quiet: Share

    @property
    def balanced(self) -> float:
        """Mean of the shares found of those that are there and quiet of those that are not; NaN without either."""
        return (self.found.value + self.quiet.value) / 2


def home_figures(rows: Sequence[HomeRow]) -> HomeFigures:
    """Return the figures; counts, blame and faults are over clips that were judged."""
    judged = [r for r in rows if r.said.judged]
    alarms = [alarm for r in judged if r.role == "right" for alarm in r.said.alarms]
    countable = [r for r in judged if r.truly is not None]
    there = [r for r in judged if r.role == "beyond" and r.there]
    nearly = [r for r in judged if r.role == "inside"]
    return HomeFigures(
        judged=Share(len(judged), len(rows)),
        blamed=Share(sum(map(bool, alarms)), len(alarms)),
        exact=Share(sum(r.exact for r in countable), len(countable)),
        sides=Share(sum(not r.wrong_side for r in judged), len(judged)),
        found=Share(sum(r.named for r in there), len(there)),
        quiet=Share(sum(not r.named for r in nearly), len(nearly)),
    )


def figures_of(rows: Sequence[HomeRow]) -> list[Figure]:
    """Return what has a goal or a stored limit."""
    own, none = [r for r in rows if r.neutral], [r for r in rows if not r.neutral]
    every, with_own, without = home_figures(rows), home_figures(own), home_figures(absolute_only(none))
    asked = len(own) and home_figures(own).found.whole + home_figures(own).quiet.whole
    return [
        Figure("home.judged", "clips judged", every.judged.value, "", every.judged.whole),
        Figure("home.blamed", "right attempts blamed", every.blamed.value, "", every.blamed.whole),
        Figure("home.exact", "counts exact", every.exact.value, "", every.exact.whole),
        Figure("home.wrong_side", "clips with a wrong side", 1 - every.sides.value, "", every.sides.whole),
        Figure("home.balanced", "balanced accuracy, own neutral left", with_own.balanced, "", asked),
        Figure(
            "home.absolute", "faults of absolute rules found, none left", without.found.value, "", without.found.whole
        ),
        Figure("home.own_neutral", "clips that leave an own neutral", len(own) / max(len(rows), 1), "", len(rows)),
    ]


def absolute_only(rows: Sequence[HomeRow]) -> list[HomeRow]:
    """Return the right clips and those of faults that need no own neutral."""
    return [r for r in rows if r.fault is None or absolute(r.exercise, r.fault)]


HEAD = ("clips", "judged", "right attempts blamed", "counts exact", "faults found", "quiet inside", "balanced accuracy")


def line(name: str, rows: Sequence[HomeRow]) -> list[str | float]:
    """Return the figures of some clips as a line of a table."""
    f = home_figures(rows)
    balanced = f"{f.balanced:.2f}" if f.balanced == f.balanced else "–"
    return [name, *map(str, (f.judged, f.blamed, f.exact, f.found, f.quiet)), balanced]


def home_page(rows: Sequence[HomeRow], left: Sequence[str] = ()) -> str:
    """Return all tables as Markdown."""
    own, none = [r for r in rows if r.neutral], [r for r in rows if not r.neutral]
    fixed = absolute_only(none)
    parts = [
        line("all", rows),
        line("own neutral left somewhere", own),
        line("none left", none),
        line("none left, right and faults of absolute rules", fixed),
    ]
    blamed = Counter(f"{r.exercise}: {f}" for r in rows if r.role == "right" for a in r.said.alarms for f in a)
    refused = Counter(r.said.advice[-1] if r.said.advice else "no reason" for r in rows if not r.said.judged)
    return "\n".join(
        [
            table(HEAD, parts),
            table(("behaviour", *HEAD[1:]), _by(rows, lambda r: r.behaviours or ("none",))),
            table(("exercise", *HEAD[1:]), _by(rows, lambda r: (r.exercise,))),
            table(("blamed for, done right", "attempts"), blamed.most_common()),
            table(("refused because", "clips"), refused.most_common()),
            *(f"- {reason}" for reason in left),
        ]
    )


def _by(rows: Sequence[HomeRow], groups: Callable[[HomeRow], Iterable[str]]) -> list[list[str | float]]:
    names = dict.fromkeys(g for r in rows for g in groups(r))
    return [line(name, [r for r in rows if name in groups(r)]) for name in sorted(names)]
