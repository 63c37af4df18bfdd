"""Why there is no version to read, or none can be made. To people they are sentences of cli and layouts."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

import duckdb
import psycopg
import sqlalchemy as sa


class NoData(Exception):
    """There is no version of the facts yet."""


class DamagedData(Exception):
    """The pointer or the file it names cannot be read."""


class MissingFile(DamagedData):
    """The file of a version is not there; args: the version's name."""


class DamagedPointer(DamagedData):
    """Which version counts cannot be read; the versions themselves may well be whole (kept.rollback)."""


class NotReadable(DamagedData):
    """This account may not read it; nothing is known to be wrong with it. path: of the file or folder."""

    def __init__(self, path: Path) -> None:
        super().__init__(str(path))
        self.path = path


class DatabaseAway(DamagedData):
    """PostgreSQL does not answer; nothing is known to be wrong with what it holds.

    pending: what counts in the data folder does not count there yet, and is copied when it answers again.
    """

    def __init__(self, what: str, *, pending: bool = False) -> None:
        super().__init__(what)
        self.pending = pending


class OtherInstallation(DamagedData):
    """PostgreSQL holds the versions of another data folder; nothing is known to be wrong with them, or with ours."""


class ReaderOnly(DamagedData):
    """The role that the settings name may only read, where it is to write what all processes share."""


class OlderLayout(DamagedData):
    """The version was written by an earlier landing: upgrade.upgrade rebuilds it."""


class NewerLayout(DamagedData):
    """The version was written by a later landing than this: nothing here may touch it. Numbers of layouts, as raised."""

    def __init__(self, layout: int, known: int) -> None:
        super().__init__(f"layout {layout}, this program knows {known}")
        self.layout, self.known = layout, known

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.layout, self.known)


class DiskFull(Exception):
    """The disk holds no more; the version that counted before still counts."""


class MayNotPublish(Exception):
    """The role that is to publish may only read; here the version counts, in the shared database the one before."""


class UnknownVersion(Exception):
    """No kept version has the name, or there is none before the one that counts; args: the names there are."""


class UnusableOperational(OSError):
    """The file of what people write in the product: gone though there was one, or it cannot be read. gone: the first."""

    def __init__(self, path: Path, *, gone: bool) -> None:
        super().__init__(str(path))
        self.path, self.gone = path, gone

    def __reduce__(self) -> tuple[Any, ...]:
        return partial(type(self), gone=self.gone), (self.path,)


class PublishedMeanwhile(Exception):
    """Another machine of the installation has published since this one began; args: what."""


class ImportRunning(Exception):
    """Another import holds the lock, and went on holding it for as long as we waited."""

    def __init__(self, pid: int | None = None, user: str = "", started: str = "", machine: str = "") -> None:
        super().__init__(pid, user, started, machine)
        # started: ISO 8601, UTC; machine: its name, '' is this one; None and '' where unknown
        self.pid, self.user, self.started, self.machine = pid, user, started, machine


# DuckDB's words for a file whose checksums or structure do not fit; what it raises then has many kinds.
CORRUPT = ("corrupt", "checksum", "not a valid duckdb", "could not read", "failed to deserialize", "database has been invalidated")
CORRUPT_KINDS = (duckdb.FatalException, duckdb.InternalException, duckdb.SerializationException)


def is_corrupt(error: BaseException) -> bool:
    """Whether a file of the facts is damaged; found only where a block of it is read."""
    said = error.orig if isinstance(error, sa.exc.DBAPIError) else error
    return isinstance(said, CORRUPT_KINDS) or (
        isinstance(said, duckdb.Error) and any(words in str(said).casefold() for words in CORRUPT)
    )


# What PostgreSQL says while it goes down or comes up, and when a connection is refused or lost (SQLSTATE's first signs).
AWAY = ("08", "57P")


def is_away(error: BaseException) -> bool:
    """Whether the error says that PostgreSQL cannot be reached; a wrong password is one of them."""
    said = error.orig if isinstance(error, sa.exc.DBAPIError) else error
    if not isinstance(said, (psycopg.OperationalError, psycopg.InterfaceError)):
        return isinstance(said, psycopg.errors.AdminShutdown)
    return said.sqlstate is None or said.sqlstate.startswith(AWAY)
