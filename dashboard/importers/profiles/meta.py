"""Columns with technical names (Dato1, Tekst3, Numerisk2), whose own names stand in a meta file beside them.

KMD Insight's Custom Data writes every table like this: CD_<name>.csv with the rows and Meta_<name>.csv with
TekniskNavn;EgetNavn (Randers Kommune, custom-data-connector, docs).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Any

from dashboard.importers.codes import folded
from dashboard.importers.heading_rows import LOOKED_THROUGH
from dashboard.importers.reading import Sheet
from dashboard.importers.report import Refused

_TECHNICAL_NAME = re.compile(r"(dato|tekst|numerisk|klokkeslaet)\d{1,2}")


@dataclass
class Names:
    """by_file: for each meta file of the command, technical name → own name. used: those that named something."""

    by_file: dict[str, dict[str, str]] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)

    def of(self, file: str) -> tuple[str, dict[str, str]]:
        """The meta file that belongs to a file: by its name or, where there is only one, that one. Raises Refused."""
        own = [meta for meta in self.by_file if _subject(meta) == _subject(file)]
        found = own or list(self.by_file)
        if len(found) != 1:
            raise Refused("meta_which" if found else "meta_missing")
        self.used.add(found[0])
        return found[0], self.by_file[found[0]]


def _subject(file: str) -> str:
    """`Meta_Sensum.csv` and `CD_Sensum.csv` are about `sensum`."""
    return folded(re.sub(r"^(meta|cd|aut)[_ -]", "", PurePath(file).stem, flags=re.IGNORECASE))


def names_in(files: Sequence[tuple[str, list[Sheet]]]) -> Names:
    """The names of every meta file of the command. files: the name that each is shown under, and its sheets."""
    names = Names()
    for file, sheets in files:
        for sheet in sheets:
            top = _meta_top(sheet)
            if top is not None:
                names.by_file[file] = _pairs(sheet, top)
    return names


def is_meta(sheet: Sheet) -> bool:
    return _meta_top(sheet) is not None


def _meta_top(sheet: Sheet) -> int | None:
    for index, row in enumerate(sheet.rows[:LOOKED_THROUGH]):
        if {"teknisknavn", "egetnavn"} <= {folded(str(cell or "")) for cell in row}:
            return index
    return None


def _pairs(sheet: Sheet, top: int) -> dict[str, str]:
    headings = [folded(str(cell or "")) for cell in sheet.rows[top]]
    technical, own = headings.index("teknisknavn"), headings.index("egetnavn")
    rows = (row for row in sheet.rows[top + 1 :] if len(row) > max(technical, own))
    return {folded(str(row[technical])): str(row[own]) for row in rows if row[technical] and row[own]}


def technical_top(sheet: Sheet) -> int | None:
    """The row with at least two technical names, None where the sheet has headings of its own."""
    for index, row in enumerate(sheet.rows[:LOOKED_THROUGH]):
        if sum(_is_technical(cell) for cell in row) >= 2:
            return index
    return None


def _is_technical(cell: Any) -> bool:
    return _TECHNICAL_NAME.fullmatch(folded(str(cell or ""))) is not None


def named(sheet: Sheet, top: int, names: dict[str, str]) -> Sheet:
    """The sheet under its own names. A column without one keeps its technical name."""
    rows = list(sheet.rows)
    rows[top] = [names.get(folded(str(cell)), cell) if cell is not None else None for cell in rows[top]]
    return Sheet(sheet.name, rows)
