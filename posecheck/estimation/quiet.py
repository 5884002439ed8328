"""Keep a native library's chatter off the terminal, and let its warnings and everybody else's words through."""

from __future__ import annotations

import contextlib
import logging
import os
import re
import sys
import tempfile
import threading
from collections.abc import Generator
from typing import Final

_log = logging.getLogger(__name__)
_log.addHandler(logging.NullHandler())

_lock = threading.Lock()
_depth = 0
_kept = -1

_LEVEL: Final = re.compile(rb"(VERBOSE|DEBUG|INFO|WARNING|ERROR|FATAL): (?=\S|$)")
"""How LiteRT and TFLite begin a line. Others write ``INFO:root:`` (logging) or ``INFO:     `` (uvicorn)."""

_STAMPED: Final = re.compile(rb"([IWEF])\d{4} [\d:.]+ +\d+ \S+:\d+\] ")
"""How Abseil begins a line: level, day, time, thread, source."""

_TORN: Final = re.compile(rb"\[\S+:\d+\] |$")
"""What is left of LiteRT's line when another thread's words came between the level and it."""

_CHATTER: Final = frozenset((b"VERBOSE", b"DEBUG", b"INFO", b"I"))

_KNOWN: Final = (
    b"Logging before InitGoogle() is written to STDERR",
    b"Sparsity tensors may not yet be fully supported.",
    b"Input tensor memory is not aligned according to LiteRt's memory alignment requirements.",
    b"Feedback manager requires a model with a single signature inference.",
    b"Using NORM_RECT without IMAGE_DIMENSIONS is only supported for the square ROI.",
)
"""Warnings that MediaPipe 1.2 gives at every start with its own pose model; nobody can do anything about them."""


def _mute() -> None:
    """Send the process's standard error into a file of its own; the caller holds the lock."""
    global _kept  # noqa: PLW0603 (there is one standard error in a process)
    sys.stderr.flush()
    kept = os.dup(2)
    try:
        with tempfile.TemporaryFile(buffering=0) as file:
            os.dup2(file.fileno(), 2)
    except OSError:
        os.close(kept)
        raise
    _kept = kept


@contextlib.contextmanager
def quiet_stderr() -> Generator[None]:
    """Hold back what is written to the process's standard error inside; afterwards pass on all but native chatter.

    MediaPipe 1.x writes up to 50 lines when a model is opened, first used and closed ("INFO: [environment.cc:36]
    Creating LiteRT environment", ...) and obeys none of the usual settings (GLOG_minloglevel, TF_CPP_MIN_LOG_LEVEL, its
    own logging callback). Its lines below a warning are dropped whatever they say, and so are the warnings in `_KNOWN`.
    What else was written, by the library or by another thread, comes out late but whole.

    May be nested and used from several threads: the first to enter mutes, the last to leave restores. Keep it short:
    it is the whole process that is held back, and a process that is killed inside loses these words.
    """
    global _depth  # noqa: PLW0603
    with _lock:
        if _depth == 0:
            with contextlib.suppress(OSError, ValueError, AttributeError):  # no standard error: nothing to mute
                _mute()
        _depth += 1
    try:
        yield
    finally:
        with _lock:
            _depth -= 1
            if _depth == 0:
                _restore()


def _restore() -> None:
    """Give the process its standard error back and pass on what is no chatter; the caller holds the lock."""
    global _kept  # noqa: PLW0603
    if _kept < 0:
        return
    with contextlib.suppress(OSError, ValueError, AttributeError):
        sys.stderr.flush()
    with os.fdopen(os.dup(2), "rb") as held:
        os.dup2(_kept, 2)
        os.close(_kept)
        _kept = -1
        held.seek(0)
        words = without_chatter(held.read())
    with contextlib.suppress(OSError):  # the reader has gone, the disk is full
        while words:
            words = words[os.write(2, words) :]


def without_chatter(written: bytes) -> bytes:
    r"""Return the lines of `written` that are neither below a warning nor a known warning of the native library.

    LiteRT writes level, text and line end one by one, so lines of two threads may be mixed. A line takes the gravest
    level that stands in it; a level whose text comes a line later is remembered for it.

    >>> without_chatter(b"INFO: [a.cc:1] ready\nWARNING: [b.cc:2] low memory\nTraceback\n")
    b'WARNING: [b.cc:2] low memory\nTraceback\n'
    >>> without_chatter(b"INFO: [a.cc:1] readyINFO: \n[b.cc:2] ready\n")
    b''
    """
    kept: list[bytes] = []
    owed: list[bytes] = []
    for line in written.splitlines(keepends=True):
        text = line.rstrip(b"\r\n")
        levels: list[bytes] = _LEVEL.findall(text) if _LEVEL.match(text) else []
        if stamp := _STAMPED.match(text):
            levels = [stamp[1]]
        elif owed and not levels and _TORN.match(text):
            levels = [owed.pop(0)]
        else:
            owed += levels[1:]
        chatter = bool(levels) and _CHATTER.issuperset(levels)
        if not chatter and not (levels and any(known in text for known in _KNOWN)):
            kept.append(line)
    return b"".join(kept)
