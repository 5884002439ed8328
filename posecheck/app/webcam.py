"""The camera in the browser: the only importer of streamlit_webrtc, behind one call that a test can replace."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, cast

import av
import numpy as np
from numpy.typing import NDArray

from posecheck.app.server import ICE_SERVERS
from posecheck.language import words

Image = NDArray[np.uint8]
OnFrame = Callable[[Image, float], Image]
"""Called in a thread of its own with the newest picture (RGB) and its time in seconds; returns what is shown."""

SIZE: Final = (640, 480)
FRAMES_PER_S: Final = 30

LABELS: Final = (
    "start",
    "stop",
    "select_device",
    "media_api_not_available",
    "device_ask_permission",
    "device_not_available",
    "device_access_denied",
)
"""What streamlit_webrtc calls its own words; ours stand in the language table with ``rtc_`` in front."""


@dataclass(frozen=True, slots=True)
class Camera:
    """What the camera is doing: `playing` once pictures should come."""

    playing: bool
    connecting: bool = False


def stream(key: str, on_frame: OnFrame, on_end: Callable[[], None]) -> Camera:
    """Show the camera with its Start button and pass its pictures on.

    Parameters
    ----------
    key
        Another key is another camera session.
    on_frame
        Called with the newest picture only: those that came while it was busy are left out, so that there is never a
        backlog.
    on_end
        Called once when the pictures end: stopped, unplugged, page closed.
    """
    # streamlit_webrtc brings a whole media stack; it is loaded when somebody is about to use the camera.
    from streamlit_webrtc import WebRtcMode, webrtc_streamer  # pyright: ignore[reportUnknownVariableType]

    def callback(frame: av.VideoFrame) -> av.VideoFrame:
        rgb = np.asarray(frame.to_ndarray(format="rgb24"), np.uint8)
        shown = on_frame(rgb, _seconds(frame))
        return av.VideoFrame.from_ndarray(shown, format="rgb24")

    # No STUN server by default: on this computer none is needed, and without internet asking one only takes time.
    ice = cast("Any", {"iceServers": _ice_servers()})
    context: Any = cast("Any", webrtc_streamer)(
        key=key,
        mode=WebRtcMode.SENDRECV,
        frontend_rtc_configuration=ice,
        server_rtc_configuration=ice,
        media_stream_constraints=cast("Any", _constraints()),
        video_frame_callback=callback,
        on_video_ended=on_end,
        async_processing=True,
        sendback_audio=False,
        video_html_attrs=cast("Any", {"autoPlay": True, "controls": False, "muted": True, "style": {"width": "100%"}}),
        translations=cast("Any", labels()),
    )
    return Camera(context.state.playing, context.state.signalling)


def labels() -> dict[str, str]:
    """Return the words of the camera's own buttons and messages."""
    return {label: words(f"rtc_{label}") for label in LABELS}


def _ice_servers() -> list[dict[str, str]]:
    """Return the servers that the command line named; none by default."""
    return json.loads(os.environ.get(ICE_SERVERS, "[]"))


def _constraints() -> dict[str, Any]:
    width, height = SIZE
    video = {"width": {"ideal": width}, "height": {"ideal": height}, "frameRate": {"ideal": FRAMES_PER_S}}
    return {"video": video, "audio": False}


def _seconds(frame: av.VideoFrame) -> float:
    """Return the frame's own time; NaN where it has none."""
    return float("nan") if frame.pts is None else float(frame.time)
