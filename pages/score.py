"""Score a clip: from a file, with the same report as the command line."""

from posecheck.app.safety import accepted
from posecheck.app.score_page import score_page

if accepted():
    score_page()
