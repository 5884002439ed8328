"""``python -m benchmarks.real FOLDER [FOLDER ...]``: what posecheck says of real people with labels.

Each folder holds a ``manifest.csv`` (see `benchmarks.real.items`). Clips are judged as they are. A photo of a stretch
is joined with that of its start to one repetition, a photo alone is held still. With ``--write-docs`` the table goes
into ``docs/accuracy.md``. Why something goes against a label, as found by looking at the picture, stands in
``benchmarks/real/remarks.toml``. Exit status 1 where a clip labelled correct is told a serious fault without a remark.

A folder whose manifest says what is expected (`benchmarks.real.labelled`) is judged from its saved tracks and held
against its labels; its figures go into ``docs/people.md``. ``--clips`` looks at the clips themselves again.
"""

from __future__ import annotations

import argparse
import math
import sys
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from benchmarks.accuracy.pages import DOCS, NOT_SHOWN_HEAD
from benchmarks.real.films import look_at, repetition, still
from benchmarks.real.items import Item, read_items, read_landmarks, setup_of
from benchmarks.real.labelled import is_labelled
from benchmarks.real.page import real_section
from benchmarks.real.people import judge_rows, tell
from benchmarks.real.people_page import people_section
from benchmarks.real.said import Verdict, verdict_of
from benchmarks.sections import with_section
from posecheck.clips.scoring import read_clip
from posecheck.disk.library import exercise_ids
from posecheck.errors import PosecheckError
from posecheck.estimation.landmarker import Landmarker

SECTION = "real-people"
PEOPLE = DOCS.with_name("people.md")
PEOPLE_TITLE = (
    "# Real people\n\nHow posecheck does on people who filmed themselves for somebody else.\n\n<!-- end -->\n"
)
PEOPLE_END = "<!-- end -->"
REMARKS = Path(__file__).with_name("remarks.toml")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit status."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.real", description=__doc__)
    parser.add_argument("folders", nargs="+", type=Path, metavar="FOLDER", help="with a manifest.csv")
    parser.add_argument("--only", default="", help="items whose name has this in it")
    parser.add_argument("--write-docs", action="store_true", help="put the table into docs/accuracy.md")
    parser.add_argument("--clips", action="store_true", help="look at labelled clips again, not at their saved tracks")
    asked = parser.parse_args(arguments)
    labelled = [f for f in asked.folders if is_labelled(f / "manifest.csv")]
    for folder in labelled:
        _people(folder, asked)
    folders = [f for f in asked.folders if f not in labelled]
    return _label_words(folders, asked) if folders else 0


def _people(folder: Path, asked: argparse.Namespace) -> None:
    """Judge a folder that says what is expected."""
    said = judge_rows(folder, only=asked.only, from_clips=asked.clips)
    tell(said)
    if asked.write_docs:
        text = PEOPLE.read_text(encoding="utf-8") if PEOPLE.exists() else PEOPLE_TITLE
        PEOPLE.write_text(with_section(text, "clips", people_section(said), before=PEOPLE_END), encoding="utf-8")


def _label_words(folders: Sequence[Path], asked: argparse.Namespace) -> int:
    """Judge folders whose labels are words: photos, clips and tracks."""
    said: list[Verdict] = []
    with Landmarker(person_mask=True, people_every_s=math.inf) as landmarker:
        for folder in folders:
            for item in read_items(folder, folder / "manifest.csv", exercise_ids()):
                if asked.only in item.name:
                    said.append(judge_item(item, landmarker))
                    _tell(said[-1])
    section = real_section(said, read_remarks())
    print(section)
    if asked.write_docs:
        text = DOCS.read_text(encoding="utf-8")
        DOCS.write_text(with_section(text, SECTION, section, before=NOT_SHOWN_HEAD), encoding="utf-8")
    return 1 if any(unexplained(said, read_remarks())) else 0


def judge_item(item: Item, landmarker: Landmarker) -> Verdict:
    """Return what is said of one item."""
    if item.kind == "photo":
        return _judge_photo(item, landmarker)
    try:
        track = read_landmarks(item.path) if item.kind == "track" else read_clip(item.path, outline=True)
    except PosecheckError as problem:
        return Verdict(item, "not read", "", False, math.nan, 0, (), (), str(problem))
    return verdict_of(item, track, "clip")


def _judge_photo(item: Item, landmarker: Landmarker) -> Verdict:
    start, seen = setup_of(item), look_at(item.path, landmarker)
    before = look_at(start, landmarker) if start and seen else None
    if seen is None:
        return verdict_of(item, None, "not read")
    if before is None:
        return verdict_of(item, still(*seen), "photo held still")
    return verdict_of(item, repetition(before[0], *seen), "two photos joined")


def unexplained(said: Sequence[Verdict], remarks: Mapping[str, str]) -> Iterator[Verdict]:
    """Yield what is labelled correct and told a serious fault, without a remark that says why."""
    for v in said:
        if v.item.labelled == "correct" and v.judged and v.serious and v.item.name not in remarks:
            yield v


def read_remarks(path: Path = REMARKS) -> dict[str, str]:
    """Return name of an item -> why what is said goes against its label."""
    return {str(name): str(why) for name, why in tomllib.loads(path.read_text(encoding="utf-8")).items()}


def _tell(v: Verdict) -> None:
    print(f"{v.item.name}: {v.named or '-'} {v.score:.0f} {v.serious} {v.reason}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
