"""How much was it in one period, in the unit and at the price level that were asked for?"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate
from typing import Any, NamedTuple

import numpy as np

from dashboard.analysis.caveats import TOGETHER, Deliveries
from dashboard.analysis.spending_prices import PriceLevel
from dashboard.filters import Filters
from dashboard.periods import Interval, Period
from dashboard.shapes import POOLED, Caveat, Number, State

LINES = 4  # more municipalities than this are one pooled line in a chart (design.md, "Several municipalities")
MONTHS = 12  # of a year
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

    n: months delivered, counted once per municipality; denominator: person-years, None unless per child and known.
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

    def __init__(
        self, counts: SpendingCounts, filters: Filters, price_index: Mapping[int, Decimal], as_of: dt.date | None
    ) -> None:
        self.filters = filters
        self.months = range(filters.period.first - 12, filters.period.last + 1)
        self.prices = PriceLevel(filters.prices, price_index, self.months)
        self._persons = counts.population
        delivered = self._flags(counts.coverage)
        self._delivered = self._running_deliveries(delivered)
        if filters.unit == "child":
            self._running_persons(delivered)
        self._deliveries = Deliveries(np.array(delivered), self.months.start, as_of)
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

    def _flags(self, coverage: Mapping[str, Set[int]]) -> list[list[bool]]:
        """The chosen municipalities × months."""
        none: Set[int] = frozenset()
        found = [coverage.get(code, none) for code in self.filters.municipalities]
        return [[month in months for month in self.months] for months in found]

    def _running_deliveries(self, delivered: Sequence[Sequence[bool]]) -> dict[str, list[int]]:
        flags: dict[str, Sequence[int]] = dict(zip(self.filters.municipalities, delivered, strict=True))
        flags[POOLED] = _added(list(flags.values()))
        return {code: list(accumulate(series, initial=0)) for code, series in flags.items()}

    def caveat(self, basis: Basis, interval: Interval | None) -> Caveat:
        """What the basis is not whole in; interval: whose calendar its period belongs to, as in Deliveries."""
        place = TOGETHER if basis.code == POOLED else self.filters.municipalities.index(basis.code)
        return self._deliveries.caveat(place, basis.period, interval)

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
        denominator = self._person_years(code, period) if self.filters.unit == "child" else None
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

    def _person_years(self, code: str, period: Period) -> float | None:
        """A twelfth of the persons of 0-22 years on 1 January for each delivered month; None where a year is unknown.

        So that it is always per year, however long the period is and whoever has not delivered all of it.
        """
        if self._between(self._without_persons[code], period):
            return None
        return self._between(self._person_months[code], period) / MONTHS or None

    def _running_persons(self, delivered: Sequence[Sequence[bool]]) -> None:
        """By municipality, and all together: person-months, and months delivered of a year without persons."""
        months, unknown = {}, {}
        for code, flags in zip(self.filters.municipalities, delivered, strict=True):
            persons = [self._persons.get((code, month // MONTHS), 0) for month in self.months]
            months[code] = [n * there for n, there in zip(persons, flags, strict=True)]
            unknown[code] = [int(there and not n) for n, there in zip(persons, flags, strict=True)]
        for found in (months, unknown):
            found[POOLED] = _added(list(found.values()))
        self._person_months = {code: list(accumulate(series, initial=0)) for code, series in months.items()}
        self._without_persons = {code: list(accumulate(series, initial=0)) for code, series in unknown.items()}

    def years_without_population(self) -> list[int]:
        """Years of the range in which a municipality has accounts and no population."""
        return [
            year
            for year in years_of(self.filters.period)
            if self._between(self._without_persons[self.pooled], self._within(year))
        ]

    def _within(self, year: int) -> Period:
        """The months of a year that are in the range."""
        period = self.filters.period
        return Period(max(MONTHS * year, period.first), min(MONTHS * year + MONTHS - 1, period.last))

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
