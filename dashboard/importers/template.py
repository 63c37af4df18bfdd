"""What a template is: the columns people fill in, and how each is read."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from dashboard.importers import codes, units, values

# Columns whose cells are no identifiers once they parse: an amount or a date may look like a CPR number.
_NO_IDENTIFIER = frozenset(
    {
        values.date,
        values.month,
        values.month_or_period,
        values.ore,
        values.hours,
        values.year,
        values.count,
        values.answer,
        values.flag,
        codes.account,
        codes.function,
        codes.grouping,
        codes.dranst,
    }
)


_MOST_LOOKED_UP = 5_000


@dataclass(frozen=True)
class Column:
    """One column. heading is Danish in every language, for it stands in files; help is a message id.

    required: the heading must be there and, unless blanks_pass, every row filled in; what a blank does there a rule says.
    worded: further headings that stand in data files of our own, looked up when they are first needed. offered: the
    column is in the empty template. instead: names that mean this column only where none of its others stands beside
    them. hints: words that make a heading look like this column's; it is asked about, never taken (near.py). weighs:
    whether leaving it out changes a number beside those of its own filter. told_by: columns that say it in its place.
    """

    key: str
    heading: str
    parse: Callable[[Any], Any]
    help: str
    required: bool = False
    blanks_pass: bool = False
    aliases: tuple[str, ...] = ()
    longest: int = 200  # a cell above this is free text, which does not belong here
    worded: Callable[[], tuple[str, ...]] = tuple
    offered: bool = True
    instead: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()
    weighs: bool = True
    told_by: tuple[str, ...] = ()

    @property
    def may_look_like_cpr(self) -> bool:
        return self.parse in _NO_IDENTIFIER

    @property
    def headings(self) -> tuple[str, ...]:
        return (self.heading, *self.aliases, *self.worded(), *self.instead)


@dataclass(frozen=True)
class Template:
    """One kind of file. either: groups of columns of which each row fills in one at least.

    key: the column that is no row by itself, '' where there is none.
    proposes: whether a heading that is nearly one of its own is asked about; of a profile a person has chosen them.
    """

    name: str  # the Danish word of the file name and the command line
    source: str  # coverage.source
    title: str  # message id
    who: str  # message id: who can give it
    columns: tuple[Column, ...]
    either: tuple[tuple[str, ...], ...] = ()
    key: str = ""
    proposes: bool = True

    @cached_property
    def _by_heading(self) -> dict[str, Column]:
        """A heading that two columns have is the first one's."""
        found: dict[str, Column] = {}
        for column in self.columns:
            for heading in column.headings:
                found.setdefault(codes.heading(heading), column)
        return found

    @property
    def empty(self) -> tuple[Column, ...]:
        """What stands in the empty template."""
        return tuple(column for column in self.columns if column.offered)

    def under(self, heading: Any) -> Column | None:
        """The column of a heading as it stands in a file, or without what is in brackets; None where it is nobody's.

        Of amounts also without a unit: `Oprindeligt budget kr.`, `Forbrug i mio. kr.`
        """
        if not heading:
            return None
        text = str(heading)
        if text not in self._looked_up and len(self._looked_up) < _MOST_LOOKED_UP:
            self._looked_up[text] = self._under(text)
        return self._looked_up[text] if text in self._looked_up else self._under(text)

    @cached_property
    def _looked_up(self) -> dict[str, Column | None]:
        """Texts that were looked for: many rows are looked through for headings, and say the same again and again."""
        return {}

    def _under(self, text: str) -> Column | None:
        found = self._by_heading.get(codes.heading(text)) or self._by_heading.get(codes.heading(_bare(text)))
        if found is None and units.found_in(text):
            found = self._by_heading.get(codes.heading(units.without(_bare(text))))
            return found if found is not None and found.parse is values.ore else None
        return found

    def stands_in(self, heading: Any) -> bool:
        """Whether the heading of a column is one that another name of it goes before."""
        column = self.under(heading)
        names = {codes.heading(heading), codes.heading(_bare(heading))}
        return column is not None and not names.isdisjoint(map(codes.heading, column.instead))

    def asks_which(self, heading: Any, taken: Any) -> bool:
        """Whether a second name of a column must say the same as the one that was taken; both are names of it alone."""
        column = self.under(heading)
        both = self.stands_in(heading) == self.stands_in(taken) and codes.heading(heading) != codes.heading(taken)
        return column is not None and column.weighs and both

    def column(self, key: str) -> Column:
        return next(column for column in self.columns if column.key == key)


def _bare(heading: Any) -> str:
    return re.sub(r"\([^)%]*\)", "", str(heading))


@dataclass(frozen=True)
class Finding:
    """What a rule finds, before the row's file and number are looked up.

    key: the column at fault; '' where the whole delivery of the row's municipality is meant, and not this row. n: how
    many cases or rows it speaks of.
    """

    index: int
    key: str
    values: Mapping[str, str] = field(default_factory=dict)
    n: int = 1


@dataclass(frozen=True)
class Rows:
    """The understood cells of every file of one source: one list per column, None where there is none.

    Of a ledger a row stands for all postings that are alike in some columns; its other columns are None.
    """

    template: Template
    columns: dict[str, list[Any]]
    places: list[tuple[int, int]]  # per row: which file of the command, which row in it
    headings: Mapping[int, Mapping[str, str]] = field(default_factory=dict)  # by file: as they stand in it, by column
    counts: list[int] = field(default_factory=list)  # how many rows of the file each stands for; empty: one

    def count(self, index: int) -> int:
        return self.counts[index] if self.counts else 1

    def __len__(self) -> int:
        return len(self.places)

    def __getitem__(self, key: str) -> list[Any]:
        return self.columns[key]

    def together(self, *keys: str) -> list[tuple[Any, ...]]:
        """The rows as tuples of these columns."""
        return list(zip(*(self.columns[key] for key in keys), strict=True))
