"""Files in: checked, and loaded all together or not at all. Faults name file, row, column and what is wrong.

Sources: StatBank REGK31 (statbank), and the templates with Danish headings (sources). The sentences of a report
are in wording; a version is built by database.versions, so that a reader sees the old one or the new one.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import sqlalchemy as sa

from dashboard.database import versions
from dashboard.importers.blank import template, template_bytes
from dashboard.importers.codes import place_names
from dashboard.importers.delivery import Delivery, ledgers, published_parts, receive
from dashboard.importers.dst.merge import write_reports
from dashboard.importers.given import Given
from dashboard.importers.ledger_write import write_ledgers
from dashboard.importers.present import Present, present
from dashboard.importers.remember import remember_runs, write_quality
from dashboard.importers.render import render
from dashboard.importers.replace import complete_coordinators, write_source
from dashboard.importers.report import Fault, FileReport, Outcome, Refused, Remark, Report
from dashboard.importers.report_file import write_report
from dashboard.importers.sources import SOURCES, TEMPLATES
from dashboard.importers.write import begin_copy, begin_empty, forget, record, write_published

__all__ = [
    "TEMPLATES",
    "Fault",
    "FileReport",
    "Given",
    "Remark",
    "Report",
    "check",
    "load",
    "place_names",
    "render",
    "template",
    "template_bytes",
    "write_report",
]


def check(
    sources: Sequence[Path | Given],
    *,
    data_folder: Path,
    year: int | None = None,
    municipality: str | None = None,
    as_of: dt.date | None = None,
) -> Report:
    """Everything that load would find wrong, with nothing changed.

    year: of a StatBank file that does not say its own. municipality: name or number, of rows that do not name one.
    as_of: the day the case list describes; without it the latest day in the list.
    """
    delivery = receive(sources, present(data_folder), year, municipality, as_of)
    return _report(delivery, "checked" if delivery.ok else "refused")


def load(
    sources: Sequence[Path | Given],
    *,
    data_folder: Path,
    year: int | None = None,
    municipality: str | None = None,
    as_of: dt.date | None = None,
) -> Report:
    """Load all files into one new version, or, where one fault is an error, none of them.

    Raises versions.ImportRunning where another import holds the lock and versions.DamagedData where the current
    version cannot be read.
    """
    now = present(data_folder)
    delivery = receive(sources, now, year, municipality, as_of)
    outcome: Outcome = "refused" if not delivery.ok else "loaded" if delivery.is_new else "unchanged"
    version = None
    try:
        version = _build(data_folder, now, delivery) if outcome == "loaded" else None
    except Refused as refused:  # a file is no longer what was checked
        outcome, first = "refused", delivery.parts[0]
        first.faults.append(Fault(first.file, None, "", refused.code, refused.values))
    remember_runs(data_folder, delivery, outcome)
    return _report(delivery, outcome, version)


def _build(data_folder: Path, now: Present, delivery: Delivery) -> str:
    """Own facts never stand among sample facts; published figures stand beside either."""
    empty = now.version is None or (now.is_sample and delivery.has_own_facts)
    begun_from = versions.current_file(data_folder)

    def fill(connection: sa.Connection) -> None:
        if versions.current_file(data_folder) != begun_from:
            raise versions.ImportRunning  # another import finished after this one had looked at the data
        if empty:
            begin_empty(connection, now)
        else:
            begin_copy(connection)
        _write(connection, delivery)

    return versions.build(data_folder, fill, start_from=None if empty else begun_from)


def _write(connection: sa.Connection, delivery: Delivery) -> None:
    for source, rows in delivery.rows.items():
        if source in SOURCES and write_source(connection, source, rows, delivery.context):
            forget(connection, source)
    for part in delivery.parts:
        if part.reports is not None and not part.already_loaded:
            write_reports(connection, part.reports)
    for source in write_ledgers(connection, ledgers(delivery), delivery.context):
        forget(connection, source)
    for part in published_parts(delivery):
        if write_published(connection, part):
            forget(connection, part.source)
    if delivery.rows:
        complete_coordinators(connection, delivery.context.today)
    write_quality(connection, delivery)
    record(connection, (part for part in delivery.parts if part.source and not part.already_loaded))


def _report(delivery: Delivery, outcome: Outcome, version: str | None = None) -> Report:
    return Report(tuple(part.report() for part in delivery.parts), outcome, version)
