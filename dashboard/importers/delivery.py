"""All files of one command, checked together: rules see every row of a source, whichever file it stands in."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from dashboard.importers import cases, codes
from dashboard.importers.context import Context
from dashboard.importers.parts import PUBLISHED, Part, parts_of
from dashboard.importers.present import Present
from dashboard.importers.report import Bad, Fault, Remark
from dashboard.importers.sources import SOURCES
from dashboard.importers.template import Finding, Rows
from dashboard.settings import settings

LISTED = 5  # so many codes are named in a sentence, the rest are counted


@dataclass
class Delivery:
    """The parts of a command and, by source, the rows of all parts that are not loaded already."""

    parts: list[Part]
    context: Context
    rows: dict[str, Rows] = field(default_factory=dict)

    @property
    def ok(self) -> bool:
        return not any(fault.is_error for part in self.parts for fault in part.faults)

    @property
    def is_new(self) -> bool:
        return any(not part.already_loaded for part in self.parts)


def receive(
    paths: Sequence[Path], present: Present, year: int | None, municipality: str | None, as_of: dt.date | None
) -> Delivery:
    """Read and check everything. Never raises for what is in the files."""
    parts = [part for path in paths for part in parts_of(path, year)]
    home, known = _home(municipality, present)
    context = Context(dt.date.today(), as_of, home, present.functions, present.coordinators)
    delivery = Delivery(parts, context)
    if not known:
        parts[0].faults.append(Fault(parts[0].file, None, "", "municipality_not_known", {"value": municipality or ""}))
    if as_of is not None and as_of > context.today:
        parts[0].faults.append(Fault(parts[0].file, None, "", "as_of_in_future"))
    for part in parts:
        _place(part, context)
    _mark_loaded(parts, present)
    for source in SOURCES:
        _check_source(delivery, source)
    _check_hours_known(delivery, present)
    return delivery


def _home(given: str | None, present: Present) -> tuple[str | None, bool]:
    """The municipality of rows that name none, and whether what was asked for is known."""
    asked = given or settings().municipality
    if asked:
        try:
            return codes.municipality(asked), True
        except Bad:
            return None, False
    return (next(iter(present.municipalities)), True) if len(present.municipalities) == 1 else (None, True)


def _place(part: Part, context: Context) -> None:
    """Give each row without a municipality the one of the command, or say that it is needed."""
    if part.table is None:
        return
    column = part.table.columns["municipality"]
    at_fault = {fault.row for fault in part.faults if fault.code == "unknown_municipality"}
    unplaced = [i for i, code in enumerate(column) if code is None and part.table.numbers[i] not in at_fault]
    if unplaced and context.municipality is None:  # also where the one that was asked for is not known
        part.faults.append(Fault(part.file, None, "", "municipality_needed", {}))
    for index in unplaced:
        column[index] = context.municipality
    if unplaced:
        part.sha256 = _with(part.sha256, f"kommune={context.municipality}")


def _with(digest: str, outside: str) -> str:
    """The fingerprint of a file whose meaning also hangs on something that was said beside it."""
    return hashlib.sha256(f"{digest} {outside}".encode()).hexdigest()


def _mark_loaded(parts: Sequence[Part], present: Present) -> None:
    seen: set[tuple[str, str]] = set(present.loaded)
    for part in parts:
        if part.published is not None and not part.published.frame.empty:
            part.sha256 = _with(part.sha256, f"aar={part.published.frame['year'].iloc[0]}")
        if part.source and (part.source, part.sha256) in seen:
            part.already_loaded = True
            part.remarks = [*part.remarks, Remark("already_loaded")]
        seen.add((part.source, part.sha256))


def _check_source(delivery: Delivery, source: str) -> None:
    numbered = [
        (number, part)
        for number, part in enumerate(delivery.parts)
        if part.source == source and part.table is not None and not part.already_loaded
    ]
    tables = [(number, part.table) for number, part in numbered if part.table is not None]
    if not tables:
        return
    template = SOURCES[source].template
    rows = Rows(
        template,
        {column.key: [v for _, table in tables for v in table.columns[column.key]] for column in template.columns},
        [(number, row) for number, table in tables for row in table.numbers],
    )
    delivery.rows[source] = rows
    if source == "cases" and delivery.context.as_of is None:
        delivery.context = _as_of(delivery.context, rows)
    _file(delivery, rows, SOURCES[source].check(rows, delivery.context))


def _as_of(context: Context, rows: Rows) -> Context:
    last = cases.last_day(rows)
    return context if last is None or last > context.today else replace(context, as_of=last)


def _file(delivery: Delivery, rows: Rows, findings: Iterable[Finding]) -> None:
    """The rules' findings as faults of the file and row they came from; a cell at fault is not named twice."""
    named = {(fault.file, fault.row, fault.column) for part in delivery.parts for fault in part.faults}
    for finding in findings:
        number, row = rows.places[finding.index]
        part = delivery.parts[number]
        assert part.table is not None
        heading = part.table.headings.get(finding.key, "")
        if (part.file, row, heading) not in named:
            named.add((part.file, row, heading))
            part.faults.append(Fault(part.file, row, heading, finding.code, dict(finding.values)))


def _check_hours_known(delivery: Delivery, present: Present) -> None:
    """Coordinators of the case list without hours: their cases count, but not in cases per coordinator."""
    listed, hours = delivery.rows.get("cases"), delivery.rows.get("coordinators")
    known = present.coordinators | (set(hours.together("municipality", "coordinator")) if hours else set())
    if listed is None or not known:
        return
    named = {pair for pair in listed.together("municipality", "coordinator") if pair[1] is not None}
    absent = sorted(who for code, who in named - known)
    if absent:
        part = next(part for part in delivery.parts if part.source == "cases")
        said = {"count": str(len(absent)), "coordinators": ", ".join(absent[:LISTED])}
        part.faults.append(Fault(part.file, None, "", "hours_unknown_for", said))


def published_parts(delivery: Delivery) -> list[Part]:
    return [part for part in delivery.parts if part.source == PUBLISHED and not part.already_loaded]
