"""One importer at a time: a second waits, then learns who the first is. In server mode on all machines (shared_lock.py).

The kernel's lock decides and goes with its process, however that ends; what the file says is for people alone, so
the words of a killed importer mislead nobody.
"""

from __future__ import annotations

import datetime as dt
import fcntl
import getpass
import json
import os
import threading
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import IO

from dashboard.database.errors import ImportRunning
from dashboard.database.server_mode import server_url
from dashboard.database.shared_lock import shared_lock
from dashboard.settings import settings

LOOK_AGAIN = 0.05  # seconds

_mine = threading.local()  # what this thread has locked: an import that makes a version takes the lock twice


@contextmanager
def import_lock(data_folder: Path, wait: float | None = None) -> Iterator[None]:
    """Held while the block runs; a thread that has it already just goes on.

    wait: seconds to wait for another importer, else the setting import_wait_seconds. Raises ImportRunning after that,
    and in server mode what operational_shared.engine does.
    """
    folder = data_folder.resolve()
    held: set[Path] = _mine.__dict__.setdefault("folders", set())
    if folder in held:
        yield
        return
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "import.lock").open("a+", encoding="utf-8") as lock:
        wait = settings().import_wait_seconds if wait is None else wait
        _acquire(lock, wait)
        with _on_all_machines(data_folder, wait):
            held.add(folder)
            try:
                _say_who(lock)
                yield
            finally:
                held.discard(folder)


def _on_all_machines(data_folder: Path, wait: float) -> AbstractContextManager[None]:
    url = server_url(data_folder)
    return shared_lock(data_folder, url, _user(), wait) if url else nullcontext()


def _acquire(lock: IO[str], wait: float) -> None:
    until = time.monotonic() + wait
    while True:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError as error:
            if time.monotonic() >= until:
                raise _running(lock) from error
            time.sleep(LOOK_AGAIN)


def _say_who(lock: IO[str]) -> None:
    started = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
    lock.truncate(0)
    json.dump({"pid": os.getpid(), "user": _user(), "started": started}, lock)
    lock.flush()


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # a container may run as a number without a name
        return str(os.getuid())


def _running(lock: IO[str]) -> ImportRunning:
    """Who holds the lock, as far as the file says: it may just be being written."""
    lock.seek(0)
    try:
        said = json.loads(lock.read())
        return ImportRunning(int(said["pid"]), str(said["user"]), str(said["started"]))
    except (ValueError, KeyError, TypeError):
        return ImportRunning()
