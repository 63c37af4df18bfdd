"""Runs by itself, as a process with little memory and time: a workbook on stdin, its cells as JSON on stdout.

It imports nothing of the product, so that it starts at once and holds nothing worth reaching. What it can cost is set
before the first byte is read: a workbook made to unpack without end stops this process and no other. Read by excel.py.

The parts are read here and not by openpyxl, which neither tells of a row whether it is hidden nor of a formula whether
its value was ever worked out, unless it builds the whole workbook: nine times the memory, twice the time. Whatever
namespace or zip path another program wrote does not matter, nor do styles that openpyxl trips over; of those only dates
are of interest.

One JSON array a line: ["sheet", name, about] begins a sheet, ["rows", [...]] are the next rows, ["marks", {...}] what
else is to be known of them, ["aside", code, text] what stands beside the cells, ["refused", code, values] ends
everything. A date is {"d": "2025-12-31"}.
"""

from __future__ import annotations

import datetime as dt
import io
import json
import posixpath
import re
import resource
import sys
import warnings
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any
from urllib.parse import unquote

MOST_UNPACKED = 200_000_000
MOST_RATIO = 200  # bytes unpacked for each byte packed; real workbooks reach 20
SMALL = 5_000_000  # what unpacks to less than this may have any ratio
MOST_PARTS = 2_000
MOST_COLUMNS = 400
MOST_ROWS = 1_048_576  # of Excel
THIN = 0.5  # points and letters: a row or column below that is not seen
MOST_SAID = 300_000_000  # characters of cells: what is said is held in memory by whoever listens
ROWS_AT_ONCE = 2_000
GUIDE_SHEET = "Vejledning"  # the sheet of our own templates that explains the columns
TOO_LARGE, UNREADABLE = 3, 4  # how this process ends where it does not end well
TRUTH = {"1": "SAND", "true": "SAND", "0": "FALSK", "false": "FALSK"}  # as a Danish Excel shows them

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


class TooLarge(Exception):
    """More than any real workbook holds."""


class Refusal(Exception):
    """Something that the listener can say in words: a code and its values."""


