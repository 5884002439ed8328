"""The safety text, and the start screen that shows it once for each time the browser is opened."""

from __future__ import annotations

from typing import Final

import streamlit as st

from posecheck.app.browser import understood_before

SAFETY: Final = (
    (
        "posecheck gives feedback on how you move in front of a camera. It does not examine, diagnose or treat you, "
        "and it can be wrong. It cannot see your spine, your muscles or your pain."
    ),
    (
        "Ask a health professional first if you have a health condition, are pregnant, had surgery or an injury not "
        "long ago, or are not sure."
    ),
    "**Stop** if pain gets worse or spreads down a leg, or if you feel numb, weak, dizzy or unwell.",
    "The video stays on this computer and is not kept.",
)
UNDERSTOOD: Final = "understood"
_NOW: Final = "understood_now"


def accepted() -> bool:
    """Return whether the safety text was accepted; show it where it was not."""
    if st.session_state.get(UNDERSTOOD):
        if st.session_state.pop(_NOW, False):
            understood_before(remember=True)
        return True
    if understood_before(remember=False):
        st.session_state[UNDERSTOOD] = True
        st.rerun()
    st.title("Before you begin")
    for sentence in SAFETY:
        st.markdown(sentence)
    if st.button("I understand", type="primary"):
        st.session_state[UNDERSTOOD] = st.session_state[_NOW] = True
        st.rerun()
    return False
