"""About: what posecheck can and cannot see, privacy, safety."""

import streamlit as st

from posecheck.app.safety import SAFETY
from posecheck.version import installed_version

st.title("About posecheck")
st.markdown(
    "posecheck watches a stretch through one ordinary camera and says whether it is done well. Where it cannot tell "
    "from there, it says so and gives no score for it."
)
left, right = st.columns(2, gap="large")
with left:
    st.subheader("What it can see")
    st.markdown(
        "- how trunk, hips and knees stand to each other, from the side\n"
        "- how long you hold, how still, and how fast you move\n"
        "- how far you get; that is shown and never counted against you"
    )
    st.subheader("What it cannot see")
    st.markdown(
        "- your spine, muscles or pain\n"
        "- turning and leaning sideways, when the camera is at your side\n"
        "- anything that is outside of the picture, in the dark or behind wide clothes\n"
        "- whether an exercise is right for you"
    )
with right:
    st.subheader("Your pictures stay with you")
    st.markdown(
        "- The camera picture is judged on the computer that runs posecheck and is not kept.\n"
        "- A finished set is saved there as numbers: joints, angles, the result. No pictures.\n"
        "- No account and no statistics. Only voices of your own computer are used.\n"
        "- Nothing needs the internet."
    )
    st.subheader("Take care of yourself")
    for sentence in SAFETY:
        st.markdown(sentence)
st.caption(f"posecheck {installed_version()} \N{MIDDLE DOT} Apache-2.0")
