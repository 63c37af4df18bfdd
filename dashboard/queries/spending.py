"""What was spent on each class, by municipality and month, and what belongs beside it: functions, budget, published."""

from __future__ import annotations

from collections.abc import Mapping, Set
from typing import Any

import numpy as np
import pandas as pd
import sqlalchemy as sa

from dashboard.analysis.spending_amounts import LEFT_OUT, LINES, Amount, Division, SpendingCounts, knows_all
from dashboard.database import resident
from dashboard.database.frames import Array
from dashboard.database.resident import Held
from dashboard.database.rollup_tables import spending_month
from dashboard.filters import Filters
from dashboard.queries.spending_beside import Beside, beside
from dashboard.shapes import POOLED

_c = spending_month.c


def select_spending() -> sa.Select[Any]:
    """The rollup."""
    place = resident.place(_c.municipality_code)
    return sa.select(place, _c.month, _c.account_function, _c.spending_class, _c.target_group, _c.amount_ore)


SPENDING = resident.Source("spending", select_spending(), groups=("place",))


def spending(connection: sa.Connection, filters: Filters, version: str = "") -> SpendingCounts:
    """All that the answer is made of; see SpendingCounts.

    version: the name of the version that the connection reads, which never changes; '' reads everything anew.
    """
    standing, found = beside(connection, version), resident.held(connection, SPENDING, version)
    if filters.target_group:
        return _divided(standing, found, filters)
    year = filters.period.last // 12
    budget = standing.budget.get(year, {})
    return SpendingCounts(
        amounts=_amounts(found, filters, standing.posted),
        budget=[line for code in filters.municipalities for line in budget.get(code, ())],
        earlier_budget=_earlier(standing, filters, year),
        mapping=standing.classes_in_force(12 * year + 11),
        coverage=standing.delivered,
        population=standing.persons,
        published=standing.published,
        posted=standing.posted,
    )


def _earlier(standing: Beside, filters: Filters, year: int) -> int | None:
    """The newest year before it that one of them has delivered a budget of."""
    years = (one for one, budgets in standing.budget.items() if one < year and budgets.keys() & filters.municipalities)
    return max(years, default=None)


def _divided(standing: Beside, held: Held, filters: Filters) -> SpendingCounts:
    """The same of one target group, in the months that the municipalities have divided; nobody divides a budget."""
    months = {code: standing.divided_months(code) for code in filters.municipalities}
    return SpendingCounts(
        amounts=_amounts(held, filters, standing.posted),
        budget=(),
        mapping={},
        coverage=months,
        population=standing.persons,
        published=dict.fromkeys(standing.published, ()),
        posted=standing.posted,
        division=Division(standing.versions(filters.municipalities, filters.period), _rest(held, filters, months)),
    )


def _rest(held: Held, filters: Filters, months: Mapping[str, Set[int]]) -> int:
    """What is posted in those months of the range on cost centres of no target group, in øre."""
    period, total = filters.period, 0
    for code, divided in months.items():
        rows = held.rows([(int(code),)], period.first, period.last)
        rows = rows[held.take("target_group", rows) == held.number("target_group", "")]
        rows = rows[np.isin(held.take("month", rows), sorted(divided))]
        total += int(held.take("amount_ore", rows).sum())
    return total


def _amounts(held: Held, filters: Filters, posted: Mapping[str, Set[str]]) -> list[Amount]:
    """As SpendingCounts.amounts. The rollup holds delivered months alone."""
    period = filters.period
    rows = held.rows([(int(code),) for code in filters.municipalities], period.first - 12, period.last)
    if filters.target_group:
        rows = rows[held.take("target_group", rows) == held.number("target_group", filters.target_group)]
    names = ("place", "month", "account_function", "spending_class", "amount_ore")
    place, month, function, spending_class, ore = (held.take(name, rows) for name in names)
    functions, classes = (held.names[name] for name in ("account_function", "spending_class"))
    if len(filters.municipalities) <= LINES:
        return _tuples(_codes(place), month, functions[function], classes[spending_class], ore)
    whole = np.isin(place, [int(code) for code in filters.municipalities if knows_all(posted.get(code, ()))])
    pooled = list[Amount]()
    for code, those in ((POOLED, whole), (LEFT_OUT, ~whole)):
        (at, what, kind), sums = _added_up((month[those], function[those], spending_class[those]), ore[those])
        pooled += _tuples([code] * len(sums), at, functions[what], classes[kind], sums)
    within = month >= period.first
    # At fixed prices each year is taken to the level of the last by itself.
    first = np.maximum(month - month % 12 if filters.prices == "fixed" else 0, period.first)
    (where, at, kind), sums = _added_up(
        (place[within], (first + 0 * month)[within], spending_class[within]), ore[within]
    )
    return pooled + _tuples(_codes(where), at, [""] * len(sums), classes[kind], sums)


def _codes(places: Array) -> list[str]:
    return [f"{place:04d}" for place in places.tolist()]


def _added_up(keys: tuple[Array, ...], ore: Array) -> tuple[list[Array], Array]:
    """The different combinations of keys, and the sum of each: øre stay whole, as doubles hold them to 90 billion kr."""
    key = np.zeros(len(ore), np.int64)
    for values in keys:
        key = key * (values.max(initial=0) + 1) + values
    which, different = pd.factorize(key)
    one = np.zeros(len(different), np.int64)
    one[which] = np.arange(len(ore))
    return [values[one] for values in keys], np.bincount(which, ore, len(different)).astype(np.int64)


def _tuples(*columns: Array | list[str]) -> list[Amount]:
    lists = (column.tolist() if isinstance(column, np.ndarray) else column for column in columns)
    return list(zip(*lists, strict=True))
