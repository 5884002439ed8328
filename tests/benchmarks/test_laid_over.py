"""Faults of known size laid over a right track: found beyond the limit, not told inside it."""

from __future__ import annotations

from benchmarks.real.laid_over import lay_over
from benchmarks.real.laid_page import laid_section
from posecheck.disk.resources import resource_folder
from posecheck.disk.track_file import load_track


def test_a_laid_over_arch_is_found_beyond_its_limit_and_not_inside() -> None:
    track = load_track(resource_folder("reference_poses") / "bridge" / "correct.npz")
    laid = lay_over(track, "bridge", "A")
    arch = next(x for x in laid if x.rule == "over_arch")
    assert arch.beyond is not None
    assert arch.inside is not None
    assert arch.beyond.reached
    assert arch.beyond.found
    assert arch.inside.reached
    assert not arch.inside.found
    assert "over_arch" in laid_section(laid, clips=1, of=1)
