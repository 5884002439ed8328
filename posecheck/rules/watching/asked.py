"""What somebody wants judged, and how: the part of a session that does not change."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from posecheck.body.pose import Source
from posecheck.body.skeleton import Side
from posecheck.rules.neutral.clip_plan import ClipPlan


@dataclass(frozen=True, slots=True)
class Asked:
    """What a session was asked to judge, and how; the parameters of `posecheck.session.Session`."""

    side: Side | None
    dose: str | None
    source: Source
    versions: Mapping[str, str]
    with_arcs: bool
    plan: ClipPlan | None

    @property
    def aspect(self) -> float:
        """Width of the picture in image heights; infinite where it is not known, so that nothing is out of it."""
        source = self.source
        return source.width / source.height if source.width and source.height else math.inf
