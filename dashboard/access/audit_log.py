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
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from dashboard.database.operational import operational_engine

GENESIS = "0" * 64  # before the first entry
HEADS = "audit-heads.log"
PURGE = "purge"
COLUMNS = ("entry_id", "at", "subject", "role", "action", "outcome", "municipalities", "data_version", "detail")

_ENCODER = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":"))

log = logging.getLogger("trinvis.audit")


class NotWritten(Exception):
    """The entry could not be written, so the answer must not be given."""


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
    """Write one entry; returns its number. Raises NotWritten."""
    try:
        with writing(data_folder) as cursor:
            number, head = _append(cursor, entry)
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


def _append(cursor: Any, entry: Entry) -> tuple[int, str]:
    cursor.execute("select entry_id, hash from audit_entry order by entry_id desc limit 1")
    last, previous = cursor.fetchone() or (0, GENESIS)
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
            number, head = _append(cursor, Entry("trinvis", "system", PURGE, detail=detail))
            for table in ("audit_named", "audit_entry"):
                cursor.execute(f"delete from {table} where entry_id <= ?", (up_to,))  # noqa: S608 - one of two names
        _cut_heads(data_folder, up_to)
        _remember_head(data_folder, number, head)
    except (OSError, sqlite3.Error, sa.exc.SQLAlchemyError) as error:
        raise NotWritten(str(data_folder)) from error
    return int(removed)


def _months_back(now: dt.datetime, months: int) -> dt.datetime:
    month = 12 * now.year + now.month - 1 - months
    return now.replace(year=month // 12, month=month % 12 + 1, day=min(now.day, 28))


def _cut_heads(data_folder: Path, up_to: int) -> None:
    """The heads of entries that are gone: whoever asks for the newest needs none of them."""
    path = data_folder / HEADS
    if not path.exists():
        return
    lines = path.read_text(encoding="ascii").splitlines(keepends=True)
    new = path.with_suffix(".new")
    new.write_text("".join(line for line in lines if int(line.split()[0]) > up_to), encoding="ascii")
    new.replace(path)
