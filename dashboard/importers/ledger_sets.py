"""What a ledger holds that is different: its distinct months, accounts, cost centres and odd amounts, by one scan.

Twenty million postings have some thousand accounts and months; each is understood once, by the same parsers as every
other source (table.understand). Only amounts are read in SQL, where they are written plainly. Other texts than these
never leave the file, and a column nobody asked for is looked through for CPR numbers alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import duckdb

from dashboard.importers import cpr, table
from dashboard.importers.ledger_rows import LedgerRows
from dashboard.importers.progress import told
from dashboard.importers.reading import Sheet
from dashboard.importers.table import Cell, Said, Table
from dashboard.importers.template import Template
from dashboard.importers.unused import TELLING, verdict

# Which columns are understood together: a rule looks at either group, never at both.
TOGETHER = (("municipality", "month", "year", "kind"), ("account", "function", "grouping", "dranst"), ("cost_centre",))
AMOUNT = ("amount",)
MOST_TOLD_APART = 60  # columns in one scan: DuckDB's grouping() takes 64

# What cpr.found_in has to look at: nine digits or more (or letters typed for them) with signs between them, a large number
# with an exponent, the word itself, and any sign that may be unfolded to a digit or fall away. A plain number is passed over
# where its first digits can be no day and month.
_MAY_BE_CPR = (
    r"[\dOoIl](?:[^A-Za-z0-9]{0,20}[\dOoIl]){8}|\d[.,]\d{1,9}[eE]\+?0?[89]|(?i:cpr|personn)"
    r"|[^\x00-\x7f\x{c0}-\x{d6}\x{d8}-\x{f6}\x{f8}-\x{ff}–—’“”…€]"
)
_NUMBER_BUT_NO_CPR = (
    rf"{cpr.FRACTION}|"
    r"[4-5]\d{9}|3[2-9]\d{8}|9[2-9]\d{8}|\d\d[2-9]\d{7}|\d\d1[3-9]\d{7}|\d[2-9]\d{7}|\d1[3-9]\d{6}|\d{11,}"
)
BLANK = r"[\s\p{Z}\x{0b}\x{1c}-\x{1f}\x{85}]*"


@dataclass
class Distinct:
    """The distinct values of some columns. expressions: their SQL over the relation; parallel lists: one per value.

    table.columns[key][i] is what value i was understood as. first: the n of its first row; counts: how many rows.
    """

    keys: tuple[str, ...]  # '' where the column is not taken in
    expressions: tuple[str, ...]
    headings: tuple[Any, ...]
    raw: list[tuple[str | None, ...]]
    first: list[int]
    counts: list[int]
    table: Table

    def faults(self) -> list[tuple[int, Cell]]:
        """The value that each fault is of."""
        return [(cell.row - 2, cell) for cell in self.table.faults if cell.row is not None]


@dataclass(frozen=True)
class Wanted:
    keys: tuple[str, ...]
    expressions: tuple[str, ...]
    headings: tuple[Any, ...]


def filled_sql(amount: str | None, width: int) -> str:
    """SQL that is true of a row with anything in it; the first half answers for nearly every row."""
    cells = ", ".join(f"c{i}" for i in range(width))
    anything = f"not regexp_full_match(concat_ws('', {cells}), '{BLANK}')"
    return f"({amount} between '-' and ':' or {anything})" if amount else anything


def wanted(
    places: dict[str, int], headings: Sequence[Any], width: int, amount_sql: Callable[[str], str]
) -> list[Wanted]:
    """What is to be told apart. places: the column of each key that is there. amount_sql: SQL of an amount's cell."""
    found = []
    for group in TOGETHER:
        keys = tuple(key for key in group if key in places)
        if keys:
            found.append(_of(keys, [f"c{places[key]}" for key in keys], places, headings))
    if "amount" in places:
        found.append(_of(AMOUNT, [amount_sql(f"c{places['amount']}")], places, headings))
    for position in sorted(set(range(len(headings))) - set(places.values())):
        found.append(Wanted(("",), (_telling(f"c{position}"),), (headings[position],)))
    beyond = [_beyond(f"c{position}") for position in range(len(headings), width)]
    return found + [Wanted((), tuple(some), ()) for some in _in_lots(beyond, MOST_TOLD_APART)]


def _in_lots(expressions: Sequence[str], most: int) -> Iterator[Sequence[str]]:
    for start in range(0, len(expressions), most):
        yield expressions[start : start + most]


def _of(keys: tuple[str, ...], expressions: list[str], places: dict[str, int], headings: Sequence[Any]) -> Wanted:
    return Wanted(keys, tuple(expressions), tuple(headings[places[key]] for key in keys))


def suspicious(cell: str) -> str:
    """SQL of the cell where it must be looked at, else NULL."""
    may = f"length({cell}) >= 9 and regexp_matches({cell}, '{_MAY_BE_CPR}')"
    return f"case when length({cell}) > 200 or ({may} and not regexp_full_match({cell}, '{_NUMBER_BUT_NO_CPR}')) then {cell} end"


