"""What every command has: its exit statuses, ``--language`` and ``--debug``, errors in one line."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Callable
from functools import wraps
from typing import Any, Final, ParamSpec, cast

import click

from posecheck.errors import PosecheckError
from posecheck.language import language, use_language

JUDGED: Final = 0
BAD_INPUT: Final = 2
NOT_JUDGED: Final = 3
STOPPED: Final = 130
"""As shells have it: 128 and the number of the signal that Ctrl-C sends."""
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
