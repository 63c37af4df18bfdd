"""Who has asked for what: an append-only log in which each entry carries the hash of the one before it.

An entry is written before the answer leaves; NotWritten means that nothing may be answered. It holds what was asked,
never what stood in a number. Triggers refuse every change (migration 0004), and the chain shows one that somebody
with the file in hand has made all the same (audit_check.py). The newest hash is also written to HEADS and to Python's
log `trinvis.audit`, so that a log whose end was cut off is seen. Source: safety.md section 4.

In SQLite (WAL, synchronous NORMAL) the very last ones may be missing after a power cut; in PostgreSQL they are not.
Several machines write one log: each folder's HEADS has the entries that were written from there.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import logging
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from dashboard.access import audit_elsewhere
from dashboard.database.errors import DamagedData, UnusableOperational, is_away
from dashboard.database.operational import FILE, HEADS, alone, is_damaged, operational_engine
from dashboard.database.operational_tables import audit_entry, audit_named
from dashboard.settings import settings

__all__ = [
    "COLUMNS",
    "GENESIS",
    "HEADS",
    "PURGE",
    "Entry",
    "ForeignLog",
    "NotWritten",
    "check",
    "hash_of",
    "purge",
    "record",
    "writing",
]

GENESIS = "0" * 64  # before the first entry
PURGE = "purge"
CUT = "log_cut"
NEWEST_BYTES = 8192  # of the file of heads: where several processes write, the last line need not be the newest entry
COLUMNS = ("entry_id", "at", "subject", "role", "action", "outcome", "municipalities", "data_version", "detail")

_e = audit_entry.c
_NEWEST = sa.select(_e.entry_id, _e.hash).order_by(_e.entry_id.desc()).limit(1)
_ENCODER = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":"))

log = logging.getLogger("trinvis.audit")


class NotWritten(Exception):
    """The entry could not be written, so the answer must not be given."""


class ForeignLog(NotWritten):
    """The log that is there now is not the one that was there before: emptied, cut off or another's."""


# The newest entry that this process has written or found, by folder: what is there must still hold it.
_newest: dict[Path, tuple[int, str]] = {}


@dataclass(frozen=True)
class Entry:
    """outcome: given | refused | failed. detail: what was asked. named: hashes of ids (audit_asked.id_hash)."""

    subject: str
    role: str
    action: str
    outcome: str = "given"
    municipalities: tuple[str, ...] = ()
    data_version: str = ""
    detail: Mapping[str, Any] = field(default_factory=dict)
    named: frozenset[str] = frozenset()


def record(data_folder: Path, entry: Entry) -> int:
    """Write one entry; returns its number. Raises NotWritten, and ForeignLog where it would not stand in the old log."""
    try:
        with writing(data_folder) as connection:
            number, head = _append(connection, data_folder, entry)
        _remember_head(data_folder, number, head)
    except (OSError, DamagedData, sa.exc.SQLAlchemyError) as error:
        raise NotWritten(str(data_folder)) from error
    return number


@contextmanager
def writing(data_folder: Path) -> Iterator[sa.Connection]:
    """A transaction that no other writer shares, on whichever machine: whole or not at all."""
    with operational_engine(data_folder).begin() as connection:
        alone(connection)
        yield connection


def check(data_folder: Path) -> None:
    """Is the log there, and the one it was? Before something is done that must stand in it; whether there is room is
    seen when it is written. Raises ForeignLog, and NotWritten where the file is gone or damaged.
    """
    try:
        with writing(data_folder) as connection:
            _check_ours(connection, data_folder, *_end(connection))
    except (UnusableOperational, DamagedData) as error:
        raise NotWritten(str(data_folder)) from error
    except (OSError, sa.exc.SQLAlchemyError) as error:
        if is_away(error):
            raise NotWritten(str(data_folder)) from error
        if is_damaged(error):
            raise NotWritten(str(data_folder)) from UnusableOperational(data_folder / FILE, gone=False)


