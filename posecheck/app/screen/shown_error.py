"""What went wrong, as a visitor may see it: where files lie on the machine that serves the page is not theirs."""

from __future__ import annotations

import re
from typing import Final

_FOLDERS: Final = re.compile(r"(?:[A-Za-z]:)?(?:[\\/][^\\/'\":]+)*[\\/](?=[^\\/\s])")
_A_FOLDER_BEFORE: Final = re.compile(r"(?<![\w.>])" + _FOLDERS.pattern)
_MARKDOWN: Final = re.compile(r"([\\`*_{}\[\]()#+!|<>$~:])")


def for_visitors(error: Exception) -> str:
    r"""Return an error's sentence without the folders of this machine, as text that a page shows as it is.

    Examples
    --------
    >>> for_visitors(ValueError("/srv/x/posecheck-1/upload/clip.mp4: expected a video file"))
    'clip.mp4\\: expected a video file'
    >>> for_visitors(ValueError("at 10 deg/s it is fine"))
    'at 10 deg/s it is fine'
    """
    return _MARKDOWN.sub(r"\\\1", _A_FOLDER_BEFORE.sub("", str(error)))
