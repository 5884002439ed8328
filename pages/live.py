"""Live: the camera watches, posecheck talks."""

from posecheck.app.screen.live_page import live_page
from posecheck.app.screen.safety import accepted

if accepted():
    live_page()
