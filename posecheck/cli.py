"""The command line: ``posecheck app`` and ``score``, and the groups in `posecheck.commands`. No other place prints.

Everything heavy is imported inside the commands, so that ``posecheck --help`` answers at once.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from posecheck.commands.common import JUDGED, NOT_JUDGED, reports_errors
from posecheck.commands.exercise import exercise
from posecheck.language import words
from posecheck.result.entries import AUTO

if TYPE_CHECKING:
    from posecheck.clips.scoring import Progress
    from posecheck.result.judgement import Result


class _Fps(click.ParamType[Any]):
    """A number of frames per second, or ``all``."""

    name = "N|all"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float | None:
        if value == "all" or value is None:
            return None
        try:
            fps = float(value)
        except ValueError:
            self.fail(f"expected a number or 'all', found '{value}'.", param, ctx)
        if not 1 <= fps <= 1000:
            self.fail(f"expected 1 to 1000, found {value}.", param, ctx)
        return fps


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="posecheck", prog_name="posecheck")
def main() -> None:
    """Say whether a stretch for the low back is done well, and when that cannot be judged from here."""


@main.command()
@click.argument("clip_or_track", type=click.Path(path_type=Path))
@click.option(
    "--exercise",
    "exercise_id",
    required=True,
    metavar="ID|auto",
    help="Which exercise, a folder of your own, or 'auto'.",
)
@click.option("--side", type=click.Choice(["auto", "left", "right"]), default="auto", show_default=True)
@click.option("--variant", metavar="ID", help="Another form of the exercise, such as 'roll'.")
@click.option(
    "--dose",
    type=click.Choice(["none", "beginner", "standard", "long"]),
    default="none",
    show_default=True,
    help="How long and how often is meant; 'none' leaves that out of the score.",
)
@click.option("--json", "json_path", type=click.Path(), metavar="PATH|-", help="Write the result as JSON.")
@click.option("--csv", "csv_path", type=click.Path(), metavar="PATH|-", help="Write every angle over time.")
@click.option("--html", "html_path", type=click.Path(), metavar="PATH", help="Write a report to look at.")
@click.option("--annotate", "video_path", type=click.Path(), metavar="OUT.mp4", help="Write the clip drawn upon.")
@click.option("--save-track", "track_path", type=click.Path(), metavar="PATH", help="Keep the poses, to score again.")
@click.option(
    "--fps",
    type=_Fps(),
    default="15",
    show_default=True,
    help="Frames looked at per second; at 15, all of a clip under 3 s.",
)
@click.option("--model", type=click.Path(path_type=Path), metavar="PATH", help="Another pose landmarker bundle.")
@reports_errors
def score(
    clip_or_track: Path,
    exercise_id: str,
    side: str,
    variant: str | None,
    dose: str,
    fps: float | None,
    model: Path | None,
    **outputs: str | None,
) -> int:
    """Score a recorded clip, or a saved pose track.

    Exit status: 0 judged, 3 could not be judged (the reason is said), 2 bad input or usage.
    """
    from posecheck.body.smoothing import smooth_track
    from posecheck.clips.outputs import Looked, check_outputs, write_outputs
    from posecheck.clips.scoring import judge, judge_recognised, make_request, read_clip
    from posecheck.disk.library import draft_ids

    check_outputs(clip_or_track, outputs, exercise=exercise_id, model=model)
    if exercise_id in draft_ids():
        click.echo(words("draft", exercise=exercise_id), err=True)
    asked: dict[str, Any] = {
        "side": None if side == "auto" else side,
        "variant": variant,
        "dose": None if dose == "none" else dose,
    }
    request = None if exercise_id == AUTO else make_request(exercise_id, **asked)
    outline = request is None or request.needs_outline
    with _ProgressBar(words("watching"), quiet=sys.stderr is None or not sys.stderr.isatty()) as report:
        track = read_clip(clip_or_track, fps=fps, model=model, outline=outline, on_progress=report)
    smoothed = smooth_track(track)
    if request is None:
        request, result = judge_recognised(smoothed, **asked)
    else:
        result = judge(request, smoothed)
    write_outputs(Looked(clip_or_track, request, track, smoothed, result), outputs)
    _say(result, quiet="-" in outputs.values())
    return JUDGED if result.judged else NOT_JUDGED


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Where to listen; 0.0.0.0 lets others in.")
@click.option("--port", type=click.IntRange(1, 65535), default=8501, show_default=True)
@click.option(
    "--stun", multiple=True, metavar="HOST[:PORT]", help="STUN server, to reach the app from another network."
)
@click.option("--turn", metavar="USER:PASSWORD@HOST:PORT", help="TURN server, where STUN is not enough.")
@click.option("--browser/--no-browser", default=True, show_default=True, help="Open the app in the browser.")
@reports_errors
def app(host: str, port: int, stun: tuple[str, ...], turn: str | None, browser: bool) -> int:
    """Open the app: live with a camera, clips, exercises."""
    from posecheck.app.server import serve

    serve(host, port, stun=stun, turn=turn, browser=browser)
    return JUDGED


main.add_command(exercise)


class _ProgressBar:
    """A progress bar on standard error, nothing where that is no terminal."""

    def __init__(self, title: str, *, quiet: bool) -> None:
        self._title, self._quiet = title, quiet
        self._bar: Any = None

    def __enter__(self) -> Progress | None:
        if self._quiet:
            return None
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

        columns = (TextColumn(self._title), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
        self._bar = Progress(*columns, console=Console(stderr=True), transient=True)
        self._bar.start()
        task = self._bar.add_task(self._title, total=None)

        def update(done_s: float, total_s: float) -> None:
            self._bar.update(task, completed=done_s, total=total_s if total_s > 0 else None)

        return update

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.stop()


def _say(result: Result, *, quiet: bool) -> None:
    """Print the summary; to standard error where standard output carries data."""
    from posecheck.disk.whole_files import give_up_stdout, output_error
    from posecheck.report.summary import recognition_lines, summary_lines

    found_out = result.exercise == AUTO
    lines = recognition_lines(result) if result.candidates or found_out else []
    try:
        click.echo("\n".join(lines if found_out else [*lines, *summary_lines(result)]), err=quiet)
    except BrokenPipeError:
        give_up_stdout()  # whoever read it has had enough
    except OSError as cause:
        give_up_stdout()
        raise output_error("-", cause) from cause
