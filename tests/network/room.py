"""Builds the sealed room from inside: a cable to the catching server, its resolver, and ears on every interface."""

from __future__ import annotations

import contextlib
import ipaddress
import json
import os
import shutil
import socket
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from tests.network.catcher import ADDRESS, ADDRESS_V6, ip, seek_no_router
from tests.network.packets import LOOPBACK, allowed, read

ROOT = Path(__file__).resolve().parents[2]
CABLE, FAR_END = "cable0", "cable1"
OURS, OURS_V6 = "192.0.2.10", "2001:db8::10"
NEIGHBOUR = "neighbour.test"
"""A name for this computer that stands in the hosts file: looked up, but not asked for."""
ETC = {
    "resolv.conf": f"nameserver {ADDRESS}\noptions timeout:1 attempts:1\n",
    "nsswitch.conf": "passwd: files\ngroup: files\nhosts: files dns\nservices: files\nprotocols: files\n",
    "hosts": f"127.0.0.1 localhost {NEIGHBOUR}\n::1 localhost\n",
}
OTHER_WAYS = ("/run/nscd", "/var/run/nscd", "/run/systemd/resolve", "/run/avahi-daemon", "/run/dbus")
"""Local services that would ask for a name in our place, from outside of the room."""
BUFFER = 64 * 2**20
ALL_PROTOCOLS = 3
SOL_PACKET, PACKET_STATISTICS = 263, 6
LONGEST_SETTLING_S, SETTLED_S = 10.0, 1.6


def build(folder: Path, certificate: Path) -> None:
    """Lay the cable, start the catching server at its far end, and point the resolver there."""
    _hide_other_ways()
    for name, text in ETC.items():
        target = Path(os.path.realpath(f"/etc/{name}"))
        if not target.exists():
            target.touch()  # led into one of the folders that were hidden just now
        (folder / name).write_text(text)
        _run("mount", "--bind", str(folder / name), str(target))
    ip("link", "set", LOOPBACK, "up")
    ip("link", "add", CABLE, "type", "veth", "peer", "name", FAR_END)
    command = [sys.executable, "-m", "tests.network.catcher", FAR_END, str(certificate), str(folder / "told.txt")]
    outside = subprocess.Popen(["unshare", "--net", *command], cwd=ROOT, stdout=subprocess.PIPE)
    _move_away(outside.pid)
    seek_no_router(CABLE)
    ip("address", "add", f"{OURS}/24", "dev", CABLE)
    ip("link", "set", CABLE, "up")
    ip("route", "add", "default", "via", ADDRESS)
    if Path("/proc/net/if_inet6").exists():
        ip("-6", "address", "add", f"{OURS_V6}/64", "dev", CABLE, "nodad")
        ip("-6", "route", "add", "default", "via", ADDRESS_V6)
    assert outside.stdout is not None
    assert outside.stdout.readline() == b"ready\n", "the catching server did not start"


def _hide_other_ways() -> None:
    for place in {os.path.realpath(place) for place in OTHER_WAYS}:
        if Path(place).is_dir():
            _run("mount", "-t", "tmpfs", "none", place)


def _move_away(pid: int) -> None:
    """Give the far end to the catching server, once it has left this namespace."""
    here = os.readlink("/proc/self/ns/net")
    for _ in range(200):
        if os.readlink(f"/proc/{pid}/ns/net") != here:
            break
        time.sleep(0.02)
    ip("link", "set", FAR_END, "netns", str(pid))


def own_addresses() -> frozenset[str]:
    """Return the addresses of this namespace's interfaces."""
    shown = json.loads(subprocess.run(["ip", "-json", "address"], check=True, capture_output=True).stdout)
    return frozenset(str(ipaddress.ip_address(a["local"])) for i in shown for a in i["addr_info"])


class Ears:
    """Hears every frame on every interface of the namespace; keeps what is not allowed, by phase."""

    def __init__(self) -> None:
        self.heard: dict[str, dict[str, int]] = {}
        self.frames = 0
        self._own = own_addresses()
        self._phase = ""
        self._last = time.monotonic()
        self._socket = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(ALL_PROTOCOLS))
        with contextlib.suppress(OSError):  # only root may take more than the system's limit
            self._socket.setsockopt(socket.SOL_SOCKET, 33, BUFFER)  # SO_RCVBUFFORCE
        threading.Thread(target=self._listen, daemon=True).start()

    def settle(self) -> None:
        """Wait until the kernel has said all it says when a cable is plugged in."""
        end = time.monotonic() + LONGEST_SETTLING_S
        while time.monotonic() < end and time.monotonic() - self._last < SETTLED_S:
            time.sleep(0.1)

    def begin(self, phase: str) -> None:
        """From here on, what is heard belongs to this phase."""
        self._phase = phase
        self.heard[phase] = {}

    def lost(self) -> int:
        """How many frames came too fast to be heard, so far."""
        raw = self._socket.getsockopt(SOL_PACKET, PACKET_STATISTICS, 8)
        return struct.unpack("II", raw)[1]

    def _listen(self) -> None:
        while True:
            frame, (interface, *_rest) = self._socket.recvfrom(400)
            self.frames += 1
            packet = read(interface, frame)
            if allowed(packet, self._own):
                continue
            self._last = time.monotonic()
            if self._phase:
                heard = self.heard[self._phase]
                heard[str(packet)] = heard.get(str(packet), 0) + 1


@contextlib.contextmanager
def home(folder: Path) -> Iterator[dict[str, str]]:
    """Yield an environment with a home of its own and no proxy, as a fresh machine has it."""
    environment = {k: v for k, v in os.environ.items() if not k.lower().endswith("_proxy")}
    place = folder / "home"
    place.mkdir()
    environment |= {"HOME": str(place), "XDG_DATA_HOME": str(place / "data"), "BROWSER": shutil.which("true") or "true"}
    yield environment


def _run(*words: str) -> None:
    subprocess.run(words, check=True)
