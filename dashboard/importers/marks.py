"""What a workbook says of a sheet beside its cells: what is hidden, merged, or was never worked out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple


class Area(NamedTuple):
    """Merged cells. Rows count from 1, columns from 0; both ends are in it."""

    top: int
    left: int
    bottom: int
    right: int

    def __str__(self) -> str:
        return f"{column_name(self.left)}{self.top}:{column_name(self.right)}{self.bottom}"


@dataclass(frozen=True)
class Marks:
    """Rows count from 1, columns from 0. A CSV file has none of it."""

    hidden: bool = False  # the whole sheet
    hidden_rows: frozenset[int] = frozenset()  # with something in them
    hidden_columns: frozenset[int] = frozenset()
    merged: tuple[Area, ...] = ()
    uncached: Mapping[int, tuple[int, int]] = field(default_factory=dict)  # column: first such formula's row, how many
    since_1904: bool = False  # its days are counted from 1 January 1904
    styled: bool = True  # False: nothing in it says which numbers are days


UNMARKED = Marks()


def column_name(place: int) -> str:
    """As the spreadsheet names it: 0 is A, 27 is AB."""
    name, left = "", place + 1
    while left:
        left, letter = divmod(left - 1, 26)
        name = chr(ord("A") + letter) + name
    return name
