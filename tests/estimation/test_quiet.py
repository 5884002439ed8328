from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from posecheck.estimation.quiet import quiet_stderr, without_chatter
from tests.estimation.moving_pictures import LUNGE

ROOT = Path(__file__).resolve().parents[2]


def test_native_words_are_dropped_and_later_ones_are_not(tmp_path: Path) -> None:
    kept = os.dup(2)
    file = tmp_path / "stderr"
    with file.open("wb") as target:
        os.dup2(target.fileno(), 2)
        try:
            os.write(2, b"before ")
            with quiet_stderr():
                os.write(2, b"INFO: noise\n")
                with quiet_stderr():
                    os.write(2, b"INFO: noise\n")
                os.write(2, b"INFO: noise\n")
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


@pytest.mark.parametrize(
    "line",
    [
        "INFO: [accelerator_registry.cc:43] DestroyAccelerator: ptr=0x7f8088002e20, name=CpuAccelerator",
        "INFO: Something that a later release says about itself.",
        "VERBOSE: [a.cc:1] more of it",
        "DEBUG: more of it",
        "I0000 00:00:1796078447.445442   10039 gl_context.cc:357] GL version: 3.1",
        "I1130 22:34:07.445442   10039 port.cc:35] ready",
        "WARNING: Logging before InitGoogle() is written to STDERR",
        "WARNING: [model_load.cc:402] Sparsity tensors may not yet be fully supported.",
    ],
)
def test_native_chatter_is_dropped(line: str) -> None:
    assert without_chatter(f"before\n{line}\nafter\n".encode()) == b"before\nafter\n"


@pytest.mark.parametrize(
    "line",
    [
        "WARNING: [cpu_registry.cc:75] This machine has no vector unit.",
        "ERROR: [compiled_model.cc:1022] INFO: is how another line begins",
        "W0000 00:00:1796078447.445442   10039 gl_context.cc:81] No display.",
        "E1130 22:34:07.445442   10039 graph.cc:81] Calculator failed",
        "F0000 00:00:1796078447.445442   10039 graph.cc:81] Check failed",
        "INFO:root:a line of Python's logging",
        "INFO:     127.0.0.1:5000 - a line of a web server",
        'Traceback (most recent call last):\n  File "x.py", line 1\nValueError: INFO: x',
        "[x.py:1] a line of somebody else",
        "",
        "ends without a line end: \xe9\udcff",
    ],
)
def test_warnings_errors_and_the_words_of_others_come_through(line: str) -> None:
    written = b"INFO: [a.cc:1] ready\n" + line.encode("utf-8", "surrogateescape")
    assert without_chatter(written) == line.encode("utf-8", "surrogateescape")


@pytest.mark.parametrize(
    ("written", "left"),
    [
        (b"INFO: INFO: [a.cc:1] one[b.cc:2] two\n\nafter\n", b"after\n"),
        (b"INFO: [a.cc:1] oneINFO: \n[b.cc:2] two\n\n", b"\n"),
        (b"INFO: [a.cc:1] oneWARNING: \n[b.cc:2] bad\n", b"INFO: [a.cc:1] oneWARNING: \n[b.cc:2] bad\n"),
    ],
)
def test_lines_that_two_threads_wrote_into_each_other(written: bytes, left: bytes) -> None:
    assert without_chatter(written) == left


def test_words_of_another_thread_come_out_afterwards(capfd: pytest.CaptureFixture[str]) -> None:
    with quiet_stderr():
        os.write(2, b"INFO: [a.cc:1] ready\nERROR: [b.cc:2] bad\n")
        thread = threading.Thread(target=os.write, args=(2, b"a traceback\n"))
        thread.start()
        thread.join(10)
        assert capfd.readouterr().err == ""
    assert capfd.readouterr().err == "ERROR: [b.cc:2] bad\na traceback\n"


PROGRAM = """
import os, sys
import numpy as np
from posecheck.estimation.landmarker import Landmarker
from posecheck.estimation.video import frames

def words(text):
    os.write(2, text.encode() + b"\\n")

way, clip = sys.argv[1:]
words("open")
landmarker = Landmarker(person_mask=True)
landmarker.detect(np.zeros((48, 64, 3), np.uint8), 0.0)
pictures = frames(clip)
for time_s in (1.0, 2.0):
    words("look")
    assert landmarker.detect(next(pictures).rgb, time_s).found
words("close")
if way == "close":
    landmarker.close()
elif way == "restart":
    landmarker.reset()
    landmarker.detect(next(pictures).rgb, 0.0)
elif way == "forget":
    del landmarker
elif way == "thread":
    import threading
    thread = threading.Thread(target=landmarker.close)
    thread.start()
    thread.join()
elif way == "error":
    raise SystemExit("an error of the program")
words("end")
"""


@pytest.mark.clips
@pytest.mark.parametrize("way", ["close", "restart", "forget", "thread", "leave open", "error"])
def test_a_real_landmarker_says_nothing_from_opening_to_the_end_of_the_program(way: str) -> None:
    command = [sys.executable, "-c", PROGRAM, way, str(LUNGE)]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    end = "an error of the program" if way == "error" else "end"
    assert run.stderr.splitlines() == ["open", "look", "look", "close", end]
    assert run.stdout == ""


WAYS = {
    "score": "from posecheck.cli import main; main()",
    "Python": "import posecheck, sys; print(posecheck.score_clip(sys.argv[2], sys.argv[4]).score)",
}


@pytest.mark.clips
@pytest.mark.parametrize("way", list(WAYS))
def test_judging_a_clip_says_nothing_on_standard_error(way: str) -> None:
    command = [sys.executable, "-c", WAYS[way], "score", str(LUNGE), "--exercise", "kneeling_hip_flexor"]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (run.returncode, run.stderr) == (0, "")
    assert "cc:" not in run.stdout
