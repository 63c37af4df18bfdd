"""Text with a sign between its cells: which sign, which rows, and whether the quotation marks in it are in order."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from itertools import dropwhile, groupby

from dashboard.importers.report import Refused

SIGNS = ";,\t|"
OTHERS = "^~¤¦:#!\\*&"  # which somebody may have chosen, and that are named
LOOKED_AT = 20_000  # letters
_MOST_BELOW = 5  # lines below a table: a sum, an end mark
_SAID = re.compile(r'\ufeff*"?sep=(.)"?[ ;,\t|]*', re.IGNORECASE)  # Excel's own first line


def sign_of(text: str) -> str:
    """What the first line says; else the sign that splits most lines alike, the first of them into headings."""
    said = _SAID.fullmatch(_first_line(text))
    if said and not said[1].isalnum():
        return said[1]
    first = text[:LOOKED_AT]
    if first.count('"') % 2 == 0:  # a heading may break its line inside quotation marks
        lines = "".join(first.split('"')[::2]).splitlines()
    else:
        lines = ["".join(line.split('"')[::2]) for line in first.splitlines()]
    filled = [line for line in lines if line.strip()]
    return max(SIGNS, key=lambda sign: _splits(sign, filled))


def _splits(sign: str, lines: list[str]) -> tuple[bool, bool, bool, int, int]:
    """Of the best run of lines that the sign splits alike: that it begins with words, that it reaches the last lines, that
    numbers or days stand below the words, how long and wide it is; and how much the sign splits at all.

    Titles may be full of commas, and amounts have them too; but titles stand above and are words, and amounts are no headings.
    """
    best: tuple[bool, bool, bool, int] = (False, False, False, 0)
    end = 0
    for count, run in ((count, list(run)) for count, run in groupby(lines, key=lambda line: line.count(sign))):
        end += len(run)
        table = list(dropwhile(lambda line: not _words(line.split(sign)), run))  # a spreadsheet fills a title up with signs
        numbers = any(cell.strip()[:1].isdigit() for line in table[1:] for cell in line.split(sign))
        if count:
            reaches = len(run) > 1 and end >= len(lines) - _MOST_BELOW
            best = max(best, (bool(table), reaches, numbers, (len(run) - 1) * count**2))
    return *best, sum(line.count(sign) for line in lines[:5])


def _words(cells: list[str]) -> bool:
    return 2 * sum(cell.strip()[:1].isalpha() for cell in cells) > len(cells)


def says_sign(text: str) -> bool:
    """Whether the first line is Excel's, which says the sign and is no row."""
    return bool(_SAID.fullmatch(_first_line(text)))


def _first_line(text: str) -> str:
    return re.split(r"[\r\n]", text[:100], maxsplit=1)[0]


def rows_of(text: str, sign: str) -> Iterator[list[str]]:
    """Every row, numbered as a spreadsheet numbers them. Raises Refused where a quotation mark is never closed, or a
    cell has more than csv.field_size_limit letters."""
    lines = (
        io.StringIO(text, newline="").readlines() if '"' in text else []
    )  # only quotation marks let a cell go over several lines
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=sign, strict=True)
    number = before = 0
    try:
        for row in reader:
            number += 1
            if reader.line_num - before > 1 and _swallowed(lines[before : reader.line_num], len(row), sign):
                raise Refused("quotes", row=str(number))
            before = reader.line_num
            yield row
    except csv.Error as error:
        code = "cell_too_long" if "field limit" in str(error) else "quotes"
        raise Refused(code, row=str(number + 1)) from error


def _swallowed(lines: list[str], width: int, sign: str) -> bool:
    """Whether the lines that one row took are rows themselves: two marks too many made cells of them."""
    return width > 1 and all(line.count(sign) >= width - 1 for line in lines)
