"""Compare the JSON results of all stored pose tracks before and after a change that must not move any of them.

``python scripts/compare_results.py write FOLDER`` stores what the code gives now; after the change
``python scripts/compare_results.py check FOLDER`` names every value that is another one and every key that is gone.
Keys that were added are counted, not named as differences: the JSON contract may grow.

The tracks are the golden ones of the tests and the demonstrations of every exercise, each in English and German, and
spoiled in every way that gives another reason or note: too short, too slow, dark, crowded, without the outline of the
back, turned, of another exercise, with a dose and the other side asked for.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from pathlib import Path
from typing import Any, Final

import numpy as np

from posecheck.body.pose import PoseTrack
from posecheck.clips.scoring import score_track
from posecheck.disk.library import exercise_ids, load_exercise
from posecheck.disk.track_file import load_track
from posecheck.language import use_language
from posecheck.report.result_json import result_to_dict

ROOT: Final = Path(__file__).parents[1]
FOLDERS: Final = ("tests/golden", "reference_poses")
_PER_FRAME: Final = ("time_s", "xy", "xyz", "visibility", "outline", "brightness", "people", "cut")


def every(track: PoseTrack, step: int, *, until_s: float = np.inf) -> PoseTrack:
    """Return every so many frames of a track, up to some second of it."""
    kept = np.flatnonzero(track.time_s - track.time_s[0] <= until_s)[::step]
    named = {f.name: getattr(track, f.name) for f in fields(track)}
    return PoseTrack(**{n: v[kept] if n in _PER_FRAME and v is not None else v for n, v in named.items()})


def turned(track: PoseTrack, deg: float = 40.0) -> PoseTrack:
    """Return a track whose world landmarks and widths say that the body is turned."""
    a = np.deg2rad(deg)
    turn = np.array([[np.cos(a), 0, -np.sin(a)], [0, 1, 0], [np.sin(a), 0, np.cos(a)]], np.float32)
    return replace(track, xyz=track.xyz @ turn)


def filled(track: PoseTrack, name: str, value: float) -> PoseTrack:
    """Return a track with one of its rows at the same value throughout."""
    return replace(track, **{name: np.full(len(track), value, np.float32)})


SPOILED: Final[dict[str, Callable[[PoseTrack], PoseTrack]]] = {
    "short": lambda t: every(t, 1, until_s=1.0),
    "part": lambda t: every(t, 1, until_s=6.0),
    "slow": lambda t: every(t, 3),
    "dark": lambda t: filled(t, "brightness", 0.05),
    "crowd": lambda t: filled(t, "people", 2.0),
    "no_outline": lambda t: replace(t, outline=None),
    "turned": turned,
}


def results() -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield a name and the JSON of every result."""
    ids = exercise_ids()
    for file in sorted(p for folder in FOLDERS for p in (ROOT / folder).rglob("*.npz")):
        track = load_track(file)
        name = file.stem.split("__")[0] if "golden" in file.parts else str(file.parent)
        own = file.relative_to(ROOT).as_posix()
        other = ids[(ids.index(Path(name).name) + 7) % len(ids)] if Path(name).name in ids else ids[0]
        for code in ("en", "de"):
            use_language(code)
            yield f"{own} {code}", result_to_dict(score_track(track, name))
        dose = next(iter(load_exercise(name).doses), None)
        yield f"{own} dose", result_to_dict(score_track(track, name, dose=dose, side="right"))
        yield f"{own} other", result_to_dict(score_track(track, other))
        for kind, spoil in SPOILED.items():
            yield f"{own} {kind}", result_to_dict(score_track(spoil(track), name))


def gone(before: Any, after: Any, path: str, added: set[str]) -> list[str]:
    """Return what differs between two results, apart from keys that were added (these are noted in `added`)."""
    if isinstance(before, dict) and isinstance(after, dict):
        added |= {f"{path}.{key}" for key in after.keys() - before.keys()}
        missing = [f"{path}.{key}: gone" for key in before.keys() - after.keys()]
        both = sorted(before.keys() & after.keys())
        return missing + [d for key in both for d in gone(before[key], after[key], f"{path}.{key}", added)]
    if isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        return [d for x, y in zip(before, after, strict=True) for d in gone(x, y, f"{path}[]", added)]
    return [] if before == after else [f"{path}: was {before!r}, is {after!r}"]


def main(what: str, folder: Path) -> int:
    """Write or check all results; return the exit status, 1 where something differs."""
    store = folder / "results.jsonl"
    if what == "write":
        folder.mkdir(parents=True, exist_ok=True)
        with store.open("w", encoding="utf-8") as file:
            n = sum(bool(file.write(json.dumps(pair) + "\n")) for pair in results())
        sys.stdout.write(f"{n} results written to {store}\n")
        return 0
    with store.open(encoding="utf-8") as file:
        before: dict[str, Any] = dict(json.loads(line) for line in file)
    added: set[str] = set()
    wrong: list[str] = []
    seen = 0
    for name, result in results():
        seen += 1
        now = json.loads(json.dumps(result))
        was = before.pop(name, None)
        wrong += [f"{name}: new"] if was is None else [f"{name} {d}" for d in gone(was, now, "", added)]
    wrong += [f"{name}: not made any more" for name in before]
    sys.stdout.write("\n".join([*wrong, f"{seen} results, {len(wrong)} differences; added keys: {sorted(added)}\n"]))
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], Path(sys.argv[2])))
