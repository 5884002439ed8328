"""The world outside, as far as there is one: answers every name with itself and takes every connection.

``python -m tests.network.catcher INTERFACE CERTIFICATE LOG`` runs in a network namespace of its own, at the other end
of the cable, to which every address leads. What it is told goes into the log, one line each.
"""

from __future__ import annotations

import contextlib
import socket
import ssl
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

from tests.network.packets import question

ADDRESS, ADDRESS_V6 = "192.0.2.53", "2001:db8::53"
"""Set aside for documentation (RFC 5737, RFC 3849): nobody's."""


def ip(*words: str) -> None:
    subprocess.run(["ip", *words], check=True)


def seek_no_router(interface: str) -> None:
    """Keep the kernel from asking for a router, as it does by itself on a new IPv6 interface."""
    ip("link", "set", interface, "addrgenmode", "none")
    for setting in ("accept_ra", "router_solicitations"):
        with contextlib.suppress(OSError):
            Path(f"/proc/sys/net/ipv6/conf/{interface}/{setting}").write_text("0")


def take_the_cable(interface: str) -> None:
    """Wait for this end of the cable; then every address in the world is here."""
    for _ in range(200):
        if subprocess.run(["ip", "link", "show", interface], capture_output=True, check=False).returncode == 0:
            break
        time.sleep(0.05)
    seek_no_router(interface)
    ip("link", "set", "lo", "up")
    ip("address", "add", f"{ADDRESS}/24", "dev", interface)
    ip("link", "set", interface, "up")
    ip("route", "add", "default", "dev", interface)
    ip("route", "add", "local", "0.0.0.0/0", "dev", "lo")
    with contextlib.suppress(subprocess.CalledProcessError):  # a kernel without IPv6 has no IPv6 to leave by
        ip("-6", "address", "add", f"{ADDRESS_V6}/64", "dev", interface, "nodad")
        ip("-6", "route", "add", "local", "::/0", "dev", "lo")


def answer(query: bytes) -> bytes:
    """Return the answer to a DNS query: an A question gets our address, all others an empty answer."""
    end = query.index(0, 12) + 5
    is_a = query[end - 4 : end - 2] == b"\0\1"
    head = query[:2] + struct.pack("!HHHHH", 0x8180, 1, int(is_a), 0, 0)
    record = b"\xc0\x0c" + struct.pack("!HHIH", 1, 1, 1, 4) + socket.inet_aton(ADDRESS) if is_a else b""
    return head + query[12:end] + record


def serve_names(say: Callable[[str], None]) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as server:
        server.bind((ADDRESS, 53))
        while True:
            query, asker = server.recvfrom(4096)
            say(f"DNS question: {question(query)}")
            server.sendto(answer(query), asker)


def serve(port: int, say: Callable[[str], None], context: ssl.SSLContext | None = None) -> None:
    """Take connections; say whom a TLS greeting is for, and how much is sent."""

    def take(connection: socket.socket) -> None:
        connection.settimeout(5)
        with contextlib.suppress(OSError), connection:
            talk = connection if context is None else context.wrap_socket(connection, server_side=True)
            said = talk.recv(65536)
            if said:
                say(f"port {port}: {len(said)} bytes, {said[:200]!r}")
            talk.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")

    with socket.create_server(("", port)) as server:
        while True:
            connection, _ = server.accept()
            threading.Thread(target=take, args=(connection,), daemon=True).start()


def main(interface: str, certificate: Path, log: Path) -> None:
    lines = log.open("a", encoding="utf-8", buffering=1)

    def say(what: str) -> None:
        lines.write(what + "\n")

    take_the_cable(interface)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    context.sni_callback = lambda _socket, name, _context: say(f"TLS greeting for {name}")
    work: list[tuple[Callable[..., None], tuple[object, ...]]] = [
        (serve_names, (say,)),
        (serve, (443, say, context)),
        (serve, (80, say)),
    ]
    for target, arguments in work:
        threading.Thread(target=target, args=arguments, daemon=True).start()
    for port in (443, 80):
        while socket.socket().connect_ex((ADDRESS, port)):
            time.sleep(0.02)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    threading.Event().wait()


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
