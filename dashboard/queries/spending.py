"""What was spent on each class, by municipality and month, and what belongs beside it: functions, budget, published."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import sqlalchemy as sa

from dashboard.analysis.spending_amounts import LINES, SpendingCounts
from dashboard.database.rollup_tables import spending_month
from dashboard.filters import Filters
from dashboard.queries.spending_beside import beside
from dashboard.shapes import POOLED

Statement = sa.Select[str, int, str, str, int] | sa.CompoundSelect[str, int, str, str, int]

_c = spending_month.c
_first, _last, _before = (sa.bindparam(name, type_=sa.Integer) for name in ("first", "last", "before"))
_codes = sa.bindparam("codes", type_=sa.Text, expanding=True)


def select_spending(filters: Filters, *, everybody: bool = False) -> Statement:
    """municipality_code, month, account_function, spending_class, amount (øre) over the range and the year before it.

    More municipalities than fit in one chart: '*' by month and function, and each municipality over the range, where
    month is its first and account_function is ''; at fixed prices by year of the range, under the year's first month
    within it. The rollup holds delivered months alone. everybody: nobody else has delivered, and nobody need be named.
    To be executed with `parameters(filters)`.
    """
    if len(filters.municipalities) <= LINES:
        return _few()
    return _many(everybody=everybody, by_year=filters.prices == "fixed")


def parameters(filters: Filters) -> dict[str, Any]:
    """What select_spending's statement is asked about."""
    period = filters.period
    return {"codes": filters.municipalities, "first": period.first, "last": period.last, "before": period.first - 12}


# Each statement is built once: to build one and find it again among the compiled ones costs 1-3 ms.
@lru_cache
def _few() -> sa.Select[str, int, str, str, int]:
    # The rollup has one row for each of these: nothing to add up.
    return sa.select(_c.municipality_code, _c.month, _c.account_function, _c.spending_class, _c.amount_ore).where(
        _c.municipality_code.in_(_codes), _c.month.between(_before, _last)
    )


@lru_cache
def _many(*, everybody: bool, by_year: bool) -> sa.CompoundSelect[str, int, str, str, int]:
    # % and not /: a quotient of whole numbers is whole on PostgreSQL and is not on DuckDB.
    year = sa.func.greatest(_c.month - _c.month % 12, _first) if by_year else _first
    ore = sa.cast(sa.func.sum(_c.amount_ore), sa.BigInteger)
    pooled = sa.select(sa.literal(POOLED, sa.Text), _c.month, _c.account_function, _c.spending_class, ore)
    each = sa.select(_c.municipality_code, year, sa.literal("", sa.Text), _c.spending_class, ore)
    both = (pooled.where(_c.month.between(_before, _last)), each.where(_c.month.between(_first, _last)))
    # By position: an expression written twice would hold two parameters, and PostgreSQL sees two expressions.
    grouped = (one.group_by(sa.text("1, 2, 3, 4")) for one in both)
    # To name 98 codes twice costs 5 ms on DuckDB.
    return sa.union_all(*(one if everybody else one.where(_c.municipality_code.in_(_codes)) for one in grouped))


def spending(connection: sa.Connection, filters: Filters, version: str = "") -> SpendingCounts:
    """All that the answer is made of; see SpendingCounts. Each statement runs once.

    version: the name of the version that the connection reads, which never changes; '' reads everything anew.
    """
    standing = beside(connection, version)
    everybody = standing.delivered.keys() <= set(filters.municipalities)
    year = filters.period.last // 12
    budget = standing.budget.get(year, {})
    amounts = connection.execute(select_spending(filters, everybody=everybody), parameters(filters))
    return SpendingCounts(
        amounts=amounts.all(),
        budget=[line for code in filters.municipalities for line in budget.get(code, ())],
        mapping=standing.classes_in_force(12 * year + 11),
        coverage=standing.delivered,
        population=standing.persons,
        published=standing.published,
    )
