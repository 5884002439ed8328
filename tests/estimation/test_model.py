from __future__ import annotations

import hashlib
import zipfile
from pathlib import Path

import pytest

from posecheck.errors import ModelError
from posecheck.estimation import model
from posecheck.estimation.model import MODEL_PATH, MODEL_SHA256, NETWORKS, load_model_bytes


def test_the_shipped_model_is_the_one_that_was_tested() -> None:
    loaded = load_model_bytes()
    assert loaded.sha256 == MODEL_SHA256 == hashlib.sha256(loaded.data).hexdigest()
    assert zipfile.ZipFile(MODEL_PATH).namelist() == list(NETWORKS)


def test_another_bundle_is_taken_with_its_own_checksum(tmp_path: Path) -> None:
    path = tmp_path / "other model.task"
    with zipfile.ZipFile(path, "w") as bundle:
        for name in NETWORKS:
            bundle.writestr(name, b"network")
    loaded = load_model_bytes(path)
    assert loaded.data == path.read_bytes()
    assert loaded.sha256 != MODEL_SHA256


def test_an_altered_shipped_model_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / MODEL_PATH.name
    path.write_bytes(MODEL_PATH.read_bytes()[:-1] + b"!")
    monkeypatch.setattr(model, "MODEL_PATH", path)
    with pytest.raises(ModelError, match=r"altered.*Install posecheck again"):
        load_model_bytes()
    path.unlink()
    with pytest.raises(ModelError, match=r"no such model file\. Install posecheck again"):
        load_model_bytes()


def test_what_is_not_a_bundle_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="no such model file"):
        load_model_bytes(tmp_path / "none.task")
    with pytest.raises(ModelError, match="cannot be read"):
        load_model_bytes(tmp_path)
    path = tmp_path / "a.task"
    path.write_text("not a model")
    with pytest.raises(ModelError, match=r"a\.task: expected a pose landmarker bundle"):
        load_model_bytes(path)
    with zipfile.ZipFile(path, "w") as bundle:
        bundle.writestr(NETWORKS[0], b"network")
    with pytest.raises(ModelError, match=f"missing: {NETWORKS[1]}"):
        load_model_bytes(path)


def test_a_damaged_bundle_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.task"
    data = bytearray(MODEL_PATH.read_bytes())
    data[1_000_000] ^= 255
    path.write_bytes(data)
    with pytest.raises(ModelError, match=f"{NETWORKS[0]} in this bundle is damaged"):
        load_model_bytes(path)
