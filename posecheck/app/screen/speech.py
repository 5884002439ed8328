"""Voice, sounds and keys of the live page: a small component that runs in the visitor's browser."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from streamlit.components import v2

from posecheck.app.coach.live_view import Say
from posecheck.language import locale_of, words

STATIC: Final = Path(__file__).parent / "static"


@dataclass(frozen=True, slots=True)
class Heard:
    """What the browser reports back.

    Parameters
    ----------
    stop
        The space bar was pressed.
    hidden
        The page is behind another one.
    silent
        This browser has no voice of its own in the language that is spoken.
    """

    stop: bool = False
    hidden: bool = False
    silent: bool = False


def speak(session: str, say: Say | None, *, voice: bool = True, sounds: bool = True, listening: bool = True) -> Heard:
    """Say something, once, and return what the browser reports.

    A new sentence replaces the one that is being spoken. Where there is no voice a sound takes its place.

    Parameters
    ----------
    session
        Numbers of `say` count within this.
    say
        The newest thing to say; what was said before is not repeated.
    voice, sounds
        Whether to speak and to play sounds.
    listening
        Whether the space bar and a hidden page matter now.
    """
    what = None if say is None else {"number": say.number, "text": say.text, "sound": say.sound}
    data = {
        "session": session,
        "what": what,
        "voice": voice,
        "sounds": sounds,
        "listening": listening,
        "hidden_words": words("hidden_spoken"),
        "lang": locale_of(),
    }
    heard = _component()(
        key="posecheck_voice",
        data=data,
        default={"hidden": False, "silent": False},
        on_stop_change=_nothing,
        on_hidden_change=_nothing,
        on_silent_change=_nothing,
    )
    return Heard(bool(heard.stop), bool(heard.hidden), bool(heard.silent))


@lru_cache(maxsize=1)
def _component() -> Any:
    return v2.component("posecheck_voice", js=(STATIC / "voice.js").read_text(encoding="utf-8"))


def _nothing() -> None:
    """Streamlit reports only values that have a callback."""
