"""How far a long import is: told to whoever listens while DuckDB goes through the rows of a ledger, else to nobody.

Nothing is counted twice for it: DuckDB knows how much of a statement is done, and is asked now and then from beside it.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, Literal

Stage = Literal["checking", "writing"]
LOOK_AGAIN = 0.5  # seconds


@dataclass(frozen=True)
class Progress:
    """rows of total, both about: DuckDB estimates, and how many rows a file has is known when it has been read."""

    stage: Stage
    rows: int
    total: int


Listener = Callable[[Progress], None]
_listener: ContextVar[Listener | None] = ContextVar("import_progress", default=None)


@contextmanager
def listening(listener: Listener) -> Iterator[None]:
    """While the block runs, tell listener how far it is; from a thread of its own, some times a second."""
    token = _listener.set(listener)
    try:
        yield
    finally:
        _listener.reset(token)


@contextmanager
def told(connection: Any, stage: Stage, total: int) -> Iterator[None]:
    """Around one long statement of a DuckDB connection; it begins with none of the rows and ends with all."""
    listener = _listener.get()
    if listener is None:
        yield
        return
    connection.execute("set enable_progress_bar = true")
    connection.execute("set enable_progress_bar_print = false")
    done = threading.Event()
    watcher = threading.Thread(target=_watch, args=(connection, stage, total, listener, done), daemon=True)
    listener(Progress(stage, 0, total))
    watcher.start()
    try:
        yield
    finally:
        done.set()
        watcher.join()
        connection.execute("reset enable_progress_bar")
    listener(Progress(stage, total, total))


def _watch(connection: Any, stage: Stage, total: int, listener: Listener, done: threading.Event) -> None:
    while not done.wait(LOOK_AGAIN):
        share = connection.query_progress()  # -1 before it knows
        if share > 0:
            listener(Progress(stage, int(total * min(share, 100) / 100), total))
