"""Text with a sign between its cells: which sign, which rows, and whether the quotation marks in it are in order."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator

from dashboard.importers.report import Refused

SIGNS = ";,\t|"
OTHERS = "^~¤¦:#!\\*&"  # which somebody may have chosen, and that are named
LOOKED_AT = 20_000  # letters, and of them so many lines
_LINES = 50
_SAID = re.compile(r'\ufeff*"?sep=(.)"?[ ;,\t|]*', re.IGNORECASE)  # Excel's own first line


def sign_of(text: str) -> str:
    """What the first line says; else the sign that most of the first lines have, and have most of."""
    said = _SAID.fullmatch(_first_line(text))
    if said and not said[1].isalnum():
        return said[1]
    lines = [line for line in text[:LOOKED_AT].splitlines() if line.strip()][:_LINES]
    unquoted = ["".join(line.split('"')[::2]) for line in lines]
    return max(SIGNS, key=lambda sign: _likely(sign, unquoted))


def _likely(sign: str, lines: list[str]) -> tuple[bool, int]:
    """A title may have many commas, and every amount one; what divides the cells is on line after line."""
    counts = [count for line in lines if (count := line.count(sign))]
    if not counts:
        return False, 0
    usual = Counter(counts).most_common(1)[0][0]
    return len(counts) > 1 or len(lines) == 1, len(counts) * sum(min(count, usual) for count in counts)


def says_sign(text: str) -> bool:
    """Whether the first line is Excel's, which says the sign and is no row."""
    return bool(_SAID.fullmatch(_first_line(text)))


def _first_line(text: str) -> str:
    return re.split(r"[\r\n]", text[:100], maxsplit=1)[0]


def rows_of(text: str, sign: str) -> Iterator[list[str]]:
    """Every row, numbered as a spreadsheet numbers them. Raises Refused where a quotation mark is never closed."""
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
        raise Refused("quotes", row=str(number + 1)) from error


def _swallowed(lines: list[str], width: int, sign: str) -> bool:
    """Whether the lines that one row took are rows themselves: two marks too many made cells of them."""
    return width > 1 and all(line.count(sign) >= width - 1 for line in lines)
