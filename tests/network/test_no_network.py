"""By force: nothing of posecheck asks or tells anybody outside. Each case runs in a network of its own.

In it are this computer's loopback and a cable. At the other end of the cable a server answers every name and takes
every connection. Whatever is seen on either interface that is not between this computer's own addresses, or that asks
for a name at all, is a fault. Needs root, or a system that lets users have namespaces; without them it fails and says
so, as a promise that is not tested is none.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from tests.network.cases import DELIBERATE

pytestmark = pytest.mark.network

ROOT = Path(__file__).resolve().parents[2]
TOOLS = ("unshare", "mount", "ip")
CANNOT = (
    "The promise that nothing leaves this computer cannot be tested here: {why}\n"
    "Needed: Linux, the packages util-linux and iproute2, and either root or unprivileged user namespaces "
    "(sysctl kernel.unprivileged_userns_clone=1, user.max_user_namespaces > 0; in a container --cap-add SYS_ADMIN)."
)
LISTENS = "IGMP listens to 224.0.0.251, 192.0.2.10 to 224.0.0.22, on cable0"
LONGEST_S = 400


def enter() -> list[str]:
    """Return the command that enters the room, or fail: skipped, nobody would notice that the promise is not tested."""
    missing = [tool for tool in TOOLS if shutil.which(tool) is None]
    if missing:
        pytest.fail(CANNOT.format(why=f"no {' and no '.join(missing)}."), pytrace=False)
    command = ["unshare", "--net", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc"]
    if os.geteuid() != 0:
        command[1:1] = ["--user", "--map-root-user"]
    tried = subprocess.run(
        [*command, "ip", "link", "add", "cable0", "type", "veth", "peer", "name", "cable1"],
        capture_output=True,
        text=True,
        check=False,
    )
    if tried.returncode:
        pytest.fail(CANNOT.format(why=tried.stderr.strip()), pytrace=False)
    return command


@cache
def stay(case: str) -> dict[str, Any]:
    """Return the report of a case, which runs once."""
    with TemporaryDirectory(prefix="posecheck-room-") as name:
        folder = Path(name)
        run = subprocess.run(
            [*enter(), sys.executable, "-m", "tests.network.inside", case, name],
            cwd=ROOT,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=LONGEST_S,
            check=False,
        )
        report = folder / "report.json"
        log = folder / "server.log"
        end = (log.read_text(errors="replace") if log.exists() else "")[-3000:]
        assert report.exists(), f"the room could not be built:\n{run.stdout}\n{run.stderr}"
        found: dict[str, Any] = json.loads(report.read_text())
        assert not found["error"], f"{found['error']}\n{run.stderr[-3000:]}\n{end}\nheard: {found['heard']}"
        assert found["frames"] > 0, "the ears are deaf"
        assert not found["lost"], "frames came too fast to be heard"
        return found


def test_nobody_is_heard_and_whoever_asks_is_caught() -> None:
    heard = stay("control")["heard"]
    assert heard["nobody does anything"] == {}
    assert set(heard) == {"nobody does anything", *DELIBERATE}
    said = {phase: " / ".join(what) for phase, what in heard.items()}
    assert "DNS asks for somebody.example (A)" in said["a name"]
    assert "DNS asks for child.example (A)" in said["a name in a child's child"]
    assert "to 203.0.113.7 port 4711" in said["an address"]
    assert "mDNS asks for neig.local (A)" in said["a neighbour by multicast"]
    assert ".local (A)" in said["a browser's name, aioice as it comes"]
    assert "to 127.0.0.53 port 53, on lo" in said["the local resolver"]


def test_mediapipe_alone_would_tell_and_is_caught() -> None:
    """Where this fails, MediaPipe asks nobody any more, or another way: then look at `off_network` again."""
    report = stay("control")
    assert any("asks for play.googleapis.com" in what for what in report["heard"]["mediapipe as it comes"])
    assert "TLS greeting for play.googleapis.com" in report["told"]


def test_score_asks_and_tells_nobody() -> None:
    report = stay("score")
    assert report["notes"]["score"] is not None
    assert report["heard"] == {"score": {}}, report["told"]


def test_the_app_starts_without_asking_anybody() -> None:
    report = stay("start")
    hosts = ["default host", "0.0.0.0", "::"]
    phases = [*(f"start, {host}" for host in hosts), "a browser's name"]
    assert report["heard"] == {phase: {} for phase in phases}, report["told"]
    for host in hosts:
        answers = report["notes"][host]
        assert " 101 " in answers["own"], "our own page may talk to the app"
        assert " 403 " in answers["foreign"], "a page of somebody else may not"


def test_a_live_set_and_every_page_ask_and_tell_nobody() -> None:
    """One thing is the browser's own with every page that has a camera connection, and shown with an empty one first:

    it tells the router that it listens to the local network's names. It names nobody, and asks nothing.
    """
    heard = stay("live")["heard"]
    assert heard["an empty page"] == {}, "Chromium's own questions"
    assert set(heard["a bare connection"]) == {LISTENS}
    assert set(heard["a live set"]) <= {LISTENS}, stay("live")["told"]
    assert len(heard) == 3


def test_while_a_live_set_runs_the_rest_of_the_process_has_its_network() -> None:
    notes = stay("live")["notes"]
    assert notes["set ran on"]
    assert notes["errands"]["pictures meanwhile"] > 0
    ways = {"this process", "this process, FFmpeg", "child as it comes", "child with a copy"}
    assert notes["errands"]["came"] == dict.fromkeys(ways, "good evening")
