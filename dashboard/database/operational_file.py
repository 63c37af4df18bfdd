"""The operational tables in SQLite, beside the facts: where there is no PostgreSQL that several machines share."""

from __future__ import annotations

import datetime as dt
import sqlite3
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from dashboard.database.errors import UnusableOperational
from dashboard.database.operational_tables import migrate

FILE = "operational.sqlite"
# Of the audit log the newest entry's number and hash, a line an entry (access/audit_log.py): where it is, there was a log.
HEADS = "audit-heads.log"
ASIDE = "before-"  # begins the name of a file whose contents stand in PostgreSQL now


@dataclass(frozen=True)
class _Opened:
    """The engine on a file, and which file that is: another may have been put in its place."""

    engine: sa.Engine
    stamp: tuple[int, int]


_opened: dict[Path, _Opened] = {}
_opening = threading.RLock()


def engine_on_file(data_folder: Path) -> sa.Engine:
    """The engine on operational.sqlite, its tables brought to the newest layout first. Raises UnusableOperational.

    Asked each time whether the file is still the one that was opened: an open file that was deleted can be written to
    for ever, and nobody ever sees what.
    """
    path = data_folder / FILE
    stamp, opened = _stamp(path), _opened.get(data_folder)
    if opened is not None and opened.stamp == stamp:
        return opened.engine
    with _opening:
        return _open(data_folder, path, _stamp(path))


def migrate_file(path: Path) -> None:
    """An operational file of the newest layout, that nobody has open."""
    engine = sa.create_engine(f"sqlite:///{path}")
    _make_transactions_whole(engine)
    migrate(engine)
    engine.dispose()


def set_aside(data_folder: Path) -> Path | None:
    """The file under another name, closed; where it is now, None where there was none."""
    with _opening:
        opened = _opened.pop(data_folder, None)
    if opened is not None:
        opened.engine.dispose()
    if _stamp(data_folder / FILE) is None:
        return None
    at = dt.datetime.now(dt.UTC).strftime("%Y%m%dT%H%M%S%f")
    for path in sorted(data_folder.glob(f"{FILE}*")):
        path.replace(path.with_name(f"{ASIDE}{at}-{path.name}"))
    return data_folder / f"{ASIDE}{at}-{FILE}"


def _open(data_folder: Path, path: Path, stamp: tuple[int, int] | None) -> sa.Engine:
    opened = _opened.get(data_folder)
    if opened is not None and opened.stamp == stamp:  # another thread was faster
        return opened.engine
    if opened is not None:
        opened.engine.dispose()
        _opened.pop(data_folder)
    if stamp is None and has_been(data_folder):
        raise UnusableOperational(path, gone=True)
    data_folder.mkdir(parents=True, exist_ok=True)
    engine = sa.create_engine(f"sqlite:///{path}")
    _make_transactions_whole(engine)
    try:
        migrate(engine)
    except (sa.exc.DatabaseError, sqlite3.DatabaseError) as error:
        engine.dispose()
        if is_damaged(error):
            raise UnusableOperational(path, gone=False) from error
        raise
    _opened[data_folder] = _Opened(engine, _stamp(path) or (0, 0))
    return engine


def has_been(data_folder: Path) -> bool:
    """Whether there was a log of look-ups in the folder once."""
    try:
        return (data_folder / HEADS).stat().st_size > 0
    except OSError:
        return False


def _stamp(path: Path) -> tuple[int, int] | None:
    """What tells one file from another of the same name; None where there is none."""
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return found.st_dev, found.st_ino


def is_damaged(error: BaseException) -> bool:
    """Whether the file cannot be read as what it is."""
    said = error.orig if isinstance(error, sa.exc.DBAPIError) else error
    damaged = ("malformed", "not a database", "unable to open")
    return isinstance(said, sqlite3.DatabaseError) and any(words in str(said) for words in damaged)


def changes_in_file(data_folder: Path) -> int:
    """How often decisions have been changed. Not the file's time: sessions and the audit log write with every page."""
    engine = engine_on_file(data_folder)  # the tables are there
    with _counting:
        known = _counters.get(data_folder)
        if known is None or known[0] is not engine:
            if known is not None:
                known[1].close()
            opened = sqlite3.connect(data_folder / FILE, isolation_level=None, check_same_thread=False)
            known = _counters[data_folder] = engine, opened
        (changes,) = known[1].execute("select n from change_count").fetchone()
        return int(changes)


# A connection for the stamp alone: every request asks for it, and one from the pool takes three times as long.
_counters: dict[Path, tuple[sa.Engine, sqlite3.Connection]] = {}
_counting = threading.Lock()


def _make_transactions_whole(engine: sa.Engine) -> None:
    # The driver would commit before each CREATE or ALTER, so a migration broken half-way would stay half done
    # for ever (safety.md section 5). So the driver manages nothing, and each transaction begins as a writer.
    @sa.event.listens_for(engine, "connect")
    def _connected(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        connection.execute("pragma journal_mode=wal")
        connection.execute("pragma synchronous=normal")

    @sa.event.listens_for(engine, "begin")
    def _begun(connection: sa.Connection) -> None:
        connection.exec_driver_sql("begin immediate")
