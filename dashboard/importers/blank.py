"""An empty template: Danish headings, and in Excel a second sheet that says what each column holds."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from pathlib import Path
from typing import IO, Any, Literal

import xlsxwriter

from dashboard.importers import codes, surveys, values
from dashboard.importers.excel_child import GUIDE_SHEET
from dashboard.importers.sources import ALL_TEMPLATES
from dashboard.importers.template import Column, Template
from dashboard.instruments import Instrument
from dashboard.language import _


def template(
    name: str, folder: Path, kind: Literal["xlsx", "csv"] = "xlsx", instrument: Instrument | None = None
) -> Path:
    """Write the template and return its path. A file that is there already is kept: the new one gets a number.

    instrument: the form whose questions the survey's template asks. Raises KeyError where there is no template of that
    name.
    """
    found = {template.name: template for template in ALL_TEMPLATES}[name]
    found = surveys.asking(found, instrument) if instrument else found
    folder.mkdir(parents=True, exist_ok=True)
    path = _free(folder, f"{name}-{instrument.id}" if instrument else name, kind)
    if kind == "csv":
        # Excel in Danish splits at semicolons, and knows UTF-8 by the mark in front.
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file, delimiter=";").writerow(column.heading for column in found.empty)
    else:
        _write_workbook(path, found, surveys.explained(instrument) if instrument else {})
    return path


def template_bytes(name: str) -> bytes:
    """The workbook of a template, not written to disk. Raises KeyError where there is no template of that name."""
    found = {template.name: template for template in ALL_TEMPLATES}[name]
    content = io.BytesIO()
    _write_workbook(content, found, {})
    return content.getvalue()


def _free(folder: Path, name: str, kind: str) -> Path:
    path, number = folder / f"{name}.{kind}", 1
    while path.exists():
        number += 1
        path = folder / f"{name}-{number}.{kind}"
    return path


def _write_workbook(target: Path | IO[bytes], found: Template, explained: Mapping[str, str]) -> None:
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        sheet = book.add_worksheet(found.name)
        sheet.freeze_panes(1, 0)
        for place, column in enumerate(found.empty):
            sheet.write_string(0, place, column.heading, bold)
            sheet.set_column(place, place, max(12, len(column.heading) + 2), _format(book, column))
        guide = book.add_worksheet(GUIDE_SHEET)
        guide.set_column(0, 0, 26)
        guide.set_column(1, 1, 90)
        guide.write_string(0, 0, _(found.title), bold)
        guide.write_string(0, 1, _("Filled in by {who}. Names and CPR numbers do not belong here.", who=_(found.who)))
        for row, column in enumerate(found.empty, start=2):
            guide.write_string(row, 0, column.heading, bold)
            guide.write_string(row, 1, explained.get(column.key) or _explained(column, found))


def _format(book: Any, column: Column) -> Any:
    """Keys stay text (no lost zeros), days are written as Danes do."""
    if column.parse is values.date:
        return book.add_format({"num_format": "dd-mm-yyyy"})
    if column.parse in (codes.key, codes.account, codes.grouping, values.month_or_period):
        return book.add_format({"num_format": "@"})
    return book.add_format({"num_format": "#,##0.00"}) if column.parse is values.ore else None


def _explained(column: Column, found: Template) -> str:
    text = _(column.help) + "."
    if column.required:
        return text + " " + _("Must be filled in.")
    if column.parse is codes.close_reason:
        words = ", ".join(names[0] for names in codes.CLOSE_REASONS.values())
        return text + " " + _("One of: {words}.", words=words)
    others = [found.column(key).heading for group in found.either for key in group if column.key in group]
    return text + (" " + _("Must be filled in: {columns}.", columns=" / ".join(others)) if others else "")
