"""Which files somebody tried to import, and how that ended: written here, so that refusals are seen too."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from dashboard.database.operational_tables import import_run


@dataclass(frozen=True)
class ImportRun:
    """One file and one municipality in it. faults: errors by code, and how many; never what stood in a cell."""

    file_name: str  # masked (importers.cpr)
    source: str
    municipality_code: str
    outcome: str
    rows_in: int
    rows_refused: int
    faults: Mapping[str, int]


def record_runs(connection: sa.Connection, runs: Iterable[ImportRun]) -> None:
    """Add the files of one command, all with the same time."""
    at = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
    rows = [vars(run) | {"at": at, "faults": dict(run.faults)} for run in runs]
    if rows:
        connection.execute(sa.insert(import_run), rows)
