"""The tested set: write every version into `constraints.txt`, and those of the build into `pyproject.toml`.

``python -m scripts.lock``
    takes the newest of everything that the ranges in `pyproject.toml` allow. Run the tests with it before it is kept.
``python -m scripts.lock --keep``
    keeps every version that still fits: after a dependency was added, or a range changed.
``python -m scripts.lock --check``
    writes nothing and asks nobody: does the set fit `pyproject.toml`, and is it installed here? A test looks too.
"""

from __future__ import annotations

import argparse
import importlib.metadata
import re
import sys
import tomllib
from collections.abc import Iterator, Mapping

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from scripts.resolver import CONSTRAINTS, PROJECT, moved, resolve, versions

HEAD = """\
# The versions that posecheck is tested with: pip install -c constraints.txt .
# Written by: python -m scripts.lock
"""
BUILD_TOOL = "hatchling"
_BUILD_PINS = re.compile(r"(?<=^\[build-system\]\n)^requires = \[.*?\]$", re.MULTILINE | re.DOTALL)


def project() -> dict[str, list[Requirement]]:
    """Return what `pyproject.toml` asks for: `build`, `run`, and each extra by its name."""
    table = tomllib.loads(PROJECT.read_text("utf-8"))
    groups = {
        "build": table["build-system"]["requires"],
        "run": table["project"]["dependencies"],
        **table["project"]["optional-dependencies"],
    }
    return {group: [Requirement(text) for text in texts] for group, texts in groups.items()}


def unfit(pins: Mapping[str, str], asked: Mapping[str, list[Requirement]]) -> list[str]:
    """Return a line for each requirement that the set does not hold, or holds outside its range."""
    found: list[str] = []
    for group, requirements in asked.items():
        for one in requirements:
            version = pins.get(canonicalize_name(one.name))
            if version is None:
                found.append(f"{group}: {one} is asked for, the set has none")
            elif not one.specifier.contains(version, prereleases=True):
                found.append(f"{group}: {one} is asked for, the set has {one.name}=={version}")
    return found


def installed(root: str, extras: tuple[str, ...] = ()) -> Iterator[tuple[str, str]]:
    """Yield name and version of everything that a distribution brings on this machine, without itself."""
    waiting, seen = [(root, extras)], {(root, extras)}
    while waiting:
        name, chosen = waiting.pop()
        distribution = importlib.metadata.distribution(name)
        if name != root:
            yield name, distribution.version
        for one in map(Requirement, distribution.requires or []):
            marker = one.marker
            if marker is None or any(marker.evaluate({"extra": extra}) for extra in ("", *chosen)):
                key = (canonicalize_name(one.name), tuple(sorted(one.extras)))
                if key not in seen:
                    seen.add(key)
                    waiting.append(key)


def problems() -> list[str]:
    """Return what is wrong with the tested set; needs no network."""
    pins = versions(CONSTRAINTS.read_text("utf-8"))
    here = dict(installed("posecheck", ("test",)))
    return unfit(pins, project()) + [f"installed here: {line}" for line in moved(pins, here)]


def write(*, keep: bool) -> list[str]:
    """Write the set and the pins of the build anew; return what has moved."""
    before = versions(CONSTRAINTS.read_text("utf-8")) if CONSTRAINTS.exists() else {}
    options = [] if keep else ["--upgrade"]
    resolve(
        *(PROJECT.name, "--all-extras", "--universal", "--fork-strategy", "fewest"),
        *("--output-file", CONSTRAINTS.name, *options),
    )
    text = CONSTRAINTS.read_text("utf-8")
    CONSTRAINTS.write_text(HEAD + text, encoding="utf-8")
    build = versions(resolve("-", "--constraint", CONSTRAINTS.name, given=BUILD_TOOL))
    PROJECT.write_text(with_build_pins(PROJECT.read_text("utf-8"), build), encoding="utf-8")
    return moved(before, versions(text))


def with_build_pins(text: str, build: Mapping[str, str]) -> str:
    """Return the text of `pyproject.toml` with other versions in ``[build-system]``.

    Raises
    ------
    ValueError
        Where there is no list of requirements below ``[build-system]``.
    """
    lines = "".join(f'    "{name}=={version}",\n' for name, version in build.items())
    whole, count = _BUILD_PINS.subn(f"requires = [\n{lines}]", text)
    if count != 1:
        raise ValueError("pyproject.toml: expected one list `requires` below [build-system], found none.")
    return whole


def main(arguments: list[str]) -> int:
    """Write the set, or say what is wrong with it and return 1."""
    parser = argparse.ArgumentParser(prog="python -m scripts.lock", description=__doc__.partition("\n")[0])
    ways = parser.add_mutually_exclusive_group()
    ways.add_argument("--keep", action="store_true", help="keep every version that still fits")
    ways.add_argument("--check", action="store_true", help="write nothing: does the set fit, and is it installed here?")
    chosen = parser.parse_args(arguments)
    if chosen.check:
        found = problems()
        sys.stderr.write("".join(f"{line}\n" for line in found))
        return 1 if found else 0
    lines = write(keep=chosen.keep)
    sys.stdout.write("".join(f"{line}\n" for line in lines) or "Nothing has moved.\n")
    sys.stdout.write("Install it and run the tests: the line is in README.md.\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
