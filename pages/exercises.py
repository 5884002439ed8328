"""Exercises: set-up, steps, what is judged and what not, doses, cautions."""

import streamlit as st

from posecheck.app.screen.choices import choose_exercise
from posecheck.app.screen.panels import exercise_panel
from posecheck.language import words

st.title(words("page_exercises"))
exercise_panel(choose_exercise("exercises"))