def _telling(cell: str) -> str:
    """SQL of a cell that nobody asked for: what may say something of the amounts, and what must be looked at."""
    looked_at = suspicious(cell).removeprefix("case ")
    return f"case when {_tells(cell)} then lower({cell}) {looked_at}"


def _tells(cell: str) -> str:
    words = "|".join(re.escape(word) for word in sorted(TELLING))  # IN would be a join for each column
    return f"(length({cell}) <= {max(map(len, TELLING))} and regexp_full_match({cell}, '(?i:{words})'))"


def told_of(connection: duckdb.DuckDBPyConnection, chosen: str, one: Distinct, position: int) -> str:
    """What the cells of a column that is not used say of the amounts: a fault's code or ''.

    One more scan, where there is anything in it that may say something.
    """
    code = verdict({text for (text,) in one.raw if text in TELLING}, False)
    cell = f"c{position}"
    other = f"not regexp_full_match({cell}, '{BLANK}') and not {_tells(cell)}"
    asked = f"select exists (select 1 from {chosen} and {other})"  # noqa: S608
    return code if code and not connection.execute(asked).fetchall()[0][0] else ""


def _beyond(cell: str) -> str:
    return f"case when not regexp_full_match({cell}, '{BLANK}') then coalesce({suspicious(cell)}, '0') end"


@dataclass(frozen=True)
class Basis:
    """What the cells of a ledger are understood by. said: what the sheet says of its amounts."""

    rows: LedgerRows
    template: Template
    said: Said = Said()  # noqa: RUF009 - frozen


def read_sets(
    connection: duckdb.DuckDBPyConnection, chosen: str, asked: list[Wanted], basis: Basis
) -> tuple[list[Distinct], int]:
    """The distinct values of every group, and how many rows there are; one scan, or more of a very wide file.

    chosen: SQL of the rows, as `relation where condition`.
    """
    distinct, total = [], 0
    for some in _scans(asked):
        found, total = _scan(connection, chosen, some, basis)
        distinct += found
    return distinct, total


def _scans(asked: list[Wanted]) -> Iterator[list[Wanted]]:
    some: list[Wanted] = []
    for group in asked:
        if sum(len(one.expressions) for one in (*some, group)) > MOST_TOLD_APART:
            yield some
            some = []
        some.append(group)
    yield some


def _scan(
    connection: duckdb.DuckDBPyConnection, chosen: str, asked: list[Wanted], basis: Basis
) -> tuple[list[Distinct], int]:
    names, selected, sets = [], [], []
    for number, group in enumerate(asked):
        own = [f"k{number}_{i}" for i in range(len(group.expressions))]
        names += own
        selected += [f"{expression} as {name}" for expression, name in zip(group.expressions, own, strict=True)]
        sets.append(f"({', '.join(own)})")
    query = (
        f"select grouping({', '.join(names)}), min(n), count(*), {', '.join(names)} "  # noqa: S608
        f"from (select n, {', '.join(selected)} from {chosen}) "
        f"group by grouping sets ({', '.join(sets)}, ())"
    )
    found: dict[int, list[tuple[Any, ...]]] = {}
    with told(connection, "checking", basis.rows.about):
        answer = connection.execute(query).fetchall()
    for mask, first, count, *texts in answer:
        found.setdefault(mask, []).append((first, count, texts))
    everything = (1 << len(names)) - 1
    total = found[everything][0][1]
    distinct, start = [], 0
    for group in asked:
        width = len(group.expressions)
        ones = ((1 << width) - 1) << (len(names) - start - width)
        distinct.append(_understood(group, found.get(everything ^ ones, []), start, basis))
        start += width
    return distinct, total


def _understood(group: Wanted, found: list[tuple[Any, ...]], start: int, basis: Basis) -> Distinct:
    found.sort(key=lambda one: one[0])
    raw = [tuple(texts[start : start + len(group.expressions)]) for _, _, texts in found]
    cells = [[basis.rows.cell(text) for text in texts] for texts in raw]
    # One cell more, so that a row whose cells are all empty is a row all the same.
    if group.keys == ("",):
        looked_at = table.ignored([row[0] for row in cells], range(2, len(cells) + 2), str(group.headings[0] or ""))
        understood = Table(basis.template, {}, {}, [], list(looked_at), [])
    else:
        sheet = Sheet(
            "", [[*group.headings, None], *([*row[: len(group.keys)], "0", *row[len(group.keys) :]] for row in cells)]
        )
        understood = table.understand(sheet, basis.template, 0, basis.said)
    first, counts = [one[0] for one in found], [one[1] for one in found]
    return Distinct(group.keys, group.expressions, group.headings, raw, first, counts, understood)
