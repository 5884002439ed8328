"""Damaged clips, tracks and exercise files: ``python -m benchmarks.reliability fuzz [--each N] [--judged N]``.

Valid files are damaged at random by fixed seeds and read in child processes with limits of memory and time. A file
survives where posecheck reads it or refuses it in one clear line; it is lost where anything else is raised, where the
child ends by itself, or where it takes longer than `PATIENCE_S`. What is lost in outside software is counted apart.
The table goes to ``docs/reliability.md``.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import selectors
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from benchmarks.reliability.damage import bytes_damaged, text_damaged, track_damaged
from benchmarks.reliability.page import put

ROOT: Final = Path(__file__).resolve().parents[2]
PATIENCE_S: Final = 60.0
"""A file that takes longer hangs: a damaged one of these is read in a second, and a short clip judged in twenty."""


@dataclass(slots=True)
class Tally:
    """What became of the files of one kind."""

    ends: Counter[str] = field(default_factory=Counter[str])
    lost: Counter[str] = field(default_factory=Counter[str])
    seconds: float = 0.0


class Child:
    """A process that reads files, started anew where it has ended."""

    def __init__(self, kind: str) -> None:
        self._kind = kind
        self._process: subprocess.Popen[str] | None = None

    def __call__(self, path: Path) -> tuple[str, str]:
        """Return how one file ended (``read``, ``refused``, ``lost``), and why."""
        if self._process is None:
            command = [sys.executable, "-m", "benchmarks.reliability.child", self._kind]
            pipe, nowhere = subprocess.PIPE, subprocess.DEVNULL
            self._process = subprocess.Popen(command, cwd=ROOT, text=True, stdin=pipe, stdout=pipe, stderr=nowhere)
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        with contextlib.suppress(BrokenPipeError):  # it has ended, which its answer will tell
            self._process.stdin.write(f"{path}\n")
            self._process.stdin.flush()
        with selectors.DefaultSelector() as ready:
            ready.register(self._process.stdout, selectors.EVENT_READ)
            answered = ready.select(PATIENCE_S)
        line = self._process.stdout.readline() if answered else ""
        if line:
            answer = json.loads(line)
            return answer["end"], answer["why"]
        why = "the process ended by itself" if answered else f"no answer within {PATIENCE_S:.0f} s"
        self.close()
        return "lost", why

    def close(self) -> None:
        """End the process."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None


def originals(kind: str) -> list[Path]:
    """Return the valid files that are damaged."""
    if kind == "exercises":
        return sorted((ROOT / "reference_poses").glob("*/exercise.toml"))
    if kind == "tracks":
        return sorted((ROOT / "reference_poses").glob("kneeling_hip_flexor/*.npz"))
    return sorted((ROOT / "sample_clips").glob("*.mp4"))


def damaged(kind: str, count: int, folder: Path) -> Iterator[Path]:
    """Yield damaged files, one at a time; each is gone when the next is asked for."""
    sources = originals(kind)
    for seed in range(count):
        source = sources[seed % len(sources)]
        path = folder / f"{kind}{source.suffix}"
        if kind == "exercises":
            path.write_text(text_damaged(source.read_text("utf-8"), seed), "utf-8")
        else:
            path.write_bytes((track_damaged if kind == "tracks" else bytes_damaged)(source.read_bytes(), seed))
        yield path
        path.unlink()


def run(kind: str, count: int) -> Tally:
    """Return what became of so many damaged files of one kind."""
    tally, child, start = Tally(), Child(kind), time.monotonic()
    with tempfile.TemporaryDirectory(prefix="posecheck-fuzz-") as name:
        try:
            for path in damaged(kind, count, Path(name)):
                end, why = child(path)
                tally.ends[end] += 1
                if end == "lost":
                    tally.lost[why] += 1
        finally:
            child.close()
    tally.seconds = time.monotonic() - start
    return tally


def table(tallies: dict[str, Tally], commit: str) -> str:
    """Return the section of the page."""
    head = f"{datetime.now(UTC):%d %B %Y}, commit {commit}. Seeds from 0."
    rows = [
        "| kind | tried | read | refused in one line | survived | lost | seconds |",
        "|---|--:|--:|--:|--:|--:|--:|",
    ]
    for kind, t in tallies.items():
        read, refused = t.ends["read"], t.ends["refused"]
        numbers = (t.ends.total(), read, refused, read + refused, t.ends["lost"], round(t.seconds))
        rows.append(f"| {kind} | " + " | ".join(map(str, numbers)) + " |")
    lost = [f"- {kind}: {n} × {why}" for kind, t in tallies.items() for why, n in t.lost.items()]
    return "\n".join([head, "", *rows, "", *(lost or ["Nothing was lost."])])


def main(argv: Sequence[str]) -> int:
    """Run, write the table, and return 1 where anything was lost."""
    parser = argparse.ArgumentParser(prog="benchmarks.reliability fuzz", description=__doc__)
    parser.add_argument("--each", type=int, default=1000, help="containers, tracks and exercise files, each")
    parser.add_argument("--judged", type=int, default=50, help="of the containers, judged from one end to the other")
    given = parser.parse_args(argv)
    counts = {"containers": given.each, "judged": given.judged, "tracks": given.each, "exercises": given.each}
    tallies = {kind: run(kind, count) for kind, count in counts.items()}
    git = ["git", "rev-parse", "--short", "HEAD"]
    commit = subprocess.run(git, cwd=ROOT, capture_output=True, text=True, check=False).stdout.strip() or "unknown"
    text = table(tallies, commit)
    put("fuzz", text)
    sys.stdout.write(text + "\n")
    return 1 if any(t.lost for t in tallies.values()) else 0
