"""The app's entry, given to ``streamlit run``: its pages and nothing else."""

from __future__ import annotations

import streamlit as st

from posecheck.app.screen.speech import STATIC
from posecheck.disk.resources import resource_folder
from posecheck.language import words


def main() -> None:
    """Show the page that was asked for."""
    st.set_page_config(page_title="posecheck", page_icon=str(STATIC / "icon.svg"), layout="wide")
    st.html(STATIC / "app.css")
    folder = resource_folder("pages")
    pages = [
        st.Page(folder / "live.py", title=words("page_live"), icon=":material/videocam:", default=True),
        st.Page(folder / "score.py", title=words("page_score"), icon=":material/movie:"),
        st.Page(folder / "exercises.py", title=words("page_exercises"), icon=":material/menu_book:"),
        st.Page(folder / "about.py", title=words("page_about"), icon=":material/info:"),
    ]
    st.navigation(pages, position="top").run()


if __name__ == "__main__":
    main()
