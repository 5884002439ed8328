#!/usr/bin/env bash
# Question: a front camera writes a film with a display matrix that mirrors it left to right. What does PyAV's
#   `VideoFrame.rotation` say of it?
# Common guess: 0, since nothing is turned; or something that tells that it is mirrored.
# Seen: 180 degrees, as of a film that stands on its head: whoever turns by that shows the person upside down and, since
#   turning by 180 degrees mirrors nothing, with left and right as they were not. The transposed ones are told like the
#   turns by 90 degrees: left for right without a word. The matrix itself is in the frame's side data.
# Versions: av 18.1.0 (FFmpeg 8.1.2), numpy 2.4.6, Python 3.11. Date: 2026-12-01.
# Needs: python3-venv.
# Exits with 0 where it is as said here, with 1 where something has changed.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet av==18.1.0 numpy==2.4.6
cat >"$folder/look.py" <<'PYTHON'
import struct
import sys

import av
import numpy as np
from av.sidedata.sidedata import Type

path = f"{sys.argv[1]}/film.mp4"
one = 1 << 16


def write(a, b, c, d):
    """A film of grey pictures whose track header says how it is to be shown (ISO/IEC 14496-12, 8.3.2)."""
    with av.open(path, "w") as out:
        stream = out.add_stream("libx264", rate=15)
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        for _ in range(3):
            out.mux(stream.encode(av.VideoFrame.from_ndarray(np.full((48, 64, 3), 90, np.uint8), format="rgb24")))
        out.mux(stream.encode())
    data = bytearray(open(path, "rb").read())
    at = data.index(b"tkhd") + 4 + 4 + 20 + 16
    struct.pack_into(">9i", data, at, a * one, b * one, 0, c * one, d * one, 0, 0, 0, 1 << 30)
    open(path, "wb").write(data)


right = True
for name, matrix, guessed, seen in (
    ("as stored", (1, 0, 0, 1), 0, 0),
    ("on its head", (-1, 0, 0, -1), 180, 180),
    ("mirrored left to right", (-1, 0, 0, 1), 0, 180),
    ("mirrored top to bottom", (1, 0, 0, -1), None, 0),
    ("transposed", (0, 1, 1, 0), None, 270),
    ("turned clockwise", (0, 1, -1, 0), 270, 270),
):
    write(*matrix)
    with av.open(path) as film:
        frame = next(film.decode(video=0))
        told = frame.rotation % 360
        numbers = np.frombuffer(bytes(frame.side_data[Type.DISPLAYMATRIX]), np.int32) if matrix != (1, 0, 0, 1) else None
    kept = numbers is None or tuple(int(n) // one for n in numbers[[0, 1, 3, 4]]) == matrix
    print(f"{name:<24}rotation {told:>4}   guessed {guessed}   matrix kept: {kept}")
    right &= told == seen and kept
sys.exit(0 if right else 1)
PYTHON
"$folder/venv/bin/python" "$folder/look.py" "$folder"
