"""The tested set is whole, fits what `pyproject.toml` asks for, and names nothing of one machine."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from scripts.lock import HEAD, installed, project, unfit, with_build_pins
from scripts.resolver import CONSTRAINTS, PROJECT, moved, versions

pytestmark = pytest.mark.house

ROOT = Path(__file__).resolve().parents[1]
ADVICE = "run `python -m scripts.lock --keep` (or, for newer ones, without `--keep`) and commit both files"


@pytest.fixture(scope="module")
def pins() -> dict[str, str]:
    return versions(CONSTRAINTS.read_text("utf-8"))


def test_the_set_holds_what_the_project_asks_for_within_its_ranges(pins: dict[str, str]) -> None:
    assert unfit(pins, project()) == [], ADVICE


def test_every_range_has_a_lowest_version_to_try() -> None:
    without = [str(one) for group in project().values() for one in group if not re.search(r">=|==", str(one.specifier))]
    assert without == []


def test_the_build_takes_the_set_whatever_pip_does_with_constraints(pins: dict[str, str]) -> None:
    build = project()["build"]
    assert [str(one.specifier) for one in build] == [f"=={pins[one.name]}" for one in build], ADVICE
    needed = {"hatchling", *(name for name, _ in installed("hatchling"))}
    assert {one.name for one in build} == needed, ADVICE


def test_everything_that_comes_along_has_its_version(pins: dict[str, str]) -> None:
    assert {name for name, _ in installed("posecheck", ("test",))} <= set(pins), ADVICE


def test_the_tested_set_is_installed_here(pins: dict[str, str]) -> None:
    advice = "these tests say something about another set: install with the line in README.md"
    assert moved(pins, dict(installed("posecheck", ("test",)))) == [], advice


def test_it_names_packages_and_versions_only(pins: dict[str, str]) -> None:
    text = CONSTRAINTS.read_text("utf-8")
    assert text.startswith(HEAD)
    assert "torch" not in pins
    assert not re.search(r"://|@|--|\.whl|\b/|~", text.removeprefix(HEAD))


@pytest.mark.parametrize(
    "line", ["rich", "rich>=15", "rich==15.*", "rich[x]==1", "rich @ file:///rich.whl", "--index-url x", "av==1\nav==1"]
)
def test_a_line_that_is_no_version_is_named(line: str) -> None:
    with pytest.raises(ValueError, match=r"rich|index-url|av"):
        versions(line)


def test_what_does_not_fit_is_named() -> None:
    asked = {"run": [Requirement("av>=17,<19"), Requirement("Rich>=15")], "test": [Requirement("hypothesis>=6")]}
    assert unfit({"av": "19.0", "rich": "15.0"}, asked) == [
        "run: av<19,>=17 is asked for, the set has av==19.0",
        "test: hypothesis>=6 is asked for, the set has none",
    ]


def test_what_has_moved_is_named() -> None:
    here = {"av": "17.0", "rich": "15.0", "tomli": "2.0"}
    assert moved({"av": "18.1", "rich": "15.0"}, here) == ["av 18.1 -> 17.0", "tomli (not in the tested set) -> 2.0"]


def test_pins_of_the_build_are_written_where_they_belong() -> None:
    text = PROJECT.read_text("utf-8")
    other = with_build_pins(text, {"hatchling": "2.0", "pluggy": "3.0"})
    assert tomllib.loads(other)["build-system"]["requires"] == ["hatchling==2.0", "pluggy==3.0"]
    assert with_build_pins(other, {one.name: str(one.specifier)[2:] for one in project()["build"]}) == text
    with pytest.raises(ValueError, match="build-system"):
        with_build_pins("[project]\n", {})


def test_readme_and_ci_install_the_tested_set() -> None:
    for name in ("README.md", "CONTRIBUTING.md", ".ci/run"):
        lines = [line for line in (ROOT / name).read_text("utf-8").splitlines() if line.startswith("python3 -m venv")]
        assert lines, name
        assert all(" install -c constraints.txt " in line for line in lines), name
