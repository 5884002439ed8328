"""A clip's truth on disk: one compressed ``.npz`` with the curves and a JSON text for everything else."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from benchmarks.synthetic.spec import CameraSpec, ClipSpec, Home, Repetition, Truth, Variation

SCHEMA: Final = 1
"""Changes whenever a file written before can no longer be read, or means something else."""

_CURVES: Final = ("time_s", "amplitude", "landmarks_m", "landmarks_px", "visible")
_GROUPS: Final = ("plane", "angles")


def write_truth(truth: Truth, path: Path) -> None:
    """Write a truth; the curves are kept to six digits, the times exactly."""
    arrays: dict[str, Any] = {name: _short(getattr(truth, name)) for name in _CURVES} | {"time_s": truth.time_s}
    for group in _GROUPS:
        arrays |= {f"{group}/{name}": _short(values) for name, values in getattr(truth, group).items()}
    text = {
        "schema": SCHEMA,
        "spec": asdict(truth.spec),
        "phase": list(truth.phase),
        "working_side": truth.working_side,
        "facing": truth.facing,
        "body": truth.body,
        "camera": truth.camera,
    }
    with path.open("wb") as file:  # given a name, numpy would append .npz to it
        np.savez_compressed(file, about=np.array(json.dumps(text)), **arrays)


def read_truth(path: Path) -> Truth:
    """Return the truth in a file.

    Raises
    ------
    ValueError
        For a file of another schema.
    """
    with np.load(path, allow_pickle=False) as file:
        about = json.loads(str(file["about"]))
        if about["schema"] != SCHEMA:
            raise ValueError(f"{path}: expected truth of schema {SCHEMA}, got {about['schema']}; render it again.")
        curves: dict[str, Any] = {name: _long(file[name]) for name in _CURVES}
        groups: dict[str, Any] = {
            group: {name.split("/")[1]: _long(file[name]) for name in file.files if name.startswith(f"{group}/")}
            for group in _GROUPS
        }
    return Truth(
        spec=spec_from_dict(about["spec"]),
        phase=tuple(about["phase"]),
        working_side=about["working_side"],
        facing=about["facing"],
        body=about["body"],
        camera=about["camera"],
        **curves,
        **groups,
    )


def spec_from_dict(numbers: dict[str, Any]) -> ClipSpec:
    """Return a spec from what `dataclasses.asdict` made of it."""
    own = {name: value for name, value in numbers.items() if name not in ("camera", "variation", "home")}
    return ClipSpec(
        **own,
        camera=CameraSpec(**numbers["camera"]),
        variation=Variation(**numbers["variation"]),
        home=_home(numbers["home"]) if numbers.get("home") else None,
    )


def _home(numbers: dict[str, Any]) -> Home:
    pairs = {name: tuple((a, b) for a, b in numbers[name]) for name in ("before", "after", "film")}
    done = tuple(Repetition(**one) for one in numbers["repetitions"])
    return Home(**{**numbers, **pairs, "repetitions": done})


def _short(values: NDArray[Any]) -> NDArray[Any]:
    """Return float32 of floats: a tenth of a millimetre and a thousandth of a degree are left, at half the size."""
    return values.astype(np.float32) if values.dtype.kind == "f" else values


def _long(values: NDArray[Any]) -> NDArray[Any]:
    return values.astype(np.float64) if values.dtype.kind == "f" else values
