"""An .xlsx file as sheets of plain cells, read in a process of its own that may use little memory and time.

A workbook is a zip of XML, and both can be made to unpack without end. excel_child.py refuses what is larger than any
real workbook, and where it is fooled all the same the limits stop it, not the server or the import.
"""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from dashboard.importers import cpr, excel_child
from dashboard.importers.marks import Area, Marks
from dashboard.importers.report import Refused

CHILD = Path(excel_child.__file__)
MEMORY = 1_500_000_000  # bytes of address space: a list of 300,000 cases takes a fifth of it
SECONDS = 120  # of a processor
MOST_COLUMNS = excel_child.MOST_COLUMNS
ReadSheet = tuple[str, list[list[Any]], Marks]
PATIENCE = 300  # seconds for a machine that is busy with other things; the child's own limit is of processor time


def read(content: bytes) -> list[ReadSheet]:
    """Every sheet with something on it: name, rows of None, str, int, float or date, and marks. Raises Refused."""
    try:
        done = subprocess.run(  # noqa: S603 - our own file, by this interpreter
            [sys.executable, str(CHILD), str(MEMORY), str(SECONDS)],
            input=content,
            capture_output=True,
            timeout=PATIENCE,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise Refused("too_large") from error
    if done.returncode == 0:
        return list(_with_cells(_sheets(done.stdout)))
    # A process that the limits stop ends by a signal, or by whatever fails first for want of memory.
    too_large = done.returncode == excel_child.TOO_LARGE or done.returncode < 0
    raise Refused("too_large" if too_large else "unreadable")


def _with_cells(sheets: Iterator[ReadSheet]) -> Iterator[ReadSheet]:
    for sheet in sheets:
        if any(cell is not None for row in sheet[1] for cell in row):
            yield sheet
        else:
            _refuse_number("cpr_in_sheet_name", sheet[0])


def _refuse_number(code: str, text: str) -> None:
    if cpr.found_in_name(text) if code == "cpr_in_sheet_name" else cpr.found_in(text):
        raise Refused(code)


def _sheets(said: bytes) -> Iterator[ReadSheet]:
    name, about, rows = "", dict[str, bool](), list[list[Any]]()
    for line in said.splitlines():
        kind, what, *more = json.loads(line)
        if kind == "refused":
            raise Refused(what, **more[0])
        if kind == "sheet":
            name, about, rows = what, more[0], []
        elif kind == "aside":
            _refuse_number(what, more[0])
        elif kind == "rows":
            rows += [[_cell(cell) for cell in row] for row in what]
        else:
            yield name, rows, _marks(about, what)


def _marks(about: Mapping[str, bool], said: Mapping[str, Any]) -> Marks:
    columns = (range(first, min(last, MOST_COLUMNS) + 1) for first, last in said["hidden_columns"])
    return Marks(
        **about,
        hidden_rows=frozenset(said["hidden_rows"]),
        hidden_columns=frozenset(column for some in columns for column in some),
        merged=tuple(Area(*area) for area in said["merged"]),
        uncached={column: (first, count) for column, first, count in said["uncached"]},
    )


def _cell(cell: Any) -> Any:
    return dt.date.fromisoformat(cell["d"]) if isinstance(cell, dict) else cell
