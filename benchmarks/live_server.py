"""The app as it is, with a clock at the pictures: run by `benchmarks.live` as a process of its own.

Writes one line of JSON for each judged picture: when it came, when its feedback was published, what was newly said.
"""

from __future__ import annotations

import functools
import itertools
import json
import sys
import time
from pathlib import Path
from typing import Any

from posecheck.app.coach.live_view import LiveView
from posecheck.app.server import serve
from posecheck.app.visit.video import Image, LiveVideo


def with_clock(log: Path) -> None:
    """Put the clock around the two calls between which a picture is judged."""
    lines = log.open("w", encoding="utf-8", buffering=1)
    came: dict[int, float] = {}
    visits: dict[int, int] = {}
    number = itertools.count(1)
    begin = LiveVideo.__init__

    @functools.wraps(begin)
    def counted(self: LiveVideo, *args: Any, **options: Any) -> None:
        begin(self, *args, **options)
        visits[id(self)] = next(number)  # an id may come back when its owner is gone

    call, publish = LiveVideo.__call__, LiveVideo._publish

    @functools.wraps(call)
    def timed_call(self: LiveVideo, rgb: Image, time_s: float) -> Image:
        came[id(self)] = time.time()
        return call(self, rgb, time_s)

    @functools.wraps(publish)
    def timed_publish(self: LiveVideo, view: LiveView) -> None:
        publish(self, view)
        say = view.say
        said = [say.number, say.kind, say.text] if say else None
        line = {
            "visit": visits.get(id(self), 0),
            "came": came.get(id(self)),
            "out": time.time(),
            "stage": view.stage,
            "say": said,
        }
        lines.write(json.dumps(line) + "\n")

    LiveVideo.__init__, LiveVideo.__call__, LiveVideo._publish = counted, timed_call, timed_publish


if __name__ == "__main__":
    with_clock(Path(sys.argv[2]))
    serve("127.0.0.1", int(sys.argv[1]), browser=False)
