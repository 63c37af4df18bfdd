"""A report as a file: the terminal's lines as .txt, or every finding as a row of a .csv that Excel opens right."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from dashboard.exports.csv import FORMULA_STARTS
from dashboard.importers.render import render
from dashboard.importers.report import SEVERITY_NAMES, FileReport, Report
from dashboard.importers.rules import RULES
from dashboard.importers.understood_words import said
from dashboard.importers.wording import SOURCE_NAMES, fault_text, remark_text
from dashboard.language import _


def write_report(report: Report, path: Path) -> None:
    """In the reader's language; a name that does not end in .csv is of a text. Raises OSError as files do."""
    if path.suffix.lower() == ".csv":
        path.write_bytes(_table(report).encode("utf-8-sig"))
    else:
        path.write_text("\n".join(render(report)) + "\n", encoding="utf-8")


def _table(report: Report) -> str:
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";", lineterminator="\r\n")
    headings = (_("File"), _("Source"), _("Severity"), _("Row"), _("Column"), _("Code"), _("Finding"), _("Effect"))
    writer.writerow(headings)
    for file in report.files:
        writer.writerows([_safe(cell) for cell in row] for row in _rows(file, report.ok))
    for source, place, figures in said(report.understood):
        for name, value, code in figures:
            row = ("", _(SOURCE_NAMES[source]), _("Understood"), "", name, code, f"{place}: {value}", "")
            writer.writerow([_safe(cell) for cell in row])
    return buffer.getvalue()


def _rows(file: FileReport, counts: bool) -> Iterator[tuple[str, ...]]:
    """counts: the rows found are among the numbers, so a finding has an effect on them."""
    source = _(SOURCE_NAMES[file.source]) if file.source else ""
    for fault in (*file.faults, *file.information):
        effect = RULES[fault.code].effect if fault.code in RULES and counts else None
        row = "" if fault.row is None else str(fault.row)
        said = (fault.code, fault_text(fault), effect.text(fault.n) if effect else "")
        yield file.file, source, _(SEVERITY_NAMES[fault.severity]), row, fault.column, *said
    for remark in file.remarks:
        yield file.file, source, _("Note"), "", "", remark.code, remark_text(remark), ""


def _safe(cell: str) -> str:
    return f"'{cell}" if cell.startswith(FORMULA_STARTS) else cell
