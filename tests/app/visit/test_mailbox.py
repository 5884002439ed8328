"""The hand-over between the video thread and the page: newest wins, nothing raised is lost, closing is always legal."""

from __future__ import annotations

import threading

import pytest

from posecheck.app.visit.mailbox import Mailbox


def test_the_newest_wins_and_stays() -> None:
    box = Mailbox[int]()
    assert box.newest() is None
    for value in range(5):
        box.put(value)
    assert [box.newest(), box.newest()] == [4, 4]


def test_an_exception_surfaces_once_and_what_was_before_it_is_gone() -> None:
    box = Mailbox[int]()
    box.put(1)
    box.fail(ValueError("unplugged"))
    with pytest.raises(ValueError, match="unplugged"):
        box.newest()
    assert box.newest() is None
    box.put(2)
    assert box.newest() == 2


def test_an_exception_is_not_hidden_by_what_comes_after_it() -> None:
    box = Mailbox[int]()
    box.fail(ValueError("first"))
    box.fail(KeyError("second"))
    box.put(1)
    with pytest.raises(ValueError, match="first"):
        box.newest()
    assert box.newest() == 1


def test_close_is_legal_in_every_state_and_keeps_the_last_value() -> None:
    fresh, full, failed = Mailbox[int](), Mailbox[int](), Mailbox[int]()
    full.put(1)
    failed.fail(ValueError("x"))
    for box in (fresh, full, failed):
        box.close()
        box.close()
        box.put(9)
        assert box.closed
    assert fresh.newest() is None
    assert full.newest() == 1
    with pytest.raises(ValueError, match="x"):
        failed.newest()
    fresh.fail(ValueError("late"))
    with pytest.raises(ValueError, match="late"):
        fresh.newest()


def test_a_source_in_another_thread() -> None:
    """The reader never sees an older value after a newer one, and in the end sees the last."""
    box = Mailbox[int]()
    last = 20_000
    source = threading.Thread(target=lambda: [box.put(i) for i in range(last + 1)])
    source.start()
    seen: list[int] = []
    while source.is_alive():
        value = box.newest()
        if value is not None:
            seen.append(value)
    source.join()
    assert seen == sorted(seen)
    assert box.newest() == last


def test_a_source_that_fails_in_its_thread() -> None:
    box = Mailbox[int]()

    def source() -> None:
        try:
            box.put(1)
            raise RuntimeError("the camera is gone")
        except RuntimeError as error:
            box.fail(error)
        finally:
            box.close()

    thread = threading.Thread(target=source)
    thread.start()
    thread.join()
    with pytest.raises(RuntimeError, match="camera is gone"):
        box.newest()
