"""Keep a native library's start-up messages off the terminal."""

from __future__ import annotations

import contextlib
import logging
import os
import sys
import threading
from collections.abc import Generator

_log = logging.getLogger(__name__)
_log.addHandler(logging.NullHandler())

_lock = threading.Lock()
_depth = 0
_kept = -1


def _mute() -> None:
    """Send the process's standard error nowhere; the caller holds the lock."""
    global _kept  # noqa: PLW0603 (there is one standard error in a process)
    sys.stderr.flush()
    _kept = os.dup(2)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    os.close(nowhere)


@contextlib.contextmanager
def quiet_stderr() -> Generator[None]:
    """Drop what is written to the process's standard error inside, by native code too.

    MediaPipe 1.x writes five lines at every start ("Logging before InitGoogle() is written to STDERR", ...) and
    obeys none of the usual settings (GLOG_minloglevel, TF_CPP_MIN_LOG_LEVEL, its own logging callback). May be
    nested and used from several threads: the first to enter mutes, the last to leave restores. Keep it short, because
    it is the whole process that is muted; errors come as exceptions and are not lost.
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
    """Give the process its standard error back; the caller holds the lock."""
    global _kept  # noqa: PLW0603
    if _kept >= 0:
        os.dup2(_kept, 2)
        os.close(_kept)
        _kept = -1
