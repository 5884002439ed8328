"""Newest-only hand-over from the video thread to the page: never a backlog, and no exception is lost."""

from __future__ import annotations

import threading
from typing import Generic, TypeVar

T = TypeVar("T")


class Mailbox(Generic[T]):
    """Holds the newest value that one thread has put, for another to look at as often as it likes.

    Every call is legal in every state and from every thread.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._value: T | None = None
        self._error: BaseException | None = None
        self._closed = False

    @property
    def closed(self) -> bool:
        """Whether `close` was called."""
        return self._closed

    def put(self, value: T) -> None:
        """Replace the value; after `close` nothing happens, since a last frame may still be under way then."""
        with self._lock:
            if not self._closed:
                self._value = value

    def fail(self, error: BaseException) -> None:
        """Let the next `newest` raise an exception. The first one counts: what follows comes of it."""
        with self._lock:
            self._error = self._error or error
            self._value = None

    def newest(self) -> T | None:
        """Return the newest value; None where there has been none, or none since an exception.

        The last value can still be seen after `close`: it may hold the result.

        Raises
        ------
        BaseException
            What `fail` was given, once.
        """
        with self._lock:
            error, self._error = self._error, None
            if error is None:
                return self._value
        raise error

    def close(self) -> None:
        """Take no more values."""
        with self._lock:
            self._closed = True
