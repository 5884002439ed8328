"""Motion capture of one person: courses are laid upon each other without their own start, whatever the side's sign."""

from __future__ import annotations

import gzip
from pathlib import Path

import numpy as np
import pytest

from benchmarks.real.mocap import agreement, lean_of, page, side_lean_true


def test_a_gain_is_the_slope_of_what_is_read_over_what_is_true() -> None:
    true = np.concatenate([np.zeros(20), 30 * np.sin(np.linspace(0, 2 * np.pi, 100))])
    found = agreement("hips", 3.0 - 0.8 * true, true)
    assert found.gain == pytest.approx(0.8)
    assert found.correlation == pytest.approx(1.0)
    assert found.mean_error == pytest.approx(0.2 * float(np.mean(np.abs(true))))


def test_the_lean_is_taken_from_the_targets_that_are_named(tmp_path: Path) -> None:
    row = np.zeros((2, 119))
    row[:, 7 * 7 + 1 : 7 * 7 + 3] = row[:, 7 * 8 + 1 : 7 * 8 + 3] = [100.0, 1000.0]  # both shoulders: across, up
    row[:, 7 * 13 + 1 : 7 * 13 + 3] = [0.0, 900.0]  # hips
    row[:, 7 * 5 + 1 : 7 * 5 + 3] = row[:, 7 * 6 + 1 : 7 * 6 + 3] = [100.0, 600.0]  # thighs
    path = tmp_path / "Vicon-ELK.txt.gz"
    with gzip.open(path, "wt") as file:
        np.savetxt(file, row)
    assert side_lean_true(path, "hips") == pytest.approx([45.0, 45.0])
    assert side_lean_true(path, "thighs") == pytest.approx([0.0, 0.0])
    assert lean_of(np.array([-1.0, 1.0])) == pytest.approx(-45.0)


def test_the_page_says_what_stands_for_the_pelvis() -> None:
    table = [agreement(name, np.array([0.0, 0, 5, 10]), np.array([0.0, 0, 10, 20])) for name in ("hips", "thighs")]
    assert "| thighs | 3.8° |" in page(table)
