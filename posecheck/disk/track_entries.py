"""The arrays of a recording, looked at from outside before memory is taken: names, packing, sizes, shapes and kinds.

A zip file's directory says how large its entries are when unpacked, and an array's own first bytes say what it holds.
Both may lie, so both are read, held against what a track can have, and held against each other.
"""

from __future__ import annotations

import tokenize
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO, Any, Final, Literal

import numpy as np
from numpy.typing import NDArray

from posecheck.body.pose import OUTLINE_STATIONS
from posecheck.body.skeleton import N_LANDMARKS
from posecheck.errors import PoseDataError

MAX_FRAMES: Final = 500_000
"""Nine hours at 15 frames a second. A choice of ours, like those below: far above what is filmed."""
MAX_BYTES: Final = 64_000_000
"""Of one array when unpacked: three hours of the largest (`xyz`) at 15 frames a second."""
MAX_NUMBER: Final = 1e6
MAX_TIME_S: Final = 1e9
"""Thirty years: a clock that counts from the start of a machine stays below."""
MAX_META_BYTES: Final = 1_000_000
MAX_ENTRIES: Final = 64

META: Final = "meta"
SHAPES: Final[dict[str, tuple[int, ...]]] = {
    "time_s": (),
    "xy": (N_LANDMARKS, 2),
    "xyz": (N_LANDMARKS, 3),
    "visibility": (N_LANDMARKS,),
    "brightness": (),
    "people": (),
    "cut": (),
    "outline": (2, OUTLINE_STATIONS),
}
"""The arrays of a track, each with its shape after the number of frames."""
_NUMBERS: Final = "biuf"  # numpy's kinds: truth values, whole numbers, floating-point numbers
_PACKED: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_HEADER_BYTES: Final = 4096

DAMAGE: Final = (
    OSError,
    zipfile.BadZipFile,
    zlib.error,
    ValueError,
    EOFError,
    KeyError,
    TypeError,
    NotImplementedError,
    MemoryError,
    OverflowError,
    RecursionError,
    RuntimeError,
    SyntaxError,
    AttributeError,
    tokenize.TokenError,  # numpy reads what an array says about itself with Python's own tokenizer
)
"""What zipfile, numpy and json raise on bytes that are not as they should be."""


def has(entries: zipfile.ZipFile, name: str) -> bool:
    """Return whether a zip file has an array of that name."""
    return f"{name}.npy" in entries.NameToInfo


def read_meta(entries: zipfile.ZipFile) -> bytes:
    """Return the bytes of a recording's text.

    Raises
    ------
    PoseDataError
        Where they are too many, or are no bytes.
    """
    _check_names(entries)
    return _read(entries, META, ()).tobytes()


def read_arrays(entries: zipfile.ZipFile) -> dict[str, NDArray[Any]]:
    """Return the arrays of a recording that are known; others are never opened.

    Raises
    ------
    PoseDataError
        Where an array is not what a track has there; nothing of it has been unpacked then.
    """
    names = [name for name in SHAPES if has(entries, name)]
    frames = {name: _frames(entries, name) for name in names}
    if len(set(frames.values())) > 1:
        found = ", ".join(f"{name} {n}" for name, n in frames.items())
        raise PoseDataError(f"its arrays have different numbers of frames: {found}.")
    arrays = {name: _read(entries, name, SHAPES[name]) for name in names}
    for name, array in arrays.items():
        most = MAX_TIME_S if name == "time_s" else MAX_NUMBER
        if np.any(np.abs(array[~np.isnan(array)].astype(np.float64)) > most):
            raise PoseDataError(f"{name}: expected numbers up to {most:g}, found larger ones.")
    return arrays


def _check_names(entries: zipfile.ZipFile) -> None:
    """Raise where there are more entries than a recording can have, or two of one name."""
    names = [entry.filename for entry in entries.infolist()]
    if len(names) > MAX_ENTRIES:
        raise PoseDataError(f"it has {len(names)} entries, at most {MAX_ENTRIES} are read.")
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise PoseDataError(f"it has {twice[0]!r} twice.")


