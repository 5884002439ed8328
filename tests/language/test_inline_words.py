"""No sentence that somebody at home reads or hears stands in the code or in a template: it belongs in the table."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import posecheck

pytestmark = pytest.mark.house

PACKAGE = Path(posecheck.__file__).parent
PAGES = sorted((PACKAGE.parent / "pages").glob("*.py"))
AUTHORS = {
    "report/exercise_pages.py": "docs/exercises.md, which is English",
    "disk/library.py": "mistakes in the files beside an exercise file, for its author",
    "disk/new_exercise.py": "for whoever writes an exercise",
    "disk/toml_edit.py": "the same",
    "rules/exercise_file/reader.py": "mistakes in an exercise file, for its author",
    "rules/exercise_file/messages.py": "the same",
    "rules/exercise_file/cross_checks.py": "the same",
    "rules/exercise_file/phase_checks.py": "the same",
    "rules/exercise_file/translation.py": "the same",
    "rules/exercise_file/file_text.py": "the same",
}
"""Files whose sentences are for those who write exercises or documents, and why."""
ENGLISH = {
    "The live session failed.": "for the log",
    "Nor could it be closed.": "for the log",
    "Cannot put a picture into the report: expected the bytes of a JPEG or PNG file.": "for programmers",
    "posecheck pose track": "the mark of a file",
}
"""Sentences that may stand inline, and why."""
SENTENCE = re.compile(r"(?:^|[.!?] )[A-Z][a-z']+,? [a-z]|^[a-z]{2,} [a-z]{2,} [a-z]")
"""Begins with a capital and goes on with another word, or is three words in a row."""
DRAWN = frozenset(
    (
        *(
            "title",
            "header",
            "subheader",
            "markdown",
            "caption",
            "write",
            "text",
            "error",
            "warning",
            "info",
            "success",
        ),
        *("button", "download_button", "selectbox", "segmented_control", "toggle", "expander", "file_uploader"),
        *("success", "progress", "radio", "checkbox", "slider", "metric", "tabs"),
    )
)
"""Calls of Streamlit whose first argument is read by somebody."""


def sources() -> list[Path]:
    folders = (
        sorted((PACKAGE / part).rglob("*.py")) for part in ("app", "report", "overlay", "rules", "clips", "disk")
    )
    names = ("session.py", "worded.py", "language/sentences.py")
    return [*(path for folder in folders for path in folder), *(PACKAGE / name for name in names), *PAGES]


def name_of(path: Path) -> str:
    return str(path.relative_to(PACKAGE)) if path.is_relative_to(PACKAGE) else f"pages/{path.name}"


def quiet(tree: ast.AST) -> set[int]:
    """Return the nodes that nobody at home reads: docstrings, what is raised for programmers."""
    found: set[int] = set()
    for node in ast.walk(tree):
        called = getattr(getattr(node, "func", None), "id", "")
        aside = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        if aside or called in ("PoseDataError", "KeyError", "ValueError", "TypeError", "AttributeError", "ModelError"):
            found |= {id(inner) for inner in ast.walk(node)}
    return found


def filled(node: ast.AST) -> str:
    """Return a text as it stands, one that is put together with x in its gaps; empty for what is no text."""
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else "x" for part in node.values)
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def inline(tree: ast.AST) -> Iterator[str]:
    """Yield the sentences of a module, and the first words of what it gives Streamlit to draw."""
    skip = quiet(tree)
    pieces = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    for node in ast.walk(tree):
        text = "" if id(node) in skip | pieces else filled(node).strip()
        if SENTENCE.search(text) and "<" not in text:
            yield text
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in DRAWN:
            first = node.args[0] if node.args else None
            if isinstance(first, ast.Constant) and re.search("[A-Za-z]{2,}", str(first.value)):
                yield str(first.value)


@pytest.mark.parametrize("path", sources(), ids=name_of)
def test_no_sentence_stands_in_the_code(path: Path) -> None:
    if name_of(path) in AUTHORS:
        return
    found = {text for text in inline(ast.parse(path.read_text("utf-8"))) if text not in ENGLISH}
    assert not found, "put it into posecheck/language/*.toml and ask for it with words()"


@pytest.mark.parametrize("path", sorted((PACKAGE / "report" / "templates").glob("*.html")), ids=lambda p: p.name)
def test_no_sentence_stands_in_a_template(path: Path) -> None:
    text = re.sub(r"\{%.*?%\}|\{\{.*?\}\}", " ", path.read_text("utf-8"), flags=re.DOTALL)
    named = re.findall(r'(?:alt|aria-label|title)="([^"]*)"', text)
    plain = re.sub(r"<[^>]*>", " ", text) + " ".join(named)
    assert set(re.findall(r"[A-Za-z]{2,}", plain)) <= {"posecheck"}


@pytest.mark.parametrize(
    "line",
    ['st.title("Live")', 'say("Step back, please.")', 'x = f"Held {n} seconds"', 'parts.append("not quite still")'],
)
def test_a_sentence_in_the_code_would_be_found(line: str) -> None:
    assert list(inline(ast.parse(line)))


def test_what_is_no_sentence_is_let_be() -> None:
    text = (
        '"""Says it all."""\nst.title(words("page_live"))\nraise PoseDataError("Expected a pose.")\nx = "trunk_lean"\n'
    )
    assert not list(inline(ast.parse(text)))


def test_every_exception_is_still_needed() -> None:
    assert all((PACKAGE / name).is_file() for name in AUTHORS)
    everything = "\n".join(path.read_text("utf-8") for path in sources())
    assert all(text in everything for text in ENGLISH)
