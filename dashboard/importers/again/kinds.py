"""What is delivered by months or years: in which table it stands, and what is told apart in it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, NamedTuple

import pandas as pd
import sqlalchemy as sa

from dashboard.database.tables import budget_line, ledger

Name = Literal["ledger", "budget"]


class Span(NamedTuple):
    """One month of the ledger, or one year of the budget, of a municipality."""

    municipality: str
    period: int


@dataclass(frozen=True)
class Kind:
    """cell: what makes one account of it, cost centre and all. ore, said: SQL of its sum in øre and of all that it says,
    over the rows of a cell that have the newest day.
    """

    name: Name
    table: sa.Table
    period: str  # the column of the months or years
    cell: tuple[str, ...]
    ore: str
    said: str

    @property
    def key(self) -> tuple[str, ...]:
        return ("municipality_code", self.period, *self.cell)

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.table.columns)

    def same(self, one: str, other: str) -> str:
        """SQL that is true of two rows of one cell."""
        return " and ".join(f"{one}.{name} = {other}.{name}" for name in self.key)

    def same_span(self, one: str, other: str) -> str:
        """SQL that is true of two rows of one month or year; `other` calls it period."""
        return f"{one}.municipality_code = {other}.municipality_code and {one}.{self.period} = {other}.period"

    def cells(self, relation: str) -> str:
        """SQL: one row for each cell of a relation with the table's columns; its sum, what it says, its newest day."""
        keys = ", ".join(self.key)
        return f"select {keys}, {self.ore} as ore, {self.said} as said, max({day_of('r')}) as day from {relation} r group by all"  # noqa: S608


def day_of(row: str) -> str:
    """SQL of the day that a row describes; what was loaded before days were kept is older than any."""
    return f"coalesce({row}.as_of, date '0001-01-01')"


LEDGER = Kind(
    "ledger",
    ledger,
    "month",
    ("account_function", "dranst", "grouping", "cost_centre"),
    "sum(amount_ore)::bigint",
    "sum(amount_ore)::varchar",
)
BUDGET = Kind(
    "budget",
    budget_line,
    "year",
    ("account_function", "grouping"),
    "arg_max(original_ore + supplement_ore, as_of)::bigint",
    "arg_max(concat_ws(' ', original_ore, supplement_ore, coalesce(expected_ore::varchar, '-')), as_of)",
)
KINDS = (LEDGER, BUDGET)


def arriving(kind: Kind) -> str:
    """The temporary table of what is delivered: the table's columns, and which part of the command each row is of."""
    return f"arriving_{kind.name}"


def spans_frame(spans: Iterable[Span]) -> pd.DataFrame:
    return pd.DataFrame(list(spans), columns=["municipality_code", "period"]).astype(
        {"municipality_code": "str", "period": "int64"}
    )
