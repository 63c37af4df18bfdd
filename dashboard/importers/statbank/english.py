"""StatBank's tables in English: read where codes and whole numbers leave no doubt, else to be fetched in Danish.

An English figure may have a point where a Danish one has a comma, and a comma where it has none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from dashboard.importers.reading import Sheet
from dashboard.importers.statbank.words import function
from dashboard.importers.values import reads

_LOOKED_AT = 50  # rows
_TEXTS = re.compile(
    r"all denmark|total|age, total|(?:men|women)|\d+ years?(?: and over)?|per capita.*|current prices.*|gross expenditure|revenue"
    r"|province .+|(?:never married|married/separated|widowed|divorced)|municipalities.*",
    re.IGNORECASE,
)
_UNITS = re.compile(r"per capita.*|current prices.*", re.IGNORECASE)


def is_english(sheet: Sheet) -> bool:
    """Whether any cell of the first rows is one of the table's texts in English."""
    return any(_TEXTS.fullmatch(str(cell)) for cell in _cells(sheet))


def has_two_readings(sheet: Sheet, position: int) -> bool:
    """Whether a figure in that column is another one in the other language: 1.5, or 1,234."""
    cells = (str(row[position]) for row in sheet.rows[1:] if position < len(row) and row[position] != "..")
    return any(re.search(r"\.|,\d{3}(?!\d)", cell) for cell in cells)


def is_website(sheet: Sheet) -> bool:
    """REGK31 as the website gives it, in English: a unit first, and an account in the third of five columns."""
    rows = [row for row in sheet.rows[:5] if len(row) == 5]
    return any(_UNITS.fullmatch(str(row[0])) and reads(function, row[2]) for row in rows)


def _cells(sheet: Sheet) -> Iterator[Any]:
    return (cell for row in sheet.rows[:_LOOKED_AT] for cell in row if isinstance(cell, str))
