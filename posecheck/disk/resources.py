"""Where the files that belong to posecheck are: in the installed wheel, or beside the package in a checkout."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parents[1]


def resource_folder(name: str) -> Path:
    """Return the folder ``reference_poses``, ``pages`` or ``sample_clips``.

    A wheel carries it as ``posecheck/_data/NAME``; in a checkout it stands beside the package.
    """
    shipped = _PACKAGE / "_data" / name
    return shipped if shipped.is_dir() else _PACKAGE.parent / name
