"""What one StatBank table is: its columns and codes, what may be added together, and where a series breaks.

The tables themselves are data in the modules tables_*.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from dashboard.importers.statbank.places import Geography

# exclusive: the codes are parts of the total. nested: some codes hold others. overlapping: one child may be in several.
Codes = Literal["exclusive", "nested", "overlapping"]


@dataclass(frozen=True)
class Dimension:
    """One column beside place, time and figure.

    total: the code for all together, '' where the table has none (then it has to be in the file).
    listed: whether `codes` are all there are; a new one is kept, and said.
    wanted: what a fetch asks for where not everything is of use; () is everything. key: the part of a code it names.
    parse: for columns whose codes are too many to list: the cell as (code, text). Raises Bad.
    """

    variable: str  # as StatBank's headings spell it
    codes: Mapping[str, str] = field(default_factory=dict)  # code: Danish text, as Danmarks Statistik writes it
    total: str = ""
    listed: bool = True
    kind: Codes = "exclusive"
    headings: tuple[str, ...] = ()  # other names of the column: its text in Danish and in English
    wanted: tuple[str, ...] = ()
    key: Callable[[str], str] = str
    assumed: str = ""  # the code that is meant where the column is left out; else the total
    parse: Callable[[Any], tuple[str, str]] | None = None


@dataclass(frozen=True)
class Break:
    """From `year` the codes `before` are no longer used, or hold something else; `after` take their place."""

    variable: str
    year: int
    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """One table. title is Danmarks Statistik's. summable: whether municipalities may be added to the country.

    unit: a unit for every figure, or, where a column chooses it, that column's name and the unit of each code.
    """

    table_id: str
    title: str
    dimensions: tuple[Dimension, ...]
    geography: Geography = "municipalities"
    place_variable: str = "OMRÅDE"  # '' where the table is of the country alone
    unit: str | tuple[str, Mapping[str, str]] = "antal"
    decimals: int = 0
    period: Literal["year", "quarter"] = "year"
    periods_wanted: str = ""  # what the periods of a fetch end with; '' is all of the year's
    summable: bool = True
    breaks: tuple[Break, ...] = ()
    cautions: tuple[str, ...] = ()  # codes of remarks that are said whenever the table is read or shown

    def dimension(self, variable: str) -> Dimension:
        return next(d for d in self.dimensions if d.variable == variable)

    def unit_of(self, codes: Mapping[str, str]) -> str:
        return self.unit if isinstance(self.unit, str) else self.unit[1][codes[self.unit[0]]]

    def may_be_added(self, codes: Mapping[str, str]) -> bool:
        """Whether such a figure may be added over municipalities; an amount per inhabitant never may."""
        return self.summable and not self.unit_of(codes).startswith(("kr. pr.", "pct."))


_PLAIN = str.maketrans("ÆØÅ", "EOA")


def plain(heading: Any) -> str:
    """A heading in capitals without Danish letters: KØN, Køn and KON are one, OMRÅDE and OMRADE too."""
    return " ".join(str(heading or "").upper().replace("Æ", "AE").translate(_PLAIN).split())
