"""The app as `posecheck app` serves it, for the browser tests: ``python -m tests.browser.server PORT LOG``.

Three things are changed from outside. Every exercise has one more dose, `quick`, so that a whole set takes seconds. Who
opens and frees a pose model is written down. And a computer too slow for a judgement gives one all the same: how fast
posecheck is, `benchmarks.live` asks; here it matters what happens, on whatever machine.
"""

from __future__ import annotations

import faulthandler
import functools
import signal
import sys
import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

from posecheck.disk import library
from posecheck.estimation import landmarker
from posecheck.rules.exercise.definition import Dose, Exercise
from posecheck.rules.judging import summary as summing

QUICK = Dose(hold_s=2, attempts=1, rest_s=0)
LOWEST_FPS = 2.0


def with_quick_dose() -> None:
    """Give every exercise the dose; called before anything that loads one is imported."""
    load = library.load_exercise

    @functools.wraps(load)
    def loaded(*args: Any, **options: Any) -> Exercise:
        exercise = load(*args, **options)
        return replace(exercise, doses={**exercise.doses, "quick": QUICK})

    library.load_exercise = loaded


def with_counted_landmarkers(log: Path) -> None:
    """Write a line for each pose model that is opened or freed."""
    lines, lock = log.open("w", encoding="utf-8", buffering=1), threading.Lock()

    def write(what: str) -> None:
        with lock:
            lines.write(what + "\n")

    class Counted(landmarker.Landmarker):
        def __init__(self, *args: Any, **options: Any) -> None:
            super().__init__(*args, **options)
            write("opened")

        def close(self) -> None:
            super().close()
            write("freed")

    landmarker.Landmarker = Counted


if __name__ == "__main__":
    faulthandler.register(signal.SIGUSR1, all_threads=True)  # a server that hangs can be asked where
    with_quick_dose()
    with_counted_landmarkers(Path(sys.argv[2]))
    summing.MIN_FPS = LOWEST_FPS
    from posecheck.cli import main

    main(["app", "--no-browser", "--port", sys.argv[1]])
