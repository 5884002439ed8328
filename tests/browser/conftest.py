"""A real server, and a real Chromium whose camera plays a clip. Pictures of each state are kept to be looked at."""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Playwright, sync_playwright
from playwright.sync_api import TimeoutError as TooLate

from benchmarks.camera_film import choose_exercise, film

LANDMARKERS = "landmarkers.txt"
ROOT = Path(__file__).resolve().parents[2]
PICTURES = Path(os.environ.get("POSECHECK_PICTURES", ROOT / "out" / "browser"))
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
QUIET += ["--disable-component-update", "--disable-sync", "--autoplay-policy=no-user-gesture-required"]

PATIENCE_S = 150
"""For whatever must happen: on a busy computer a set-up may be missed, and the next comes when the film begins anew."""

STARTS = 3
BROKE_OFF = "The camera went off. Press Start again."
"""The connection may fail on a very busy computer; a visitor then presses Start again, and so do the tests."""

RECORDER = """
window.spoken = [];
window.spokenAt = [];
window.streams = [];
window.shown = [];
if (window === window.top) new MutationObserver(() => {
  const live = document.querySelector('.pc-live');
  if (!live) return;
  const say = live.querySelector('.pc-say');
  const now = {
    stage: live.dataset.stage,
    words: say.textContent,
    letters: parseFloat(getComputedStyle(say).fontSize),
    picture: document.querySelector("iframe[title*='webrtc_streamer']")?.getBoundingClientRect().width ?? 0,
    held: Number(live.querySelector('.pc-ring b')?.textContent ?? 0),
    facts: live.querySelector('.pc-facts')?.textContent ?? '',
  };
  if (JSON.stringify(now) !== JSON.stringify(window.shown.at(-1))) window.shown.push(now);
}).observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
const getCamera = navigator.mediaDevices?.getUserMedia.bind(navigator.mediaDevices);
if (getCamera) navigator.mediaDevices.getUserMedia = async (wanted) => {
  // Half the pictures: what happens is the same, and server and browser share the computer.
  const rate = { frameRate: { max: window.fps ?? 15 } };
  if (typeof wanted?.video === 'object') wanted = { ...wanted, video: { ...wanted.video, ...rate } };
  const stream = await getCamera(wanted);
  window.streams.push(stream);
  return stream;
};
const voice = { name: 'Test', lang: 'en-GB', default: true, localService: true, voiceURI: 'test' };
speechSynthesis.getVoices = () => window.mute ? [] : [voice];
window.SpeechSynthesisUtterance = function (text) { this.text = text; };
speechSynthesis.speak = (said) => { window.spoken.push(said.text); window.spokenAt.push(performance.now() / 1000); };
speechSynthesis.cancel = () => {};
"""
"""Stands in for the voice, which a machine without sound does not have, and notes what it is asked to say.

Notes everything that is shown, too: what comes and goes again is looked for in these notes, since on a busy computer a
look at the page itself may come too late. Frames of the camera component keep their streams, to be unplugged.
"""


def chromium() -> str:
    """Path of Chromium. Without it these tests fail: skipped, nobody would notice that the app is not tested."""
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        pytest.fail("Chromium is needed to test the live app: install the package 'chromium'.", pytrace=False)
    return path


def wait_for(condition: Callable[[], bool], what: str, *, within_s: float = PATIENCE_S) -> None:
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
    command = [sys.executable, "-m", "tests.browser.server", str(port), str(sessions / LANDMARKERS)]
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
    console = (sessions / "server.log").read_text("utf-8", errors="replace")
    assert ".cc:" not in console, f"the pose library's log reached the app's console:\n{console}"


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


@pytest.fixture
def landmarkers(server: str, sessions: Path) -> Callable[[], Counter[str]]:
    """Counts the pose models that were opened and freed from here on."""
    counts = _landmarkers(sessions)
    wait_for(lambda: _free(sessions), "the pose models of visitors who have left")
    before = _landmarkers(sessions)
    assert counts["opened"] == before["opened"]
    return lambda: _landmarkers(sessions) - before


def _free(sessions: Path) -> bool:
    counts = _landmarkers(sessions)
    return counts["opened"] == counts["freed"]


def _landmarkers(sessions: Path) -> Counter[str]:
    return Counter((sessions / LANDMARKERS).read_text("utf-8").split())


