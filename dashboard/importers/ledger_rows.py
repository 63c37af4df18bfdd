"""A ledger's rows as DuckDB can select them: from a CSV file where it lies, or from cells that are read already.

A national ledger has 20 million postings: as Python lists they took 10 GB. So a CSV file is scanned where it lies, and
only what it holds apart from each other comes into Python. Nothing is copied: what is refused leaves nothing behind.
"""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol

import duckdb
import pandas as pd

from dashboard.importers import letters, reading, separated
from dashboard.importers.reading import Sheet
from dashboard.importers.report import Refused

FIRST_BYTES = 64_000  # holds the rows above the headings, and rows enough to tell the separator
_CHUNK = 4_000_000
_SURPLUS = 3  # cells beyond the headings that are looked at in DuckDB; who has more is read row by row
_WINDOWS = re.compile(rb"[\x80-\x9f]")  # signs of cp1252 that latin-1 has not, where the file is not UTF-8
_TWICE = (b"\xc3\x83", b"\xc3\x82")  # Ã and Â: UTF-8 made of UTF-8, which letters mends
_BLANK_LINES = (b"\n\n", b"\n\r\n", b"\r\r")


class NotForDuckDB(Exception):
    """A file that is read row by row instead, as every other source is."""


class LedgerRows(Protocol):
    """rows above and with the headings, and a relation of the rest: n counts from 1, c0 … are raw texts."""

    head: Sheet

    @property
    def width(self) -> int: ...

    @property
    def about(self) -> int:
        """How many rows there are, as far as that is known before they are read."""

    def relation(self, connection: duckdb.DuckDBPyConnection, top: int) -> str:
        """SQL of the rows below row index `top` of head. Raises Refused where the file is not as it was."""

    def cell(self, raw: str | None) -> Any:
        """The raw text as the cell that reading.Sheet would hold."""

    def row_numbers(self, n: list[int]) -> dict[int, int]:
        """The rows as the spreadsheet counts them."""


@dataclass
class SheetRows:
    """Rows of a workbook or a database, whose cells have types of their own."""

    head: Sheet
    _typed: dict[str, Any] = field(default_factory=dict)

    @property
    def width(self) -> int:
        return max((len(row) for row in self.head.rows), default=0)

    @property
    def about(self) -> int:
        return len(self.head.rows)

    def relation(self, connection: duckdb.DuckDBPyConnection, top: int) -> str:
        frame = pd.DataFrame(
            {
                f"c{i}": [self._raw(row[i]) if i < len(row) else None for row in self.head.rows]
                for i in range(self.width)
            },
            dtype="str",
        )
        name = f"ledger_sheet_{id(self)}"
        connection.register(name, frame.assign(n=range(1, len(frame) + 1)))
        return f"(select * from {name} where n > {top + 1})"  # noqa: S608 - names and numbers of our own

    def _raw(self, cell: Any) -> str | None:
        if cell is None or isinstance(cell, str):
            return cell
        # Marked, for 1.234 is a number to Excel and twelve hundred as a Danish text.
        raw = str(cell) if type(cell) is int else f"\x1f{cell!r}"
        self._typed[raw] = cell
        return raw

    def cell(self, raw: str | None) -> Any:
        return raw if raw is None else self._typed.get(raw, raw)

    def row_numbers(self, n: list[int]) -> dict[int, int]:
        return {one: one for one in n}


@dataclass
class CsvRows:
    """A CSV file, scanned by DuckDB where it lies."""

    path: Path
    head: Sheet
    delimiter: str
    row_bytes: float = 1.0  # of the rows that were looked at first, the mean

    @property
    def width(self) -> int:
        return max(len(row) for row in self.head.rows) + _SURPLUS

    @property
    def about(self) -> int:
        return round(self.read_through.stamp[1] / self.row_bytes)

    @cached_property
    def read_through(self) -> _ReadThrough:
        return _read_through(self.path, self.delimiter)

    def relation(self, connection: duckdb.DuckDBPyConnection, top: int) -> str:
        if _stamp(self.path) != self.read_through.stamp:
            raise Refused("changed_meanwhile")
        columns = ", ".join(f"'c{i}': 'VARCHAR'" for i in range(self.width))
        skipped = sum(1 for row in self.head.rows[: top + 1] if row)  # DuckDB does not count blank lines
        return (
            f"(select * from (select row_number() over () as n, * from read_csv({_literal(self.path)}, "  # noqa: S608
            f"columns={{{columns}}}, delim='{self.delimiter}', quote='\"', escape='\"', header=false, "
            f"auto_detect=false, null_padding=true, strict_mode=false, encoding='{self.read_through.encoding}')) "
            f"where n > {skipped})"
        )

    def cell(self, raw: str | None) -> Any:
        return None if raw is None else reading.cell_of(raw)

    def row_numbers(self, n: list[int]) -> dict[int, int]:
        if not self.read_through.blank_lines:
            return {one: one for one in n}
        wanted, found, filled = set(n), dict[int, int](), 0
        with self.path.open(encoding=self.read_through.encoding.replace("utf-8", "utf-8-sig"), newline="") as file:
            for number, row in enumerate(csv.reader(file, delimiter=self.delimiter), start=1):
                filled += bool(row)
                if row and filled in wanted:
                    found[filled] = number
        return found


