"""What stands in the audit log: by time and person, and who has seen a case or a coordinator."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from dashboard.access.audit_asked import id_hash
from dashboard.database.operational import operational_engine
from dashboard.database.operational_tables import audit_entry, audit_named

_e = audit_entry.c
Scope = frozenset[str] | None  # municipality codes; None: the whole log


@dataclass(frozen=True)
class Logged:
    """One entry as it is shown."""

    entry_id: int
    at: dt.datetime  # UTC
    subject: str
    role: str
    action: str
    outcome: str
    municipalities: str
    data_version: str
    detail: dict[str, Any]

    def what(self) -> str:
        """What was asked for, with its filters."""
        views = [f"{', '.join(names)} ({view})" for view, names in self.detail.get("views", ())]
        rest = [f"{name}: {value}" for name, value in self.detail.items() if name != "views"]
        return " · ".join([*views, *rest])


def entries(
    data_folder: Path, first: dt.date | None = None, last: dt.date | None = None, subject: str = ""
) -> list[Logged]:
    """Oldest first; first and last are days, both included."""
    wanted = sa.select(audit_entry).order_by(_e.entry_id)
    if first:
        wanted = wanted.where(_e.at >= first.isoformat())
    if last:
        wanted = wanted.where(_e.at < (last + dt.timedelta(days=1)).isoformat())
    return _read(data_folder, wanted.where(_e.subject == subject) if subject else wanted)


def numbered(data_folder: Path, numbers: Iterable[int], scope: Scope) -> list[Logged]:
    """These entries, as far as they are still there and within the scope."""
    wanted = sa.select(audit_entry).where(_e.entry_id.in_(list(numbers))).order_by(_e.entry_id)
    return [entry for entry in _read(data_folder, wanted) if _within(entry.municipalities, scope)]


def numbers_within(data_folder: Path, scope: Scope, first: int = 0, last: int | None = None) -> list[int]:
    """The numbers of all entries within the scope, oldest first; of those from `first` to `last`, both included."""
    wanted = sa.select(_e.entry_id, _e.municipalities).where(_e.entry_id >= first).order_by(_e.entry_id)
    if last is not None:
        wanted = wanted.where(_e.entry_id <= last)
    with operational_engine(data_folder).connect() as connection:
        return [number for number, codes in connection.execute(wanted) if _within(codes, scope)]


def _within(codes: str, scope: Scope) -> bool:
    """Whether an entry is about the scope's municipalities alone; one about none is the installation's own."""
    return scope is None or (bool(codes) and scope.issuperset(codes.split(",")))


def who_saw(data_folder: Path, kind: str, municipality_code: str, local_id: str) -> list[Logged]:
    """The entries that named it, and those that took out all the municipality's rows in one file. kind: case | coordinator."""
    named = sa.select(audit_named.c.entry_id).where(audit_named.c.id_hash == id_hash(kind, municipality_code, local_id))
    everything = sa.and_(
        _e.action == "export_source",
        _e.outcome == "given",
        sa.or_(_e.municipalities == "", _e.municipalities.contains(municipality_code)),
    )
    return _read(data_folder, sa.select(audit_entry).where(_e.entry_id.in_(named) | everything).order_by(_e.entry_id))


def _read(data_folder: Path, wanted: sa.Select[Any]) -> list[Logged]:
    with operational_engine(data_folder).connect() as connection:
        return [
            Logged(
                row.entry_id, dt.datetime.fromisoformat(row.at), row.subject, row.role, row.action, row.outcome,
                row.municipalities, row.data_version, json.loads(row.detail),
            )
            for row in connection.execute(wanted)
        ]  # fmt: skip
