"""How much was it in one period, in the unit and at the price level that were asked for?"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate
from typing import Any, NamedTuple

from dashboard.analysis.spending_prices import PriceLevel
from dashboard.filters import Filters
from dashboard.periods import Period
from dashboard.shapes import POOLED, Number, State

LINES = 4  # more municipalities than this are one pooled line in a chart (design.md, "Several municipalities")
Amount = tuple[str, int, str, str, int]


class BudgetLine(NamedTuple):
    """One line of a budget in øre; expected None: nobody has said yet."""

    municipality_code: str
    account_function: str
    grouping: str
    original: int
    supplement: int
    expected: int | None
    as_of: dt.date
    reason: str


class Division(NamedTuple):
    """By which editions of the municipalities' mapping of cost centres; rest: what of the range is in no target group."""

    versions: tuple[str, ...]
    rest: int


@dataclass(frozen=True)
class SpendingCounts:
    """What queries.spending found. Money is whole øre in current prices; only delivered months are counted.

    Plain tuples and dicts: to make frames of them and read those took as long as the statements, 15 ms.

    amounts: municipality_code, month, account_function, spending_class, amount; over the range and the year before
    it. Up to LINES municipalities: each by month and function. More: '*' by month and function, and each by year of
    the range, or over all of it, under the first month of that within the range and the function ''.
    budget: the chosen municipalities' lines; mapping: account_function, grouping, dranst → the class in force when
    the budget's year ends. coverage: municipality → months delivered; population: municipality, year → persons; both
    may hold more than was asked for. published: columns table_id, municipality_code, name, year, account_function,
    label, value (of the unit), unit, state.
    """

    amounts: Sequence[Amount]
    budget: Sequence[BudgetLine]
    mapping: Mapping[tuple[str, str, int], str]
    coverage: Mapping[str, Set[int]]
    population: Mapping[tuple[str, int], int]
    published: Mapping[str, Sequence[Any]]
    division: Division | None = None  # where a target group was asked for: then there is no budget, nothing published


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
    """The amounts of one view, ready to be added up over any period of it.

    Every series runs over the months of the range and the year before it, and is kept as running sums: a view of four
    lines has a thousand cells, and each is then one subtraction.
    """

    def __init__(self, counts: SpendingCounts, filters: Filters, price_index: Mapping[int, Decimal]) -> None:
        self.filters = filters
        self.months = range(filters.period.first - 12, filters.period.last + 1)
        self.prices = PriceLevel(filters.prices, price_index, self.months)
        self._persons = counts.population
        self._delivered = self._running_deliveries(counts.coverage)
        # (class, function) → year → øre of all the chosen over the range, where anything is posted.
        self.functions: defaultdict[tuple[str, str], Counter[int]] = defaultdict(Counter)
        self._monthly: defaultdict[tuple[str, str], list[int]] = defaultdict(lambda: [0] * len(self.months))
        self._whole: Counter[tuple[str, str]] = Counter()  # of the whole range, in parts of the price level
        self._add_up(counts.amounts)
        self._running = {key: self.prices.running(series, self.months) for key, series in self._monthly.items()}

    def _add_up(self, amounts: Sequence[Amount]) -> None:
        start, first = self.months.start, self.filters.period.first
        functions: defaultdict[tuple[str, str, int], int] = defaultdict(int)
        for code, month, function, spending_class, ore in amounts:
            if not function:
                self._whole[code, spending_class] += self.prices.weighted(month // 12, ore)
                continue
            self._monthly[code, spending_class][month - start] += ore
            if month >= first:
                functions[spending_class, function, month // 12] += ore
        for (spending_class, function, year), ore in functions.items():
            self.functions[spending_class, function][year] = ore
        if 1 < len(self.filters.municipalities) <= LINES:  # more than that come pooled
            for (_code, spending_class), series in list(self._monthly.items()):
                self._monthly[POOLED, spending_class] = _added([self._monthly[POOLED, spending_class], series])

    def _running_deliveries(self, coverage: Mapping[str, Set[int]]) -> dict[str, list[int]]:
        none: Set[int] = frozenset()
        found = {code: coverage.get(code, none) for code in self.filters.municipalities}
        flags = {code: [int(month in delivered) for month in self.months] for code, delivered in found.items()}
        flags[POOLED] = _added(list(flags.values()))
        return {code: list(accumulate(series, initial=0)) for code, series in flags.items()}

    def _between(self, running: Sequence[int], period: Period) -> int:
        start = self.months.start
        return running[period.last + 1 - start] - running[period.first - start]

    @property
    def pooled(self) -> str:
        """The code under which all the chosen municipalities stand together."""
        return self.filters.municipalities[0] if self.filters.one_municipality else POOLED

    def members(self, code: str) -> tuple[str, ...]:
        return self.filters.municipalities if code == POOLED else (code,)

    def classes(self) -> set[str]:
        """Those with any posting in the range."""
        return {spending_class for spending_class, _function in self.functions}

    def delivered(self, code: str, period: Period) -> int:
        """Months delivered, counted once per municipality."""
        return self._between(self._delivered[code], period)

    def basis(self, code: str, period: Period) -> Basis:
        n = self.delivered(code, period)
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
        period = self.filters.period
        return self.expected(self.pooled, period) - self.delivered(self.pooled, period)

    def expected(self, code: str, period: Period) -> int:
        """What n is when everything has been delivered."""
        return len(period.months) * len(self.members(code))

    def _mean_persons(self, code: str, period: Period) -> float | None:
        """Persons of 0-22 years on 1 January, mean over the years of the period; None where one is unknown.

        Only municipalities that delivered a month of the period count: their spending is what is divided.
        """
        years = years_of(period)
        members = [m for m in self.members(code) if self.delivered(m, period)]
        persons = [self._persons.get((m, year), 0) for m in members for year in years]
        return sum(persons) / len(years) if persons and all(persons) else None

    def years_without_population(self) -> list[int]:
        """Years of the range for which a municipality with accounts has no population."""
        period = self.filters.period
        delivering = [m for m in self.filters.municipalities if self.delivered(m, period)]
        return [year for year in years_of(period) if not all(self._persons.get((m, year)) for m in delivering)]

    def years_without_index(self, period: Period) -> list[int]:
        if self.filters.prices == "current":
            return []
        return [year for year in years_of(period) if year not in self.prices.index]

    def ore(self, basis: Basis, spending_class: str) -> int | None:
        """Net spending of a class, at the price level asked for; None where the basis bears no number."""
        return self.prices.ore(self._parts(basis, spending_class)) if basis.state == "ok" else None

    def _parts(self, basis: Basis, spending_class: str) -> int:
        key = (basis.code, spending_class)
        running = self._running.get(key)
        return self._between(running, basis.period) if running else self._whole.get(key, 0)

    def number(self, basis: Basis, classes: Iterable[str]) -> Number:
        """Net spending of the classes together: øre, or øre per 0-22-year-old."""
        return self._number(basis, sum(self._parts(basis, one) for one in classes))

    def number_of(self, basis: Basis, by_year: Mapping[int, int]) -> Number:
        """The same for year → øre of any other part of the basis' spending."""
        return self._number(basis, sum(self.prices.weighted(year, ore) for year, ore in by_year.items()))

    def _number(self, basis: Basis, parts: int) -> Number:
        if basis.state != "ok":
            return Number(None, n=basis.n, state=basis.state, denominator=basis.denominator)
        ore = self.prices.ore(parts)
        return Number(per(ore, basis.denominator), basis.n, numerator=ore, denominator=basis.denominator)

    def spent(self, code: str, classes: Iterable[str], period: Period) -> float:
        """Øre in current prices, whatever the view's unit; NaN where nothing is delivered."""
        if not self.delivered(code, period):
            return float("nan")
        start, none = self.months.start, ()
        months = slice(period.first - start, period.last + 1 - start)
        return float(sum(sum(self._monthly.get((code, one), none)[months]) for one in classes))


def _added(several: Sequence[Sequence[int]]) -> list[int]:
    return [sum(month) for month in zip(*several, strict=True)]


def per(ore: int, denominator: float | None) -> float:
    """Øre, or øre per person where there is a denominator."""
    return ore if denominator is None else ore / denominator


def years_of(period: Period) -> range:
    return range(period.first // 12, period.last // 12 + 1)
