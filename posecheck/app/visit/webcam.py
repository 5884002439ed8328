"""The camera in the browser: the only importer of streamlit_webrtc, behind one call that a test can replace."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, Final, cast

import av
import numpy as np
from av.video.reformatter import VideoReformatter
from numpy.typing import NDArray

from posecheck.app.server import ICE_SERVERS
from posecheck.language import words
from posecheck.overlay import to_planar

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
    """What the camera is doing: `playing` once pictures should come, `failed` where it must be begun anew."""

    playing: bool
    connecting: bool = False
    failed: bool = False


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
    from streamlit_webrtc.webrtc import SignallingTimeoutError

    keep_from_asking()

    reformat = VideoReformatter().reformat  # a frame's own would set up its tables anew for every picture

    def callback(frame: av.VideoFrame) -> av.VideoFrame:
        rgb = np.asarray(reformat(frame, format="rgb24").to_ndarray(), np.uint8)
        return to_frame(on_frame(rgb, _seconds(frame)))

    # No STUN server by default: on this computer none is needed, and without internet asking one only takes time.
    ice = cast("Any", {"iceServers": _ice_servers()})
    show: Any = partial(
        cast("Any", webrtc_streamer),
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
    try:
        context = show()
    except SignallingTimeoutError:
        # The server did not answer the browser in time, on a very busy computer. The browser would wait for ever.
        return Camera(playing=False, failed=True)
    return Camera(context.state.playing, context.state.signalling)


def keep_from_asking() -> None:
    """Keep the server from asking the local network for a name that a browser gives in place of its address (mDNS).

    Browsers do so for pages without the camera; with it they give the address. None is needed from them anyway: they
    are told the server's, and come from where they can be answered.
    """
    from aioice.mdns import MDnsProtocol

    MDnsProtocol.resolve = cast("Any", _nobody)


async def _nobody(*_: Any) -> None:
    """Answer what aioice answers for a name that nobody has."""


def to_frame(shown: Image) -> av.VideoFrame:
    """Return a picture (RGB) as the encoder takes it.

    It would convert any other kind itself, more slowly, and again each time that it sends the same picture once more:
    it sends as many as come from the browser.
    """
    if shown.shape[0] % 2 or shown.shape[1] % 2:
        return av.VideoFrame.from_ndarray(shown, format="rgb24")
    return av.VideoFrame.from_ndarray(to_planar(shown), format="yuv420p")


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
