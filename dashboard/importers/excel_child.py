"""Runs by itself, as a process with little memory and time: a workbook on stdin, its cells as JSON on stdout.

It imports nothing of the product, so that it starts at once and holds nothing worth reaching. What it can cost is set
before the first byte is read: a workbook made to unpack without end stops this process and no other. Read by excel.py.

One JSON array a line: ["sheet", name] begins a sheet, ["rows", [...]] are the next rows. A date is {"d": "2025-12-31"}.
"""

from __future__ import annotations

import datetime as dt
import io
import json
import resource
import sys
import warnings
import zipfile
from collections.abc import Iterator
from itertools import islice
from typing import Any

MOST_UNPACKED = 200_000_000
MOST_RATIO = 200  # bytes unpacked for each byte packed; real workbooks reach 20
SMALL = 5_000_000  # what unpacks to less than this may have any ratio
MOST_PARTS = 2_000
MOST_COLUMNS = 60
MOST_SAID = 300_000_000  # characters of cells: what is said is held in memory by whoever listens
ROWS_AT_ONCE = 2_000
GUIDE_SHEET = "Vejledning"  # the sheet of our own templates that explains the columns
TOO_LARGE, UNREADABLE = 3, 4  # how this process ends where it does not end well


class TooLarge(Exception):
    """More than any real workbook holds."""


def main(memory: int, seconds: int) -> int:
    """Read the workbook and write its sheets; returns how it ended. memory: bytes; seconds: of a processor."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    warnings.simplefilter("ignore")  # openpyxl warns of styles and extensions that do not concern us
    try:
        content = sys.stdin.buffer.read()
        _check_size(content)
        _write(content)
    except (TooLarge, MemoryError):
        return TOO_LARGE
    except Exception:  # a broken workbook raises nearly anything in openpyxl
        return UNREADABLE
    return 0


def _check_size(content: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        parts = packed.infolist()
    unpacked = sum(part.file_size for part in parts)
    if len(parts) > MOST_PARTS or unpacked > max(SMALL, min(MOST_UNPACKED, MOST_RATIO * len(content))):
        raise TooLarge


def _write(content: bytes) -> None:
    # openpyxl takes numpy where it finds it, to no use here: half of the time to start, and twice the memory.
    sys.modules["numpy"] = None  # type: ignore[assignment]  # the documented way to say that a module is not there
    import openpyxl  # after the limits are set; it reads XML with defusedxml, which refuses entities

    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    said = 0
    for line in (line for sheet in book.worksheets if sheet.title != GUIDE_SHEET for line in _lines(sheet)):
        said += len(line)
        if said > MOST_SAID:
            raise TooLarge
        sys.stdout.write(line)
    book.close()


def _lines(sheet: Any) -> Iterator[str]:
    yield json.dumps(["sheet", str(sheet.title)]) + "\n"
    sheet.reset_dimensions()  # what a file says of its own size is not always true
    rows = ([_cell(value) for value in _fitting(row)] for row in sheet.iter_rows(values_only=True))
    while some := list(islice(rows, ROWS_AT_ONCE)):
        yield json.dumps(["rows", some]) + "\n"


def _fitting(row: tuple[Any, ...]) -> tuple[Any, ...]:
    """The row without the empty cells that formatting leaves far out to the right."""
    if any(value is not None for value in row[MOST_COLUMNS:]):
        raise TooLarge
    return row[:MOST_COLUMNS]


def _cell(value: Any) -> Any:
    """None, text (stripped, never empty), a number or a day; formulas give the value that Excel last showed."""
    if value is None or type(value) is int:
        return value
    if isinstance(value, dt.date):  # a datetime is one too
        return {"d": value.isoformat()[:10]}
    if isinstance(value, float):
        return int(value) if value.is_integer() else value
    return str(value).replace("\xa0", " ").strip() or None


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), int(sys.argv[2])))
