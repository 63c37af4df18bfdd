"""One file of a command as parts: a CSV file is one part, a workbook one for each sheet that is recognised."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from dashboard.importers import cpr, statbank
from dashboard.importers.reading import Sheet, read
from dashboard.importers.report import MOST_FAULTS, SEVERITIES, Fault, FileReport, Refused, Remark
from dashboard.importers.sources import ALL_TEMPLATES
from dashboard.importers.statbank import Published
from dashboard.importers.table import Cell, Table, headed, understand

PUBLISHED = "published"  # the source of Danmarks Statistik's figures, beside those of coverage.source


@dataclass
class Part:
    """What was understood of one sheet; exactly one of table and published is set where it was recognised."""

    file: str  # as a report may show it
    sha256: str = ""  # of the whole file
    source: str = ""
    rows_in: int = 0
    faults: list[Fault] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    table: Table | None = None
    published: Published | None = None
    already_loaded: bool = False

    def add(self, cells: list[Cell]) -> None:
        self.faults += [Fault(self.file, cell.row, cell.heading, cell.code, cell.values) for cell in cells]

    def report(self) -> FileReport:
        in_order = sorted(self.faults, key=lambda fault: (SEVERITIES.index(fault.severity), fault.row or 0))
        faults = [fault for fault in in_order if fault.severity != "info"]
        left = len(faults) - MOST_FAULTS
        more = (Remark("more_faults", {"count": str(left)}),) if left > 0 else ()
        counts = Counter[str]()
        for fault in in_order:
            counts[fault.code] += fault.n
        return FileReport(
            self.file,
            self.source,
            self.rows_in,
            tuple(faults[:MOST_FAULTS]),
            (*self.remarks, *more),
            tuple(fault for fault in in_order if fault.severity == "info")[:MOST_FAULTS],
            counts,
        )


def parts_of(path: Path, year: int | None) -> list[Part]:
    """Never raises for what is in the file: whatever is wrong stands as a fault in a part."""
    name = cpr.mask(path.name)
    if name != path.name:
        return [_refused(name, "cpr_in_file_name")]
    try:
        sheets = read(path)
    except Refused as refused:
        return [_refused(name, refused.code, refused.values)]
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    parts = [part for sheet in sheets if (part := _part(sheet, name, len(sheets) > 1, year)) is not None]
    for part in parts:
        part.sha256 = digest
    return parts or [_refused(name, "not_recognised")]


def _refused(name: str, code: str, values: dict[str, str] | None = None) -> Part:
    return Part(name, faults=[Fault(name, None, "", code, values or {})])


def _part(sheet: Sheet, file: str, several: bool, year: int | None) -> Part | None:
    """None for a sheet beside others that is nobody's template: notes and pivots stay where they are."""
    if cpr.found_in(sheet.name):
        return _refused(file, "cpr_in_sheet_name")
    part = Part(f"{file} › {sheet.name}" if several else file)
    try:
        if statbank.recognises(sheet):
            _read_published(part, sheet, file, year)
            return part
    except Refused as refused:
        part.faults.append(Fault(part.file, None, "", refused.code, refused.values))
        return part
    found = headed(sheet, ALL_TEMPLATES)
    if found is None:
        leaked = any(cpr.found_in(cell) for row in sheet.rows for cell in row if cell is not None)
        return _refused(part.file, "cpr_somewhere") if leaked else None
    part.table = understand(sheet, *found)
    part.source, part.rows_in, part.remarks = found[0].source, len(part.table.numbers), part.table.remarks
    part.add(part.table.faults)
    return part


def _read_published(part: Part, sheet: Sheet, file: str, year: int | None) -> None:
    part.source = PUBLISHED
    part.published = statbank.read(sheet, file, year)
    part.rows_in, part.remarks = part.published.rows_in, part.published.remarks
    part.add(part.published.faults)
