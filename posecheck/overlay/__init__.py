"""Draw a pose and what is said of it on a picture.

Colour never stands alone: the own left side has round joints, the right side square ones; a good angle has a tick and
a plain arc, a fault a warning triangle and a thick arc, an unknown one a question mark and a dotted arc.
"""

from posecheck.overlay.picture import EVIDENCE, draw, draw_evidence, draw_pose_card, encode_jpeg, mirrored
from posecheck.overlay.planar import to_planar
from posecheck.overlay.style import Style

__all__ = ["EVIDENCE", "Style", "draw", "draw_evidence", "draw_pose_card", "encode_jpeg", "mirrored", "to_planar"]
