"""Write the stored results of the golden poses anew, from the stored tracks. Run after a change that is meant."""

from __future__ import annotations

import sys
from pathlib import Path

from posecheck.clips.scoring import score_track
from posecheck.disk.track_file import load_track
from posecheck.report.result_json import write_json

FOLDER = Path(__file__).parents[1] / "tests" / "golden"


def refresh(folder: Path) -> int:
    """Return how many results were written."""
    tracks = sorted(folder.glob("*.npz"))
    for track in tracks:
        write_json(score_track(load_track(track), track.stem.split("__")[0]), track.with_suffix(".json"))
    return len(tracks)


if __name__ == "__main__":
    sys.stdout.write(f"{refresh(FOLDER)} results written to {FOLDER}\n")
