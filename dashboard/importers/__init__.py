"""Files in: checked, and loaded all together or not at all. Faults name file, row, column and what is wrong.

Sources: StatBank REGK31 (statbank), and the templates with Danish headings (sources). The sentences of a report
are in wording; a version is built by database.versions, so that a reader sees the old one or the new one.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from dashboard.database import versions
from dashboard.importers.blank import template, template_bytes
from dashboard.importers.choices import Choices
from dashboard.importers.codes import place_names
from dashboard.importers.delivery import Delivery, numbered, published_parts, receive
from dashboard.importers.dst.merge import write_reports
from dashboard.importers.given import Given
from dashboard.importers.ledger_write import write_dated
from dashboard.importers.present import Present, present
from dashboard.importers.remember import remember_runs, write_quality
from dashboard.importers.render import render
from dashboard.importers.replace import write_source
from dashboard.importers.report import Fault, FileReport, Outcome, Refused, Remark, Report
from dashboard.importers.report_file import write_report
from dashboard.importers.sources import SOURCES, TEMPLATES
from dashboard.importers.summing import beside_before, figures_of, write_figures
from dashboard.importers.told import work_out
from dashboard.importers.whose import municipalities
from dashboard.importers.write import begin_copy, begin_empty, forget, record, write_published
from dashboard.records.deletion import delete_old

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
    sources: Sequence[Path | Given], *, data_folder: Path, within: frozenset[str] | None = None, **said: Any
) -> Report:
    """Everything that load would find wrong, with nothing changed. within, said: as in load."""
    now = present(data_folder)
    delivery = receive(sources, now, Choices(**said), within)
    return _report(delivery, now, "checked" if delivery.ok else "refused")


def load(
    sources: Sequence[Path | Given], *, data_folder: Path, within: frozenset[str] | None = None, **said: Any
) -> Report:
    """Load all files into one new version, or, where one fault is an error, none of them.

    within: the municipalities that whoever delivers may deliver for; None is every one. said: the fields of Choices.

    Raises versions.ImportRunning where another import goes on holding the lock, versions.DamagedData where the
    current version cannot be read and versions.DiskFull where there is no room for another.
    """
    choices = Choices(**said)

    def look() -> tuple[Path | None, Present, Delivery]:
        now = present(data_folder)
        return versions.current_file(data_folder), now, receive(sources, now, choices, within)

    seen, now, delivery = look()
    version = None
    if _outcome(delivery) == "loaded":
        with versions.import_lock(data_folder):
            if versions.current_file(data_folder) != seen:  # another import finished while this one looked or waited
                seen, now, delivery = look()
            if _outcome(delivery) == "loaded":
                version = _build_or_refuse(data_folder, now, delivery)
                version = version and (delete_old(data_folder) or version)
    remember_runs(data_folder, delivery, _outcome(delivery))
    return _report(delivery, now, _outcome(delivery), version)


def _outcome(delivery: Delivery) -> Outcome:
    """What becomes of it."""
    if not delivery.ok:
        return "refused"
    return "loaded" if delivery.is_new else "unchanged"


def _build_or_refuse(data_folder: Path, now: Present, delivery: Delivery) -> str | None:
    try:
        return _build(data_folder, now, delivery)
    except Refused as refused:  # a file is no longer what was checked
        first = delivery.parts[0]
        first.faults.append(Fault(first.file, None, "", refused.code, refused.values))
        return None


def _build(data_folder: Path, now: Present, delivery: Delivery) -> str:
    """Own facts never stand among sample facts; published figures stand beside either."""
    empty = now.version is None or (now.is_sample and delivery.has_own_facts)

    def fill(connection: sa.Connection) -> None:
        if empty:
            begin_empty(connection, now)
        else:
            begin_copy(connection)
        _write(connection, delivery)

    return versions.build(data_folder, fill, start_from=None if empty else versions.current_file(data_folder))


def _write(connection: sa.Connection, delivery: Delivery) -> None:
    for source in delivery.rows:
        if source in SOURCES and source != "budget":
            _write_source(connection, delivery, source)
    for part in delivery.parts:
        if part.reports is not None and not part.already_loaded:
            part.content_hash = write_reports(connection, part.reports)
    _write_dated(connection, delivery)
    for part in published_parts(delivery):
        if write_published(connection, part):
            forget(connection, part.source)
    if told := delivery.told_by_day():
        work_out(connection, told, delivery.context.today)
    write_quality(connection, delivery)
    delivery.figures = figures_of(delivery, connection)
    write_figures(connection, delivery.figures)
    new = (part for part in delivery.parts if part.source and not part.already_loaded)
    record(connection, new, delivery.context)


def _write_source(connection: sa.Connection, delivery: Delivery, source: str) -> None:
    rows, earlier = delivery.rows[source], delivery.earlier.get(source)
    replaced, content_hash = write_source(connection, source, rows, delivery.context, earlier)
    if replaced:
        forget(connection, source)
    for part in delivery.parts:
        if part.source == source:
            part.content_hash = content_hash


def _write_dated(connection: sa.Connection, delivery: Delivery) -> None:
    """Ledgers and budgets. A ledger's files are remembered with their day, and are what they were when they come again."""
    replaced, content_hash = write_dated(connection, numbered(delivery), delivery.looked, delivery.context)
    if "budget" in replaced:
        forget(connection, "budget")
    for part in delivery.parts:
        if part.ledger is not None or part.source == "budget":
            part.content_hash = content_hash


def _report(delivery: Delivery, now: Present, outcome: Outcome, version: str | None = None) -> Report:
    """now: what counted when the command began."""
    places = frozenset[str]().union(*(municipalities(part) for part in delivery.parts))
    figures = figures_of(delivery) if delivery.figures is None else delivery.figures
    files = tuple(part.report() for part in delivery.parts)
    return Report(files, outcome, version, places, beside_before(figures, now))
