"""What came of faults laid over real tracks, and its section of ``docs/people.md``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from benchmarks.real.lays import FAR, Lay

Side = Literal["low", "high"]
Own = Literal["absolute", "own", "people"]
OWN_WORDS: Final = {
    "absolute": "absolute rules",
    "own": "rules on own change, own neutral in the clip",
    "people": "rules on own change, people's neutral only (beside)",
}
HEAD: Final = """\
## Faults laid over right people

{clips} of {of} clips done right are judged (`python -m benchmarks.real.laid_over FOLDER --write-docs`). Over each of
their tracks a change of known size is laid, 0 in the start position and whole from {far:.0%} of the way on: the trunk
turned about the hips, the knees or the hips moved along the picture, in holds of 2 s or more a bounce of 1 Hz; the
person's own noise stays. It is as large as brings the reading of a rule of severity 2 or 3 to 10° beyond the point
where it fires, or to 5° inside it (of a bounce, half of its limit); of a length as many of the measure's SD as that is
of 3°. The first ought to be found (90 %), the second not be told (5 %). Counted is where the reading came to within a
fifth of that; where it did not, it is said. Told is the fault by any of its limits: knees that move change several
measures of a squat at once. A change refused as "not judged" counts as not found. The back is left out: its outline
cannot be bent.

"""


@dataclass(frozen=True, slots=True)
class Tried:
    """What came of laying one amount over; `reached` tells whether the reading came to where it was meant to."""

    amount: float
    reading: float
    reached: bool
    judged: bool
    found: bool


@dataclass(frozen=True, slots=True)
class Laid:
    """A rule on a clip: its clean reading and what came of both amounts, or why nothing was laid over it."""

    source: str
    exercise: str
    rule: str
    measure: str
    side: Side
    own: Own
    clean: float = float("nan")
    fires_at: float = float("nan")
    lay: Lay | None = None
    beyond: Tried | None = None
    inside: Tried | None = None
    why_not: str = ""


def laid_section(laid: Sequence[Laid], *, clips: int, of: int) -> str:
    """Return the section as Markdown."""
    done = [x for x in laid if x.lay is not None]
    rows = "".join(_row(x) for x in done)
    totals = "".join(_total(own, [x for x in done if x.own == own]) for own in OWN_WORDS)
    return (
        HEAD.format(clips=clips, of=of, far=FAR)
        + "| what | 10° beyond: found | 5° inside: told | not reached beyond, inside |\n|---|---:|---:|---:|\n"
        + totals
        + "\n| source | exercise | rule | measure | clean | fires at | change | 10° beyond | 5° inside |\n"
        + "|---|---|---|---|---:|---:|---|---|---|\n"
        + rows
        + _left_out([x for x in laid if x.lay is None])
    )


def _total(own: str, laid: Sequence[Laid]) -> str:
    beyond = [x.beyond for x in laid if x.beyond is not None]
    inside = [x.inside for x in laid if x.inside is not None]
    cells = [
        f"{sum(t.found for t in tried if t.reached)} of {sum(t.reached for t in tried)}" for tried in (beyond, inside)
    ]
    missed = ", ".join(str(sum(not t.reached for t in tried)) for tried in (beyond, inside))
    return f"| {OWN_WORDS[own]} | {cells[0]} | {cells[1]} | {missed} |\n"


def _row(x: Laid) -> str:
    assert x.lay is not None  # only what was laid is shown
    assert x.beyond is not None
    assert x.inside is not None
    own = "" if x.own == "absolute" else f" ({x.own})"
    return (
        f"| {x.source} | {x.exercise} | {x.rule} | {x.measure}{own} | {x.clean:.3g} | {x.fires_at:g} | {x.lay.name} "
        f"| {_tried(x.beyond, x.lay)} | {_tried(x.inside, x.lay)} |\n"
    )


def _tried(tried: Tried, lay: Lay) -> str:
    said = ("found" if tried.found else "not told") if tried.judged else "not judged"
    reached = "" if tried.reached else ", not reached"
    return f"{said} ({tried.amount:+.2g}{lay.unit}: {tried.reading:.3g}{reached})"


def _left_out(laid: Sequence[Laid]) -> str:
    """Return a line for each reason why nothing was laid over, with the rules that it holds for."""
    reasons: dict[str, list[str]] = {}
    for x in laid:
        reasons.setdefault(x.why_not, []).append(f"{x.exercise} {x.rule} ({x.measure})")
    lines = [f"- {why}: {', '.join(_counted(names))}.\n" for why, names in reasons.items()]
    return "\nNothing was laid over:\n\n" + "".join(lines) if lines else ""


def _counted(names: Sequence[str]) -> list[str]:
    return [name if names.count(name) == 1 else f"{name} ×{names.count(name)}" for name in dict.fromkeys(names)]
