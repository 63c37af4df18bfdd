"""What was spent on each class, by municipality and month, and what belongs beside it: functions, budget, published."""

from __future__ import annotations

import pandas as pd
import sqlalchemy as sa

from dashboard.analysis.spending_amounts import LINES, SpendingCounts
from dashboard.database.frames import Kind, read_frame
from dashboard.database.tables import (
    account_class,
    budget_line,
    coverage,
    municipality,
    population,
    published_stat,
    spending_month,
)
from dashboard.filters import Filters
from dashboard.periods import Period
from dashboard.queries.lookups import COUNTRY
from dashboard.shapes import POOLED

Columns = dict[str, Kind]
_AMOUNTS: Columns = {
    "municipality_code": "text",
    "month": "int",
    "account_function": "text",
    "spending_class": "text",
    "amount": "int",
}
_MAPPING: Columns = {"account_function": "text", "grouping": "text", "dranst": "int", "spending_class": "text"}
_BUDGET: Columns = {
    "municipality_code": "text",
    "account_function": "text",
    "grouping": "text",
    "original": "int",
    "supplement": "int",
    "expected": "float",
    "as_of": "date",
    "reason": "text",
}
_PUBLISHED: Columns = {
    "table_id": "text",
    "municipality_code": "text",
    "name": "text",
    "year": "int",
    "account_function": "text",
    "label": "text",
    "amount_milli": "float",
    "unit": "text",
    "state": "text",
}


Select = sa.Select[tuple[str, int, str, str, int]]


def select_spending(filters: Filters) -> Select | sa.CompoundSelect[tuple[str, int, str, str, int]]:
    """municipality_code, month, account_function, spending_class, amount (øre) over the range and the year before it.

    More municipalities than fit in one chart: '*' by month and function, and each municipality by year of the range,
    where month is the year's first within it and account_function is ''. The rollup holds delivered months alone.
    """
    c = spending_month.c
    both = Period(filters.period.first - 12, filters.period.last)
    if len(filters.municipalities) <= LINES:
        return _amounts(filters, both, c.municipality_code, c.month, c.account_function)
    # % and not /: a quotient of whole numbers is whole on PostgreSQL and is not on DuckDB.
    year = sa.func.greatest(c.month - c.month % 12, filters.period.first)
    pooled = _amounts(filters, both, sa.literal(POOLED, sa.Text), c.month, c.account_function)
    return pooled.union_all(_amounts(filters, filters.period, c.municipality_code, year, sa.literal("", sa.Text)))


def _amounts(
    filters: Filters,
    period: Period,
    code: sa.ColumnElement[str],
    month: sa.ColumnElement[int],
    function: sa.ColumnElement[str],
) -> Select:
    c = spending_month.c
    return (
        sa.select(code, month, function, c.spending_class, sa.cast(sa.func.sum(c.amount_ore), sa.BigInteger))
        .where(c.municipality_code.in_(filters.municipalities), c.month.between(period.first, period.last))
        # By position: an expression written twice would hold two parameters, and PostgreSQL sees two expressions.
        .group_by(sa.text("1, 2, 3, 4"))
    )


def select_budget(filters: Filters) -> sa.Select[tuple[str, str, str, int, int, int | None, object, str]]:
    """The budget lines of the last year of the range, from each municipality's newest follow-up of that year."""
    year = filters.period.last // 12
    place, day = budget_line.c.municipality_code, budget_line.c.as_of
    newest = sa.select(place, sa.func.max(day)).where(budget_line.c.year == year).group_by(place)
    c = budget_line.c
    columns = (c.municipality_code, c.account_function, c.grouping, c.original_ore, c.supplement_ore, c.expected_ore)
    return sa.select(*columns, c.as_of, c.reason).where(
        c.municipality_code.in_(filters.municipalities), c.year == year, sa.tuple_(place, day).in_(newest)
    )


def select_mapping(filters: Filters) -> sa.Select[tuple[str, str, int, str]]:
    """The translation of accounts in force when the budget's year ends."""
    december = filters.period.last // 12 * 12 + 11
    c = account_class.c
    return sa.select(c.account_function, c.grouping, c.dranst, c.spending_class).where(
        c.from_month <= december, sa.or_(c.to_month.is_(None), c.to_month >= december)
    )


def select_coverage(filters: Filters) -> sa.Select[tuple[str, str]]:
    """Which months the ledger has been delivered for, over the range and the year before it, joined by commas.

    One row per municipality: of the whole country over ten years there would be thirteen thousand.
    """
    c = coverage.c
    months = sa.func.string_agg(sa.cast(c.month, sa.Text), sa.literal(",", sa.Text))
    return (
        sa.select(c.municipality_code, months)
        .where(
            c.source == "ledger",
            c.municipality_code.in_(filters.municipalities),
            c.month.between(filters.period.first - 12, filters.period.last),
        )
        .group_by(c.municipality_code)
    )


def select_population(filters: Filters) -> sa.Select[tuple[str, int, int]]:
    """Persons of 0-22 years on 1 January of each year of the range and of the range a year earlier."""
    return sa.select(population.c.municipality_code, population.c.year, population.c.persons).where(
        population.c.municipality_code.in_(filters.municipalities),
        population.c.year.between(filters.period.first // 12 - 1, filters.period.last // 12),
    )


def select_published() -> sa.Select[tuple[str, str, str, int, str, str, int | None, str, str]]:
    """Net operation of every municipality and the country in the newest year of each published table."""
    c = published_stat.c
    newest = sa.select(c.table_id, sa.func.max(c.year)).group_by(c.table_id)
    # As Danmarks Statistik writes it; a place that nobody has named stands by its code.
    unnamed = sa.case((c.municipality_code == COUNTRY, "Hele landet"), else_=c.municipality_code)
    name = sa.func.coalesce(municipality.c.name, unnamed)
    columns = (c.table_id, c.municipality_code, name, c.year, c.account_function, c.label, c.amount_milli)
    return (
        sa.select(*columns, c.unit, c.state)
        .outerjoin_from(published_stat, municipality, municipality.c.municipality_code == c.municipality_code)
        .where(c.dranst == 1, c.art == "TOT", sa.tuple_(c.table_id, c.year).in_(newest))
        .order_by(c.table_id, c.unit, c.account_function, c.municipality_code != COUNTRY, name, c.municipality_code)
    )


def spending(connection: sa.Connection, filters: Filters) -> SpendingCounts:
    """All that the answer is made of; see SpendingCounts for the columns. Each statement runs once."""

    def read(select: sa.Executable, columns: Columns) -> pd.DataFrame:
        return read_frame(connection, select, columns)

    return SpendingCounts(
        amounts=read(select_spending(filters), _AMOUNTS),
        budget=read(select_budget(filters), _BUDGET),
        mapping=read(select_mapping(filters), _MAPPING),
        coverage=read(select_coverage(filters), {"municipality_code": "text", "months": "text"}),
        population=read(select_population(filters), {"municipality_code": "text", "year": "int", "persons": "int"}),
        published=read(select_published(), _PUBLISHED),
    )
