"""Slow motion by an edit list: the pictures keep the times at which they were filmed, and a list says how to play them.

Apple's software cuts and slows a film that way: each entry names a part of the film and its rate, 0.125 for eight times
slower (ISO/IEC 14496-12, 8.6.6; QuickTime File Format, "Edit List Atoms"). FFmpeg 8 takes every entry for one at the
speed of life and then shows the pictures after a slow part twice, so such a list is left out there and read here.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Final

MOST_BYTES: Final = 64 << 20
"""A larger index is not looked through; that of an hour at 240 pictures a second has some 20 MB."""
MOST_BOXES: Final = 10_000
SLOW: Final = 0.95
"""A rate below is slow motion; a little less than 1 comes from rounding."""


def slowest_rate(file: Path) -> float:
    """Return the slowest rate of a film's edit list, 1 where it has none that slows it, or is no such film.

    A rate of 0 holds one picture still; it slows nothing that was filmed.
    """
    try:
        with file.open("rb") as handle:
            index = _index(handle)
    except OSError:
        return 1.0
    rates = [rate for entries in _within(index, b"trak", b"edts", b"elst") for rate in _rates(entries)]
    return min((r for r in rates if 0 < r < SLOW), default=1.0)


def _index(handle: BinaryIO) -> bytes:
    """Return what is in the ``moov`` box of a file, nothing where there is none."""
    for _ in range(MOST_BOXES):
        head = handle.read(8)
        if len(head) < 8:
            return b""
        size, name = struct.unpack(">I4s", head)
        if size == 1:
            size, read = int.from_bytes(handle.read(8), "big"), 16
        else:
            read = 8
        if size < read or not name.isascii():
            return b""  # it goes on to the end of the file (0), or this is another kind of file
        if name == b"moov":
            return handle.read(size - read) if size <= MOST_BYTES else b""
        handle.seek(size - read, 1)
    return b""


def _within(data: bytes, box: bytes, *deeper: bytes) -> Iterator[bytes]:
    """Yield what is in the boxes that a path of names leads to."""
    at = 0
    while at + 8 <= len(data):
        size, name = struct.unpack_from(">I4s", data, at)
        if size < 8:
            return
        if name == box:
            inside = data[at + 8 : at + size]
            yield from _within(inside, *deeper) if deeper else (inside,)
        at += size


def _rates(entries: bytes) -> Iterator[float]:
    """Yield the rate of each entry of an edit list."""
    if len(entries) < 8:
        return
    version, count = entries[0], struct.unpack_from(">I", entries, 4)[0]
    form = struct.Struct(">Qqi" if version == 1 else ">Iii")
    for number in range(min(count, (len(entries) - 8) // form.size)):
        _, starts, rate = form.unpack_from(entries, 8 + number * form.size)
        if starts >= 0:  # below 0 it is a pause before the film
            yield rate / 65536