def csv_rows(path: Path) -> CsvRows | None:
    """The file where it is a CSV file that DuckDB can read, else None. The caller looks at the headings in head."""
    try:
        with path.open("rb") as file:
            first = file.read(FIRST_BYTES)
    except OSError:
        return None
    if first.startswith((b"PK", b"\xd0\xcf\x11\xe0", b"\xff\xfe", b"\xfe\xff")):
        return None  # a workbook, or Excel's "Unicode text", which DuckDB does not read
    whole = first if len(first) < FIRST_BYTES else first[: max(first.rfind(b"\n"), first.rfind(b"\r")) + 1]
    try:
        text, _ = letters.decoded(whole)
        delimiter = separated.sign_of(text)
        rows = reading.rows_of(text, delimiter)
    except Refused:
        return None  # with its reason, once the whole file is read
    return CsvRows(path, Sheet("", rows[:100]), delimiter, len(whole) / max(1, len(rows)))


@dataclass(frozen=True)
class _ReadThrough:
    """What one look at every byte tells."""

    encoding: str
    blank_lines: bool
    stamp: tuple[int, int]


def _read_through(path: Path, delimiter: str) -> _ReadThrough:
    """Raises Refused where the file cannot be read, NotForDuckDB where it holds what DuckDB may read otherwise."""
    stamp = _stamp(path)
    decoder, last = codecs.getincrementaldecoder("utf-8")(), b"\n"
    utf8, blank, quoted = True, False, False
    for chunk in _chunks(path):
        blank = blank or any(blank_line in last + chunk for blank_line in _BLANK_LINES)
        quoted = quoted or b'"' in chunk
        utf8 = utf8 and _decodes(decoder, chunk)
        if b"\0" in chunk or b"\x1a" in chunk or any(sign in last + chunk for sign in _TWICE):
            raise NotForDuckDB
        last = chunk[-2:]
    if not utf8 and not _is_latin(path):
        raise NotForDuckDB
    if quoted:
        _check_quotes(path, delimiter)
    return _ReadThrough("utf-8" if utf8 else "latin-1", blank, stamp)


def _is_latin(path: Path) -> bool:
    """Whether the letters are those that DuckDB means by latin-1: no sign of Windows' own, and no other encoding."""
    found = set[bytes]()
    for chunk in _chunks(path):
        if _WINDOWS.search(chunk):
            return False
        found |= letters.contexts(chunk)
    return letters.old_encoding(found) == "cp1252"


def _check_quotes(path: Path, delimiter: str) -> None:
    """Raises NotForDuckDB unless each mark is at one end of a cell, within one line, or doubled within it."""
    ends = re.escape(delimiter.encode()) + rb"\r\n"
    cell = re.compile(rb"(?<![^" + ends + rb'])"(?:[^"\r\n]|"")*"(?![^' + ends + rb"])")
    left = b""
    for chunk in _chunks(path):
        chunk = left + chunk
        end = max(chunk.rfind(b"\n"), chunk.rfind(b"\r")) + 1
        left, lines = chunk[end:], chunk[:end]
        if len(left) > _CHUNK or (b'"' in lines and b'"' in cell.sub(b"", lines)):
            raise NotForDuckDB
    if b'"' in cell.sub(b"", left):
        raise NotForDuckDB


def _decodes(decoder: codecs.IncrementalDecoder, chunk: bytes) -> bool:
    try:
        decoder.decode(chunk)
    except UnicodeDecodeError:
        return False
    return True


def _chunks(path: Path) -> Iterator[bytes]:
    try:
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                yield chunk
    except OSError as error:
        raise Refused("cannot_open") from error


def _stamp(path: Path) -> tuple[int, int]:
    try:
        stat = path.stat()
    except OSError as error:
        raise Refused("cannot_open") from error
    return stat.st_mtime_ns, stat.st_size


def _literal(path: Path) -> str:
    """The path in SQL; DuckDB takes * ? [ for a pattern."""
    return "'" + re.sub(r"([*?\[])", r"[\1]", str(path.absolute())).replace("'", "''") + "'"
