"""What is kept of a delivery beside its rows: in the version what counts now, beside the versions what was tried."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pandas as pd
import sqlalchemy as sa

from dashboard.database.operational import operational_engine
from dashboard.database.provenance_tables import delivery as delivery_table
from dashboard.database.provenance_tables import quality_finding
from dashboard.importers.delivery import Delivery
from dashboard.importers.described import described
from dashboard.importers.parts import Part
from dashboard.importers.report import Outcome
from dashboard.importers.write import delete_matching, insert_frame
from dashboard.records.import_runs import ImportRun, record_runs

PAIR = ["source", "municipality_code"]


def write_quality(connection: sa.Connection, delivery: Delivery) -> None:
    """In the version: each source's last delivery and what the rules found in it, in place of the one before.

    The last is the one that describes the latest day: an old list that comes late fills in the past, no more.
    """
    today, days, newer = delivery.context.today, _days(delivery), _as_of(connection)
    delivered = [
        (*which, today, day, n)
        for which, n in _delivered(delivery).items()
        if (day := days.get(which, today)) >= newer.get(which, day)
    ]
    last = {(source, code) for source, code, *_ in delivered}
    counts = (delivery.found + _found_in_reports(delivery)).items()
    found = [(*which, n) for which, n in counts if which[:2] in last]
    frame = pd.DataFrame(delivered, columns=[*PAIR, "delivered_on", "as_of", "rows_in"])
    for table in (delivery_table, quality_finding):
        delete_matching(connection, table, frame[PAIR])
    _forget_superseded(connection, frame)
    insert_frame(connection, delivery_table, frame)
    insert_frame(connection, quality_finding, pd.DataFrame(found, columns=[*PAIR, "rule", "n"]))


def _days(delivery: Delivery) -> dict[tuple[str, str], dt.date]:
    """Source and municipality → the day that the delivery describes."""
    return {
        (source, code): day
        for source, rows in delivery.rows.items()
        for code, day in described(source, rows, delivery.context).items()
    }


def _as_of(connection: sa.Connection) -> dict[tuple[str, str], dt.date]:
    """The same of what is held."""
    d = delivery_table.c
    return {(source, code): day for source, code, day in connection.execute(sa.select(d.source, d.municipality_code, d.as_of))}


def _forget_superseded(connection: sa.Connection, delivered: pd.DataFrame) -> None:
    """A mapping of cost centres has just been held against every posting: what an earlier ledger's found is past."""
    codes = delivered.loc[delivered["source"] == "cost_centres", "municipality_code"]
    gone = pd.DataFrame({"municipality_code": codes}).assign(source="ledger", rule="unknown_cost_centre")
    delete_matching(connection, quality_finding, gone)


def _delivered(delivery: Delivery) -> Counter[tuple[str, str]]:
    """Rows by source and municipality; records for Danmarks Statistik are services too."""
    counts: Counter[tuple[str, str]] = Counter()
    for source, rows in delivery.rows.items():
        for index, code in enumerate(rows["municipality"]):
            if code is not None:  # of a ledger the months say whose they are, the accounts do not
                counts[source, code] += rows.count(index)
    for part in delivery.parts:
        if part.reports is not None and not part.already_loaded:
            counts["services", part.reports.municipality] += part.rows_in
    return counts


def _found_in_reports(delivery: Delivery) -> Counter[tuple[str, str, str]]:
    counts: Counter[tuple[str, str, str]] = Counter()
    for part in delivery.parts:
        if part.reports is not None and not part.already_loaded:
            for fault in part.faults:
                counts["services", part.reports.municipality, fault.code] += fault.n
    return counts


def remember_runs(data_folder: Path, delivery: Delivery, outcome: Outcome) -> None:
    """Among the operational rows: every file of the command, with codes and counts alone.

    The import itself has ended by now: what it says must not hang on whether this log can be written. A refused file
    makes no data folder: where there are no data there is no page to show it on.
    """
    if not data_folder.exists():
        return
    with (
        suppress(OSError, sa.exc.DBAPIError),
        operational_engine(data_folder).begin() as connection,
    ):
        record_runs(connection, (run for part in delivery.parts for run in _runs(part, outcome)))


def _runs(part: Part, outcome: Outcome) -> Iterator[ImportRun]:
    """One for each municipality that the file names, or one of '' where it was not understood so far."""
    places: dict[int, str] = {}
    whole = part.reports or part.ledger
    home = whole.municipality if whole is not None else ""
    if part.table is not None:
        named = zip(part.table.numbers, part.table.columns["municipality"], strict=True)
        places = {row: code or "" for row, code in named}
    errors = [fault for fault in part.faults if fault.is_error]
    refused = Counter(places.get(row, home) for row in {fault.row for fault in errors} if row is not None)
    codes = Counter(fault.code for fault in errors)
    ended = "unchanged" if part.already_loaded and outcome == "loaded" else outcome
    for code, n in (Counter(places.values()) or Counter({home: part.rows_in})).items():
        yield ImportRun(part.file, part.source, code, ended, n, refused[code], codes)
