"""A file as sheets of plain cells, whatever it was saved with: Excel, CSV in any Danish dialect, or JSON-stat."""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dashboard.importers import excel, jsonstat, kinds, letters, separated
from dashboard.importers.marks import UNMARKED, Marks
from dashboard.importers.report import Refused, Remark

MOST_BYTES = 300_000_000
MOST_ROWS = 1_048_576  # as a sheet of Excel has; a ledger that DuckDB reads may have more (ledger_rows)
MOST_CELLS = 12_000_000  # of a text: each takes some sixty bytes while it is looked at


@dataclass(frozen=True)
class Sheet:
    """Cells are None, str (stripped, never empty), int, float or date; rows[0] is row 1 of the file."""

    name: str  # '' for a CSV file; the table's code of JSON-stat
    rows: list[list[Any]]
    marks: Marks = UNMARKED
    remarks: tuple[Remark, ...] = ()  # what had to be done to read it


def read(path: Path) -> list[Sheet]:
    """The sheets of the file. Raises Refused where it cannot be read."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise Refused("too_large")
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise Refused("not_found") from error
    except OSError as error:
        raise Refused("cannot_open") from error
    return sheets_of(content)


def sheets_of(content: bytes) -> list[Sheet]:
    """The sheets of what a file holds, recognised by its first bytes, never by its name. Raises Refused."""
    if len(content) > MOST_BYTES:
        raise Refused("too_large")
    kinds.refuse_foreign(content[: kinds.LOOKED_AT])
    if content.startswith(kinds.OLD_OFFICE):
        kinds.refuse_old_office(content)
    if content.startswith(b"PK"):
        return [Sheet(*one) for one in excel.read(content)]
    if content[:10].lstrip(codecs.BOM_UTF8 + b" \r\n").startswith(b"{"):
        return [Sheet(*jsonstat.sheet(letters.decoded(content)[0]))]
    return [_csv(content)]


def _csv(content: bytes) -> Sheet:
    text, remarks = letters.decoded(content)
    sign = separated.sign_of(text)
    _refuse_many(text, sign)
    return Sheet("", rows_of(text, sign), remarks=remarks)


def _refuse_many(text: str, sign: str) -> None:
    """Before any cell is made. Raises Refused."""
    ends = max(text.count("\n"), text.count("\r"))
    if ends > MOST_ROWS:
        raise Refused("too_many_rows", most=str(MOST_ROWS))
    if ends + text.count(sign) > MOST_CELLS:
        raise Refused("file_of_many_cells", most=str(MOST_CELLS))


def rows_of(text: str, sign: str) -> list[list[Any]]:
    """The cells of a CSV text. Raises Refused."""
    rows = [[cell_of(c) for c in row] for row in separated.rows_of(text, sign)]
    if separated.says_sign(text):
        rows[0] = [None]  # a row to the spreadsheet, and none to anybody else
    if max(map(len, rows), default=0) > excel.MOST_COLUMNS:
        rows = [_narrowed(row, number) for number, row in enumerate(rows, start=1)]
    return rows


def _narrowed(row: list[Any], number: int) -> list[Any]:
    if any(cell is not None for cell in row[excel.MOST_COLUMNS :]):
        raise Refused("too_many_columns", row=str(number), most=str(excel.MOST_COLUMNS))
    return row[: excel.MOST_COLUMNS]


def cell_of(text: str) -> str | None:
    return text.replace("\xa0", " ").replace("\ufeff", "").strip() or None
