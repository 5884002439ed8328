"""Property tests draw the same examples in every CI run, so that its answer is about the change."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from hypothesis import settings

from posecheck.language import ENVIRONMENT, use_language

settings.register_profile("ci", derandomize=True, deadline=None)
if os.environ.get("CI"):
    settings.load_profile("ci")

os.environ.pop(ENVIRONMENT, None)  # what a test expects is English, whatever the machine speaks


@pytest.fixture
def german() -> Iterator[None]:
    """Speak German in one test."""
    use_language("de")
    yield
    use_language(None)
