"""Imports point downward only; the contracts stand in pyproject.toml."""

import subprocess
import sysconfig
from pathlib import Path

import pytest

pytestmark = pytest.mark.house

ROOT = Path(__file__).resolve().parents[1]


def test_layers_hold() -> None:
    command = [Path(sysconfig.get_path("scripts"), "lint-imports"), "--no-cache"]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
