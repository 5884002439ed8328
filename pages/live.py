"""Live: the camera watches, posecheck talks."""

from posecheck.app.live_page import live_page
from posecheck.app.safety import accepted

if accepted():
    live_page()
