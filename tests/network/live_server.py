"""The app as it is, with errands to run: ``python -m tests.network.live_server GO DONE CERTIFICATE app ...``.

When the file GO is there, and pictures are being looked at, this process and children of it each ask a server of this
computer for a page by HTTPS, as sign-in or a clip from the net would. What came of it is written to DONE.
"""

from __future__ import annotations

import http.server
import json
import os
import ssl
import subprocess
import sys
import threading
import time
import urllib.request
from pathlib import Path
from typing import Any

from posecheck.estimation import landmarker
from tests.network.room import NEIGHBOUR

WORDS = "good evening"
CHILD = """
import ssl, sys, urllib.request
context = ssl.create_default_context(cafile=sys.argv[2])
print(urllib.request.urlopen(sys.argv[1], timeout=20, context=context).read().decode())
"""
looked_at: list[float] = []


def ask(url: str, certificate: str) -> str:
    """Ask from this process."""
    context = ssl.create_default_context(cafile=certificate)
    with urllib.request.urlopen(url, timeout=20, context=context) as answer:
        return answer.read().decode()


def ask_by_ffmpeg(url: str) -> str:
    """Ask from this process by another native library, which reads proxies from C's environment."""
    import av

    try:
        av.open(url, timeout=20, options={"tls_verify": "0"}).close()
    except av.error.InvalidDataError:
        return WORDS  # it came, and is no clip
    except OSError as error:
        return repr(error)
    return "a clip?"


def ask_by_child(url: str, certificate: str, environment: dict[str, str] | None) -> str:
    command = [sys.executable, "-c", CHILD, url, certificate]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False).stdout.strip()


class Neighbour(http.server.BaseHTTPRequestHandler):
    """A server on this computer that is not ours."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(len(WORDS)))
        self.end_headers()
        self.wfile.write(WORDS.encode())

    def log_message(self, *words: Any) -> None:
        pass


def neighbour(certificate: str) -> str:
    """Start the server; return its address."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Neighbour)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"https://{NEIGHBOUR}:{server.server_address[1]}/"


def run_errands(go: Path, done: Path, certificate: str) -> None:
    while not go.exists():
        time.sleep(0.02)
    url = neighbour(certificate)
    before = len(looked_at)
    came = {
        "this process": ask(url, certificate),
        "this process, FFmpeg": ask_by_ffmpeg(url),
        "child as it comes": ask_by_child(url, certificate, None),
        "child with a copy": ask_by_child(url, certificate, dict(os.environ)),
    }
    while len(looked_at) <= before:
        time.sleep(0.02)
    part = done.with_suffix(".part")
    part.write_text(json.dumps({"came": came, "pictures meanwhile": len(looked_at) - before}))
    part.rename(done)


def with_errands(go: Path) -> None:
    """Count the pictures that are looked at, and note when the pose model is freed."""

    class Noted(landmarker.Landmarker):
        def detect(self, rgb: landmarker.Rgb, time_s: float) -> landmarker.Pose:
            looked_at.append(time_s)
            return super().detect(rgb, time_s)

        def close(self) -> None:
            super().close()
            go.with_suffix(".closed").touch()

    landmarker.Landmarker = Noted


if __name__ == "__main__":
    with_errands(Path(sys.argv[1]))
    threading.Thread(target=run_errands, args=(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]), daemon=True).start()
    from posecheck.cli import main

    main(sys.argv[4:])