def forget(data_folder: Path) -> None:
    """A new log may begin here: the old one's file of heads is set aside, and this process holds nothing against it."""
    _newest[data_folder] = 0, GENESIS
    if (data_folder / HEADS).exists():
        at = dt.datetime.now(dt.UTC).strftime("%Y%m%dT%H%M%S")
        (data_folder / HEADS).replace(data_folder / f"audit-heads-{at}.log")


def newest_heads(data_folder: Path) -> dict[int, str]:
    """Of the last entries that the file of heads tells of: number → hash. Empty where there is none."""
    try:
        with (data_folder / HEADS).open("rb") as file:
            file.seek(max(0, (data_folder / HEADS).stat().st_size - NEWEST_BYTES))
            lines = [line.split() for line in file.read().decode("ascii", "replace").splitlines()]
    except FileNotFoundError:
        return {}
    whole = [
        (line[0], line[1]) for line in lines if len(line) == 2 and line[0].isdecimal() and len(line[1]) == len(GENESIS)
    ]
    return {int(number): head for number, head in whole}


def _end(connection: sa.Connection) -> tuple[int, str]:
    """Number and hash of the newest entry there is."""
    found = connection.execute(_NEWEST).one_or_none()
    return (found.entry_id, found.hash) if found is not None else (0, GENESIS)


def _check_ours(connection: sa.Connection, data_folder: Path, last: int, previous: str) -> int | None:
    """Raises ForeignLog. What is told of beyond the end, where that can be a power cut: the number it went to."""
    gone_to = [_gone_to(connection, data_folder, (last, previous), known, heads) for known, heads in _told(data_folder)]
    return max((number for number in gone_to if number), default=None)


def _told(data_folder: Path) -> list[tuple[tuple[int, str], dict[int, str]]]:
    """Where something is known of the log: the newest entry there, and it and those before it by number."""
    if data_folder in _newest:
        return [(_newest[data_folder], {})]
    inside, outside = newest_heads(data_folder), audit_elsewhere.newest_heads(settings().audit_to)
    # Outside the newest is the last line: a log that has begun anew counts from one again.
    told = [(one, inside) for one in sorted(inside.items())[-1:]]
    return told + [(one, dict(outside)) for one in outside[-1:]]


def _gone_to(
    connection: sa.Connection, data_folder: Path, end: tuple[int, str], known: tuple[int, str], heads: Mapping[int, str]
) -> int | None:
    """As _check_ours, of one thing in _told."""
    (number, head), (last, previous) = known, end
    if known in (end, (0, GENESIS)):
        return None
    if number > last and last and heads.get(last) == previous:
        return number
    if number > last or not _holds(connection, number, head):
        raise ForeignLog(str(data_folder))
    return None


def _holds(connection: sa.Connection, number: int, head: str) -> bool:
    found = connection.execute(sa.select(_e.hash).where(_e.entry_id == number)).scalar_one_or_none()
    if found is not None:
        return bool(found == head)
    newest = sa.select(_e.detail).where(_e.action == PURGE).order_by(_e.entry_id.desc()).limit(1)
    purged = connection.execute(newest).scalar_one_or_none()
    return purged is not None and json.loads(purged)["up_to"] >= number


def _append(connection: sa.Connection, data_folder: Path, entry: Entry) -> tuple[int, str]:
    """The entry, behind one that tells of what a power cut took, where it did."""
    last, previous = _end(connection)
    gone_to = _check_ours(connection, data_folder, last, previous)
    if gone_to is not None:
        log.error(
            "entries %s to %s of the audit log are gone: a power cut, or somebody has cut it off", last + 1, gone_to
        )
        detail = {"first": last + 1, "last": gone_to}
        _rewrite_heads(data_folder, lambda number: number <= last)
        last, previous = _insert(connection, Entry("trinvis", "system", CUT, "failed", detail=detail), last, previous)
    return _insert(connection, entry, last, previous)


