"""What the documents repeat from elsewhere is still so."""

import re
import tomllib
from pathlib import Path

import pytest

from posecheck.rules.exercise_file.tables import (
    CadenceTable,
    DoseTable,
    EnterTable,
    MeasureTable,
    MovementTable,
    PhaseTable,
    PictureTable,
    RuleTable,
)
from posecheck.rules.phases import phase_measures, tempo
from posecheck.rules.reading import measures
from scripts.write_layers import with_block

pytestmark = pytest.mark.house

ROOT = Path(__file__).resolve().parents[1]


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def code_blocks(name: str) -> list[str]:
    return [block.strip() for block in re.findall(r"^```\w*\n(.*?)^```", read(name), re.MULTILINE | re.DOTALL)]


def test_floors_are_those_of_the_contracts() -> None:
    document, contracts = read("CONTRIBUTING.md"), read("pyproject.toml")
    assert with_block(document, contracts) == document
    for contract in tomllib.loads(contracts)["tool"]["importlinter"]["contracts"]:
        for names in contract.get("layers", ()):
            assert re.search(rf"^ *{re.escape(names)}( |$)", document, re.MULTILINE), names


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md"])
def test_the_test_command_is_the_one_that_ci_runs(name: str) -> None:
    (command,) = [block for block in code_blocks(name) if block.endswith("pytest")]
    assert command in read(".ci/run").splitlines()


def test_packages_are_those_that_ci_installs() -> None:
    (command,) = [block for block in code_blocks("README.md") if block.startswith("apt-get")]
    assert command.removeprefix("apt-get install ") in read(".ci/run")


def test_clips_in_the_documents_exist() -> None:
    named = [
        clip
        for name in ("README.md", "sample_clips/README.md")
        for clip in re.findall(r"sample_clips/\w+\.mp4", read(name))
    ]
    assert named
    assert all((ROOT / clip).exists() for clip in named)


def test_the_exercise_file_names_every_kind_of_measure() -> None:
    text = (ROOT / "docs" / "exercise_file.md").read_text(encoding="utf-8")
    for kind in (*measures.KINDS, *tempo.KINDS, *phase_measures.KINDS):
        assert f"`{kind}`" in text, kind
    tables = (RuleTable, MeasureTable, MovementTable, PhaseTable, EnterTable, CadenceTable, DoseTable, PictureTable)
    for field in {n for t in tables for n in t.model_fields} - {"bridge_s"}:
        assert f"`{field}" in text, field


def test_the_document_of_the_exercises_is_up_to_date() -> None:
    from scripts.write_exercises import document

    assert read("docs/exercises.md") == document(), "run python -m scripts.refresh"
