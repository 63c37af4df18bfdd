"""Which sheets of a workbook count: all that are recognised, and hidden ones only where somebody has said so."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from dashboard.importers import cpr, letters, separated
from dashboard.importers.choices import Hidden
from dashboard.importers.heading_rows import LOOKED_THROUGH, headed
from dashboard.importers.ledger_stage import list_faults
from dashboard.importers.marks import column_name
from dashboard.importers.reading import Sheet
from dashboard.importers.report import Fault, Remark, shown
from dashboard.importers.template import Template

if TYPE_CHECKING:
    from dashboard.importers.parts import Part

# What must not be sent at all: it refuses the file also where it stands in what is left out.
PRIVATE = frozenset(("cpr", "cpr_in_heading", "cpr_in_sheet_name", "cpr_somewhere", "personal_column"))


class Read(NamedTuple):
    """A sheet and what it was understood as: nothing where it is nobody's template."""

    sheet: Sheet
    parts: list[Part]


def chosen(read: Sequence[Read], file: str, hidden: Hidden) -> tuple[list[Part], list[Remark]]:
    """The parts that count, and what is to be said of the other sheets. Of those nothing is taken in."""
    counted = [one for one in read if hidden == "med" or not one.sheet.marks.hidden]
    aside = [one for one in read if one not in counted]
    parts = [part for one in counted for part in one.parts]
    left = [part for one in aside for part in one.parts]
    if left and hidden == "" and not any(part.source for part in parts):
        asked = Fault(file, None, "", "hidden_sheets", {"sheets": _named([one for one in aside if one.parts])})
        parts.append(_bare(left[0], [asked]))
    parts += [_bare(part, faults) for part in left if (faults := private([part]))]
    remarks = []
    if aside:
        remarks.append(Remark("hidden_sheets_left_out", {"sheets": _named(aside)}))
    taken = [one for one in counted if one.sheet.marks.hidden and one.parts]
    if taken:
        remarks.append(Remark("hidden_sheets_taken", {"sheets": _named(taken)}))
    unused = [one for one in counted if not one.parts]
    if unused and parts:
        remarks.append(Remark("sheets_not_used", {"sheets": _named(unused)}))
    return parts, remarks


def _bare(part: Part, faults: list[Fault]) -> Part:
    """The part with nothing left of it but its name and these faults."""
    return type(part)(part.file, faults=faults)


def private(parts: Sequence[Part]) -> list[Fault]:
    """What must not be sent at all, of parts that are left out."""
    faults = [fault for part in parts for fault in part.faults]
    for part in parts:
        if part.ledger is not None:
            faults += list_faults(part.ledger, part.file)[0]
    return [fault for fault in faults if fault.code in PRIVATE]


def _named(read: Sequence[Read]) -> str:
    """Each with how many rows it has, so that nobody takes a list of choices for a year of postings."""
    rows = (sum(any(cell is not None for cell in row) for row in one.sheet.rows) for one in read)
    return ", ".join(f"{shown(one.sheet.name)} ({n})" for one, n in zip(read, rows, strict=True))


def other_sign(sheet: Sheet, templates: Sequence[Template]) -> str:
    """The sign between the cells of a sheet whose rows are one cell each, if there are headings between such; else ''."""
    for sign in separated.OTHERS:
        split = [str(row[0] or "").split(sign) for row in sheet.rows[:LOOKED_THROUGH] if len(row) == 1]
        if headed(Sheet("", [[cell.strip() or None for cell in row] for row in split]), templates):
            return sign
    return ""


def why_not_recognised(sheets: Sequence[Sheet]) -> tuple[str, dict[str, str]]:
    """The fault's code and values, where more can be said than that the headings are nobody's; else ''."""
    for sheet in sheets:
        for at, (first, count) in sheet.marks.uncached.items():
            if first <= LOOKED_THROUGH:
                return "formula_without_value", {"cell": f"{column_name(at)}{first}", "count": str(count)}
        for number, row in enumerate(sheet.rows[:LOOKED_THROUGH], start=1):
            for cell in row:
                if isinstance(cell, str) and letters.broken(cell) and not cpr.found_in(cell):
                    return "broken_letters_in_row", {"row": str(number), "value": shown(cell)}
    return "", {}
