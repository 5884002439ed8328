"""What a run leaves behind: figures as JSON, tables as Markdown, pictures of the worst frames, docs/accuracy.md."""

from __future__ import annotations

import json
import math
import os
import platform
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import numpy as np

from benchmarks.accuracy.angles import MeasureErrors
from benchmarks.accuracy.figures import Figure, Limit, wrong_verdict
from benchmarks.accuracy.run import Row, json_ready
from benchmarks.accuracy.table import markdown
from posecheck.version import installed_version

DOCS: Final = Path(__file__).resolve().parents[2] / "docs" / "accuracy.md"
MAX_PICTURES: Final = 24
WORST_DEG: Final = 8.0
"""Errors against the own neutral below this are not worth a picture."""

WHAT_IT_IS: Final = """\
posecheck against rendered people whose posture is exactly known (`benchmarks/synthetic`), as measured by

```
{command}
```

on {date} with posecheck {version}: {clips} clips, {minutes:.0f} minutes in all, of {bodies} people (seeds {seeds}), on
{machine}. {kind}
"""

NOT_SHOWN_HEAD: Final = "## What rendered people do not show"
NOT_SHOWN: Final = f"""\
{NOT_SHOWN_HEAD}

These figures are an optimistic bound. A rendered person has a clean outline, plain cloth, even skin, and joints exactly
where the truth says; the room is nearly empty, the lens has no distortion and the sensor no rolling shutter. All bodies
come from one family of shapes, and all movements from formulas written by people who know the rules, so a fault here is
the very fault that the rule has in mind, alone, and of one size. Real people compensate and hesitate, wear long hair,
skirts and blankets, have scoliosis or a big belly, and nobody knows their true angles without markers. The pose model
has learned from photographs, not from renderings, and may find these bodies better or worse than yours. Where an
exercise file takes a measured error off a reading (`correct`), that error was measured on bodies of this same family: a
small error here shows that it holds for others of the family, not that it holds for people. What carries over is the
arithmetic (phases, neutral, verdicts, refusals) and the order of size of the errors; what does not is any promise for
one person.
"""


@dataclass(frozen=True, slots=True)
class RunInfo:
    """What has to be said of a run beside its figures."""

    command: str
    seeds: str
    bodies: int
    test_seeds: bool

    def intro(self, rows: Sequence[Row]) -> str:
        """Return the paragraph on top."""
        kind = (
            "These are test seeds: by the project's rule nothing is tuned on a clip from one."
            if self.test_seeds
            else "These are development seeds, which thresholds may have been tuned on: not figures to quote."
        )
        return WHAT_IT_IS.format(
            command=self.command,
            date=datetime.now(UTC).strftime("%Y-%m-%d"),
            version=installed_version(),
            clips=len(rows),
            minutes=sum(row.seconds for row in rows) / 60,
            bodies=self.bodies,
            seeds=self.seeds,
            machine=machine(),
            kind=kind,
        )


def machine() -> str:
    """Return cores and processor in words."""
    return f"{os.cpu_count()} cores, {_processor()}, {platform.system()} {platform.machine()}"


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or "processor unknown"
    return next((x.partition(":")[2].strip() for x in lines if x.startswith("model name")), platform.processor())


def document(
    info: RunInfo, rows: Sequence[Row], figures: Sequence[Figure], limits: Mapping[str, Limit], back: str = ""
) -> str:
    """Return the whole Markdown document; `back` is the section of `benchmarks.accuracy.back`, left out where empty."""
    parts = [
        "# Accuracy",
        "",
        info.intro(rows),
        markdown(rows, figures, limits),
        f"## 7. The back\n\n{back}",
        NOT_SHOWN,
    ]
    return "\n".join(parts)


def write_pages(
    folder: Path,
    info: RunInfo,
    rows: Sequence[Row],
    figures: Sequence[Figure],
    limits: Mapping[str, Limit],
    back: str = "",
) -> None:
    """Write accuracy.md, accuracy.json and the pictures into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "accuracy.md").write_text(document(info, rows, figures, limits, back), encoding="utf-8")
    found = {
        "info": asdict(info) | {"machine": machine(), "posecheck": installed_version()},
        "figures": [asdict(f) | {"goal": str(limits[f.key]) if f.key in limits else None} for f in figures],
        "clips": [clip_record(row) for row in rows],
    }
    (folder / "accuracy.json").write_text(json.dumps(json_ready(found), indent=1) + "\n", encoding="utf-8")
    for i, worst in enumerate(worst_frames(rows)):
        _draw(worst, folder / "worst" / f"{i:02d}_{worst.row.case.name}_{worst.what}.jpg")


def clip_record(row: Row) -> dict[str, Any]:
    """Return one clip's figures for the JSON."""
    seen = asdict(row.landmarks)
    seen["error_pct"] = float(np.mean(row.landmarks.error_pct)) if len(row.landmarks.error_pct) else math.nan
    own = {e.measure: float(np.nanmean(np.abs(e.own))) for e in row.errors if np.isfinite(e.own).any()}
    return {
        "name": row.case.name,
        "role": row.case.role,
        "fault": row.case.fault,
        "view": row.case.view,
        "spec": asdict(row.case.spec),
        "wrong_verdict": wrong_verdict(row),
        "landmarks": seen,
        "own_error": own,
        "timing": asdict(row.timing),
        "said": asdict(row.said),
        "live": asdict(row.live) if row.live else None,
        "frames_share": row.frames_share,
    }


@dataclass(frozen=True, slots=True)
class WorstFrame:
    """A frame worth looking at: which measure was how far off."""

    row: Row
    time_s: float
    what: str
    error: float


def worst_frames(rows: Sequence[Row]) -> list[WorstFrame]:
    """Return the worst frame of each angle of each clip from the side, worst first, one for each clip."""
    found: dict[str, WorstFrame] = {}
    for row in rows:
        for errors in row.errors if row.case.from_the_side else ():
            worst = _worst(row, errors)
            if worst and (row.case.name not in found or worst.error > found[row.case.name].error):
                found[row.case.name] = worst
    return sorted(found.values(), key=lambda w: w.error, reverse=True)[:MAX_PICTURES]


def _worst(row: Row, errors: MeasureErrors) -> WorstFrame | None:
    size = np.where(np.isfinite(errors.own), np.abs(errors.own), -1.0)
    if errors.unit != "deg" or not len(size) or size.max() < WORST_DEG:
        return None
    i = int(size.argmax())
    return WorstFrame(row, float(errors.time_s[i]), errors.measure, float(size[i]))


def _draw(worst: WorstFrame, path: Path) -> None:
    """Draw the measured pose on the frame; the true landmarks stand beside it as open circles."""
    import cv2

    from benchmarks.accuracy.truth import nearest
    from benchmarks.synthetic.clips import cached_clip
    from posecheck.body.smoothing import smooth_track
    from posecheck.disk.track_file import load_track
    from posecheck.estimation.video import grab
    from posecheck.overlay import draw, encode_jpeg

    clip, truth = cached_clip(worst.row.case.spec, worst.row.clip.parent)
    track = smooth_track(load_track(worst.row.track))
    (frame,) = grab(clip, [worst.time_s])
    picture = draw(frame.rgb, track[int(nearest(track.time_s, np.array([worst.time_s]))[0])])
    scale = frame.rgb.shape[0] / truth.spec.height
    for x, y in truth.landmarks_px[int(nearest(truth.time_s, np.array([worst.time_s]))[0])] * scale:
        if math.isfinite(x):
            cv2.circle(picture, (round(x), round(y)), 5, (255, 0, 255), 2, cv2.LINE_AA)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(encode_jpeg(picture))
