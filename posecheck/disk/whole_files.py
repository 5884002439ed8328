"""Files appear complete or not at all: the one place where posecheck writes to the disk."""

from __future__ import annotations

import errno
import fcntl
import os
import secrets
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from posecheck.errors import OutputError
from posecheck.remark import remark

STDOUT = "-"
"""Given as a path, it means standard output."""

_HINTS = {
    errno.ENOENT: "hint_make_folder",
    errno.ENOTDIR: "hint_not_folder",
    errno.EISDIR: "hint_not_file",
    errno.EACCES: "hint_no_right",
    errno.EPERM: "hint_no_right",
    errno.EROFS: "hint_read_only",
    errno.ENOSPC: "hint_disk_full",
    errno.EDQUOT: "hint_share_used",
    errno.ENAMETOOLONG: "hint_shorter_name",
}


def output_error(path: str | Path, cause: OSError) -> OutputError:
    """Return the error that says why `path` could not be written, and what to do."""
    why = (cause.strerror or str(cause) or type(cause).__name__).rstrip(".")
    hint = remark(_HINTS.get(cause.errno or 0, "hint_other_place"))
    return OutputError(remark("cannot_write", path=path, why=why), hint=hint)


@contextmanager
def replacing(path: str | Path) -> Generator[Path]:
    """Give a new file to write to, which takes the place of `path` when the block ends well.

    The new file is in the folder of `path`, so that taking its place is one step. Whatever goes wrong in the block,
    the new file is removed and `path` stays as it was. A link is followed: the file that it names is replaced.

    Parameters
    ----------
    path
        Where the file is to be in the end.

    Yields
    ------
    Path
        The new, empty file.

    Raises
    ------
    OutputError
        Where the folder is missing or read-only, `path` is a folder or a device, or the disk refuses. An `OSError` of
        the block itself counts as a refusal of the disk.
    """
    try:
        target = Path(path).resolve()
        if target.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        if target.exists() and not target.is_file():
            raise OutputError(remark("cannot_write_device", path=path), hint=remark("cannot_write_device_hint"))
        # Not tempfile: its files are private to the user, and a report should get the rights of any new file.
        sweep(target.parent)
        part, held = _new_part(target)
    except OSError as cause:
        raise output_error(path, cause) from cause
    try:
        yield part
        _synced(part)
        part.replace(target)
        _synced(target.parent)
    except OSError as cause:
        raise output_error(path, cause) from cause
    finally:
        part.unlink(missing_ok=True)
        os.close(held)


def _new_part(target: Path) -> tuple[Path, int]:
    """Return a new file beside `target`, and the descriptor that holds its lock while somebody writes to it."""
    while True:
        part = target.with_name(f".posecheck-{secrets.token_hex(6)}.part")
        held = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o666)
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:  # some network disks know no locks, then nothing is swept there either; or a sweep has it
            if part.exists():
                return part, held
        if os.fstat(held).st_nlink:
            return part, held
        os.close(held)  # swept between its making and its locking


def _synced(path: Path) -> None:
    """Wait until a file, or the names in a folder, are on the disk itself: a rename must not outrun what it names."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as cause:
        if cause.errno not in (errno.EINVAL, errno.ENOTSUP):  # some file systems have no such step
            raise
    finally:
        os.close(handle)


def sweep(folder: Path) -> None:
    """Remove unfinished files in a folder that a killed posecheck left; those that somebody writes to are locked."""
    for part in folder.glob(".posecheck-*.part"):
        try:
            handle = os.open(part, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        except OSError:
            continue
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            part.unlink(missing_ok=True)
        except OSError:
            pass  # in use, or not ours to remove
        finally:
            os.close(handle)


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
        sweep(target.parent)
        probe = target.with_name(f".posecheck-{secrets.token_hex(6)}.probe")
        probe.open("xb").close()
        probe.unlink()
    except OSError as cause:
        raise output_error(path, cause) from cause


def write_bytes(path: str | Path, data: bytes) -> None:
    """Write a file, whole or not at all; ``"-"`` is standard output, a device gets the bytes as they are.

    Raises
    ------
    OutputError
        See `replacing`.
    """
    if path == STDOUT:
        try:
            _write_stdout(data)
        except BrokenPipeError:
            raise  # its reader has had enough: that is no fault
        except OSError as cause:
            raise output_error(path, cause) from cause
        return
    if _is_device(Path(path)):
        # A device must never be replaced by a file: only a plain file is swapped for a new one.
        try:
            Path(path).write_bytes(data)
        except OSError as cause:
            raise output_error(path, cause) from cause
        return
    with replacing(path) as part:
        part.write_bytes(data)


def write_text(path: str | Path, text: str) -> None:
    r"""Write text as UTF-8; see `write_bytes`.

    A file name may hold bytes that are no text; they become ``\udcff``, which is also what JSON calls them.
    """
    write_bytes(path, text.encode("utf-8", "backslashreplace"))


def _is_device(path: Path) -> bool:
    try:
        return path.exists() and not path.is_file() and not path.is_dir()
    except OSError:
        return False


def _write_stdout(data: bytes) -> None:
    """Write bytes to standard output, which a caller may have replaced by something that takes only text."""
    if sys.stdout is None:  # pyright: ignore[reportUnnecessaryComparison] - so it is where it was closed
        raise OSError(errno.EBADF, os.strerror(errno.EBADF))
    buffer = getattr(sys.stdout, "buffer", None)
    if buffer is None:
        sys.stdout.write(data.decode("utf-8"))
    else:
        sys.stdout.flush()
        buffer.write(data)
    sys.stdout.flush()


def give_up_stdout() -> None:
    """Let all that still goes to standard output go nowhere: its reader is gone, and Python would complain."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, sys.stdout.fileno())
    except (OSError, ValueError, AttributeError):
        pass  # it is no file of the system's, so nothing is flushed to one either
    finally:
        os.close(nowhere)
