"""Whether an output can be written at all, asked before the long work begins."""

from __future__ import annotations

import errno
import os
import secrets
from pathlib import Path

from posecheck.report.writing import output_error


def check_writable(path: str | Path) -> None:
    """Raise where a file could not be written at `path`; nothing is left behind, an existing file is not touched.

    Raises
    ------
    OutputError
        Where the folder is missing or read-only, or `path` is a folder.
    """
    try:
        target = Path(path).resolve()
        if target.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        if target.exists() and not target.is_file():
            return
        probe = target.with_name(f".posecheck-{secrets.token_hex(6)}.probe")
        probe.open("xb").close()
        probe.unlink()
    except OSError as cause:
        raise output_error(path, cause) from cause
