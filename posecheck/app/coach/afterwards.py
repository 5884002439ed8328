"""A set judged once more when it is over, from all of its poses, as a recorded clip is: that is its result.

While it lasts the next picture is not known. Afterwards all of them are, so the judgement goes by the same rules as
that of a clip, and a track of the same poses gives the identical result.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence

from posecheck.body.pose import Pose, Source, join_poses
from posecheck.body.smoothing import smooth_track
from posecheck.clips.scoring import Request, judge_unworded
from posecheck.result.judgement import Result

Job = Callable[[], None]
Run = Callable[[Job], None]


def at_once(job: Job) -> None:
    """Do a job before going on."""
    job()


def beside(job: Job) -> None:
    """Do a job in a thread of its own."""
    threading.Thread(target=job, name="posecheck-judging", daemon=True).start()


class Afterwards:
    """Judges the sets of a session, each when it is over.

    Parameters
    ----------
    run
        How to do it: it takes a millisecond a pose, and a camera's thread that waits for ten seconds is given up.
    """

    def __init__(self, run: Run = at_once) -> None:
        self._run = run
        self._sets: list[_Set] = []

    def __len__(self) -> int:
        return len(self._sets)

    def judge(self, request: Request, poses: Sequence[Pose], source: Source) -> None:
        """Judge a set from its raw poses."""
        job = _Set(request, poses, source)
        self._sets.append(job)
        self._run(job)

    @property
    def ready(self) -> bool:
        """Whether every set is judged."""
        return all(job.over for job in self._sets)

    def results(self) -> tuple[Result, ...]:
        """Return the judgement of each set without words; waits for them.

        What went wrong is raised the first time, and left out from then on.
        """
        for job in self._sets:
            job.wait()
        if error := next((job.error for job in self._sets if job.error is not None), None):
            self._sets = [job for job in self._sets if job.error is None]
            raise error
        return tuple(job.result for job in self._sets if job.result is not None)


class _Set:
    """One set; called, it judges."""

    def __init__(self, request: Request, poses: Sequence[Pose], source: Source) -> None:
        self._request, self._source = request, source
        self._poses: list[Pose] = list(poses)
        self._done = threading.Event()
        self.result: Result | None = None
        self.error: Exception | None = None

    def __call__(self) -> None:
        try:
            track = join_poses(self._poses, source=self._source)
            self.result = judge_unworded(self._request, smooth_track(track))
        except Exception as error:  # noqa: BLE001 - raised again where the result is asked for
            self.error = error
        self._poses.clear()
        self._done.set()

    @property
    def over(self) -> bool:
        return self._done.is_set()

    def wait(self) -> None:
        self._done.wait()
