"""An .xlsx file as sheets of plain cells, read in a process of its own that may use little memory and time.

A workbook is a zip of XML, and both can be made to unpack without end. excel_child.py refuses what is larger than any
real workbook, and where it is fooled all the same the limits stop it, not the server or the import.
"""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from dashboard.importers import excel_child
from dashboard.importers.report import Refused

CHILD = Path(excel_child.__file__)
MEMORY = 1_500_000_000  # bytes of address space: a list of 300,000 cases takes a fifth of it
SECONDS = 120  # of a processor
PATIENCE = 300  # seconds for a machine that is busy with other things; the child's own limit is of processor time


def read(content: bytes) -> list[tuple[str, list[list[Any]]]]:
    """Every sheet with something on it: name and rows of None, str, int, float or date. Raises Refused."""
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
        return [(name, rows) for name, rows in _sheets(done.stdout) if any(c is not None for row in rows for c in row)]
    # A process that the limits stop ends by a signal, or by whatever fails first for want of memory.
    too_large = done.returncode == excel_child.TOO_LARGE or done.returncode < 0
    raise Refused("too_large" if too_large else "unreadable")


def _sheets(said: bytes) -> Iterator[tuple[str, list[list[Any]]]]:
    found: list[tuple[str, list[list[Any]]]] = []
    for line in said.splitlines():
        kind, what = json.loads(line)
        if kind == "sheet":
            found.append((what, []))
        else:
            found[-1][1].extend([_cell(cell) for cell in row] for row in what)
    yield from found


def _cell(cell: Any) -> Any:
    return dt.date.fromisoformat(cell["d"]) if isinstance(cell, dict) else cell
