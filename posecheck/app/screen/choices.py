"""Choosing an exercise, used on every page that needs one."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from posecheck.disk.library import exercise_ids, load_exercise
from posecheck.disk.resources import resource_folder
from posecheck.language import words
from posecheck.rules.exercise.definition import Exercise


def choose_exercise(key: str, *, suggested: str | None = None) -> Exercise:
    """Return the chosen exercise.

    Parameters
    ----------
    key
        The page that asks; each keeps its own choice.
    suggested
        Chosen at first, and whenever it changes.
    """
    exercises = {name: load_exercise(name) for name in exercise_ids()}
    chosen, last = chosen_key(key), f"{key}_suggested"
    if suggested in exercises and st.session_state.get(last) != suggested:
        st.session_state[chosen] = st.session_state[last] = suggested
    name = st.selectbox(words("exercise"), list(exercises), key=chosen, format_func=lambda name: exercises[name].title)
    return exercises[name]


def chosen_key(key: str) -> str:
    """Return where the choice of a page is kept in the session."""
    return f"{key}_exercise"


def suggest_anew(key: str) -> None:
    """Let the next suggestion of a page be taken, even if it is the last one once more."""
    st.session_state.pop(f"{key}_suggested", None)


def side_choice(side: str) -> str:
    """Return a side as it stands on a button."""
    return words(f"choose_{side}")


def sample_clips() -> dict[str, Path]:
    """Return the sample clips by a readable name."""
    paths = sorted(resource_folder("sample_clips").glob("*.mp4"))
    return {path.stem.replace("__", ", ").replace("_", " "): path for path in paths}


def exercise_in(name: str) -> str:
    """Return the exercise id that a clip's name begins with."""
    return Path(name).name.partition("__")[0]
