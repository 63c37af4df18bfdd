"""Who has asked for what: an append-only log in which each entry carries the hash of the one before it.

An entry is written before the answer leaves; NotWritten means that nothing may be answered. It holds what was asked,
never what stood in a number. Triggers refuse every change (migration 0004), and the chain shows one that somebody
with the file in hand has made all the same (audit_check.py). The newest hash is also written to HEADS and to Python's
log `trinvis.audit`, so that a log whose end was cut off is seen. Source: safety.md section 4.

SQLite with WAL and synchronous NORMAL: 0.1 ms an entry; after a power cut the very last ones may be missing.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import logging
import os
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from dashboard.access import audit_elsewhere
from dashboard.database.errors import UnusableOperational
from dashboard.database.operational import FILE, HEADS, is_damaged, operational_engine
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
        with writing(data_folder) as cursor:
            number, head = _append(cursor, data_folder, entry)
        _remember_head(data_folder, number, head)
    except (OSError, sqlite3.Error, sa.exc.SQLAlchemyError) as error:
        raise NotWritten(str(data_folder)) from error
    return number


@contextmanager
def writing(data_folder: Path) -> Iterator[Any]:
    """A cursor in a transaction that no other writer shares: whole or not at all."""
    connection = operational_engine(data_folder).raw_connection()
    try:
        cursor = connection.cursor()
        cursor.execute("begin immediate")
        try:
            yield cursor
            cursor.execute("commit")
        except BaseException:
            cursor.execute("rollback")
            raise
    finally:
        connection.close()


def check(data_folder: Path) -> None:
    """Is the log there, and the one it was? Before something is done that must stand in it; whether there is room is
    seen when it is written. Raises ForeignLog, and NotWritten where the file is gone or damaged.
    """
    try:
        with writing(data_folder) as cursor:
            _check_ours(cursor, data_folder, *_end(cursor))
    except UnusableOperational as error:
        raise NotWritten(str(data_folder)) from error
    except (OSError, sqlite3.Error, sa.exc.SQLAlchemyError) as error:
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


def _end(cursor: Any) -> tuple[int, str]:
    """Number and hash of the newest entry there is."""
    cursor.execute("select entry_id, hash from audit_entry order by entry_id desc limit 1")
    found: tuple[int, str] = cursor.fetchone() or (0, GENESIS)
    return found


def _check_ours(cursor: Any, data_folder: Path, last: int, previous: str) -> int | None:
    """Raises ForeignLog. What is told of beyond the end, where that can be a power cut: the number it went to."""
    gone_to = [_gone_to(cursor, data_folder, (last, previous), known, heads) for known, heads in _told(data_folder)]
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
    cursor: Any, data_folder: Path, end: tuple[int, str], known: tuple[int, str], heads: Mapping[int, str]
) -> int | None:
    """As _check_ours, of one thing in _told."""
    (number, head), (last, previous) = known, end
    if known in (end, (0, GENESIS)):
        return None
    if number > last and last and heads.get(last) == previous:
        return number
    if number > last or not _holds(cursor, number, head):
        raise ForeignLog(str(data_folder))
    return None


def _holds(cursor: Any, number: int, head: str) -> bool:
    cursor.execute("select hash from audit_entry where entry_id = ?", (number,))
    found = cursor.fetchone()
    if found is not None:
        return bool(found[0] == head)
    cursor.execute("select detail from audit_entry where action = ? order by entry_id desc limit 1", (PURGE,))
    purged = cursor.fetchone()
    return purged is not None and json.loads(purged[0])["up_to"] >= number


def _append(cursor: Any, data_folder: Path, entry: Entry) -> tuple[int, str]:
    """The entry, behind one that tells of what a power cut took, where it did."""
    last, previous = _end(cursor)
    gone_to = _check_ours(cursor, data_folder, last, previous)
    if gone_to is not None:
        log.error(
            "entries %s to %s of the audit log are gone: a power cut, or somebody has cut it off", last + 1, gone_to
        )
        detail = {"first": last + 1, "last": gone_to}
        _rewrite_heads(data_folder, lambda number: number <= last)
        last, previous = _insert(cursor, Entry("trinvis", "system", CUT, "failed", detail=detail), last, previous)
    return _insert(cursor, entry, last, previous)


def _insert(cursor: Any, entry: Entry, last: int, previous: str) -> tuple[int, str]:
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
    cursor.execute(
        f"insert into audit_entry ({', '.join(COLUMNS)}, previous_hash, hash) values ({', '.join('?' * 11)})",  # noqa: S608 - names of ours
        (*row.values(), previous, found),
    )
    if entry.named:
        named = [(last + 1, one) for one in sorted(entry.named)]
        cursor.executemany("insert into audit_named (entry_id, id_hash) values (?, ?)", named)
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
        with writing(data_folder) as cursor:
            cursor.execute("select min(entry_id) from audit_entry where at >= ?", (before,))
            first_kept = cursor.fetchone()[0]
            cursor.execute(
                "select entry_id, hash, (select count(*) from audit_entry as o where o.entry_id <= e.entry_id) "
                "from audit_entry as e where entry_id < coalesce(?, entry_id + 1) order by entry_id desc limit 1",
                (first_kept,),
            )
            last = cursor.fetchone()
            if last is None:
                return 0
            up_to, up_to_hash, removed = last
            detail = {"up_to": up_to, "hash": up_to_hash, "removed": removed, "months": months}
            number, head = _append(cursor, data_folder, Entry("trinvis", "system", PURGE, detail=detail))
            for table in ("audit_named", "audit_entry"):
                cursor.execute(f"delete from {table} where entry_id <= ?", (up_to,))  # noqa: S608 - one of two names
        _rewrite_heads(data_folder, lambda number: number > up_to)
        _remember_head(data_folder, number, head)
    except (OSError, sqlite3.Error, sa.exc.SQLAlchemyError) as error:
        raise NotWritten(str(data_folder)) from error
    return int(removed)


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
