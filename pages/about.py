"""About: what posecheck can and cannot see, privacy, safety."""

import streamlit as st

from posecheck.app.screen.safety import SAFETY
from posecheck.language import words
from posecheck.version import installed_version

st.title(words("about_title"))
st.markdown(words("about_what"))
left, right = st.columns(2, gap="large")
with left:
    for part in ("about_sees", "about_sees_not"):
        st.subheader(words(part))
        st.markdown(words(f"{part}_list"))
with right:
    st.subheader(words("about_private"))
    st.markdown(words("about_private_list"))
    st.subheader(words("take_care"))
    for key in SAFETY:
        st.markdown(words(key))
st.caption(f"posecheck {installed_version()} \N{MIDDLE DOT} Apache-2.0")
