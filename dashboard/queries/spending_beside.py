"""What stands beside the accounts and belongs to a version as a whole: deliveries, population, budgets, published.

None of it grows with the postings (nationally 11.748 months of deliveries are the most), a version never changes, and
a statement costs 1-6 ms however little it finds: it is read once per version, and an answer reads its amounts alone.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from dashboard.analysis.spending_amounts import BudgetLine
from dashboard.database.frames import Kind, read_frame
from dashboard.database.per_version import once
from dashboard.database.published_tables import published_stat
from dashboard.database.tables import (
    account_class,
    budget_line,
    cost_centre_group,
    coverage,
    municipality,
    population,
)
from dashboard.periods import Period
from dashboard.shapes import COUNTRY

_PUBLISHED: dict[str, Kind] = {
    "table_id": "text",
    "municipality_code": "text",
    "name": "text",
    "year": "int",
    "account_function": "text",
    "label": "text",
    "value": "float",
    "unit": "text",
    "state": "text",
}


@dataclass(frozen=True)
class Beside:
    """Of one version, for every municipality and year.

    delivered: municipality → months of the ledger. persons: municipality, year → 0-22-year-olds on 1 January.
    budget: year → municipality → the lines of its newest follow-up of that year. classes: account_function, grouping,
    dranst, spending_class, first month, last month or None. published: as in SpendingCounts. divided: municipality →
    first month, last month or None, and version of each row of its mapping of cost centres.
    """

    delivered: Mapping[str, Set[int]]
    persons: Mapping[tuple[str, int], int]
    budget: Mapping[int, Mapping[str, Sequence[BudgetLine]]]
    classes: Sequence[tuple[str, str, int, str, int, int | None]]
    published: Mapping[str, list[Any]]
    divided: Mapping[str, Sequence[tuple[int, int | None, str]]]

    def classes_in_force(self, month: int) -> dict[tuple[str, str, int], str]:
        """account_function, grouping, dranst → class."""
        return {
            (function, grouping, dranst): found
            for function, grouping, dranst, found, first, last in self.classes
            if first <= month and (last is None or last >= month)
        }

    def divided_months(self, code: str) -> Set[int]:
        """The months of the ledger that the municipality's mapping of cost centres is in force in."""
        spans = self.divided.get(code, ())
        return {
            month
            for month in self.delivered.get(code, ())
            if any(first <= month and (last is None or month <= last) for first, last, _ in spans)
        }

    def versions(self, codes: Sequence[str], period: Period) -> tuple[str, ...]:
        """Which editions of the mapping are in force in some month of the period."""
        return tuple(
            sorted(
                {
                    version
                    for code in codes
                    for first, last, version in self.divided.get(code, ())
                    if first <= period.last and (last is None or last >= period.first)
                }
            )
        )


def beside(connection: sa.Connection, version: str) -> Beside:
    """What the version holds, read the first time it is asked for; '' is a version that may still change."""
    return once(connection, version, "beside", lambda: _read(connection))


def _read(connection: sa.Connection) -> Beside:
    published = read_frame(connection, select_published(), _PUBLISHED)
    published["value"] /= 1000
    return Beside(
        delivered={
            code: frozenset(int(month) for month in months.split(","))
            for code, months in connection.execute(select_coverage())
        },
        persons={(code, year): persons for code, year, persons in connection.execute(sa.select(population))},
        budget=_newest(connection),
        classes=list(connection.execute(select_classes())),
        published={name: published[name].tolist() for name in _PUBLISHED},
        divided=_divided(connection),
    )


def _divided(connection: sa.Connection) -> dict[str, list[tuple[int, int | None, str]]]:
    c, found = cost_centre_group.c, defaultdict[str, list[tuple[int, int | None, str]]](list)
    spans = sa.select(c.municipality_code, c.from_month, c.to_month, c.mapping_version).distinct()
    for code, first, last, version in connection.execute(spans):
        found[code].append((first, last, version))
    return dict(found)


def select_classes() -> sa.Select[str, str, int, str, int, int | None]:
    """The translation of accounts, as Beside.classes."""
    c = account_class.c
    return sa.select(c.account_function, c.grouping, c.dranst, c.spending_class, c.from_month, c.to_month)


def select_coverage() -> sa.Select[str, str]:
    """Which months the ledger has been delivered for, one row per municipality: its months joined by commas."""
    months = sa.func.string_agg(sa.cast(coverage.c.month, sa.Text), sa.literal(",", sa.Text))
    by_place = sa.select(coverage.c.municipality_code, months).group_by(coverage.c.municipality_code)
    return by_place.where(coverage.c.source == "ledger")


def select_budget() -> sa.Select[int, str, str, str, int, int, int | None, dt.date, str]:
    """Every budget's lines from its municipality's newest follow-up of that year: the year, then as in BudgetLine."""
    c = budget_line.c
    newest = sa.select(c.municipality_code, c.year, sa.func.max(c.as_of)).group_by(c.municipality_code, c.year)
    columns = (c.municipality_code, c.account_function, c.grouping, c.original_ore, c.supplement_ore, c.expected_ore)
    return sa.select(c.year, *columns, c.as_of, c.reason).where(
        sa.tuple_(c.municipality_code, c.year, c.as_of).in_(newest)
    )


def _newest(connection: sa.Connection) -> dict[int, dict[str, list[BudgetLine]]]:
    found: defaultdict[int, dict[str, list[BudgetLine]]] = defaultdict(dict)
    for row in connection.execute(select_budget()):
        line = BudgetLine(*row[1:])
        found[row[0]].setdefault(line.municipality_code, []).append(line)
    return dict(found)


def select_published() -> sa.Select[str, str, str, int, str, str, int | None, str, str]:
    """Net operation of every municipality and the country in the newest year of each published table, in thousandths."""
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
