"""Stored pose tracks of sample clips give the stored results, number by number, without the pose model.

A change that moves a number is seen here. When it is meant, run ``python scripts/refresh_golden.py`` and write the
change under "Measurement changes".
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from posecheck.clips.scoring import score_track
from posecheck.disk.track_file import load_track
from posecheck.report.result_json import result_to_dict

FOLDER = Path(__file__).parent


def differences(a: Any, b: Any, path: str = "") -> list[str]:
    """Where two results differ; numbers count as equal within a thousandth."""
    if isinstance(a, dict) and isinstance(b, dict):
        keys = sorted(a.keys() | b.keys())
        return [d for k in keys for d in differences(a.get(k), b.get(k), f"{path}.{k}")]
    if isinstance(a, list) and isinstance(b, list) and len(a) == len(b):
        return [d for i, (x, y) in enumerate(zip(a, b, strict=True)) for d in differences(x, y, f"{path}[{i}]")]
    if isinstance(a, float) and isinstance(b, (int, float)) and abs(a - b) <= 2e-3:
        return []
    return [] if a == b else [f"{path}: stored {a!r}, now {b!r}"]


@pytest.mark.parametrize("track", sorted(FOLDER.glob("*.npz")), ids=lambda p: p.stem)
def test_a_stored_track_gives_the_stored_result(track: Path) -> None:
    stored = json.loads(track.with_suffix(".json").read_text("utf-8"))
    now = result_to_dict(score_track(load_track(track), stored["exercise"]))
    stored.pop("versions")
    now.pop("versions")
    assert not differences(stored, json.loads(json.dumps(now)))
