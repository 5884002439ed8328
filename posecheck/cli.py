"""The command line: ``posecheck app``, ``score`` and ``exercise``. The only place that prints.

Everything heavy is imported inside the commands, so that ``posecheck --help`` answers at once.
"""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, ParamSpec, cast

import click

from posecheck.errors import PosecheckError
from posecheck.language import language, use_language, words

if TYPE_CHECKING:
    from posecheck.clips.scoring import Progress
    from posecheck.result.judgement import Result
    from posecheck.rules.exercise.definition import Exercise

JUDGED: Final = 0
BAD_INPUT: Final = 2
NOT_JUDGED: Final = 3
STOPPED: Final = 130
"""As shells have it: 128 and the number of the signal that Ctrl-C sends."""
AUTO: Final = "auto"
P = ParamSpec("P")


def reports_errors(command: Callable[P, int]) -> Callable[P, None]:
    """Turn posecheck's errors into one line on standard error and exit status 2; add ``--language`` and ``--debug``."""

    @click.option("--language", metavar="CODE", help="Language of the words, such as 'de'; else POSECHECK_LANGUAGE.")
    @click.option("--debug", is_flag=True, help="Show where an error came from.")
    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        options = cast("dict[str, Any]", kwargs)
        _keep_streams()
        debug, chosen = bool(options.pop("debug")), options.pop("language")
        try:
            use_language(chosen)
            language()  # one that is not known is said before the work begins
            status = command(*args, **kwargs)
        except PosecheckError as error:
            if debug:
                traceback.print_exc()
            click.echo(f"posecheck: {error}", err=True)
            status = BAD_INPUT
        except BrokenPipeError:
            status = JUDGED
        except KeyboardInterrupt:
            click.echo("posecheck: stopped.", err=True)
            status = STOPPED
        sys.exit(status)

    return run  # pyright: ignore[reportReturnType] - click's decorators keep the callable's shape


def _keep_streams() -> None:
    """Open what was closed of the standard streams: else the next file opened would get its number, and its text."""
    for number in (0, 1, 2):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)


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


@main.group()
def exercise() -> None:
    """List, show and check exercises."""


@exercise.command("list")
@reports_errors
def list_exercises() -> int:
    """List the exercises that come with posecheck."""
    from rich.console import Console

    from posecheck.disk.library import exercise_ids, load_exercise
    from posecheck.report.exercise_list import as_table

    console = Console()
    console.print(as_table([load_exercise(name) for name in exercise_ids()], columns=console.width))
    return JUDGED


@exercise.command()
@click.argument("name", metavar="ID")
@click.option("--variant", metavar="ID", help="Another form of the exercise.")
@reports_errors
def show(name: str, variant: str | None) -> int:
    """Show one exercise: steps, camera, what is judged and by which limits."""
    from posecheck.disk.library import load_exercise
    from posecheck.report.exercise_sheet import exercise_lines

    click.echo("\n".join(exercise_lines(load_exercise(name, variant=variant))))
    return JUDGED


@exercise.command()
@click.argument("folder", type=click.Path(path_type=Path))
@reports_errors
def check(folder: Path) -> int:
    """Check an exercise folder of your own; every mistake is listed."""
    from posecheck.disk.library import check_demonstrations, check_words, load_exercise, stale_words

    found: Exercise = load_exercise(folder)
    for name in found.variants:
        load_exercise(folder, variant=name)
    languages, tracks = check_words(folder), check_demonstrations(folder)
    for warning in stale_words(folder):
        click.echo(f"posecheck: {warning}", err=True)
    parts = {"variants": found.variants, "words also in": languages, "demonstrations": tracks}
    others = "".join(f", {part} {', '.join(names)}" for part, names in parts.items() if names)
    click.echo(f"{folder}: all is well. {found.title} ({found.id}), {len(found.rules)} rules{others}.")
    return JUDGED


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
