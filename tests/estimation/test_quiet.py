from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest

from posecheck.estimation.quiet import quiet_stderr


def test_native_words_are_dropped_and_later_ones_are_not(tmp_path: Path) -> None:
    kept = os.dup(2)
    file = tmp_path / "stderr"
    with file.open("wb") as target:
        os.dup2(target.fileno(), 2)
        try:
            os.write(2, b"before ")
            with quiet_stderr():
                os.write(2, b"noise ")
                with quiet_stderr():
                    os.write(2, b"noise ")
                os.write(2, b"noise ")
            os.write(2, b"after")
        finally:
            os.dup2(kept, 2)
            os.close(kept)
    assert file.read_text() == "before after"


def test_an_exception_passes_through() -> None:
    here = os.fstat(2)
    with pytest.raises(ValueError, match="x"), quiet_stderr():
        raise ValueError("x")
    assert os.path.samestat(here, os.fstat(2))


def test_threads_that_overlap_leave_it_as_it_was() -> None:
    here = os.fstat(2)
    inside, leave = threading.Event(), threading.Event()

    def hold() -> None:
        with quiet_stderr():
            inside.set()
            leave.wait(10)

    thread = threading.Thread(target=hold)
    with quiet_stderr():
        thread.start()
        assert inside.wait(10)
    assert not os.path.samestat(here, os.fstat(2)), "the other one is still inside"
    leave.set()
    thread.join(10)
    assert os.path.samestat(here, os.fstat(2))
