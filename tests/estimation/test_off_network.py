"""One library loses its look-ups and nothing else does. In children: what is taken off stays off."""

from __future__ import annotations

import ctypes
import subprocess
import sys

import pytest

from posecheck.errors import ModelError
from posecheck.estimation.off_network import take_off_network

FFMPEG = """
import ctypes, socket, sys
from pathlib import Path
import av
from posecheck.estimation.off_network import take_off_network

def ask():
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    try:
        av.open(f"tcp://localhost:{port}")
    except OSError as error:
        return type(error).__name__

before = ask()
(path,) = (Path(av.__file__).parents[1] / "av.libs").glob("libavformat*")
for _ in range(2):  # it may be repeated
    take_off_network(ctypes.CDLL(str(path)))
print(before, ask(), socket.getaddrinfo("localhost", 80, socket.AF_INET)[0][4][0])
"""


def test_a_library_is_taken_off_and_the_rest_still_looks_up() -> None:
    """FFmpeg in place of MediaPipe: it can be asked to ask, and is told by what it answers whether it could."""
    run = subprocess.run([sys.executable, "-c", FFMPEG], capture_output=True, text=True, check=True)
    before, after, address = run.stdout.split()
    assert before == "ConnectionRefusedError", "it knew where to go, and nobody was there"
    assert after != before, "it does not know where to go"
    assert address == "127.0.0.1"


def test_a_library_that_cannot_be_taken_off_is_refused() -> None:
    with pytest.raises(ModelError, match="does not import getaddrinfo") as refused:
        take_off_network(ctypes.CDLL("libm.so.6"))
    assert "Nothing was looked at" in refused.value.hint


def test_elsewhere_than_on_linux_mediapipe_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    with pytest.raises(ModelError, match="not a 64-bit Linux"):
        take_off_network(ctypes.CDLL(None))
