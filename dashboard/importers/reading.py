"""A file as sheets of plain cells, whatever it was saved with: Excel, CSV in any Danish dialect, or JSON-stat."""

from __future__ import annotations

import codecs
import csv
import io
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dashboard.importers import excel, jsonstat
from dashboard.importers.report import Refused

MOST_BYTES = 300_000_000
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
    lines = [line for line in text[:20_000].splitlines() if line.strip()]
    unquoted = ["".join(line.split('"')[::2]) for line in lines]
    return max(DELIMITERS, key=lambda sign: _splits(sign, unquoted))


def _splits(sign: str, lines: list[str]) -> tuple[bool, int, int]:
    """Of a table: that it begins with words, how much it splits alike below them, and how much it splits at all.

    A title may be full of commas, and amounts have them too; but a title is one line, and amounts are no headings.
    """
    split = [(line.count(sign), line) for line in lines if sign in line]
    if not split:
        return False, 0, 0
    usual, alike = Counter(count for count, _ in split).most_common(1)[0]
    first = next(line for count, line in split if count == usual).split(sign)
    words = [cell for cell in first if cell.strip() and not cell.strip()[-1].isdigit()]
    return 2 * len(words) > len(first), (alike - 1) * usual, sum(count for count, _ in split[:5])


def cell_of(text: str) -> str | None:
    return text.replace("\xa0", " ").strip() or None
