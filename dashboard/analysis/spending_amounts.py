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

    amounts: municipality_code, month, account_function, spending_class, amount; over the range and the year before
    it. Up to LINES municipalities: each by month and function. More: '*' by month and function, and each by year of
    the range, under the year's first month within it and the function ''.
    budget: municipality_code, account_function, grouping, original, supplement, expected (NaN: nobody has said),
    as_of, reason; mapping: account_function, grouping, dranst, spending_class in force when the budget's year ends.
    coverage: municipality_code, months (joined by commas); population: municipality_code, year, persons.
    published: table_id, municipality_code, name, year, account_function, label, amount_milli, unit, state.
    """

    amounts: pd.DataFrame
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
        # (class, function) → year → øre of all the chosen over the range.
        self.functions: defaultdict[tuple[str, str], Counter[int]] = defaultdict(Counter)
        # One to four municipalities come each by month, and are pooled here; more come pooled.
        many = len(filters.municipalities) > LINES
        for code, month, function, spending_class, amount in _rows(counts.amounts):
            self._ore[code, spending_class][month] += amount
            if not many and not filters.one_municipality:
                self._ore[POOLED, spending_class][month] += amount
            if month in filters.period.months and (code == POOLED or not many):
                self.functions[spending_class, function][month // 12] += amount
        self._delivered = {code: {int(month) for month in text.split(",")} for code, text in _rows(counts.coverage)}
        self._delivering = Counter(month for months in self._delivered.values() for month in months)
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
        if code == POOLED:
            n = sum(self._delivering[month] for month in period.months)
        else:
            n = len(self._delivered.get(code, set()).intersection(period.months))
        denominator = self._mean_persons(code, period) if self.filters.unit == "child" else None
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

    def _mean_persons(self, code: str, period: Period) -> float | None:
        """Persons of 0-22 years on 1 January, mean over the years of the period; None where one is unknown.

        Only municipalities that delivered a month of the period count: their spending is what is divided.
        """
        years = years_of(period)
        members = [m for m in self.members(code) if not self._delivered.get(m, set()).isdisjoint(period.months)]
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
        return self.number_of(basis, [pair for one in classes for pair in self._by_year(basis, one)])

    def _by_year(self, basis: Basis, spending_class: str) -> Iterable[tuple[int, int]]:
        months, period = self._ore[basis.code, spending_class], basis.period.months
        if len(months) < len(period):
            return [(month // 12, ore) for month, ore in months.items() if month in period]
        return [(month // 12, months[month]) for month in period]

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
        return float(sum(self._ore[code, one][month] for one in classes for month in period.months))


def years_of(period: Period) -> range:
    return range(period.first // 12, period.last // 12 + 1)


def _rows(frame: pd.DataFrame) -> Iterable[tuple[Any, ...]]:
    # Plain ints and strings: øre of the whole country times an index do not fit in 64 bits.
    return zip(*(frame[column].tolist() for column in frame), strict=True)
