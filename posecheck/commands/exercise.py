"""``posecheck exercise``: list, show, check, and begin one of your own."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from posecheck.commands.common import JUDGED, reports_errors

if TYPE_CHECKING:
    from posecheck.rules.exercise.definition import Exercise


@click.group()
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


@exercise.command()
@click.argument("name", metavar="ID")
@click.option("--from", "source", required=True, metavar="ID|FOLDER", help="The exercise that it is to begin as.")
@click.option(
    "--into", type=click.Path(path_type=Path), default=Path(), metavar="FOLDER", help="Where; else where you are."
)
@reports_errors
def new(name: str, source: str, into: Path) -> int:
    """Make the folder of a new exercise from another one; change its words and numbers then."""
    from posecheck.disk.new_exercise import new_exercise

    folder = new_exercise(name, source=source, into=into)
    click.echo(f"{folder}: made from {source}; every check passes. What to do next:")
    click.echo(f"  change title, words, numbers and source in {folder / 'exercise.toml'}")
    click.echo(f"  posecheck exercise check {folder}")
    click.echo(f"  posecheck score CLIP --exercise {folder}")
    return JUDGED
