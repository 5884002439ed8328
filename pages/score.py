"""Score a clip: from a file, with the same report as the command line."""

from posecheck.app.screen.safety import accepted
from posecheck.app.screen.score_page import score_page

if accepted():
    score_page()
