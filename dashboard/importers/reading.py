"""A file as sheets of plain cells, whatever it was saved with: Excel, CSV in any Danish dialect, or JSON-stat."""

from __future__ import annotations

import codecs
import csv
import io
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from dashboard.importers import excel, jsonstat
from dashboard.importers.report import Refused

MOST_BYTES = 300_000_000
_MOST_BELOW = 3  # lines below a table: a sum, an end mark
DELIMITERS = ";,\t"


@dataclass(frozen=True)
class Sheet:
    """Cells are None, str (stripped, never empty), int, float or date; rows[0] is row 1 of the file."""

    name: str  # '' for a CSV file; the table's code of JSON-stat
    rows: list[list[Any]]


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
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise Refused("old_excel")  # .xls, or a workbook with a password
    if content.startswith(b"PK"):
        return [Sheet(name, rows) for name, rows in excel.read(content)]
    if content[:10].lstrip(codecs.BOM_UTF8 + b" \r\n").startswith(b"{"):
        return [Sheet(*jsonstat.sheet(decoded(content)))]
    return [_csv(content)]


def _csv(content: bytes) -> Sheet:
    text = decoded(content)
    delimiter = delimiter_of(text)
    try:
        rows = [[cell_of(c) for c in row] for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)]
    except csv.Error as error:
        raise Refused("unreadable") from error
    return Sheet("", rows)


def decoded(content: bytes) -> str:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings = ["utf-16"]  # what Excel calls "Unicode text"
    else:
        encodings = ["utf-8-sig", "cp1252", "latin-1"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            break
        return text
    raise Refused("unreadable")


def delimiter_of(text: str) -> str:
    """The sign that splits most lines alike, the first of them into headings; quoted text does not count."""
    first = text[:20_000]
    if first.count('"') % 2 == 0:  # a heading may break its line inside quotation marks
        lines = "".join(first.split('"')[::2]).splitlines()
    else:
        lines = ["".join(line.split('"')[::2]) for line in first.splitlines()]
    filled = [line for line in lines if line.strip()]
    return max(DELIMITERS, key=lambda sign: _splits(sign, filled))


def _splits(sign: str, lines: list[str]) -> tuple[bool, bool, int, int]:
    """Of the best run of lines that the sign splits alike: that it begins with words, that it reaches the last lines, how
    long and wide it is; and how much the sign splits at all.

    Titles may be full of commas, and amounts have them too; but titles stand above, and amounts are no headings.
    """
    best: tuple[bool, bool, int] = (False, False, 0)
    end = 0
    for count, run in ((count, list(run)) for count, run in groupby(lines, key=lambda line: line.count(sign))):
        end += len(run)
        cells = [cell.strip() for cell in run[0].split(sign)]
        words = 2 * sum(cell[:1].isalpha() for cell in cells) > len(cells)
        if count:
            best = max(best, (words, len(run) > 1 and end >= len(lines) - _MOST_BELOW, (len(run) - 1) * count**2))
    return *best, sum(line.count(sign) for line in lines[:5])


def cell_of(text: str) -> str | None:
    return text.replace("\xa0", " ").strip() or None
