"""The short version of the accuracy bench: a few rendered clips through the real pose model, against stored limits."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks.accuracy.__main__ import main


@pytest.mark.clips
def test_measuring_has_not_become_worse(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status = main(["--short", "--out", str(tmp_path), "--jobs", "2"])
    said = capsys.readouterr()
    assert status == 0, said.out + said.err
    assert json.loads((tmp_path / "accuracy.json").read_text(encoding="utf-8"))["clips"]
