"""An .xlsx file as sheets of plain cells, without being fooled by what is packed in it.

A workbook is a zip of XML: it is refused where it unpacks to more than any real one, and defusedxml (which
openpyxl uses wherever it is installed) refuses entities. Formulas give the value that Excel last showed.
"""

from __future__ import annotations

import datetime as dt
import io
import warnings
import zipfile
from typing import Any

import openpyxl
from defusedxml.common import DefusedXmlException

from dashboard.importers.report import Refused

MOST_UNPACKED = 600_000_000
MOST_PARTS = 2_000
MOST_COLUMNS = 60
GUIDE_SHEET = "Vejledning"  # the sheet of our own templates that explains the columns


def read(content: bytes) -> list[tuple[str, list[list[Any]]]]:
    """Every sheet with something on it: name and rows. Raises Refused."""
    try:
        _check_size(content)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl warns of styles and extensions that do not concern us
            book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
            try:
                return _sheets(book)
            finally:
                book.close()
    except Refused:
        raise
    except (DefusedXmlException, Exception) as error:  # a broken workbook raises nearly anything in openpyxl
        raise Refused("unreadable") from error


def _check_size(content: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        parts = packed.infolist()
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise Refused("too_large")


def _sheets(book: Any) -> list[tuple[str, list[list[Any]]]]:
    found = []
    for sheet in book.worksheets:
        if sheet.title == GUIDE_SHEET:
            continue
        sheet.reset_dimensions()  # what a file says of its own size is not always true
        rows = [[_cell(value) for value in _fitting(row)] for row in sheet.iter_rows(values_only=True)]
        if any(cell is not None for row in rows for cell in row):
            found.append((str(sheet.title), rows))
    return found


def _fitting(row: tuple[Any, ...]) -> tuple[Any, ...]:
    """The row without the empty cells that formatting leaves far out to the right."""
    if any(value is not None for value in row[MOST_COLUMNS:]):
        raise Refused("too_large")
    return row[:MOST_COLUMNS]


def _cell(value: Any) -> Any:
    if value is None or type(value) is int:
        return value
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, bool | dt.time | dt.timedelta):
        return str(value)
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, str):
        return value.replace("\xa0", " ").strip() or None
    return value
