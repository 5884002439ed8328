"""Choosing an exercise, used on every page that needs one."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from posecheck.library import exercise_ids, load_exercise
from posecheck.result import Kind
from posecheck.rules.exercise import Exercise


def choose_exercise(key: str, *, suggested: str | None = None, kinds: Sequence[Kind] | None = None) -> Exercise:
    """Return the chosen exercise.

    Parameters
    ----------
    key
        The page that asks; each keeps its own choice.
    suggested
        Chosen at first, and whenever it changes.
    kinds
        Only exercises of these kinds are offered; None for all.
    """
    known = {name: load_exercise(name) for name in exercise_ids()}
    exercises = {name: e for name, e in known.items() if kinds is None or e.kind in kinds}
    chosen, last = f"{key}_exercise", f"{key}_suggested"
    if suggested in exercises and st.session_state.get(last) != suggested:
        st.session_state[chosen] = st.session_state[last] = suggested
    name = st.selectbox("Exercise", list(exercises), key=chosen, format_func=lambda name: exercises[name].title)
    return exercises[name]
