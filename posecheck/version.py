"""The version of the installed posecheck."""

from __future__ import annotations

from importlib import metadata


def installed_version() -> str:
    """Return the version of the installed package; ``0+unknown`` where it runs without being installed."""
    try:
        return metadata.version("posecheck")
    except metadata.PackageNotFoundError:
        return "0+unknown"
