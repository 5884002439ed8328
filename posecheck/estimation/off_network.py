"""Take one native library off the network, and nothing else of the process.

MediaPipe sends usage data to its maker whenever a landmarker is closed: versions, platform, timings, how many frames
were looked at. There is no switch. Its maintainers will not add one, and name blocking as what is left to others
(https://github.com/google-ai-edge/mediapipe/issues/6291 and /6306, closed; nothing newer in 1.2.3). Measured with
1.2.3, in a network of its own:

==============================================  ==================================================================
tried                                           still seen
==============================================  ==================================================================
another, no or an empty ``ca_bundle_path``      the DNS question and the TLS greeting
other ``host_environment``, ``host_system``     the DNS question, the TLS greeting and the post
``https_proxy`` pointing nowhere                nothing, but children inherit it and other C code reads it, also
                                                where it is set for C alone (``setenv``)
``https_proxy`` only around calls               nothing, but as above while a landmarker is closed, and changing the
                                                environment beside running threads is no safe thing
this: its ``getaddrinfo`` answers "failed"      nothing
==============================================  ==================================================================

The library asks for addresses through one slot in its own table of imported functions. That slot is pointed at a
function that does nothing but fail. No other library is touched, no file, no environment, no child; it holds until the
process ends, so for the last post at closing too. `tests/network` shows by force that nothing is sent, and that the
rest of the process has its network.
"""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Iterator
from typing import Final

import numpy as np

from posecheck.errors import ModelError

_ASKS: Final = b"getaddrinfo"
_FAILS: Final = "setlogin"
"""In the GNU C library a stub on Linux: reads nothing, answers -1. To who asks for addresses, that is "failed"."""

_END, _STRINGS, _SYMBOLS, _RELA, _RELA_SIZE, _PLT, _PLT_SIZE = 0, 5, 6, 7, 8, 23, 2
"""Keys of the dynamic section; these and the layouts below: ELF-64, System V gABI 4, "Dynamic Linking"."""
_WORDS: Final = 3
"""Of eight bytes, in an entry of the tables of relocations: where, what, addend."""
_SYMBOL_BYTES: Final = 24


class _LinkMap(ctypes.Structure):
    """What a handle of ``dlopen`` points to (``link.h``): where the library lies, and its dynamic section."""

    _fields_ = [("base", ctypes.c_size_t), ("name", ctypes.c_char_p), ("dynamic", ctypes.c_size_t)]


def take_off_network(library: ctypes.CDLL) -> None:
    """Let every look-up of an address by this library fail, from now until the process ends; may be repeated.

    Parameters
    ----------
    library
        A loaded library; it alone is changed, in this process's memory.

    Raises
    ------
    ModelError
        Where that is not possible, so that nobody looks at pictures with a library that may tell others.
    """
    if not (sys.platform.startswith("linux") and sys.maxsize > 2**32):
        raise _unknown("this is not a 64-bit Linux")
    slots = list(_slots(_LinkMap.from_address(library._handle)))
    if not slots:
        raise _unknown(f"{library._name} does not import {_ASKS.decode()}")
    process = ctypes.CDLL(None, use_errno=True)
    fails = ctypes.cast(getattr(process, _FAILS), ctypes.c_void_p).value or 0
    for slot in slots:
        _make_writable(process, slot)
        ctypes.c_size_t.from_address(slot).value = fails


def _slots(loaded: _LinkMap) -> Iterator[int]:
    """Yield the addresses where the library keeps where to jump to when it asks."""
    table = dict(_dynamic(loaded.dynamic))
    for start, size in ((_PLT, _PLT_SIZE), (_RELA, _RELA_SIZE)):
        if start not in table:
            continue
        words = np.frombuffer(ctypes.string_at(table[start], table[size]), np.uint64).reshape(-1, _WORDS)
        named = words[words[:, 1] >= 2**32]  # the upper half of the second word is the number of a symbol, 0 for none
        for offset, info, _ in named.tolist():
            symbol = table[_SYMBOLS] + _SYMBOL_BYTES * (info >> 32)
            name = table[_STRINGS] + ctypes.c_uint32.from_address(symbol).value
            if ctypes.string_at(name) == _ASKS:
                yield loaded.base + offset


def _dynamic(address: int) -> Iterator[tuple[int, int]]:
    """Yield the keys and values of a dynamic section."""
    while True:
        key, value = (ctypes.c_size_t * 2).from_address(address)
        if key == _END:
            return
        yield key, value
        address += ctypes.sizeof(ctypes.c_size_t) * 2


def _make_writable(process: ctypes.CDLL, slot: int) -> None:
    """Allow writing to a slot: a library that is linked "read-only after relocation" has closed its table."""
    page = os.sysconf("SC_PAGESIZE")
    read_write = 1 | 2  # PROT_READ, PROT_WRITE of sys/mman.h
    if process.mprotect(ctypes.c_void_p(slot - slot % page), ctypes.c_size_t(page), read_write) != 0:
        raise _unknown(os.strerror(ctypes.get_errno()))


def _unknown(why: str) -> ModelError:
    return ModelError(
        f"MediaPipe cannot be kept from sending usage data: {why}.",
        hint="Nothing was looked at. Install the versions that the README names, on 64-bit Linux.",
    )
