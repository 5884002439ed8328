"""``python -m benchmarks.spine.photos FOLDER MANIFEST``: what is said of real people's backs.

The manifest is a CSV with the columns ``file`` (in the folder), ``exercise``, ``view`` (a text with "side-left" or
"side-right", the side of the body that is nearest) and ``form_label`` (what a person who looks at the photo says of
it). Photos that are not taken from the side are left out. A photo has no neutral, unless another one shows the set-up
(``--pairs``): of two files whose names end in ``_0`` and ``_1`` the first is that of the second.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal, NamedTuple

import cv2
import numpy as np

from posecheck.body.spine import Estimate, SpineShape, TrunkView, estimate_spine, view_of
from posecheck.disk.library import exercise_ids, load_exercise
from posecheck.estimation.landmarker import Landmarker
from posecheck.rules.back.edge import CLEARLY_ROUNDED_DEG, MAX_SD_DEG
from posecheck.rules.back.tangents import opening
from posecheck.rules.reading.view import is_lying

LITTLE_DEG, CLEARLY_DEG = 20.0, 30.0
HOLLOW_DEG: Final = -12.0
"""With an own set-up: from where a back is a little and clearly rounded (total), and hollow (lumbar, or the total where
the lumbar part is not sure)."""

LOOKS: Final = 3
"""Times that the tracker sees a photo: the first look is without its own region of interest."""


@dataclass(frozen=True, slots=True)
class Photo:
    """One line of the manifest."""

    file: str
    view: str
    label: str
    facing: Literal[1, -1]
    lying: bool

    @property
    def setup(self) -> str | None:
        """Name of the photo that would show the set-up."""
        path = Path(self.file)
        return str(path.with_name(f"{path.stem[:-2]}_0{path.suffix}")) if path.stem.endswith("_1") else None


def read_manifest(path: Path) -> Iterator[Photo]:
    """Yield the photos that are taken from the side."""
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            view = row["view"]
            if "side-" in view and row.get("kind", "image") == "image":
                name = row.get("exercise", "")
                lying = name in exercise_ids() and is_lying(load_exercise(name).body)
                yield Photo(row["file"], view, row["form_label"], 1 if "side-right" in view else -1, lying)


class Seen(NamedTuple):
    """What the estimator sees in a photo, None where not enough of the back; whether a second person is in it."""

    view: TrunkView | None = None
    crowded: bool = False


def look_at(path: Path, facing: Literal[1, -1], landmarker: Landmarker) -> Seen:
    """Return what is seen in a photo."""
    rgb = np.ascontiguousarray(cv2.imread(str(path))[:, :, ::-1])
    landmarker.reset()
    for k in range(LOOKS):
        pose = landmarker.detect(rgb, float(k))
    view = None if pose.outline is None else view_of(pose.xy, pose.outline, facing=facing)
    return Seen(view, pose.people > 1)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table; return 0."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.spine.photos", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("manifest", type=Path)
    parser.add_argument("--pairs", action="store_true", help="the photo NAME_0 is the set-up of NAME_1")
    parser.add_argument("--only", default="", help="folders of the manifest, with commas (default: all)")
    options = parser.parse_args(arguments)
    photos = [p for p in read_manifest(options.manifest) if p.file.startswith(tuple(options.only.split(",")))]
    sides = {p.file: p for p in read_manifest(options.manifest)}
    print("| photo | view | a person says | opening | flexion against the set-up | lumbar | posecheck says |")
    print("|---|---|---|---|---|---|---|")
    with Landmarker(person_mask=True) as landmarker:
        for photo in photos:
            seen = look_at(options.folder / photo.file, photo.facing, landmarker)
            before = sides.get(photo.setup or "") if options.pairs else None
            setup = Seen() if before is None else look_at(options.folder / before.file, before.facing, landmarker)
            print(_line(photo, seen, setup), flush=True)
    return 0


def _line(photo: Photo, seen: Seen, setup: Seen) -> str:
    view, rest = seen.view, None if setup.crowded else setup.view
    shape = estimate_spine(view, rest)
    bow = "" if view is None else f"{opening(view.back):.0f}°"
    cells = [photo.file, photo.view, photo.label, bow, _number(shape.total_flexion_deg), _number(shape.lumbar_deg)]
    word = "nothing (two people)" if seen.crowded else said(view, rest, shape, lying=photo.lying)
    return f"| {' | '.join([*cells, word])} |"


def said(view: TrunkView | None, rest: TrunkView | None, shape: SpineShape, *, lying: bool) -> str:
    """Return the band: against the own set-up where there is one, else only clearly rounded, lying nothing."""
    if view is None:
        return "back not seen"
    if rest is None:
        round_ = opening(view.back) > CLEARLY_ROUNDED_DEG and not lying
        return "clearly rounded" if round_ else "nothing (no set-up)"
    total, lumbar = shape.total_flexion_deg, shape.lumbar_deg
    if not total.sd <= MAX_SD_DEG:
        return "unsure"
    if total.value >= LITTLE_DEG:
        return "clearly rounded" if total.value >= CLEARLY_DEG else "a little rounded"
    lowest = lumbar.value if lumbar.sd <= MAX_SD_DEG else total.value
    return "hollow" if lowest <= HOLLOW_DEG else "neutral"


def _number(estimate: Estimate) -> str:
    return "" if np.isnan(estimate.value) else f"{estimate.value:.0f} ± {estimate.sd:.0f}°"


if __name__ == "__main__":
    sys.exit(main())
