"""The Streamlit app. Only here and in ``pages/`` is streamlit imported."""
