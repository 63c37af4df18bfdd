"""Which sign stands before the decimals in a file? Told by its cells together, never by each for itself.

`1234.5` and `1.234,50` prove one; `12.345` and `12,345` have two readings. A proof counts in all columns of the sheet,
and two against each other refuse it. Without any, a point before three digits is a thousand's, as Danes write, where the
other reading has more decimals than the unit has; whatever else has two readings is asked about (decision 63).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, NamedTuple

from dashboard.importers import numerals, values
from dashboard.importers.numerals import SIGN_OF, Sign
from dashboard.importers.report import Bad, shown
from dashboard.importers.units import Unit

NAMES: dict[str, str] = {sign: word for word, sign in SIGN_OF.items() if sign}
ASKED = ("which_decimal_sign", "decimal_signs_differ")


class Seen(NamedTuple):
    """A number's digits as they stand at some row (of the file, or among distinct values) under a heading."""

    row: int
    heading: str
    digits: str


@dataclass(frozen=True)
class Numbers:
    """One column. cells: row and cell, of which texts alone are looked at. most: how many decimals it may have."""

    heading: str
    cells: Iterable[tuple[int, Any]]
    most: int
    unit: Unit | None = None


@dataclass(frozen=True)
class Question:
    """What the file leaves open. other: the cell that says otherwise; None where nothing says anything."""

    at: Seen
    other: Seen | None = None

    @property
    def code(self) -> str:
        return ASKED[self.other is not None]

    def said(self) -> dict[str, str]:
        """What its sentence names."""
        if self.other is not None:
            return {
                "value": shown(self.at.digits),
                "other": shown(self.other.digits),
                "row": str(self.other.row),
                "column": self.other.heading,
            }
        return {"value": shown(self.at.digits)} | {
            name: _plainly(numerals.value(self.at.digits, sign)) for sign, name in NAMES.items()
        }


def _plainly(number: tuple[Decimal, int] | None) -> str:
    """As Danes write it, without noughts behind: 845,12 or 845.120."""
    if number is None:
        return "–"
    whole, _point, decimals = f"{number[0]:,f}".partition(".")
    return ",".join(part for part in (whole.replace(",", "."), decimals.rstrip("0")) if part)


@dataclass
class _Evidence:
    proofs: dict[Sign, Seen] = field(default_factory=dict)
    open: dict[Sign, Seen] = field(default_factory=dict)  # by the sign that stands there
    asked: Seen | None = None  # a point before three digits, which its unit allows as decimals too


def decide(columns: Sequence[Numbers], said: str) -> tuple[Sign, Question | None]:
    """The sign before decimals ('' where it does not matter), and what has to be asked. said: Choices.decimal."""
    if said:
        return SIGN_OF[said], None
    found = _Evidence()
    for column in columns:
        _look(column, found)
    if len(found.proofs) == 2:
        first, last = sorted(found.proofs.values())
        return "", Question(last, first)
    if found.proofs:
        return next(iter(found.proofs)), None
    if "," in found.open and "." in found.open:
        first, last = sorted(found.open.values())
        return "", Question(last, first)
    asked = found.open.get(",") or found.asked
    return ("", Question(asked)) if asked else (",", None)


def _look(column: Numbers, found: _Evidence) -> None:
    seen = set[str]()
    for row, cell in column.cells:
        if not isinstance(cell, str) or cell in seen:
            continue
        seen.add(cell)
        try:
            digits, _negative, unit = numerals.written(cell)
        except Bad:
            continue
        sign = numerals.open_sign(digits)
        at = Seen(row, column.heading, digits)
        if (told := numerals.tells(digits) or (sign if column.most == values.MOST_DECIMALS else "")) != "":
            found.proofs.setdefault(told, at)
        elif sign:
            found.open.setdefault(sign, at)
            of = unit or column.unit
            as_decimals = column.most + values.decimals_of(of) >= 3 and not (of and of.sign == ",")
            if sign == "." and as_decimals:
                found.asked = found.asked or at
