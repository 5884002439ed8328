"""What is done in the sealed room. Each case is a function of a `Stay`; it says which phase begins and does it."""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.network.room import ROOT

CLIP = ROOT / "sample_clips" / "kneeling_hip_flexor__bends_at_the_waist__left.mp4"
MAIN = ["-c", "from posecheck.cli import main; main()"]
PATIENCE_S = 120.0
FOREIGN = "http://page.of.somebody.example"
STAY_S = 3.0
"""How long an empty page is looked at."""


@dataclass(frozen=True)
class Stay:
    """A case's time in the room: where files may go, the environment, and how a phase is begun."""

    folder: Path
    environment: dict[str, str]
    certificate: Path
    begin: Callable[[str], None]
    note: dict[str, Any]

    def python(self, *words: str) -> subprocess.CompletedProcess[bytes]:
        """Run Python to its end."""
        return subprocess.run(
            [sys.executable, *words], cwd=ROOT, env=self.environment, stdin=subprocess.DEVNULL, check=True
        )


def until(true: Callable[[], Any], what: str) -> Any:
    end = time.monotonic() + PATIENCE_S
    while not (found := true()):
        if time.monotonic() > end:
            raise TimeoutError(f"waited {PATIENCE_S:g} s for {what}")
        time.sleep(0.05)
    return found


# ---------------------------------------------------------------- what must be caught

ASK = "import socket, contextlib\nwith contextlib.suppress(OSError):\n    "
SEND = ASK + "socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(bytes(12) + b'\\4neig\\5local\\0\\0\\1\\0\\1', "
FORK = "import os\nif os.fork():\n    os.wait()\n    raise SystemExit\n"
ANSWER = """
import asyncio, aioice

async def answer():
    connection = aioice.Connection(ice_controlling=True)
    line = "1 1 udp 2130706431 6f1d8f0e-4c1d-4c5c-9a55-1b4f6a4ac5f1.local 50000 typ host"
    await connection.add_remote_candidate(aioice.Candidate.from_sdp(line))
    await connection.close()

asyncio.run(answer())
"""
"""A browser may give a name of the local network in place of its address: the server then asks for it."""
DELIBERATE = {
    "a name": ASK + "socket.getaddrinfo('somebody.example', 443)",
    "a name in a child's child": FORK + ASK + "socket.gethostbyname('child.example')",
    "an address": ASK + "socket.create_connection(('203.0.113.7', 4711), 2)",
    "a neighbour by multicast": SEND + "('224.0.0.251', 5353))",
    "the local resolver": SEND + "('127.0.0.53', 53))",
    "a browser's name, aioice as it comes": ANSWER,
    "mediapipe as it comes": """
from posecheck.estimation import landmarker
landmarker.take_off_network = lambda library: None
landmarker.Landmarker().close()
""",
}
"""Python that asks somebody outside; the last two are libraries without our remedies."""


def control(stay: Stay) -> None:
    stay.begin("nobody does anything")
    time.sleep(STAY_S)
    for phase, code in DELIBERATE.items():
        stay.begin(phase)
        stay.python("-c", code)


# ---------------------------------------------------------------- one clip


def score(stay: Stay) -> None:
    stay.begin("score")
    outputs = ["--html", str(stay.folder / "report.html"), "--json", str(stay.folder / "result.json")]
    stay.python(*MAIN, "score", str(CLIP), "--exercise", "kneeling_hip_flexor", *outputs)
    stay.note["score"] = json.loads((stay.folder / "result.json").read_text())["score"]


# ---------------------------------------------------------------- the app's start


@contextmanager
def app(stay: Stay, *words: str, command: list[str] | None = None) -> Iterator[int]:
    """Run the app until it answers; yield its port, end it as Ctrl-C does and wait until it is gone."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with (stay.folder / "server.log").open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, *(command or MAIN), "app", "--port", str(port), *words],
            cwd=ROOT,
            env=stay.environment,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
        )
    try:
        until(lambda: process.poll() is not None or health(port), "the app")
        yield port
    finally:
        process.terminate()
        process.wait(timeout=PATIENCE_S)


def health(port: int) -> bool:
    with suppress(OSError):
        return exchange(port, "/_stcore/health").startswith("HTTP/1.1 200")
    return False


def exchange(port: int, path: str, *headers: str) -> str:
    """Return the first line of the answer to a GET request."""
    lines = [f"GET {path} HTTP/1.1", f"Host: 127.0.0.1:{port}", *headers, "", ""]
    with socket.create_connection(("127.0.0.1", port), timeout=20) as connection:
        connection.sendall("\r\n".join(lines).encode())
        return connection.recv(4096).decode("latin-1").split("\r\n")[0]


def open_socket(port: int, origin: str) -> str:
    """Open the page's WebSocket as a page of `origin` does; return the status line."""
    key = ["Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==", "Sec-WebSocket-Version: 13"]
    upgrade = ["Connection: Upgrade", "Upgrade: websocket", *key, f"Origin: {origin}"]
    return exchange(port, "/_stcore/stream", *upgrade)


