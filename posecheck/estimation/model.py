"""The pose model's file: where it is, its checksum, and whether another one can serve."""

from __future__ import annotations

import hashlib
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Final, NamedTuple

from posecheck.errors import ModelError

MODEL_PATH: Final = Path(__file__).resolve().parent.parent / "models" / "pose_landmarker_full.task"
"""The bundle that comes with posecheck; `scripts/build_model.py` rebuilds it byte for byte."""

MODEL_SHA256: Final = "cd6a39f346381be7a74d56f74ab1b04c4f5cb4e767443ddb71847cae2d70d474"

NETWORKS: Final = ("pose_detector.tflite", "pose_landmarks_detector.tflite")
"""What a pose landmarker bundle, a zip file, holds."""


class Model(NamedTuple):
    """A pose landmarker bundle that has been checked."""

    data: bytes
    sha256: str


def load_model_bytes(path: str | Path | None = None) -> Model:
    """Return the bytes and the SHA-256 of a pose landmarker bundle.

    Parameters
    ----------
    path
        Another bundle (Google's ``lite`` or ``heavy``); None for the one that comes with posecheck, which must have
        the checksum that this version was tested with.

    Raises
    ------
    ModelError
        Where the file is missing, unreadable, altered, or not a pose landmarker bundle.
    """
    file = MODEL_PATH if path is None else Path(path)
    data = _read(file, shipped=path is None)
    sha256 = hashlib.sha256(data).hexdigest()
    if path is None:
        if sha256 != MODEL_SHA256:
            raise ModelError(
                f"{file}: the pose model was altered or is incomplete: expected SHA-256 {MODEL_SHA256}, got {sha256}.",
                hint="Install posecheck again, or rebuild the file with scripts/build_model.py.",
            )
    else:
        _check_bundle(file, data)
    return Model(data, sha256)


def _read(file: Path, *, shipped: bool) -> bytes:
    """Return the bytes of `file`."""
    again = "Install posecheck again." if shipped else "Give the path of a pose landmarker bundle (a .task file)."
    try:
        return file.read_bytes()
    except FileNotFoundError as error:
        raise ModelError(f"{file}: there is no such model file.", hint=again) from error
    except OSError as error:
        raise ModelError(f"{file}: the model file cannot be read ({error.strerror}).", hint=again) from error


def _check_bundle(file: Path, data: bytes) -> None:
    """Raise where `data` is not a zip file with the two networks of a pose landmarker."""
    hint = "Give a pose landmarker bundle, for example pose_landmarker_heavy.task."
    try:
        with zipfile.ZipFile(BytesIO(data)) as bundle:
            names = set(bundle.namelist())
            broken = bundle.testzip()
    except zipfile.BadZipFile as error:
        raise ModelError(
            f"{file}: expected a pose landmarker bundle (a zip file), found something else.", hint=hint
        ) from error
    missing = [name for name in NETWORKS if name not in names]
    if missing:
        raise ModelError(
            f"{file}: expected the networks {' and '.join(NETWORKS)}, missing: {', '.join(missing)}.", hint=hint
        )
    if broken is not None:
        raise ModelError(f"{file}: {broken} in this bundle is damaged.", hint="Copy or download the file again.")
