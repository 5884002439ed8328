from __future__ import annotations

from pathlib import Path

import pytest

from posecheck.app.screen.shown_error import for_visitors
from posecheck.disk.track_file import load_track
from posecheck.errors import PosecheckError


@pytest.mark.parametrize("name", ["a clip.npz", "a_b [1].npz", "x.npz"])
@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", None])
def test_no_folder_of_the_machine_is_in_what_a_visitor_sees(tmp_path: Path, name: str, content: bytes | None) -> None:
    path = tmp_path / "a folder" / name
    path.parent.mkdir()
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(PosecheckError) as caught:
        load_track(path)
    shown = for_visitors(caught.value).replace("\\", "")
    assert str(tmp_path) in str(caught.value)
    assert shown.startswith(name)
    assert "folder" not in shown.split(name)[1][:20]
    assert all(part not in shown for part in tmp_path.parts[1:])
