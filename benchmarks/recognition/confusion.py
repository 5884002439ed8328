"""What is named for right clips of every exercise, as a table: the diagonal, what is unsure, what is wrong."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from posecheck.rules.recognition.naming import Recognition

SURE = "sure"


@dataclass(frozen=True, slots=True)
class Told:
    """One clip: what it shows, how it is called, and what was said of it."""

    exercise: str
    clip: str
    said: Recognition

    @property
    def verdict(self) -> str:
        """Right, not sure, or wrong: another exercise was named."""
        if self.said.answer != SURE:
            return "not sure"
        return "right" if self.said.exercise == self.exercise else "wrong"


def confusion_tables(told: Sequence[Told]) -> str:
    """Return the shares, and one line for each exercise with what was named for its clips."""
    if not told:
        return "Not measured in this run.\n"
    count = Counter(t.verdict for t in told)
    fine = count["right"] + count["not sure"]
    text = (
        f"`--exercise auto` over {len(told)} right clips: {count['right']} named rightly, {count['not sure']} not "
        f"sure, {count['wrong']} named wrongly; right or not sure {100 * fine / len(told):.0f} % (goal 95 %).\n\n"
        "| exercise | right | not sure between | wrong |\n|---|---:|---:|---:|\n"
    )
    for exercise in dict.fromkeys(t.exercise for t in told):
        ours = [t for t in told if t.exercise == exercise]
        text += f"| {exercise} | {sum(t.verdict == 'right' for t in ours)} of {len(ours)} | "
        text += f"{_doubts(ours)} | {_named(ours)} |\n"
    return text


def _doubts(told: Sequence[Told]) -> str:
    unsure = [t for t in told if t.verdict == "not sure"]
    return (
        "; ".join(f"{t.clip}: {' or '.join(x.exercise for x in t.said.likely[:2]) or 'nothing'}" for t in unsure) or "–"
    )


def _named(told: Sequence[Told]) -> str:
    return "; ".join(f"{t.clip}: {t.said.exercise}" for t in told if t.verdict == "wrong") or "–"
