"""A real server, and a real Chromium whose camera plays a clip. Pictures of each state are kept to be looked at."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Playwright, sync_playwright

from benchmarks.camera_film import film

ROOT = Path(__file__).resolve().parents[2]
PICTURES = Path(os.environ.get("POSECHECK_PICTURES", ROOT / "out" / "browser"))
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
QUIET += ["--disable-component-update", "--disable-sync", "--autoplay-policy=no-user-gesture-required"]

RECORDER = """
window.spoken = [];
const voice = { name: 'Test', lang: 'en-GB', default: true, localService: true, voiceURI: 'test' };
speechSynthesis.getVoices = () => window.mute ? [] : [voice];
window.SpeechSynthesisUtterance = function (text) { this.text = text; };
speechSynthesis.speak = (said) => window.spoken.push(said.text);
speechSynthesis.cancel = () => {};
"""
"""Stands in for the voice, which a machine without sound does not have, and notes what it is asked to say."""


def chromium() -> str:
    """Path of Chromium. Without it these tests fail: skipped, nobody would notice that the app is not tested."""
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        pytest.fail("Chromium is needed to test the live app: install the package 'chromium'.", pytrace=False)
    return path


def wait_for(condition: Callable[[], bool], what: str, *, within_s: float = 30) -> None:
    end = time.monotonic() + within_s
    while not condition():
        assert time.monotonic() < end, f"waited {within_s:g} s for {what}"
        time.sleep(0.05)


@pytest.fixture(scope="session")
def sessions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the server keeps live sessions."""
    return tmp_path_factory.mktemp("data")


@pytest.fixture(scope="session")
def server(sessions: Path) -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-c", "from posecheck.cli import main; main()"]
    command += ["app", "--no-browser", "--port", str(port)]
    with (sessions / "server.log").open("wb") as log:
        process = subprocess.Popen(
            command, cwd=ROOT, stdout=log, stderr=log, env={**os.environ, "XDG_DATA_HOME": str(sessions)}
        )
    address = f"http://127.0.0.1:{port}"
    try:
        wait_for(lambda: answers(address), f"the server ({sessions / 'server.log'})")
        yield address
    finally:
        process.terminate()
        process.wait(timeout=20)


def answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(f"{address}/_stcore/health", timeout=1) as answer:
            return answer.status == 200
    except OSError:
        return False


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def films(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Makes the camera film of a sample clip, each once."""
    folder = tmp_path_factory.mktemp("films")
    made: dict[str, Path] = {}

    def make(name: str) -> Path:
        if name not in made:
            made[name] = film(name, folder / f"{name}.mjpeg")
        return made[name]

    return make


class Visitor:
    """Somebody in front of the live page."""

    def __init__(self, page: Page, name: str) -> None:
        self.page, self.name = page, name

    def keep_picture(self, state: str) -> None:
        PICTURES.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=PICTURES / f"{self.name}_{state}.png")

    def understand(self) -> None:
        self.page.get_by_role("button", name="I understand").click()
        self.page.get_by_role("heading", name="Live").wait_for()

    def choose(self, side: str) -> None:
        self.page.get_by_test_id("stButtonGroup").get_by_text(side, exact=True).click()

    def camera_on(self) -> None:
        self.page.get_by_role("button", name="Switch the camera on").click()

    def start(self) -> None:
        frame = self.page.frame_locator("iframe[title*='webrtc_streamer']")
        frame.get_by_role("button", name="Start").click()

    def wait_stage(self, stage: str, *, within_s: float = 60) -> None:
        self.page.locator(f".pc-live[data-stage='{stage}']").wait_for(timeout=1000 * within_s)

    def wait_words(self, words: str, *, within_s: float = 60) -> None:
        self.page.locator(".pc-say").filter(has_text=words).wait_for(timeout=1000 * within_s)

    def spoken(self) -> list[str]:
        return self.page.evaluate("window.spoken")


@pytest.fixture
def visit(playwright: Playwright, server: str, request: pytest.FixtureRequest) -> Iterator[Callable[..., Visitor]]:
    """Opens the app in a Chromium of its own, with a film for a camera or none."""
    open_browsers: list[Browser] = []

    def go(camera: Path | None, *, allowed: bool = True, size: tuple[int, int] = (1280, 720)) -> Visitor:
        flags = [*QUIET]
        if camera is not None:
            flags += ["--use-fake-device-for-media-stream", f"--use-file-for-fake-video-capture={camera}"]
        if allowed:
            flags += ["--use-fake-ui-for-media-stream"]
        browser = playwright.chromium.launch(executable_path=chromium(), args=flags)
        open_browsers.append(browser)
        options: dict[str, Any] = {"viewport": {"width": size[0], "height": size[1]}}
        page = browser.new_page(**options)
        page.add_init_script(RECORDER)
        page.goto(server)
        page.get_by_role("button", name="I understand").wait_for(timeout=30_000)
        return Visitor(page, request.node.name.removeprefix("test_"))

    yield go
    for browser in open_browsers:
        browser.close()
