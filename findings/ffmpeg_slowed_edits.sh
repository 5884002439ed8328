#!/usr/bin/env bash
# Question: a MOV film of two seconds has an edit list that plays its middle second eight times slower (rate 0.125, as
#   slow motion is stored without coding the film anew). At which times does FFmpeg give its pictures?
# Common guess: as it plays: 0 to 0.5 s, then the middle stretched over 8 s, then the rest; or as filmed, 0 to 2 s.
# Seen: neither. The rate is not looked at: the middle part runs on at the speed of life for the 8 seconds that it may
#   take, to the end of the film, and then the last part comes once more at 8.5 s. Pictures are there twice, and
#   the film has a gap of 6.5 s. With the option `ignore_editlist` all come once, at the times of the film.
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

path = f"{sys.argv[1]}/film.mov"
with av.open(path, "w") as out:
    stream = out.add_stream("libx264", rate=100)
    stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
    stream.codec_context.options = {"bf": "0"}
    for _ in range(200):
        out.mux(stream.encode(av.VideoFrame.from_ndarray(np.full((48, 64, 3), 90, np.uint8), format="rgb24")))
    out.mux(stream.encode())

data = bytearray(open(path, "rb").read())
movie = struct.unpack_from(">I", data, data.index(b"mvhd") + 16)[0]
film = struct.unpack_from(">I", data, data.index(b"mdhd") + 16)[0]
edits = ((0.5, 0.0, 1.0), (8.0, 0.5, 1 / 8), (0.5, 1.5, 1.0))  # seconds played, where in the film, rate
entries = b"".join(struct.pack(">Iii", int(p * movie), int(f * film), int(r * (1 << 16))) for p, f, r in edits)
new = struct.pack(">I4sII", 16 + len(entries), b"elst", 0, len(edits)) + entries
at = data.index(b"elst") - 4
old = struct.unpack_from(">I", data, at)[0]
data[at : at + old] = new
for name in (b"moov", b"trak", b"edts"):
    box = data.index(name) - 4
    struct.pack_into(">I", data, box, struct.unpack_from(">I", data, box)[0] + len(new) - old)
open(path, "wb").write(data)


def times(**options):
    with av.open(path, options=options) as opened:
        return [round(float(frame.time), 2) for frame in opened.decode(video=0)]


followed, left_out = times(), times(ignore_editlist="1")
gap = max(b - a for a, b in zip(followed, followed[1:]))
print(f"followed: {len(followed)} pictures, {followed[0]} to {followed[-1]} s, longest step {gap:.2f} s")
print(f"left out: {len(left_out)} pictures, {left_out[0]} to {left_out[-1]} s")
right = len(followed) == 250 and followed[-1] == 8.99 and 6.4 < gap < 6.6
sys.exit(0 if right and len(left_out) == 200 and left_out[-1] == 1.99 else 1)
PYTHON
"$folder/venv/bin/python" "$folder/look.py" "$folder"
