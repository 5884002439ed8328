"""One command makes all that is made from the sources, and says with --check what is old without touching it."""

from __future__ import annotations

import pytest

from scripts import refresh
from scripts.refresh import STEPS, Step, main

pytestmark = pytest.mark.house


class Made:
    """Something that is made of something else; `refuses` where it cannot be."""

    def __init__(self, *, new: bool, refuses: bool = False) -> None:
        self.new, self.refuses = new, refuses

    def make(self) -> int:
        self.new = self.new or not self.refuses
        return int(self.refuses)

    def step(self, name: str) -> Step:
        return Step(name, lambda: self.new, self.make)


def test_check_names_what_is_old_and_writes_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    old, new = Made(new=False), Made(new=True)
    assert main(["--check"], [old.step("a"), new.step("b")]) == 1
    assert capsys.readouterr().out == "a: old; run python -m scripts.refresh\nb: as it should be\n"
    assert not old.new


def test_what_is_old_is_written_and_what_cannot_be_is_no_success(capsys: pytest.CaptureFixture[str]) -> None:
    old = Made(new=False)
    assert main([], [old.step("a")]) == 0
    assert old.new
    assert main([], [Made(new=False, refuses=True).step("b"), Made(new=True).step("c")]) == 1
    assert "b: not made, see above" in capsys.readouterr().out


def test_everything_is_as_refresh_makes_it() -> None:
    """The set-up pictures have a test for each exercise (`test_setup_pictures.py`) and are not drawn again here."""
    for step in STEPS:
        if step.is_new is not refresh._pictures_are_new:
            assert step.is_new(), f"{step.made}: run python -m scripts.refresh"


def test_what_has_a_command_of_its_own_is_named_in_the_help(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])
    told = capsys.readouterr().out
    assert all(name in told for name in ("scripts.refresh_golden", "scripts.lock", "scripts.make_demonstrations"))
