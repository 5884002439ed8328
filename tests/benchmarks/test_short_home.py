"""The short version of the home plan: a few rendered clips through the real pose model, against stored limits."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks.accuracy.__main__ import main


@pytest.mark.clips
def test_people_at_home_are_judged_no_worse(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status = main(["--plan", "home", "--short", "--out", str(tmp_path), "--jobs", "2"])
    said = capsys.readouterr()
    assert status == 0, said.out + said.err
    assert len(json.loads((tmp_path / "home.json").read_text(encoding="utf-8"))) == 6
