"""Who may send an upload now: one for each account, a few at a time, and no more bytes than there is room for in memory."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

MOST_WAITING = 40
MOST_INSIDE = 2  # each takes a thread from those who look at pages for as long as its files are read

Visit = TypeVar("Visit")


class WaitingRoom(Generic[Visit]):
    """In the order in which they came; who cannot go in yet lets those behind pass. let_in: told when one may."""

    def __init__(self, room: int, let_in: Callable[[Visit], None]) -> None:
        self._room, self._let_in = room, let_in
        self._inside: dict[Visit, tuple[str, int]] = {}
        self._waiting: dict[Visit, tuple[str, int]] = {}
        self._lock = threading.Lock()

    def enter(self, visit: Visit, account: str, size: int) -> bool:
        """Let it in now or when there is room; False where too many wait. size: in bytes."""
        with self._lock:
            if len(self._waiting) >= MOST_WAITING or size > self._room:
                return False
            self._waiting[visit] = account, size
            self._next()
            return True

    def leave(self, visit: Visit) -> None:
        """It is done, or it has gone."""
        with self._lock:
            self._waiting.pop(visit, None)
            if self._inside.pop(visit, None) is not None:
                self._next()

    def _next(self) -> None:
        for visit, (account, size) in list(self._waiting.items()):
            inside = self._inside.values()
            if (
                len(inside) < MOST_INSIDE
                and all(account != other for other, _size in inside)
                and sum(held for _account, held in inside) + size <= self._room
            ):
                self._inside[visit] = self._waiting.pop(visit)
                self._let_in(visit)
