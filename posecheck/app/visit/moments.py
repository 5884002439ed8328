"""Pictures of a live set for its report: the worst moment of each fault in each attempt, and one good hold.

Live there is no clip to go back to, so each picture is drawn when it is the worst so far. They are few and small:
memory does not grow with the length of the set.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from posecheck.body.pose import Pose
from posecheck.result.judgement import Feedback, Finding, Result

Image = NDArray[np.uint8]
Key = tuple[int, str]

HOLD: Final = "hold"
MAX_PICTURES: Final = 12
APART_S: Final = 0.5
"""A worse moment so soon after the last picture is not worth the time of drawing it."""


@dataclass(frozen=True, slots=True)
class _Kept:
    time_s: float
    worth: float
    jpeg: bytes


class Moments:
    """Collects pictures while a set goes on."""

    def __init__(self) -> None:
        self._kept: dict[int, dict[Key, _Kept]] = {}

    def see(self, set_number: int, rgb: Image, pose: Pose, feedback: Feedback) -> None:
        """Keep a picture of this moment of a set (from 0) where it is worth it."""
        if not pose.found or feedback.attempt < 1:
            return
        for finding in feedback.findings:
            if finding.fired:
                worth = abs(finding.excess) if math.isfinite(finding.excess) else 0.0
                self._keep(set_number, (feedback.attempt - 1, finding.rule), worth, rgb, pose, _only(finding, feedback))
        # The middle of the hold is not known while it lasts; a picture of each doubling comes close to it.
        if feedback.phase == "hold" and not any(f.fired for f in feedback.findings):
            steps = math.floor(math.log2(max(feedback.good_hold_s, 0.5)))
            self._keep(set_number, (0, HOLD), float(steps), rgb, pose, feedback)

    def pictures(self, set_number: int, result: Result) -> dict[Key, bytes]:
        """Return the pictures that belong to a set's findings: (attempt index, rule id) -> JPEG, and (0, "hold").

        By their time: judged once more afterwards, a set may have other attempts than were counted while it lasted.
        """
        kept = self._kept.get(set_number, {})
        found = {key: k for key, k in kept.items() if key[1] == HOLD}
        for index, attempt in enumerate(result.attempts):
            fired = {f.rule for f in attempt.findings if f.fired}
            for (_, rule), k in kept.items():
                inside = attempt.start_s <= k.time_s <= attempt.end_s
                if rule in fired and inside and found.get((index, rule), k).worth <= k.worth:
                    found[index, rule] = k
        return {key: k.jpeg for key, k in found.items()}

    def _keep(self, set_number: int, key: Key, worth: float, rgb: Image, pose: Pose, feedback: Feedback) -> None:
        from posecheck.overlay import draw_evidence, encode_jpeg

        kept = self._kept.setdefault(set_number, {})
        old = kept.get(key)
        if old is None and len(kept) >= MAX_PICTURES:
            return
        if old is not None and (worth <= old.worth or pose.time_s - old.time_s < APART_S):
            return
        kept[key] = _Kept(pose.time_s, worth, encode_jpeg(draw_evidence(rgb, pose, feedback, height=400)))


def _only(finding: Finding, feedback: Feedback) -> Feedback:
    """Return the feedback of one fault alone, with its own angle where that is drawn at all."""
    own = tuple(arc for arc in feedback.arcs if arc.measure == finding.measure)
    return replace(feedback, findings=(finding,), arcs=own or feedback.arcs, cue=finding.cue, advised=())
