"""Is the audit log as it was written? Every entry's hash, the order, the beginning, and the end."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from dashboard.access.audit_elsewhere import heads
from dashboard.access.audit_log import COLUMNS, GENESIS, HEADS, PURGE, hash_of
from dashboard.database.operational import operational_engine

# changed: the entry is not what was written. gap: entries before it are missing or out of order. start: the oldest
# entries are missing, and no purge says so. end: the newest are missing. heads: the file of heads is missing. elsewhere:
# where whoever can write the data folder cannot, another hash was written.
Broken = Literal["changed", "gap", "start", "end", "heads", "elsewhere"]


@dataclass(frozen=True)
class Checked:
    """entries: how many are as they were written. broken: what is wrong first, at entry `at`; None: nothing."""

    entries: int
    purged: int
    broken: Broken | None = None
    at: int = 0


def verify(data_folder: Path, elsewhere: Iterable[str] = ()) -> Checked:
    """Reads the whole log once, oldest first. elsewhere: lines with heads that were written outside the data folder.

    A log that is whole in itself can be one that somebody has written anew; the heads outside tell.
    """
    rows = list(_rows(data_folder))
    found = _alone(data_folder, rows)
    if found.broken:
        return found
    hashes = {row["entry_id"]: row["hash"] for row, _named in rows}
    told = heads(elsewhere)
    other = next((number for number, head in told if number > found.purged and hashes.get(number) != head), None)
    return found if other is None else Checked(found.entries, found.purged, "elsewhere", other)


def _alone(data_folder: Path, rows: list[tuple[dict[str, Any], list[str]]]) -> Checked:
    purged = _purged(rows)
    good, broken = 0, None
    before, previous = 0, GENESIS
    for row, named in rows:
        broken = _fault(row, named, before, previous, purged)
        if broken:
            return Checked(good, len(purged) and max(purged), broken, row["entry_id"])
        good, before, previous = good + 1, row["entry_id"], row["hash"]
    return _with_end(data_folder, rows, Checked(good, len(purged) and max(purged)))


def _fault(row: dict[str, Any], named: list[str], before: int, previous: str, purged: dict[int, str]) -> Broken | None:
    if hash_of(row, named, row["previous_hash"]) != row["hash"]:
        return "changed"
    if before == 0 and row["entry_id"] > 1:  # the oldest have been deleted by age: a later entry must say so
        return None if purged.get(row["entry_id"] - 1) == row["previous_hash"] else "start"
    if row["entry_id"] != before + 1 or row["previous_hash"] != previous:
        return "gap"
    return None


def _purged(rows: list[tuple[dict[str, Any], list[str]]]) -> dict[int, str]:
    """The last entry of each purge that the log tells of, and its hash."""
    details = (json.loads(row["detail"]) for row, _named in rows if row["action"] == PURGE)
    return {detail["up_to"]: detail["hash"] for detail in details}


def _with_end(data_folder: Path, rows: list[tuple[dict[str, Any], list[str]]], found: Checked) -> Checked:
    path = data_folder / HEADS
    if not path.exists():
        return Checked(found.entries, found.purged, "heads") if rows else found
    written = [line.split() for line in path.read_text(encoding="ascii").splitlines()]
    if not written:
        return found
    hashes = {row["entry_id"]: row["hash"] for row, _named in rows}
    number, head = max(((int(number), head) for number, head in written), key=lambda one: one[0])
    gone_by_age = number <= found.purged  # deleted on another machine, which has a file of heads of its own
    return found if gone_by_age or hashes.get(number) == head else Checked(found.entries, found.purged, "end", number)


def _rows(data_folder: Path) -> Iterator[tuple[dict[str, Any], list[str]]]:
    connection = operational_engine(data_folder).raw_connection()
    try:
        cursor = connection.cursor()
        cursor.execute("select entry_id, id_hash from audit_named order by entry_id, id_hash")
        named: dict[int, list[str]] = {}
        for number, one in cursor.fetchall():
            named.setdefault(number, []).append(one)
        names = (*COLUMNS, "previous_hash", "hash")
        cursor.execute(f"select {', '.join(names)} from audit_entry order by entry_id")  # noqa: S608 - names of ours
        for values in cursor.fetchall():
            row = dict(zip(names, values, strict=True))
            yield row, named.pop(row["entry_id"], [])
        for number in named:  # named by an entry that is not there
            yield {**dict.fromkeys(names, ""), "entry_id": number}, named[number]
    finally:
        connection.close()
