"""Which versions fit together: what `scripts.lock` and `scripts.try_versions` ask uv, and how they read its answer."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
CONSTRAINTS = ROOT / "constraints.txt"
PROJECT = ROOT / "pyproject.toml"

OLDEST_PYTHON = "3.11"
"""`requires-python`; the set is made for it and for every platform, one version of each package."""


def uv(*arguments: str, given: str | None = None) -> str:
    """Run uv and return what it prints.

    Raises
    ------
    SystemExit
        Where uv is not installed or finds no answer; its own words say which requirements exclude each other.
    """
    command = [sys.executable, "-m", "uv", *arguments]
    run = subprocess.run(command, cwd=ROOT, input=given, stdout=subprocess.PIPE, text=True, check=False)
    if run.returncode:
        hint = "It comes with the extra `lock`: .venv/bin/pip install -c constraints.txt -e '.[lock]'"
        raise SystemExit(f"uv {' '.join(arguments[:2])} failed ({run.returncode}). {hint}")
    return run.stdout


def resolve(source: str, *options: str, given: str | None = None) -> str:
    """Return one line ``name==version ; marker  # via`` for each package that `source` and `options` bring."""
    shape = ["--no-header", "--annotation-style", "line", "--python-version", OLDEST_PYTHON, "--quiet", "--no-config"]
    return uv("pip", "compile", source, *shape, *options, given=given)


def versions(text: str) -> dict[str, str]:
    """Return the version of each package in the text of a constraints file.

    Raises
    ------
    ValueError
        Where a line is no ``name==version``, with or without a marker, or names a package again.
    """
    found: dict[str, str] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if not (entry := line.partition("#")[0].strip()):
            continue
        one = Requirement(entry)
        pins = list(one.specifier)
        name = canonicalize_name(one.name)
        if one.url or one.extras or len(pins) != 1 or pins[0].operator != "==" or "*" in pins[0].version:
            raise ValueError(f"line {number}: expected name==version, found {entry!r}")
        if name in found:
            raise ValueError(f"line {number}: {name} stands here for the second time")
        found[name] = pins[0].version
    return found


def moved(tested: Mapping[str, str], here: Mapping[str, str]) -> list[str]:
    """Return a line for each package of `here` that is new or of another version than in `tested`."""
    return [
        f"{name} {tested.get(name, '(not in the tested set)')} -> {version}"
        for name, version in here.items()
        if tested.get(name) != version
    ]
