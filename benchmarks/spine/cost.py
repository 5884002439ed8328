"""``python -m benchmarks.spine.cost``: what seeing the back costs, against its goals; exit status 0 where they are met.

The outline with the mask it needs, on top of the landmarks, for each frame that has one; and the estimator. Processor
time counts, medians of many: only on a machine that does nothing else do they mean anything.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from typing import Final, Literal

from benchmarks.inside import time_outline
from posecheck.body.spine import TrunkView, estimate_spine, view_of
from posecheck.clips.scoring import read_clip

SAMPLE: Final = Path(__file__).resolve().parents[2] / "sample_clips" / "kneeling_hip_flexor__correct__left.mp4"
FACING: Final[tuple[Literal[1, -1], ...]] = (1, -1)
OUTLINE_GOAL_MS: Final = 4.0
ESTIMATE_GOAL_MS: Final = 0.2


def time_estimate(views: Sequence[TrunkView], *, runs: int = 2000) -> float:
    """Return the milliseconds of one estimate, each view against the first."""
    spent: list[float] = []
    for i in range(runs):
        start = time.perf_counter()
        estimate_spine(views[i % len(views)], views[0])
        spent.append(1000 * (time.perf_counter() - start))
    return median(spent)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the figures; return 0 where both goals are met, else 1."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.spine.cost", description=__doc__)
    parser.add_argument("--clip", type=Path, default=SAMPLE, help="a clip with one person (default: a sample clip)")
    clip = parser.parse_args(arguments).clip
    seen = [(pose.xy, pose.outline) for pose in read_clip(clip, outline=True) if pose.outline is not None]
    sides = [[view_of(xy, outline, facing=side) for xy, outline in seen] for side in FACING]
    views = max(([view for view in side if view is not None] for side in sides), key=len)
    if not views:
        raise SystemExit(f"{clip}: no back was seen in this clip.")
    outline, estimate = time_outline(clip), time_estimate(views)
    added = outline["mask_and_outline_ms"]
    print(f"landmarks alone        {outline['landmarks_ms']:6.2f} ms a frame")
    print(f"mask and outline       {added:6.2f} ms a frame more (goal: {OUTLINE_GOAL_MS:g})")
    print(f"  of which the outline {outline['outline_ms']:6.2f} ms")
    print(f"estimator              {estimate:6.3f} ms a frame (goal: {ESTIMATE_GOAL_MS:g})")
    return 0 if added <= OUTLINE_GOAL_MS and estimate <= ESTIMATE_GOAL_MS else 1


if __name__ == "__main__":
    sys.exit(main())
