"""Serves the app on this computer: what ``posecheck app`` runs."""

from __future__ import annotations

import json
import os
import socket
import threading
import time
import webbrowser
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from posecheck.app.theme import flags
from posecheck.errors import OutputError
from posecheck.remark import remark

ICE_SERVERS: Final = "POSECHECK_ICE_SERVERS"
"""Name in the environment by which the servers reach the page."""
MAIN: Final = Path(__file__).with_name("main.py")
ANYWHERE: Final = ("0.0.0.0", "::", "")
_WAIT_S: Final = 30.0


def serve(host: str, port: int, *, stun: Sequence[str] = (), turn: str | None = None, browser: bool = True) -> None:
    """Serve the app until it is interrupted.

    Parameters
    ----------
    host, port
        Where to listen. Another host than this computer lets others in.
    stun, turn
        Servers by which a browser in another network reaches the camera session; none by default.
    browser
        Whether to open it in the browser.

    Raises
    ------
    OutputError
        Where the place is taken or not to be had.
    """
    check_free(host, port)
    # Streamlit takes half a second to load: only here, where it is needed.
    from streamlit.web import cli

    keep_from_asking()
    os.environ[ICE_SERVERS] = json.dumps(ice_servers(stun, turn))
    if browser:
        threading.Thread(target=_open_when_ready, args=(host, port), daemon=True).start()
    place = [f"--server.address={host}", f"--server.port={port}"]
    cli.main(["run", str(MAIN), *place, *flags()], prog_name="posecheck app", standalone_mode=False)


def keep_from_asking() -> None:
    """Keep Streamlit from asking a server on the internet for this computer's address there.

    It does so at its start when it listens on every address, to print it, and on loopback too whenever a page of
    somebody else tries to open a connection, to compare it. No setting stops the second: ``browser.serverAddress`` is
    only compared first, and ``server.enableCORS=false`` lets every page in. Not knowing the address, it refuses such a
    page as before. To be reached under another name is what ``server.corsAllowedOrigins`` is for.
    """
    from streamlit import net_util

    net_util.get_external_ip = _unknown


def _unknown() -> None:
    """Answer what Streamlit itself answers where there is no internet."""


def check_free(host: str, port: int) -> None:
    """Raise `OutputError` where nobody can listen at this host and port."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        # As the server will: a port that was left a moment ago is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as cause:
            why = (cause.strerror or str(cause)).rstrip(".")
            hint = remark("cannot_serve_hint", port=port + 1)
            raise OutputError(remark("cannot_serve", url=url(host, port), why=why), hint=hint) from cause


def url(host: str, port: int) -> str:
    """Return the address to open.

    Examples
    --------
    >>> url("0.0.0.0", 8501)
    'http://127.0.0.1:8501'
    """
    name = "127.0.0.1" if host in ANYWHERE else f"[{host}]" if ":" in host else host
    return f"http://{name}:{port}"


def _open_when_ready(host: str, port: int) -> None:
    name = "127.0.0.1" if host in ANYWHERE else host
    end = time.monotonic() + _WAIT_S
    while time.monotonic() < end:
        try:
            socket.create_connection((name, port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            webbrowser.open(url(host, port))
            return


def ice_servers(stun: Sequence[str], turn: str | None) -> list[dict[str, str]]:
    """Return servers as WebRTC wants them; the ``stun:`` or ``turn:`` in front may be left out.

    Examples
    --------
    >>> ice_servers(["stun.example.org"], "me:secret@turn.example.org:3478")[0]
    {'urls': 'stun:stun.example.org'}
    >>> ice_servers([], "me:secret@turn.example.org:3478")
    [{'urls': 'turn:turn.example.org:3478', 'username': 'me', 'credential': 'secret'}]
    """
    servers = [{"urls": f"stun:{address.removeprefix('stun:')}"} for address in stun]
    if turn:
        login, _, address = turn.removeprefix("turn:").rpartition("@")
        user, _, password = login.partition(":")
        servers.append({"urls": f"turn:{address}", "username": user, "credential": password})
    return servers
