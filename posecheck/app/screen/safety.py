"""The safety text, and the start screen that shows it once for each time the browser is opened."""

from __future__ import annotations

from typing import Final

import streamlit as st

from posecheck.app.screen.browser import understood_before
from posecheck.language import words

SAFETY: Final = ("safety_feedback", "safety_ask", "safety_stop", "safety_video")
"""Keys of the sentences."""
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
    st.title(words("before_you_begin"))
    for key in SAFETY:
        st.markdown(words(key))
    if st.button(words("i_understand"), type="primary"):
        st.session_state[UNDERSTOOD] = st.session_state[_NOW] = True
        st.rerun()
    return False