def _frames(entries: zipfile.ZipFile, name: str) -> int:
    """Return how many frames an array says it has, after everything that its beginning says was looked at."""
    with _opened(entries, name) as entry:
        shape, _, _ = _header(entries, name, entry, SHAPES[name])
    return shape[0]


def _read(entries: zipfile.ZipFile, name: str, row: tuple[int, ...]) -> NDArray[Any]:
    """Return one array, read to its end so that its checksum is compared."""
    with _opened(entries, name) as entry:
        shape, dtype, order = _header(entries, name, entry, row)
        data = b"".join(_pieces(entry, int(np.prod(shape, dtype=object)) * dtype.itemsize, name))
    return np.frombuffer(data, dtype).reshape(shape, order=order)


def _pieces(entry: IO[bytes], size: int, name: str) -> Iterator[bytes]:
    left = size
    while left:
        piece = entry.read(min(left, 1 << 20))
        if not piece:
            raise PoseDataError(f"{name}: expected {size} bytes, found {size - left}.")
        left -= len(piece)
        yield piece
    if entry.read(1):
        raise PoseDataError(f"{name} is longer than it says.")


def _opened(entries: zipfile.ZipFile, name: str) -> IO[bytes]:
    """Return an entry that is packed as a recording's are."""
    entry = entries.NameToInfo[f"{name}.npy"]
    most = (MAX_META_BYTES if name == META else MAX_BYTES) + _HEADER_BYTES
    if entry.flag_bits & 0x1:
        raise PoseDataError(f"{name}: expected an open entry, found an encrypted one.")
    if entry.compress_type not in _PACKED:
        raise PoseDataError(f"{name}: expected a stored or deflated entry, found packing {entry.compress_type}.")
    if entry.file_size > most:
        raise PoseDataError(f"{name}: it says that it is {entry.file_size} bytes long, at most {most} are read.")
    return entries.open(entry)


def _header(
    entries: zipfile.ZipFile, name: str, entry: IO[bytes], row: tuple[int, ...]
) -> tuple[tuple[int, ...], np.dtype[Any], Literal["C", "F"]]:
    """Return shape, kind and order by an array's first bytes, raise where they are not those of a track."""
    version = np.lib.format.read_magic(entry)
    if version not in {(1, 0), (2, 0)}:
        raise PoseDataError(f"{name}: expected an array of format 1 or 2, found {version[0]}.{version[1]}.")
    read = np.lib.format.read_array_header_1_0 if version == (1, 0) else np.lib.format.read_array_header_2_0
    shape, by_column, dtype = read(entry, max_header_size=_HEADER_BYTES)
    kinds = "u" if name == META else _NUMBERS
    if dtype.kind not in kinds or dtype.itemsize > 8 or (name == META and dtype.itemsize != 1):
        raise PoseDataError(f"{name}: expected {'bytes' if name == META else 'numbers'}, found {str(dtype)[:60]}.")
    if len(shape) != len(row) + 1 or shape[1:] != row:
        wanted = ", ".join(["frames", *map(str, row)])
        raise PoseDataError(f"{name}: expected shape ({wanted}), found {str(shape)[:60]}.")
    if name != META and not 0 <= shape[0] <= MAX_FRAMES:
        raise PoseDataError(f"{name}: it says that it has {str(shape[0])[:20]} frames, at most {MAX_FRAMES} are read.")
    size = shape[0] * int(np.prod(row, dtype=np.int64)) * dtype.itemsize
    stated = entries.NameToInfo[f"{name}.npy"].file_size
    if size > MAX_BYTES or not size < stated <= size + _HEADER_BYTES:
        raise PoseDataError(f"{name}: its shape takes {str(size)[:20]} bytes, its entry has {stated}.")
    return shape, dtype, "F" if by_column else "C"