def start(stay: Stay) -> None:
    for host in ([], ["--host", "0.0.0.0"], ["--host", "::"]):
        name = host[-1] if host else "default host"
        stay.begin(f"start, {name}")
        with app(stay, *host) as port:
            stay.note[name] = {
                "own": open_socket(port, f"http://127.0.0.1:{port}"),
                "foreign": open_socket(port, FOREIGN),
            }
    stay.begin("a browser's name")
    stay.python("-c", "from posecheck.app.visit import webcam\nwebcam.keep_from_asking()\n" + ANSWER)


# ---------------------------------------------------------------- a live set in a real browser

FEATURES = (
    "AutofillServerCommunication",
    "CertificateTransparencyComponentUpdater",
    "DialMediaRouteProvider",
    "MediaRouter",
    "NetworkTimeServiceQuerying",
    "OptimizationHints",
    "Translate",
)
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--no-default-browser-check",
    "--no-pings",
    "--no-proxy-server",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-domain-reliability",
    "--disable-sync",
    # These two are asked at every start all the same: a port of this computer where nobody listens is asked instead.
    "--component-updater=url-source=http://127.0.0.1:1",
    "--gaia-url=http://127.0.0.1:1",
    f"--disable-features={','.join(FEATURES)}",
    "--use-fake-ui-for-media-stream",
    "--use-fake-device-for-media-stream",
]
"""Chromium's own questions are off. Nothing here touches what a page asks for: no resolver rule, mDNS as it comes."""
FILM = "kneeling_hip_flexor__correct__right"


def live(stay: Stay) -> None:
    from playwright.sync_api import sync_playwright

    from benchmarks.camera_film import film

    camera = film(FILM, stay.folder / "camera.mjpeg", setup_s=8, hold_s=20, height=360)
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        raise FileNotFoundError("Chromium is needed: install the package 'chromium'.")
    with sync_playwright() as playwright:
        stay.begin("an empty page")
        flags = [*QUIET, f"--use-file-for-fake-video-capture={camera}"]
        browser = playwright.chromium.launch(
            executable_path=path, args=flags, env=stay.environment, timeout=1000 * PATIENCE_S
        )
        page = browser.new_page(viewport={"width": 1280, "height": 720})
        page.set_default_timeout(1000 * PATIENCE_S)
        page.goto("about:blank")
        time.sleep(STAY_S)
        stay.begin("a bare connection")
        page.evaluate("window.bare = new RTCPeerConnection()")
        time.sleep(STAY_S)
        page.evaluate("window.bare.close()")
        stay.begin("a live set")
        errand = [str(stay.folder / "go"), str(stay.folder / "errands.json"), str(stay.certificate)]
        with app(stay, "--no-browser", command=["-m", "tests.network.live_server", *errand]) as port:
            live_set(stay, page, port)
            for name in ("score", "exercises", "about"):
                page.goto(f"http://127.0.0.1:{port}/{name}")
                page.get_by_role("heading", level=1).wait_for()
                page.wait_for_load_state("networkidle")
            browser.close()
            until((stay.folder / "go.closed").exists, "the pose model of who has left")
        stay.note["errands"] = json.loads((stay.folder / "errands.json").read_text())


def live_set(stay: Stay, page: Any, port: int) -> None:
    """Begin a set; while it runs, let the server run its errands; end it and see the result."""
    from benchmarks.camera_film import choose_exercise

    page.goto(f"http://127.0.0.1:{port}")
    page.get_by_role("button", name="I understand").click()
    choose_exercise(page)
    page.get_by_test_id("stButtonGroup").get_by_text("Right", exact=True).click()
    page.get_by_role("button", name="Switch the camera on").click()
    page.frame_locator("iframe[title*='webrtc_streamer']").get_by_role("button", name="Start").click()
    running = page.locator(".pc-live[data-stage='set']")
    running.wait_for()
    (stay.folder / "go").touch()
    until((stay.folder / "errands.json").exists, "the server's errands")
    running.wait_for()
    stay.note["set ran on"] = running.is_visible()
    page.get_by_role("button", name="Stop and see the result").click()
    page.get_by_role("button", name="Once more").wait_for()
    page.frame_locator("iframe").first.get_by_text("Settings and versions").wait_for()


CASES: dict[str, Callable[[Stay], None]] = {"control": control, "score": score, "start": start, "live": live}
