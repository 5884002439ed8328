"""Freed memory goes back to the system."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

from posecheck.estimation import memory
from posecheck.estimation.memory import give_memory_back


def resident_kb() -> int:
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS:"))


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")
def test_what_was_freed_in_small_pieces_is_given_back() -> None:
    before = resident_kb()
    pieces = [np.ones(8000, np.uint8) for _ in range(12_000)]  # 96 MB, each below what glibc maps by itself
    keep = pieces[::2000]  # a few that stay keep the heap's end where it is
    full = resident_kb()
    del pieces
    give_memory_back()
    assert len(keep) == 6
    assert full - before > 60_000
    assert resident_kb() - before < 0.5 * (full - before)


def nothing_to_open(name: None) -> object:
    raise TypeError(name)


@pytest.mark.parametrize("library", [lambda _: object(), nothing_to_open])
def test_other_c_libraries_have_nothing_to_give(monkeypatch: pytest.MonkeyPatch, library: object) -> None:
    monkeypatch.setattr(memory.ctypes, "CDLL", library)
    assert give_memory_back() is False
