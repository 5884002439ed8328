"""The live app against its goals, in a real browser with a clip as its camera: ``python -m benchmarks.live``.

Server and browser run on this machine, as they do on a laptop. The film shows a fault, so that there is something to
say; when a set is over the next one is begun, as somebody would.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from typing import Any

from benchmarks.camera_film import choose_exercise, film
from benchmarks.speed import Goal

CLIP = "kneeling_hip_flexor__bends_at_the_waist__right"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
FLAGS += ["--disable-component-update", "--disable-sync", "--use-fake-ui-for-media-stream"]
FLAGS += ["--use-fake-device-for-media-stream"]
EAR = """
window.heard = [];
const voice = { name: 'Test', lang: 'en-GB', default: true, localService: true };
speechSynthesis.getVoices = () => [voice];
window.SpeechSynthesisUtterance = function (text) { this.text = text; };
speechSynthesis.speak = (said) => window.heard.push([Date.now() / 1000, said.text]);
speechSynthesis.cancel = () => {};
"""
JUDGED = ("hold_still", "count_in", "set", "rest", "stop")
STARTS, START_S = 3, 90
"""How often, and for how long, a set may fail to begin: the set-up may be missed, and comes again with the film."""
LONGEST_GAP_S = 1.0
"""More than that between two pictures is a pause between sets, not slowness."""
WARM_S = 20.0
"""Until then libraries are loaded and caches filled, which is no growth."""


@contextmanager
def server(folder: Path) -> Iterator[tuple[str, subprocess.Popen[bytes], Path]]:
    """Run the app; yield its address, process and log of pictures."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    log = folder / "pictures.jsonl"
    command = [sys.executable, "-m", "benchmarks.live_server", str(port), str(log)]
    environment = {**os.environ, "XDG_DATA_HOME": str(folder / "data")}
    with (folder / "server.log").open("wb") as words:
        process = subprocess.Popen(command, stdout=words, stderr=words, env=environment)
    try:
        end = time.monotonic() + 30
        while socket.socket().connect_ex(("127.0.0.1", port)):
            if time.monotonic() > end or process.poll() is not None:
                raise RuntimeError((folder / "server.log").read_text())
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}", process, log
    finally:
        process.terminate()
        process.wait(timeout=20)


class Sitting:
    """Somebody who does one set after the other in front of the app."""

    def __init__(self, page: Any) -> None:
        self._page = page
        self.missed = 0

    def open(self, address: str) -> None:
        """Go to the live page and choose."""
        page = self._page
        page.goto(address)
        page.get_by_role("button", name="I understand").click()
        choose_exercise(page)
        page.get_by_test_id("stButtonGroup").get_by_text("Right", exact=True).click()
        page.get_by_role("button", name="Switch the camera on").click()

    def start(self) -> None:
        """Press Start and wait for the set. One that does not begin is counted and begun anew: the rest goes on."""
        from playwright.sync_api import Error

        for _ in range(STARTS):
            try:
                frame = self._page.frame_locator("iframe[title*='webrtc_streamer']")
                frame.get_by_role("button", name="Start").click()
                self._page.locator(".pc-live[data-stage='set']").wait_for(timeout=1000 * START_S)
            except Error:
                self.missed += 1
                self._leave()
            else:
                return
        raise RuntimeError(f"No set began in {STARTS} starts of {START_S} s each.")

    def again(self) -> bool:
        """Begin the next set where one is over; return whether it was."""
        button = self._page.get_by_role("button", name="Once more")
        if not button.is_visible():
            return False
        button.click()
        self.start()
        return True

    def _leave(self) -> None:
        """Get back to where Start can be pressed."""
        page = self._page
        stop = page.get_by_role("button", name="Stop and see the result").or_(page.get_by_role("button", name="Back"))
        if stop.first.is_visible():
            stop.first.click()
        camera = page.get_by_role("button", name="Switch the camera on")
        again = page.get_by_role("button", name="Once more")
        camera.or_(again).first.click()


def watch(
    address: str, server: subprocess.Popen[bytes], camera: Path, *, seconds: float
) -> tuple[list[tuple[float, float]], list[Any], int]:
    """Do sets until the time is over; return memory over time in MB, what was heard when, and starts that failed."""
    from playwright.sync_api import sync_playwright

    memory: list[tuple[float, float]] = []
    path = shutil.which("chromium") or shutil.which("google-chrome") or "chromium"
    with sync_playwright() as playwright:
        flags = [*FLAGS, f"--use-file-for-fake-video-capture={camera}"]
        browser = playwright.chromium.launch(executable_path=path, args=flags)
        page = browser.new_page(viewport={"width": 1280, "height": 720})
        page.set_default_timeout(60_000)
        page.add_init_script(EAR)
        sitting = Sitting(page)
        sitting.open(address)
        sitting.start()
        begin = time.monotonic()
        while (now := time.monotonic() - begin) < seconds:
            if server.poll() is not None:
                raise RuntimeError(f"The server ended with {server.returncode} after {now:.0f} s.")
            memory.append((now, resident_mb(server.pid)))
            page.wait_for_timeout(1000)
            sitting.again()
        heard: list[Any] = page.evaluate("window.heard")
        browser.close()
    return memory, heard, sitting.missed


