"""The house style, as far as a program can tell: formatter, linter, types, and how long things may grow."""

import ast
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from pathlib import Path

import pytest

pytestmark = pytest.mark.house

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "posecheck"
SOURCES = sorted(PACKAGE.rglob("*.py"))
SCRIPTS = Path(sysconfig.get_path("scripts"))

MAX_FILE_LINES = 300
MAX_FUNCTION_LINES = 40

PURE = ["rules", "result", *(f"body/{n}.py" for n in ("geometry", "pose", "smoothing", "trunk_outline")), "session.py"]
"""What works on numbers alone."""

Function = ast.FunctionDef | ast.AsyncFunctionDef


@pytest.mark.parametrize(
    "command",
    [
        ["ruff", "check", "--no-cache", "."],
        ["ruff", "format", "--no-cache", "--check", "."],
        ["basedpyright", "--pythonpath", sys.executable],
    ],
    ids=["lint", "format", "types"],
)
def test_tool_is_content(command: list[str]) -> None:
    run = subprocess.run([SCRIPTS / command[0], *command[1:]], cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr


def functions(tree: ast.AST) -> Iterator[Function]:
    return (node for node in ast.walk(tree) if isinstance(node, Function))


def code_lines(function: Function, lines: list[str]) -> int:
    """Lines from ``def`` to the end that are neither docstring, comment nor blank."""
    skip: set[int] = set()
    first = function.body[0]
    if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and isinstance(first.value.value, str):
        skip = set(range(first.lineno, (first.end_lineno or first.lineno) + 1))
    span = range(function.lineno, (function.end_lineno or function.lineno) + 1)
    texts = [lines[number - 1].strip() for number in span if number not in skip]
    return sum(bool(text) and not text.startswith("#") for text in texts)


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_nothing_has_grown_too_long(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    lines = text.splitlines()
    assert len(lines) <= MAX_FILE_LINES
    long = {f.name: n for f in functions(ast.parse(text)) if (n := code_lines(f, lines)) > MAX_FUNCTION_LINES}
    assert not long, f"code lines: {long}"


def opens_a_file(node: ast.AST) -> bool:
    if not isinstance(node, ast.Call):
        return False
    called = node.func
    name = called.id if isinstance(called, ast.Name) else called.attr if isinstance(called, ast.Attribute) else ""
    return name in {"open", "read_text", "read_bytes", "write_text", "write_bytes"}


@pytest.mark.parametrize("part", PURE)
def test_rules_and_numbers_open_no_file(part: str) -> None:
    place = PACKAGE / part
    paths = [place] if place.is_file() else sorted(place.rglob("*.py"))
    assert paths, f"{part} is gone; name here what took its place"
    found = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in paths
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and opens_a_file(node)
    ]
    assert not found


def test_the_measure_of_length_sees_code_only() -> None:
    text = 'def f():\n    """Say\n    more."""\n\n    # why\n    return 1\n'
    (function,) = functions(ast.parse(text))
    assert code_lines(function, text.splitlines()) == 2