def _insert(connection: sa.Connection, entry: Entry, last: int, previous: str) -> tuple[int, str]:
    row = {
        "entry_id": last + 1,
        "at": dt.datetime.now(dt.UTC).isoformat(timespec="milliseconds"),
        "subject": entry.subject,
        "role": entry.role,
        "action": entry.action,
        "outcome": entry.outcome,
        "municipalities": ",".join(entry.municipalities),
        "data_version": entry.data_version,
        "detail": _canonical(entry.detail),
    }
    found = hash_of(row, sorted(entry.named), previous)
    connection.execute(sa.insert(audit_entry), {**row, "previous_hash": previous, "hash": found})
    if entry.named:
        named = [{"entry_id": last + 1, "id_hash": one} for one in sorted(entry.named)]
        connection.execute(sa.insert(audit_named), named)
    return last + 1, found


def hash_of(row: Mapping[str, Any], named: list[str], previous: str) -> str:
    """row: the values of COLUMNS. named: sorted."""
    content = {name: row[name] for name in COLUMNS} | {"named": named, "previous": previous}
    return hashlib.sha256(_canonical(content).encode()).hexdigest()


def _canonical(content: Mapping[str, Any]) -> str:
    return _ENCODER.encode(content)


def _remember_head(data_folder: Path, number: int, head: str) -> None:
    file = os.open(data_folder / HEADS, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(file, f"{number} {head}\n".encode())
    finally:
        os.close(file)
    _newest[data_folder] = number, head
    log.info("audit entry %s %s", number, head)


def purge(data_folder: Path, months: int, now: dt.datetime | None = None) -> int:
    """Delete the entries that are older; returns how many. The chain goes on from what the purge's own entry says.

    now: with a zone; without it the present. Raises NotWritten.
    """
    before = _months_back(now or dt.datetime.now(dt.UTC), months).isoformat(timespec="milliseconds")
    try:
        with writing(data_folder) as connection:
            last = _last_before(connection, before)
            if last is None:
                return 0
            up_to, up_to_hash, removed = last
            detail = {"up_to": up_to, "hash": up_to_hash, "removed": removed, "months": months}
            number, head = _append(connection, data_folder, Entry("trinvis", "system", PURGE, detail=detail))
            for table in (audit_named, audit_entry):
                connection.execute(sa.delete(table).where(table.c.entry_id <= up_to))
        _rewrite_heads(data_folder, lambda number: number > up_to)
        _remember_head(data_folder, number, head)
    except (OSError, DamagedData, sa.exc.SQLAlchemyError) as error:
        raise NotWritten(str(data_folder)) from error
    return int(removed)


def _last_before(connection: sa.Connection, before: str) -> tuple[int, str, int] | None:
    """Number and hash of the last entry that goes, and how many go; None where none does."""
    first_kept = connection.execute(sa.select(sa.func.min(_e.entry_id)).where(_e.at >= before)).scalar_one()
    going = sa.true() if first_kept is None else _e.entry_id < first_kept
    last = connection.execute(_NEWEST.where(going)).one_or_none()
    if last is None:
        return None
    removed = connection.execute(sa.select(sa.func.count()).select_from(audit_entry).where(going)).scalar_one()
    return last.entry_id, last.hash, removed


def _months_back(now: dt.datetime, months: int) -> dt.datetime:
    month = 12 * now.year + now.month - 1 - months
    return now.replace(year=month // 12, month=month % 12 + 1, day=min(now.day, 28))


def _rewrite_heads(data_folder: Path, stays: Callable[[int], bool]) -> None:
    """Without the heads of entries that are gone. stays: of an entry's number."""
    path = data_folder / HEADS
    if not path.exists():
        return
    lines = path.read_text(encoding="ascii").splitlines(keepends=True)
    new = path.with_suffix(".new")
    new.write_text("".join(line for line in lines if stays(int(line.split()[0]))), encoding="ascii")
    new.replace(path)
