"""Memory that native libraries have freed goes back to the system."""

from __future__ import annotations

import ctypes
from typing import Final


def give_memory_back() -> bool:
    """Return freed memory to the system; return whether any was, False too where the C library cannot (not glibc).

    Each pose model that is opened and closed leaves some 90 MB freed but kept by glibc in the arenas of the threads
    that used it (measured: 455 MB resident after a model was closed, 367 MB after this call). Live, every set opens
    a model in threads of its own.
    """
    try:
        trim = ctypes.CDLL(None).malloc_trim
    except (AttributeError, OSError, TypeError):  # another C library; Windows has no CDLL(None)
        return False
    return trim(0) == 1


LARGE_BLOCK: Final = 4 << 20
"""Bytes from which on a block of memory is one of its own."""
_MMAP_THRESHOLD: Final = -3  # M_MMAP_THRESHOLD of <malloc.h>


def keep_large_blocks_apart() -> bool:
    """Let freed large blocks go back to the system at once; return whether that could be asked for (glibc).

    Otherwise glibc raises its limit for such blocks up to 32 MB as they are freed, and the planes of an 8K picture,
    33 MB and less, stay in its heap: 75 MB of the peak (measured, `python -m benchmarks.large_clips`).
    """
    try:
        option = ctypes.CDLL(None).mallopt
    except (AttributeError, OSError, TypeError):  # another C library; Windows has no CDLL(None)
        return False
    return option(_MMAP_THRESHOLD, LARGE_BLOCK) == 1
