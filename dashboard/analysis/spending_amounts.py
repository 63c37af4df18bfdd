"""How much was it in one period, in the unit and at the price level that were asked for?"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pandas as pd

from dashboard.filters import Filters
from dashboard.periods import Period
from dashboard.shapes import POOLED, Number, State

LINES = 4  # more municipalities than this are one pooled line in a chart (design.md, "Several municipalities")


@dataclass(frozen=True)
class SpendingCounts:
    """What queries.spending found. Money is whole øre in current prices; only delivered months are counted.

    amounts: municipality_code, month, spending_class, amount; over the range and the year before it. Up to LINES
    municipalities: each by month. More: '*' by month, and each by year of the range, under the year's first month
    within it.
    functions: account_function, spending_class, january, amount; all the chosen together, by year of the range.
    budget: municipality_code, account_function, grouping, original, supplement, expected (NaN: nobody has said),
    as_of, reason; mapping: account_function, grouping, dranst, spending_class in force when the budget's year ends.
    coverage: municipality_code, month; population: municipality_code, year, persons.
    published: table_id, municipality_code, name, year, account_function, label, amount_milli, unit, state.
    """

    amounts: pd.DataFrame
    functions: pd.DataFrame
    budget: pd.DataFrame
    mapping: pd.DataFrame
    coverage: pd.DataFrame
    population: pd.DataFrame
    published: pd.DataFrame


@dataclass(frozen=True)
class Basis:
    """What one place's amounts of one period rest on, whichever the class.

    n: months delivered, counted once per municipality; denominator: persons, None unless per child and known.
    """

    code: str
    period: Period
    n: int
    denominator: float | None
    state: State


class Amounts:
    """The amounts of one view, ready to be added up over any period of it."""

    def __init__(self, counts: SpendingCounts, filters: Filters, price_index: Mapping[int, Decimal]) -> None:
        self.filters = filters
        self._index = price_index
        self._ore: defaultdict[tuple[str, str], Counter[int]] = defaultdict(Counter)
        # One to four municipalities come by month each, and are pooled here; more come pooled.
        pool = 1 < len(filters.municipalities) <= LINES
        for code, month, spending_class, amount in _rows(counts.amounts):
            self._ore[code, spending_class][month] += amount
            if pool:
                self._ore[POOLED, spending_class][month] += amount
        self._delivered: defaultdict[str, set[int]] = defaultdict(set)
        for code, month in _rows(counts.coverage):
            self._delivered[code].add(month)
        self._persons = {(code, year): persons for code, year, persons in _rows(counts.population)}

    @property
    def pooled(self) -> str:
        """The code under which all the chosen municipalities stand together."""
        return self.filters.municipalities[0] if self.filters.one_municipality else POOLED

    def members(self, code: str) -> tuple[str, ...]:
        return self.filters.municipalities if code == POOLED else (code,)

    def classes(self, period: Period) -> set[str]:
        """Those with any posting in the period."""
        return {found for (_, found), months in self._ore.items() if any(m in period.months for m in months)}

    def basis(self, code: str, period: Period) -> Basis:
        delivered = {m: sum(month in self._delivered[m] for month in period.months) for m in self.members(code)}
        n = sum(delivered.values())
        denominator = None
        if self.filters.unit == "child":
            denominator = self._mean_persons([m for m, months in delivered.items() if months], period)
        return Basis(code, period, n, denominator, self._state(n, denominator, period))

    def _state(self, n: int, denominator: float | None, period: Period) -> State:
        if n == 0 or (self.filters.unit == "child" and denominator is None):
            return "missing"
        # One year without an index, and the whole range has no common price level.
        if self.years_without_index(self.filters.period) or self.years_without_index(period):
            return "not_estimable"
        return "ok"

    @property
    def months_missing(self) -> int:
        """Months of the range that the ledger has not been delivered for, counted once per municipality."""
        return self.expected(self.pooled, self.filters.period) - self.basis(self.pooled, self.filters.period).n

    def expected(self, code: str, period: Period) -> int:
        """What n is when everything has been delivered."""
        return len(period.months) * len(self.members(code))

    def _mean_persons(self, members: list[str], period: Period) -> float | None:
        """Persons of 0-22 years on 1 January, mean over the years of the period; None where one is unknown."""
        years = years_of(period)
        persons = [self._persons.get((m, year), 0) for m in members for year in years]
        return sum(persons) / len(years) if persons and all(persons) else None

    def years_without_population(self) -> list[int]:
        """Years of the range for which a municipality with accounts has no population."""
        period = self.filters.period
        delivering = [m for m in self.filters.municipalities if self.basis(m, period).n]
        return [year for year in years_of(period) if not all(self._persons.get((m, year)) for m in delivering)]

    def years_without_index(self, period: Period) -> list[int]:
        if self.filters.prices == "current":
            return []
        return [year for year in years_of(period) if year not in self._index]

    @property
    def base_year(self) -> int | None:
        """The year whose price level amounts are shown at: the last one with an index."""
        return max(self._index, default=None) if self.filters.prices == "fixed" else None

    def number(self, basis: Basis, classes: Iterable[str]) -> Number:
        """Net spending of the classes together: øre, or øre per 0-22-year-old."""
        months = (self._ore[basis.code, one] for one in classes)
        by_year = ((m // 12, ore) for found in months for m, ore in found.items() if m in basis.period.months)
        return self.number_of(basis, by_year)

    def number_of(self, basis: Basis, by_year: Iterable[tuple[int, int]]) -> Number:
        """The same for (year, øre) of any other part of the basis' spending."""
        if basis.state != "ok":
            return Number(None, n=basis.n, state=basis.state, denominator=basis.denominator)
        # Fractions, rounded to whole øre once at the end: no order of adding up changes a figure.
        ore = round(sum(amount * self._factor(year) for year, amount in by_year))
        value = ore if basis.denominator is None else ore / basis.denominator
        return Number(value, basis.n, numerator=ore, denominator=basis.denominator)

    def _factor(self, year: int) -> Fraction | int:
        base = self.base_year
        return 1 if base is None else Fraction(self._index[base]) / Fraction(self._index[year])

    def spent(self, code: str, classes: Iterable[str], period: Period) -> float:
        """Øre in current prices, whatever the view's unit; NaN where nothing is delivered."""
        if not self.basis(code, period).n:
            return float("nan")
        return float(sum(ore for c in classes for m, ore in self._ore[code, c].items() if m in period.months))


def years_of(period: Period) -> range:
    return range(period.first // 12, period.last // 12 + 1)


def _rows(frame: pd.DataFrame) -> Iterable[tuple[Any, ...]]:
    # Plain ints and strings: øre of the whole country times an index do not fit in 64 bits.
    return zip(*(frame[column].tolist() for column in frame), strict=True)