def resident_mb(pid: int) -> float:
    """Return the memory that a process holds."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS:")) / 1024


def frames_per_s(pictures: list[dict[str, Any]]) -> float:
    """Return judged pictures a second, pauses between sets left out; NaN where there are none."""
    gaps = [b["came"] - a["came"] for a, b in pairwise(pictures) if a["visit"] == b["visit"]]
    gaps = [gap for gap in gaps if 0 < gap < LONGEST_GAP_S]
    return len(gaps) / sum(gaps) if gaps else float("nan")


def cue_delays(pictures: list[dict[str, Any]], heard: list[Any]) -> list[float]:
    """Return seconds from the picture with which a cue's persistence is over to the call that speaks it."""
    delays: list[float] = []
    last: tuple[int, Any] | None = None
    for p in pictures:
        if not p["say"] or (p["visit"], p["say"][0]) == last:
            continue
        last = (p["visit"], p["say"][0])
        spoken = [t for t, text in heard if text == p["say"][2] and t >= p["came"]]
        if p["say"][1] == "cue" and spoken:
            delays.append(min(spoken) - p["came"])
    return delays


def growth(memory: list[tuple[float, float]]) -> float:
    """Return how much more memory is held at the end than after warming up, 0.05 for 5 %."""
    warm = [mb for at, mb in memory if at >= WARM_S] or [mb for _, mb in memory]
    part = max(len(warm) // 8, 1)
    return statistics.median(warm[-part:]) / statistics.median(warm[:part]) - 1


def measure(minutes: float) -> tuple[list[Goal], dict[str, Any]]:
    """Run the app and return the goals and all figures."""
    with tempfile.TemporaryDirectory(prefix="posecheck-live-") as name:
        folder = Path(name)
        camera = film(CLIP, folder / "camera.mjpeg")
        with server(folder) as (address, process, log):
            memory, heard, missed = watch(address, process, camera, seconds=60 * minutes)
            pictures = [json.loads(line) for line in log.read_text("utf-8").splitlines()]
    judged = [p for p in pictures if p["stage"] in JUDGED and p["came"] is not None]
    if len(judged) < 2:
        raise RuntimeError(f"Only {len(judged)} of {len(pictures)} pictures were judged: there is nothing to measure.")
    latency = sorted(p["out"] - p["came"] for p in judged)
    delays = cue_delays(pictures, heard)
    late = latency[int(0.95 * len(latency))] * 1000
    goals = [
        Goal("judged pictures a second, 640x480", frames_per_s(judged), 24, "/s", at_least=True),
        Goal("from arrival to published feedback, 95th percentile", late, 60, "ms"),
        Goal("from the end of its persistence to the spoken cue, worst", max(delays, default=float("nan")), 0.5, "s"),
        Goal(f"growth of memory in {minutes:g} min", 100 * growth(memory), 5, "%"),
    ]
    figures = {
        "pictures": len(judged),
        "sets": len({p["visit"] for p in judged}),
        "starts_that_failed": missed,
        "median_ms": 1000 * statistics.median(latency),
        "cue_delays_s": delays,
        "memory_mb": memory[:: max(len(memory) // 60, 1)],
        "heard": heard,
    }
    return goals, figures


def main() -> int:
    """Measure, print the table, and return 0 where every goal is met."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.live", description="The live app against its goals.")
    parser.add_argument("--minutes", type=float, default=1.0, help="how long to watch (default: 1)")
    parser.add_argument("--json", type=Path, help="write all figures to this file")
    options = parser.parse_args()
    goals, figures = measure(options.minutes)
    load = os.getloadavg()[0]
    print(
        f"{options.minutes:g} min live, {figures['sets']} sets, {figures['pictures']} pictures judged, "
        f"{figures['starts_that_failed']} failed starts, {os.cpu_count()} cores, load {load:.1f}"
    )
    print(*goals, sep="\n")
    if options.json:
        rows = [{"what": g.what, "measured": g.measured, "goal": g.goal, "holds": g.holds} for g in goals]
        options.json.write_text(json.dumps({"goals": rows, "figures": figures}, indent=2) + "\n", encoding="utf-8")
    return 0 if all(goal.holds for goal in goals) else 1


if __name__ == "__main__":
    sys.exit(main())
