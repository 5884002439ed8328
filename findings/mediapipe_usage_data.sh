#!/usr/bin/env bash
# Question: MediaPipe's pose landmarker works on the device. Does it talk to the network all the same, and which of its
#   options stops that?
# Common guess: it does not; or the options with which the host and its certificates are told switch it off.
# Seen: each landmarker asks for its maker's log server and greets it by TLS when it is closed, also where no picture was
#   looked at. Another or no certificate file, another or no host change nothing of that. A proxy that is not there, in
#   the environment, stops it, as the library's own HTTP client reads it; so would all that reads the environment.
#   The maintainers want no switch: github.com/google-ai-edge/mediapipe, issues 6291 and 6306.
# Versions: mediapipe 1.2.3 (1.2.0 and 1.2.2 ask the same), Python 3.11, Debian 12. Date: 2026-11-30.
# Needs: Linux, python3-venv, iproute2, util-linux, root or user namespaces. The packages are fetched before; what is
#   tried runs in a network of its own, with loopback only, and sends nothing outside.
# Exits with 0 where it is as said here, with 1 where something has changed.
set -euo pipefail

model=$(realpath "$(dirname "$0")/../posecheck/models/pose_landmarker_full.task")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet mediapipe==1.2.3

cat >"$folder/close_one.py" <<'PYTHON'
import sys

from mediapipe.tasks.python import vision
from mediapipe.tasks.python.core.base_options import BaseOptions


class Told(BaseOptions):
    def to_ctypes(self):
        options = super().to_ctypes()
        if sys.argv[2] == "no certificates":
            options.ca_bundle_path = None
        if sys.argv[2] == "no host":
            options.host_environment = options.host_system = 0
            options.host_version = None
        return options


options = vision.PoseLandmarkerOptions(base_options=Told(model_asset_path=sys.argv[1]))
vision.PoseLandmarker.create_from_options(options).close()
PYTHON

cat >"$folder/listen.py" <<'PYTHON'
import os
import socket
import subprocess
import sys
import threading

folder, model = sys.argv[1:]
heard = []


def names():
    server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    server.bind(("127.0.0.1", 53))
    while True:
        query, asker = server.recvfrom(4096)
        end = query.index(0, 12)
        heard.append(b"".join(b"." + query[i + 1 : i + 1 + query[i]] for i in starts(query, end)).decode()[1:])
        is_a = query[end + 1 : end + 3] == b"\0\1"
        record = b"\xc0\x0c\0\1\0\1\0\0\0\1\0\4\x7f\0\0\1" if is_a else b""
        server.sendto(query[:2] + b"\x81\x80\0\1" + bytes([0, is_a]) + bytes(4) + query[12 : end + 5] + record, asker)


def starts(query, end):
    at = 12
    while at < end:
        yield at
        at += 1 + query[at]


def greetings():
    server = socket.create_server(("127.0.0.1", 443))
    while True:
        connection = server.accept()[0]
        if connection.recv(4096)[:1] == b"\x16":
            heard.append("TLS greeting")
        connection.close()


for work in (names, greetings):
    threading.Thread(target=work, daemon=True).start()
right = True
for how, proxy, asks in (
    ("as it comes", "", True),
    ("no certificates", "", True),
    ("no host", "", True),
    ("a proxy that is not there", "http://127.0.0.1:9", False),
):
    heard.clear()
    clean = {k: v for k, v in os.environ.items() if not k.lower().endswith("_proxy")}
    environment = clean | ({"https_proxy": proxy} if proxy else {})
    command = [sys.executable, f"{folder}/close_one.py", model, how]
    subprocess.run(command, env=environment, stderr=subprocess.DEVNULL, check=True)
    print(f"{how}: {', '.join(sorted(set(heard))) or 'nothing'}")
    right &= ("TLS greeting" in heard and "play.googleapis.com" in heard) if asks else not heard
print("as said" if right else "something has changed")
sys.exit(not right)
PYTHON

echo "nameserver 127.0.0.1" >"$folder/resolv.conf"
echo "hosts: files dns" >"$folder/nsswitch.conf"
export folder model
unshare --map-root-user --net --mount sh -ec '
    ip link set lo up
    for name in resolv.conf nsswitch.conf; do mount --bind "$folder/$name" "$(realpath "/etc/$name")"; done
    "$folder/venv/bin/python" "$folder/listen.py" "$folder" "$model"
'