def main(memory: int, seconds: int) -> int:
    """Read the workbook and write its sheets; returns how it ended. memory: bytes; seconds: of a processor."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    warnings.simplefilter("ignore")
    try:
        _write(sys.stdin.buffer.read())
    except (TooLarge, MemoryError):
        return TOO_LARGE
    except Refusal as refusal:
        sys.stdout.write(json.dumps(["refused", *refusal.args]) + "\n")
    except Exception:  # a broken workbook raises nearly anything
        return UNREADABLE
    return 0


def _write(content: bytes) -> None:
    # openpyxl takes numpy where it finds it, to no use here: half of the time to start, and twice the memory.
    sys.modules["numpy"] = None  # type: ignore[assignment]  # the documented way to say that a module is not there
    said = 0
    for line in _lines(Package.opened(content)):
        said += len(line)
        if said > MOST_SAID:
            raise TooLarge
        sys.stdout.write(line)


def _lines(package: Package) -> Iterator[str]:
    for name, hidden, path in package.sheets():
        page = Page(package, path)
        yield from page.cells() if name == GUIDE_SHEET else page.lines(name, hidden)
    yield from (json.dumps(["aside", *said]) + "\n" for said in sorted(package.all_asides()))


@dataclass
class Package:
    """The zip archive: its parts by the name that the workbook knows them by, and what holds for every sheet."""

    archive: zipfile.ZipFile
    parts: dict[str, zipfile.ZipInfo]
    book: str = "xl/workbook.xml"
    related: dict[str, tuple[str, str]] = field(default_factory=dict)  # by id, the kind and name of the book's parts
    texts: list[str] = field(default_factory=list)
    dates: frozenset[int] = frozenset()  # styles that show a number as a date or a time
    spans: frozenset[int] = frozenset()  # and those of them that show it as hours gone by: [h]:mm
    styled: bool = False
    since_1904: bool = False
    never_worked_out: bool = False  # the program that wrote it left the formulas to whoever opens it
    asides: set[tuple[str, str]] = field(default_factory=set)  # what is to be said of a number in it, and the text; of what was read for its cells
    pages: set[str] = field(default_factory=set)  # the parts that are sheets

    @classmethod
    def opened(cls, content: bytes) -> Package:
        archive = zipfile.ZipFile(io.BytesIO(content))
        parts = archive.infolist()
        unpacked = sum(part.file_size for part in parts)
        if len(parts) > MOST_PARTS or unpacked > max(SMALL, min(MOST_UNPACKED, MOST_RATIO * len(content))):
            raise TooLarge
        if any(part.flag_bits & 1 for part in parts):
            raise Refusal("password", {})
        package = cls(archive, {_path(part.filename): part for part in parts})
        package._find_book()
        package._read_styles()
        package._read_texts()
        return package

    def _find_book(self) -> None:
        """Other things are zip archives too."""
        if "mimetype" in self.parts and b"opendocument" in self.archive.read(self.parts["mimetype"]):
            raise Refusal("open_document", {})
        for kind, name in self._relations("").values():
            if kind == "officeDocument":
                self.book = name
        if self.book.endswith(".bin"):
            raise Refusal("binary_workbook", {})
        if not any(_name(one) == "workbook" for one in [self.tree(self.book)] if one is not None):
            raise Refusal("no_workbook", {})
        self.related = self._relations(self.book)

    def _relations(self, name: str) -> dict[str, tuple[str, str]]:
        folder, file = posixpath.split(name)
        found = {}
        for one in _all(self.tree(posixpath.join(folder, "_rels", f"{file}.rels")), "Relationship"):
            target = _path(posixpath.join(folder, one.get("Target", "").replace("\\", "/")))
            target = target if target in self.parts else unquote(target)
            found[str(one.get("Id"))] = (one.get("Type", "").rpartition("/")[2], target)
        return found

    def stream(self, name: str) -> Any:
        return self.archive.open(self.parts[name])

    def tree(self, name: str) -> Any:
        """The part as a tree, None where it is not there."""
        from defusedxml.ElementTree import fromstring  # refuses entities

        return fromstring(self.archive.read(self.parts[name])) if name in self.parts else None

    def _of_kind(self, kind: str) -> str:
        return next((name for one, name in self.related.values() if one == kind), "")

    def sheets(self) -> Iterator[tuple[str, bool, str]]:
        """Name, whether it is hidden, and part of each; charts are none."""
        book = self.tree(self.book)
        self.since_1904 = any(_true(one.get("date1904")) for one in _all(book, "workbookPr"))
        self.never_worked_out = any(_true(one.get("fullCalcOnLoad")) for one in _all(book, "calcPr"))
        for one in _all(book, "sheet"):
            own_id = next((value for key, value in one.attrib.items() if key.endswith("}id")), "")
            kind, target = self.related.get(own_id, ("", ""))
            if kind == "worksheet":
                self.pages.add(target)
                yield str(one.get("name")), one.get("state", "visible") != "visible", target
            else:
                self.asides.add(("cpr_in_sheet_name", str(one.get("name"))))

    def _read_styles(self) -> None:
        from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format, is_timedelta_format

        styles = self.tree(self._of_kind("styles"))
        codes = {one.get("numFmtId"): one.get("formatCode", "") for one in _all(styles, "numFmt")}
        forms = [one for many in _all(styles, "cellXfs") for one in many]
        shown = [codes.get(key := one.get("numFmtId", "0"), BUILTIN_FORMATS.get(int(key), "")) for one in forms]
        self.styled = bool(forms)
        self.dates = frozenset(number for number, code in enumerate(shown) if is_date_format(code))
        self.spans = frozenset(number for number in self.dates if is_timedelta_format(shown[number]))

    def _read_texts(self) -> None:
        from defusedxml.ElementTree import iterparse

        name = self._of_kind("sharedStrings")
        if name not in self.parts:
            return
        with self.stream(name) as file:
            for _event, element in iterparse(file):
                if _name(element) == "si":
                    self.texts.append(_text(element))
                    self.asides.update(("cpr_in_copy", _text(one)) for one in element if _name(one) == "rPh")
                    element.clear()

    def all_asides(self) -> set[tuple[str, str]]:
        """What stands beside the cells, in every part; to be asked when the sheets have been read."""
        import excel_asides  # type: ignore[import-not-found]  # lies beside this file, which runs by itself

        for name in self.parts.keys() - self.pages:
            with self.stream(name) as file:
                self.asides.update(excel_asides.of_part(name, file))
        return self.asides


@dataclass
class Page:
    """One sheet on its way through. Rows are counted from 1, columns from 0."""

    package: Package
    path: str
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)  # first and last
    merged: list[list[int]] = field(default_factory=list)  # top, left, bottom, right
    formulas: dict[int, list[int]] = field(default_factory=dict)  # by column: the first row, and how many
    uncached: dict[int, list[int]] = field(default_factory=dict)  # those of them without a value
    worked_out: bool = False  # any formula has a value that is not nought
    letters: dict[str, int] = field(default_factory=dict)

    def lines(self, name: str, hidden: bool) -> Iterator[str]:
        about = {"hidden": hidden, "since_1904": self.package.since_1904, "styled": self.package.styled}
        yield json.dumps(["sheet", name, about]) + "\n"
        rows = self._rows()
        while some := list(islice(rows, ROWS_AT_ONCE)):
            yield json.dumps(["rows", some]) + "\n"
        # Whoever writes 0 for every formula and asks Excel to work them out has worked out none.
        empty = self.formulas if self.package.never_worked_out and not self.worked_out else self.uncached
        marks = {
            "hidden_rows": self.hidden_rows,
            "hidden_columns": self.hidden_columns,
            "merged": self.merged,
            "uncached": [[column, first, count] for column, (first, count) in empty.items()],
        }
        yield json.dumps(["marks", marks]) + "\n"

    def cells(self) -> Iterator[str]:
        """The guide of our own templates, which nobody loads."""
        texts = {str(cell["d"] if isinstance(cell, dict) else cell) for row in self._rows() for cell in row if cell}
        yield from (json.dumps(["aside", "cpr_in_guide", text]) + "\n" for text in sorted(texts))

    def _rows(self) -> Iterator[list[Any]]:
        import excel_asides  # beside this file
        from defusedxml.ElementTree import iterparse

        last = 0
        with self.package.stream(self.path) as file:
            for _event, element in iterparse(file):
                name = _name(element)
                if name == "row":
                    number = int(element.get("r", last + 1))
                    if not last < number <= MOST_ROWS:
                        raise ValueError("rows out of order")  # half of them would be lost
                    yield from ([] for _ in range(last + 1, number))
                    last = number
                    yield self._row(element, number)
                    element.clear()
                elif name == "col" and (_true(element.get("hidden")) or float(element.get("width", 9)) < THIN):
                    self.hidden_columns.append((int(element.get("min")) - 1, int(element.get("max")) - 1))
                elif name == "mergeCell":
                    self.merged.append(self._area(element.get("ref")))
                elif name in excel_asides.OF_A_SHEET:
                    self.package.asides.update(excel_asides.of_element(element, "cpr_in_formula"))

    def _row(self, element: Any, number: int) -> list[Any]:
        row: list[Any] = []
        for cell in element:
            if _name(cell) != "c":
                continue
            ref = cell.get("r")
            column = len(row) if ref is None else self._column(ref)
            value = self._value(cell, number, column)
            if column >= MOST_COLUMNS:
                if value is not None:
                    raise Refusal("too_many_columns", {"row": str(number), "most": str(MOST_COLUMNS)})
                continue
            row.extend([None] * (column + 1 - len(row)))
            row[column] = value
        if (_true(element.get("hidden")) or float(element.get("ht", 15)) < THIN) and any(c is not None for c in row):
            self.hidden_rows.append(number)
        return row

    def _value(self, cell: Any, row: int, column: int) -> Any:
        kind, value, formula, inline = cell.get("t", "n"), None, False, None
        for part in cell:
            name = _name(part)
            if name == "v":
                value = part.text or ""
            elif name == "f":
                formula = True
            elif name == "is":
                inline = part
        if formula:
            self._formula(kind, value, row, column)
        if inline is not None:
            return _plain(_text(inline))
        if not value:
            return None
        return self._read(kind, value, int(cell.get("s", 0)))

    def _formula(self, kind: str, value: str | None, row: int, column: int) -> None:
        self.formulas.setdefault(column, [row, 0])[1] += 1
        if value is None or (not value and kind != "str"):  # of a text the empty one is a value
            self.uncached.setdefault(column, [row, 0])[1] += 1
        elif value not in ("0", "0.0", None, ""):
            self.worked_out = True

    def _read(self, kind: str, value: str, style: int) -> Any:
        if kind == "s":
            return _plain(self.package.texts[int(value)])
        if kind == "d":
            return {"d": dt.date.fromisoformat(value[:10]).isoformat()}
        if kind == "b":
            return TRUTH[value]
        if kind != "n":  # the text of a formula, or an error
            return _plain(_unescaped(value))
        number = float(value)
        if style in self.package.dates:
            return self._moment(number, style in self.package.spans)
        return int(number) if number.is_integer() and abs(number) < 2**53 else _whole(value, number)

    def _moment(self, number: float, span: bool) -> Any:
        """A day without its time; of what is no day the hours, as they are shown."""
        from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, from_excel

        if span or 0 <= number < 1:
            minutes = round(number * 24 * 60)
            return f"{minutes // 60}:{minutes % 60:02}"
        try:
            day = from_excel(number, CALENDAR_MAC_1904 if self.package.since_1904 else CALENDAR_WINDOWS_1900)
        except (OverflowError, ValueError):
            return "#" * 5  # as Excel shows it
        return {"d": day.isoformat()[:10]}

    def _column(self, ref: str) -> int:
        letters = ref.rstrip("0123456789")
        if letters not in self.letters:
            number = 0
            for letter in letters.upper():
                number = 26 * number + ord(letter) - ord("A") + 1
            self.letters[letters] = number - 1
        return self.letters[letters]

    def _area(self, ref: str) -> list[int]:
        first, _, last = ref.replace("$", "").partition(":")
        last = last or first
        return [int(re.sub(r"\D", "", first)), self._column(first), int(re.sub(r"\D", "", last)), self._column(last)]


def _path(name: str) -> str:
    """As the parts are looked up: some programs write Windows' strokes, and Excel minds no capitals."""
    return posixpath.normpath(name.replace("\\", "/").lstrip("/")).lower()


def _name(element: Any) -> str:
    """Without its namespace: the strict form of the standard has others, and the same names."""
    return str(element.tag.rpartition("}")[2])


def _all(tree: Any, name: str) -> Iterator[Any]:
    return (one for one in (tree.iter() if tree is not None else ()) if _name(one) == name)


def _true(text: str | None) -> bool:
    return text in ("1", "true", "on")


def _text(element: Any) -> str:
    """The runs of a text together, without how Japanese is pronounced."""
    parts = []
    for child in element:
        name = _name(child)
        if name == "t":
            parts.append(child.text or "")
        elif name == "r":
            parts.append(_text(child))
    return _unescaped("".join(parts))


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


def _plain(text: str) -> str | None:
    """Stripped, never empty."""
    return text.replace("\xa0", " ").replace("\ufeff", "").strip() or None


def _whole(value: str, number: float) -> int | float:
    """Digits that a float has no room for stay as they are written."""
    return int(value) if value.lstrip("-").isdigit() else number


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), int(sys.argv[2])))