@pytest.fixture(scope="session")
def films(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Makes the camera film of sample clips that follow each other, each once."""
    folder = tmp_path_factory.mktemp("films")
    made: dict[tuple[str, ...], Path] = {}

    def make(*names: str, **options: float) -> Path:
        key = (*names, *(f"{k}={v}" for k, v in options.items()))
        if key not in made:
            parts = [film(name, folder / f"{name}.mjpeg", **options).read_bytes() for name in names]
            made[key] = folder / f"film_{len(made)}.mjpeg"
            made[key].write_bytes(b"".join(parts))
        return made[key]

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

    def choose(self, what: str) -> None:
        self.page.get_by_test_id("stButtonGroup").get_by_text(re.compile(f"^{what}")).click()

    def switch_on(self, *chosen: str) -> None:
        """Choose, and switch the camera on."""
        self.understand()
        self.whole_page()
        choose_exercise(self.page)
        self.keep_picture("1_begin")
        for what in chosen:
            self.choose(what)
        self.camera_on()
        self.wait_words("Press Start under the picture.")
        self.keep_picture("2_start")

    def begin(self, *chosen: str) -> None:
        """Choose, switch the camera on and get into place."""
        self.switch_on(*chosen)
        for _ in range(STARTS):
            self.start()
            now = self.wait_shown("now.stage === 'hold_still' || now.words.includes(value)", BROKE_OFF)
            if now["stage"] == "hold_still":
                return
            self.forget()
        pytest.fail(f"The connection broke off {STARTS} times.")

    def up_to_the_set(self) -> None:
        self.begin("Right")
        self.keep_picture("3_hold_still")
        self.wait_stage("count_in")
        self.keep_picture("4_count_in")
        self.wait_stage("set")

    def whole_page(self) -> None:
        wait_for(lambda: self.page.get_by_test_id("stSkeleton").count() == 0, "the whole page")

    def result(self, sessions: Path) -> dict[str, Any]:
        """Return the result that is on the page, as it was saved."""
        self.page.get_by_role("button", name="Once more").wait_for()
        saved = self.page.get_by_text("Saved on this computer as").inner_text().split()[-1]
        self.page.frame_locator("iframe").first.get_by_text("Settings and versions").wait_for()
        self.keep_picture("9_result")
        return json.loads((sessions / "posecheck" / "sessions" / saved / "result-1.json").read_text())

    def camera_on(self) -> None:
        self.page.get_by_role("button", name="Switch the camera on").click()

    def start(self) -> None:
        frame = self.page.frame_locator("iframe[title*='webrtc_streamer']")
        frame.get_by_role("button", name="Start").click()

    def wait_shown(self, condition: str, value: object = None) -> dict[str, Any]:
        """Wait until something was shown for which a condition in JavaScript holds (`now`, `value`); return it."""
        found = f"value => window.shown.find(now => {condition})"
        return self._wait(found, value, f"was shown: {condition} ({value})")

    def wait_stage(self, stage: str) -> None:
        self.wait_shown("now.stage === value", stage)

    def wait_words(self, words: str) -> None:
        self.wait_shown("now.words === value", words)

    def wait_spoken(self, words: str) -> None:
        said = "words => window.spoken.some(said => said.startsWith(words))"
        self._wait(said, words, f"was said: {words}")

    def _wait(self, function: str, value: object, what: str) -> Any:
        try:
            return self.page.wait_for_function(function, arg=value, timeout=1000 * PATIENCE_S).json_value()
        except TooLate as late:
            self.keep_picture("waited_in_vain")
            shown = self.page.evaluate("window.shown.slice(-8)")
            raise AssertionError(f"Not within {PATIENCE_S} s {what}. {shown} {self.spoken()}") from late

    def forget(self) -> None:
        """Look only at what is shown from here on."""
        self.page.evaluate("window.shown.splice(0)")

    def unplug(self) -> None:
        """Take the camera away, as the browser sees it."""
        frame = next(f for f in self.page.frames if f.evaluate("window !== window.top && window.streams?.length > 0"))
        frame.evaluate("""() => {
            for (const track of window.streams.at(-1).getTracks()) {
                track.stop();
                track.dispatchEvent(new Event('ended'));
            }
        }""")

    def spoken(self) -> list[str]:
        return self.page.evaluate("window.spoken")


@pytest.fixture
def visit(playwright: Playwright, server: str, request: pytest.FixtureRequest) -> Iterator[Callable[..., Visitor]]:
    """Opens the app in a Chromium of its own, with a film for a camera or none."""
    open_browsers: list[Browser] = []

    def go(
        camera: Path | None, *, allowed: bool = True, size: tuple[int, int] = (1280, 720), script: str = ""
    ) -> Visitor:
        flags = [*QUIET]
        if camera is not None:
            flags += ["--use-fake-device-for-media-stream", f"--use-file-for-fake-video-capture={camera}"]
        if allowed:
            flags += ["--use-fake-ui-for-media-stream"]
        browser = playwright.chromium.launch(executable_path=chromium(), args=flags, timeout=1000 * PATIENCE_S)
        open_browsers.append(browser)
        options: dict[str, Any] = {"viewport": {"width": size[0], "height": size[1]}}
        page = browser.new_page(**options)
        page.set_default_timeout(1000 * PATIENCE_S)
        page.add_init_script(RECORDER + script)
        page.goto(server)
        page.get_by_role("button", name="I understand").wait_for()
        return Visitor(page, f"{request.node.name.removeprefix('test_')}_{len(open_browsers)}")

    yield go
    for browser in open_browsers:
        browser.close()
