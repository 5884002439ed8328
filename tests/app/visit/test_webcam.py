"""What the camera component is asked for; the component itself is replaced."""

from __future__ import annotations

import socket
from fractions import Fraction
from types import SimpleNamespace
from typing import Any

import av
import numpy as np
import pytest
import streamlit.web.cli
import streamlit_webrtc
from streamlit_webrtc.webrtc import SignallingTimeoutError

from posecheck.app.server import ICE_SERVERS
from posecheck.app.visit import webcam
from posecheck.cli import main

STUN, TURN = "stun.example.org:3478", "me:secret@turn.example.org:3478"


class Component:
    """Stands in for `webrtc_streamer` and notes what it was given."""

    def __init__(self) -> None:
        self.given: dict[str, Any] = {}
        self.state = SimpleNamespace(playing=True, signalling=False)

    def __call__(self, **given: Any) -> Any:
        self.given = given
        return self


@pytest.fixture
def component(monkeypatch: pytest.MonkeyPatch) -> Component:
    made = Component()
    monkeypatch.setattr(streamlit_webrtc, "webrtc_streamer", made)
    return made


def show(pictures: list[tuple[np.ndarray, float]]) -> webcam.Camera:
    def keep(rgb: np.ndarray, time_s: float) -> np.ndarray:
        pictures.append((rgb, time_s))
        return rgb[:, ::-1].copy()

    return webcam.stream("camera", keep, lambda: None)


@pytest.mark.parametrize(
    ("options", "servers"),
    [
        ([], []),
        (["--stun", STUN], [{"urls": f"stun:{STUN}"}]),
        (
            ["--stun", STUN, "--turn", TURN],
            [
                {"urls": f"stun:{STUN}"},
                {"urls": "turn:turn.example.org:3478", "username": "me", "credential": "secret"},
            ],
        ),
    ],
)
def test_servers_of_the_command_line_reach_both_ends(
    options: list[str], servers: list[dict[str, str]], component: Component, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(ICE_SERVERS, "left by somebody else")
    monkeypatch.setattr(streamlit.web.cli, "main", lambda *_, **__: show([]))
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with pytest.raises(SystemExit) as ended:
        main(["app", "--no-browser", "--port", str(port), *options])
    assert not ended.value.code
    for end in ("frontend_rtc_configuration", "server_rtc_configuration"):
        assert component.given[end] == {"iceServers": servers}


def test_without_the_command_no_server_is_asked(component: Component, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(ICE_SERVERS, raising=False)
    assert show([]) == webcam.Camera(playing=True, connecting=False)
    assert component.given["frontend_rtc_configuration"] == {"iceServers": []}
    assert component.given["server_rtc_configuration"] == {"iceServers": []}
    assert component.given["media_stream_constraints"]["audio"] is False


def test_pictures_come_with_their_own_time_and_go_back_as_they_are_shown(component: Component) -> None:
    seen: list[tuple[np.ndarray, float]] = []
    show(seen)
    rgb = np.zeros((48, 64, 3), np.uint8)
    rgb[:, :32] = 200
    frame = av.VideoFrame.from_ndarray(rgb, format="rgb24")
    frame.pts, frame.time_base = 4500, Fraction(1, 90_000)
    shown = component.given["video_frame_callback"](frame)
    ((got, time_s),) = seen
    assert np.array_equal(got, rgb)
    assert time_s == pytest.approx(0.05)
    assert shown.format.name == "yuv420p", "what the encoder takes without converting it"
    assert np.abs(shown.to_ndarray(format="rgb24").astype(int) - rgb[:, ::-1]).max() <= 2
    frame.pts = None
    component.given["video_frame_callback"](frame)
    assert np.isnan(seen[1][1])


@pytest.mark.parametrize("size", [(48, 64), (2, 2), (47, 64), (48, 63)])
def test_a_picture_of_any_size_goes_back_in_its_colours(size: tuple[int, int]) -> None:
    for colour in ((255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 255), (0, 0, 0), (230, 159, 0)):
        shown = webcam.to_frame(np.full((*size, 3), colour, np.uint8)).to_ndarray(format="rgb24")
        assert shown.shape == (*size, 3)
        assert np.abs(shown.astype(int) - colour).max() <= 3


def test_thin_coloured_lines_keep_their_colour() -> None:
    """The mean of four pixels: the colour of one of them alone would leave out every other line."""
    rgb = np.full((64, 64, 3), 128, np.uint8)
    rgb[1::2] = (240, 100, 20)
    mean = webcam.to_frame(rgb).to_ndarray(format="rgb24").mean((0, 1))
    assert np.abs(mean - rgb.mean((0, 1))).max() < 4


def test_an_offer_that_is_not_answered_in_time_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def busy(**_: Any) -> None:
        raise SignallingTimeoutError("Processing offer has not finished in 10 seconds")

    monkeypatch.setattr(streamlit_webrtc, "webrtc_streamer", busy)
    assert show([]) == webcam.Camera(playing=False, failed=True)
