from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from benchmarks.accuracy import __main__ as command
from benchmarks.accuracy import pages
from benchmarks.accuracy.case import Case
from benchmarks.accuracy.figures import Limit
from benchmarks.accuracy.plan import FIRST_TEST_SEED
from benchmarks.accuracy.run import Row, compare
from tests.benchmarks.made_truth import truth_of
from tests.bodies import bend_film, lunge_film

FILMS = {"kneeling_hip_flexor": lunge_film, "standing_forward_bend": bend_film}


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[Case]:
    """Run without rendering: two clips whose track is the truth stand for all that is asked for."""
    wanted: list[Case] = []

    def measure_all(cases: Sequence[Case], folder: Path, **_: Any) -> list[Row]:
        wanted.extend(cases)
        plain = [c for c in cases if c.role == "right" and "plain" in c.name]
        tracks = [FILMS[c.spec.exercise]() for c in plain]
        return [
            compare(c, truth_of(t, c.spec.exercise), t, clip=folder / "x.mp4", kept=folder / "x.npz")
            for c, t in zip(plain, tracks, strict=True)
        ]

    monkeypatch.setattr(command, "measure_all", measure_all)
    monkeypatch.setattr(pages, "worst_frames", lambda _: [])  # there is no clip to take them from
    return wanted


def test_a_run_writes_its_tables_and_prints_the_goals(
    asked: list[Case], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    some = ["--exercises", ",".join(FILMS), "--back", "0"]
    assert command.main(["--seeds", "1-1", *some, "--out", str(tmp_path)]) == 0
    said = capsys.readouterr().out
    assert "| clips with the exact count | 1 | ≥ 0.99 | ok | 2 |" in said
    text = (tmp_path / "accuracy.md").read_text(encoding="utf-8")
    assert f"python -m benchmarks.accuracy --exercises {some[1]} --seeds 1-1" in text
    assert "development seeds" in text
    assert (tmp_path / "accuracy.json").exists()
    assert {c.spec.seed for c in asked} == {1}


def test_a_broken_limit_fails_the_short_version(
    asked: list[Case], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    limits = {"timing.count_exact": Limit(1.0, at_least=True)}
    monkeypatch.setattr(command, "read_limits", lambda _: limits)
    assert command.main(["--short", "--out", str(tmp_path)]) == 0
    limits["timing.start"] = Limit(-1.0, at_least=False)
    assert command.main(["--short", "--out", str(tmp_path)]) == 1
    assert "timing.start: ≤ -1 no longer holds" in capsys.readouterr().err


def test_the_document_is_written_where_it_is_asked_for(
    asked: list[Case], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command, "DOCS", tmp_path / "docs.md")
    some = ["--bodies", "1", "--exercises", "kneeling_hip_flexor", "--back", "0", "--out", str(tmp_path)]
    command.main(some)
    assert not (tmp_path / "docs.md").exists()
    command.main([*some, "--write-docs"])
    text = (tmp_path / "docs.md").read_text(encoding="utf-8")
    assert f"--exercises kneeling_hip_flexor --seeds {FIRST_TEST_SEED}-{FIRST_TEST_SEED}" in text
    assert "These are test seeds" in text


@pytest.mark.parametrize(
    ("arguments", "seeds"),
    [
        ([], [10_000, 10_001, 10_002, 10_003]),
        (["--bodies", "2"], [10_000, 10_001]),
        (["--seeds", "5-7"], [5, 6, 7]),
        (["--seeds", "5-7", "--bodies", "2"], [5, 6]),
        (["--seeds", "9"], [9]),
    ],
)
def test_seeds(arguments: list[str], seeds: list[int]) -> None:
    assert list(command._options(arguments).seeds) == seeds


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--seeds", "a-b"], "two whole numbers"),
        (["--seeds", "4-2"], "smaller first"),
        (["--exercises", "x"], "some of"),
    ],
)
def test_senseless_options_are_refused(arguments: list[str], sentence: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        command.main(arguments)
    assert sentence in capsys.readouterr().err
