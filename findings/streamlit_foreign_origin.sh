#!/usr/bin/env bash
# Question: a Streamlit app listens on 127.0.0.1 only, headless, without usage statistics. Does its server ever ask the
#   internet for something?
# Common guess: no; the address on the internet is looked up at most at the start, for the printed links, and not on
#   loopback; telling `browser.serverAddress` stops it.
# Seen: nothing at the start. But whenever a page of somebody else, any page open in the visitor's browser, tries to open
#   the app's WebSocket, the server asks a service on the internet for its own address, to compare it with that page's.
#   Anew each time where that fails, by HTTP and then by HTTPS. `browser.serverAddress` does not stop it. The page is
#   refused all the same.
# Versions: streamlit 1.67.0, Python 3.11, Debian 12. Date: 2026-11-30.
# Needs: Linux, python3-venv, iproute2, util-linux, root or user namespaces. The packages are fetched before; what is
#   tried runs in a network of its own, with loopback only, and sends nothing outside.
# Exits with 0 where it is as said here, with 1 where something has changed.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet streamlit==1.67.0
echo 'import streamlit as st; st.write("good evening")' >"$folder/app.py"

cat >"$folder/listen.py" <<'PYTHON'
import os
import socket
import subprocess
import sys
import threading
import time

folder = sys.argv[1]
heard = []


def names():
    server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    server.bind(("127.0.0.1", 53))
    while True:
        query, asker = server.recvfrom(4096)
        heard.append(query)
        server.sendto(query[:2] + b"\x81\x83" + query[4:6] + bytes(6) + query[12:], asker)  # no such name


def get(path, *headers):
    with socket.create_connection(("127.0.0.1", 8501), timeout=20) as connection:
        lines = [f"GET {path} HTTP/1.1", "Host: 127.0.0.1:8501", *headers, "", ""]
        connection.sendall("\r\n".join(lines).encode())
        return connection.recv(4096).decode("latin-1").split("\r\n")[0]


threading.Thread(target=names, daemon=True).start()
right = True
for setting in ("", "--browser.serverAddress=127.0.0.1"):
    heard.clear()
    command = [sys.executable, "-m", "streamlit", "run", f"{folder}/app.py", "--server.address=127.0.0.1"]
    command += ["--server.headless=true", "--browser.gatherUsageStats=false", *filter(None, [setting])]
    environment = {k: v for k, v in os.environ.items() if not k.lower().endswith("_proxy")}
    app = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while True:
        try:
            if " 200 " in get("/_stcore/health"):
                break
        except OSError:
            time.sleep(0.1)
    time.sleep(1)
    start = len(heard)
    upgrade = ["Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Version: 13"]
    upgrade += ["Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA=="]
    own = get("/_stcore/stream", *upgrade, "Origin: http://127.0.0.1:8501")
    after_own = len(heard)
    foreign = get("/_stcore/stream", *upgrade, "Origin: http://page.of.somebody.example")
    asked = any(b"checkip" in query for query in heard[after_own:])
    app.terminate()
    app.wait()
    print(f"{setting or 'loopback'}: at the start {start} questions, own page {own!r} {after_own - start} questions, "
          f"foreign page {foreign!r} {len(heard) - after_own} questions" + (", for checkip.amazonaws.com" if asked else ""))
    right &= start == after_own == 0 and asked and " 403 " in foreign and " 101 " in own
print("as said" if right else "something has changed")
sys.exit(not right)
PYTHON

echo "nameserver 127.0.0.1" >"$folder/resolv.conf"
echo "hosts: files dns" >"$folder/nsswitch.conf"
export folder
HOME=$folder unshare --map-root-user --net --mount sh -ec '
    ip link set lo up
    for name in resolv.conf nsswitch.conf; do mount --bind "$folder/$name" "$(realpath "/etc/$name")"; done
    "$folder/venv/bin/python" "$folder/listen.py" "$folder"
'
