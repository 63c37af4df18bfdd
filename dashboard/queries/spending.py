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
_AMOUNTS: Columns = {"municipality_code": "text", "month": "int", "spending_class": "text", "amount": "int"}
_FUNCTIONS: Columns = {"account_function": "text", "spending_class": "text", "january": "int", "amount": "int"}
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


def select_spending(
    filters: Filters,
) -> sa.CompoundSelect[tuple[str, int, str, int]] | sa.Select[tuple[str, int, str, int]]:
    """municipality_code, month, spending_class, amount (øre) over the range and the year before it.

    More municipalities than fit in one chart: '*' by month, and each municipality by year of the range, where month
    is the year's first within it. Only months that the ledger has been delivered for count.
    """
    code, month = spending_month.c.municipality_code, spending_month.c.month
    both = Period(filters.period.first - 12, filters.period.last)
    if len(filters.municipalities) <= LINES:
        return _amounts(filters, both, code, month)
    # % and not /: a quotient of whole numbers is whole on PostgreSQL and is not on DuckDB.
    year = sa.func.greatest(month - month % 12, filters.period.first)
    pooled = _amounts(filters, both, sa.literal(POOLED, sa.Text), month)
    return pooled.union_all(_amounts(filters, filters.period, code, year))


def _amounts(
    filters: Filters, period: Period, code: sa.ColumnElement[str], month: sa.ColumnElement[int]
) -> sa.Select[tuple[str, int, str, int]]:
    chosen = _delivered(filters, period)
    spending_class = spending_month.c.spending_class
    total = sa.cast(sa.func.sum(spending_month.c.amount_ore), sa.BigInteger)
    # By position: the same expression written twice would hold two parameters, and PostgreSQL sees two expressions.
    return sa.select(code, month, spending_class, total).where(*chosen).group_by(sa.text("1, 2, 3"))


def _delivered(filters: Filters, period: Period) -> tuple[sa.ColumnElement[bool], ...]:
    code, month = spending_month.c.municipality_code, spending_month.c.month
    delivered = sa.exists().where(
        coverage.c.source == "ledger", coverage.c.municipality_code == code, coverage.c.month == month
    )
    return code.in_(filters.municipalities), month.between(period.first, period.last), delivered


def select_functions(filters: Filters) -> sa.Select[tuple[str, str, int, int]]:
    """account_function, spending_class, january (of the year), amount (øre) over the range."""
    january = spending_month.c.month - spending_month.c.month % 12
    total = sa.cast(sa.func.sum(spending_month.c.amount_ore), sa.BigInteger)
    return (
        sa.select(spending_month.c.account_function, spending_month.c.spending_class, january, total)
        .where(*_delivered(filters, filters.period))
        .group_by(sa.text("1, 2, 3"))
    )


def select_budget(filters: Filters) -> sa.Select[tuple[str, str, str, int, int, int | None, object, str]]:
    """The budget lines of the last year of the range, from each municipality's newest follow-up of that year."""
    other = budget_line.alias()
    year = filters.period.last // 12
    newest = (
        sa.select(sa.func.max(other.c.as_of))
        .where(other.c.municipality_code == budget_line.c.municipality_code, other.c.year == year)
        .scalar_subquery()
    )
    c = budget_line.c
    columns = (c.municipality_code, c.account_function, c.grouping, c.original_ore, c.supplement_ore, c.expected_ore)
    return sa.select(*columns, c.as_of, c.reason).where(
        c.municipality_code.in_(filters.municipalities), c.year == year, c.as_of == newest
    )


def select_mapping(filters: Filters) -> sa.Select[tuple[str, str, int, str]]:
    """The translation of accounts in force when the budget's year ends."""
    december = filters.period.last // 12 * 12 + 11
    c = account_class.c
    return sa.select(c.account_function, c.grouping, c.dranst, c.spending_class).where(
        c.from_month <= december, sa.or_(c.to_month.is_(None), c.to_month >= december)
    )


def select_coverage(filters: Filters) -> sa.Select[tuple[str, int]]:
    """Which months the ledger has been delivered for, over the range and the year before it."""
    return sa.select(coverage.c.municipality_code, coverage.c.month).where(
        coverage.c.source == "ledger",
        coverage.c.municipality_code.in_(filters.municipalities),
        coverage.c.month.between(filters.period.first - 12, filters.period.last),
    )


def select_population(filters: Filters) -> sa.Select[tuple[str, int, int]]:
    """Persons of 0-22 years on 1 January of each year of the range and of the range a year earlier."""
    return sa.select(population.c.municipality_code, population.c.year, population.c.persons).where(
        population.c.municipality_code.in_(filters.municipalities),
        population.c.year.between(filters.period.first // 12 - 1, filters.period.last // 12),
    )


def select_published() -> sa.Select[tuple[str, str, str, int, str, str, int | None, str, str]]:
    """Net operation of every municipality and the country in the newest year of each published table."""
    other, c = published_stat.alias(), published_stat.c
    newest = sa.select(sa.func.max(other.c.year)).where(other.c.table_id == c.table_id).scalar_subquery()
    # As Danmarks Statistik writes it; a place that nobody has named stands by its code.
    unnamed = sa.case((c.municipality_code == COUNTRY, "Hele landet"), else_=c.municipality_code)
    name = sa.func.coalesce(municipality.c.name, unnamed)
    columns = (c.table_id, c.municipality_code, name, c.year, c.account_function, c.label, c.amount_milli)
    return (
        sa.select(*columns, c.unit, c.state)
        .outerjoin_from(published_stat, municipality, municipality.c.municipality_code == c.municipality_code)
        .where(c.dranst == 1, c.art == "TOT", c.year == newest)
        .order_by(c.table_id, c.unit, c.account_function, c.municipality_code != COUNTRY, name, c.municipality_code)
    )


def spending(connection: sa.Connection, filters: Filters) -> SpendingCounts:
    """All that the answer is made of; see SpendingCounts for the columns. Each statement runs once."""

    def read(select: sa.Executable, columns: Columns) -> pd.DataFrame:
        return read_frame(connection, select, columns)

    return SpendingCounts(
        amounts=read(select_spending(filters), _AMOUNTS),
        functions=read(select_functions(filters), _FUNCTIONS),
        budget=read(select_budget(filters), _BUDGET),
        mapping=read(select_mapping(filters), _MAPPING),
        coverage=read(select_coverage(filters), {"municipality_code": "text", "month": "int"}),
        population=read(select_population(filters), {"municipality_code": "text", "year": "int", "persons": "int"}),
        published=read(select_published(), _PUBLISHED),
    )
