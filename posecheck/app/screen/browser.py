"""What only the visitor's browser knows: whether there is a camera, and what was read in this tab before."""

from __future__ import annotations

from functools import lru_cache
from types import MappingProxyType
from typing import Any, Final

from streamlit.components import v2

from posecheck.app.screen.speech import STATIC
from posecheck.language import words

OK: Final = "ok"

_PROBLEMS: Final = MappingProxyType(
    {
        "NotAllowedError": "camera_refused",
        "NotFoundError": "camera_missing",
        "NotReadableError": "camera_busy",
        "insecure": "camera_insecure",
    }
)
"""The browser's name of a problem -> the key of its words; what to do is in that with ``_remedy`` behind."""


def ask_for_camera(label: str) -> str | None:
    """Show a button that asks for the camera.

    Returns
    -------
    str or None
        `OK`, the browser's name of the problem, or None while nothing is known.
    """
    answer = _camera()(
        key="posecheck_camera", data={"label": label, "asking": words("one_moment")}, on_answer_change=_nothing
    )
    return answer.answer or None


def camera_problem(answer: str) -> tuple[str, str]:
    """Return what is wrong with the camera, and what to do, in words.

    Examples
    --------
    >>> camera_problem("NotFoundError")[0]
    'No camera was found.'
    """
    key = _PROBLEMS.get(answer, "camera_unknown")
    return words(key), words(f"{key}_remedy")


def understood_before(*, remember: bool) -> bool:
    """Return whether the safety text was accepted in this tab before; `remember` that it was now."""
    value = _memory()(
        key="posecheck_memory",
        data={"what": "understood", "keep": remember},
        default={"understood": False},
        on_understood_change=_nothing,
    )
    return bool(value.understood)


def last_set() -> str:
    """Return the name of a set that this browser began and whose result it has not shown; empty where there is none."""
    value = _memory()(
        key="posecheck_last_set", data={"what": "set"}, default={"last_set": ""}, on_last_set_change=_nothing
    )
    return str(value.last_set or "")


def keep_last_set(name: str) -> None:
    """Let the browser remember the set under way; an empty name makes it forget."""
    _memory()(key="posecheck_keep_set", data={"what": "set", "keep": name, "forget": not name})


@lru_cache(maxsize=1)
def _camera() -> Any:
    js, css = (_read(f"camera.{kind}") for kind in ("js", "css"))
    return v2.component("posecheck_camera", html="<button type='button'></button>", css=css, js=js)


@lru_cache(maxsize=1)
def _memory() -> Any:
    return v2.component("posecheck_memory", js=_read("memory.js"))


def _read(name: str) -> str:
    return (STATIC / name).read_text(encoding="utf-8")


def _nothing() -> None:
    """Streamlit reports only values that have a callback."""
