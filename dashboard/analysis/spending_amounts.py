"""How much was it in one period, in the unit and at the price level that were asked for?"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate
from typing import Any, NamedTuple

import numpy as np

from dashboard.analysis.caveats import TOGETHER, Deliveries
from dashboard.analysis.spending_prices import PriceLevel
from dashboard.filters import Filters
from dashboard.measures import MAIN_CLASSES
from dashboard.periods import Interval, Period
from dashboard.shapes import POOLED, Caveat, Number, State

LINES = 4  # more municipalities than this are one pooled line in a chart (design.md, "Several municipalities")
MONTHS = 12  # of a year
LEFT_OUT = "-"  # those of the chosen together that no number of all of them is made of
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


def knows_all(posted: Container[str]) -> bool:
    """Whether a municipality ever posted on each of the main classes. One that never did on one of them has most likely
    delivered a part: in a sum with others its other classes would weigh too much."""
    return all(one in posted for one in MAIN_CLASSES)


class Division(NamedTuple):
    """By which editions of the municipalities' mapping of cost centres; rest: what of the range is in no target group."""

    versions: tuple[str, ...]
    rest: int


@dataclass(frozen=True)
class SpendingCounts:
    """What queries.spending found. Money is whole øre in current prices; only delivered months are counted.

    Plain tuples and dicts: to make frames of them and read those took as long as the statements, 15 ms.

    amounts: municipality_code, month, account_function, spending_class, amount; over the range and the year before
    it. Up to LINES municipalities: each by month and function. More: '*' (LEFT_OUT) by month and function, of those that
    knows_all (does not) of, and each by year of the range, or over all of it, under the first month of that within the
    range and the function ''.
    budget: the chosen municipalities' lines; mapping: account_function, grouping, dranst → the class in force when
    the budget's year ends. coverage: municipality → months delivered; population: municipality, year → persons; both
    may hold more than was asked for. published: columns table_id, municipality_code, name, year, account_function,
    label, value (of the unit), unit, state. posted: municipality → the main classes that it ever posted on.
    """

    amounts: Sequence[Amount]
    budget: Sequence[BudgetLine]
    mapping: Mapping[tuple[str, str, int], str]
    coverage: Mapping[str, Set[int]]
    population: Mapping[tuple[str, int], int]
    published: Mapping[str, Sequence[Any]]
    posted: Mapping[str, Set[str]]
    earlier_budget: int | None = None  # the newest year before the budget's that one of them has delivered one of
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
        self._posted = {code: counts.posted.get(code, frozenset()) for code in filters.municipalities}
        self._coverage = counts.coverage
        delivered = self._flags(counts.coverage)
        self._delivered = self._running_deliveries(delivered)
        if filters.unit == "child":
            self._running_persons(delivered)
        self._deliveries = Deliveries(np.array(delivered), self.months.start, as_of)
        self._together = Deliveries(np.array(self._flags(self._of_members())), self.months.start, as_of)
        # (class, function) → year → øre of all that are counted together over the range, where anything is posted; and
        # of all the chosen.
        self.functions: defaultdict[tuple[str, str], Counter[int]] = defaultdict(Counter)
        self.every_function: defaultdict[tuple[str, str], Counter[int]] = defaultdict(Counter)
        self._monthly: defaultdict[tuple[str, str], list[int]] = defaultdict(lambda: [0] * len(self.months))
        self._whole: Counter[tuple[str, str]] = Counter()  # of the whole range, in parts of the price level
        self._add_up(counts.amounts)
        self._running = {key: self.prices.running(series, self.months) for key, series in self._monthly.items()}

    def _add_up(self, amounts: Sequence[Amount]) -> None:
        start, first = self.months.start, self.filters.period.first
        functions: defaultdict[tuple[str, str, str, int], int] = defaultdict(int)
        for code, month, function, spending_class, ore in amounts:
            if not function:
                self._whole[code, spending_class] += self.prices.weighted(month // 12, ore)
                continue
            self._monthly[code, spending_class][month - start] += ore
            if month >= first:
                functions[code, spending_class, function, month // 12] += ore
        together = {POOLED, *self.members(self.pooled)}
        for (code, spending_class, function, year), ore in functions.items():
            self.every_function[spending_class, function][year] += ore
            if code in together:
                self.functions[spending_class, function][year] += ore
        if 1 < len(self.filters.municipalities) <= LINES:  # more than that come pooled
            for (code, spending_class), series in list(self._monthly.items()):
                pool = POOLED if code in together else LEFT_OUT
                self._monthly[pool, spending_class] = _added([self._monthly[pool, spending_class], series])

    def _flags(self, coverage: Mapping[str, Set[int]]) -> list[list[bool]]:
        """The chosen municipalities × months."""
        none: Set[int] = frozenset()
        found = [coverage.get(code, none) for code in self.filters.municipalities]
        return [[month in months for month in self.months] for months in found]

    def _of_members(self) -> dict[str, Set[int]]:
        """The months of those whose amounts make a number of all together; of the others that number has none."""
        return {code: self._coverage.get(code, frozenset()) for code in self.members(self.pooled)}

    def _running_deliveries(self, delivered: Sequence[Sequence[bool]]) -> dict[str, list[int]]:
        flags: dict[str, Sequence[int]] = dict(zip(self.filters.municipalities, delivered, strict=True))
        flags[POOLED] = self._added_up(flags)
        return {code: list(accumulate(series, initial=0)) for code, series in flags.items()}

    def caveat(self, basis: Basis, interval: Interval | None) -> Caveat:
        """What the basis is not whole in; interval: whose calendar its period belongs to, as in Deliveries."""
        if basis.code == POOLED:
            return self._together.caveat(TOGETHER, basis.period, interval)
        return self._deliveries.caveat(self.filters.municipalities.index(basis.code), basis.period, interval)

    def _added_up(self, of_each: Mapping[str, Sequence[int]]) -> list[int]:
        """By month, over those whose amounts make a number of all together."""
        return _added([[0] * len(self.months), *(of_each[code] for code in self.members(POOLED))])

    def _between(self, running: Sequence[int], period: Period) -> int:
        start = self.months.start
        return running[period.last + 1 - start] - running[period.first - start]

    @property
    def pooled(self) -> str:
        """The code under which all the chosen municipalities stand together."""
        return self.filters.municipalities[0] if self.filters.one_municipality else POOLED

    def chosen(self, code: str) -> tuple[str, ...]:
        return self.filters.municipalities if code == POOLED else (code,)

    def members(self, code: str) -> tuple[str, ...]:
        """Whose amounts make a number: of several together, those that knows_all is true of."""
        if code != POOLED:
            return (code,)
        return tuple(one for one in self.filters.municipalities if knows_all(self._posted[one]))

    def classes(self) -> set[str]:
        """Those with any posting in the range."""
        return {spending_class for spending_class, _function in self.every_function}

    def unposted(self, code: str, classes: Iterable[str] = MAIN_CLASSES) -> list[str]:
        """The main classes of these that somebody of the place never posted on: what they cost is not known."""
        return [one for one in classes if one in MAIN_CLASSES and any(one not in self._posted[m] for m in self.chosen(code))]

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
        delivered = sum(self.delivered(code, period) for code in self.filters.municipalities)
        return self.expected(self.pooled, period) - delivered

    def expected(self, code: str, period: Period) -> int:
        """What n is when everything has been delivered."""
        return len(period.months) * len(self.chosen(code))

    def ever_delivered(self, code: str) -> bool:
        """Whether the ledger of any month has been delivered."""
        return bool(self._coverage.get(code))

    def comparable(self, period: Period) -> bool:
        """Whether every month of it is delivered by all that are counted together."""
        return self.delivered(self.pooled, period) == len(period.months) * len(self.members(self.pooled))

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
            found[POOLED] = self._added_up(found)
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
        """Net spending of a class, at the price level asked for; None where there is no number (state)."""
        return self.prices.ore(self._parts(basis, spending_class)) if self.state(basis, spending_class) == "ok" else None

    def state(self, basis: Basis, *classes: str) -> State:
        """Of these classes together. Together with others only those count that know all of them."""
        return "missing" if basis.code != POOLED and self.unposted(basis.code, classes) else basis.state

    def _parts(self, basis: Basis, spending_class: str) -> int:
        key = (basis.code, spending_class)
        running = self._running.get(key)
        return self._between(running, basis.period) if running else self._whole.get(key, 0)

    def number(self, basis: Basis, classes: Iterable[str]) -> Number:
        """Net spending of the classes together: øre, or øre per 0-22-year-old."""
        several = tuple(classes)
        return self._number(basis, sum(self._parts(basis, one) for one in several), self.state(basis, *several))

    def number_of(self, basis: Basis, by_year: Mapping[int, int]) -> Number:
        """The same for year → øre of any other part of the basis' spending."""
        return self._number(basis, sum(self.prices.weighted(year, ore) for year, ore in by_year.items()), basis.state)

    def _number(self, basis: Basis, parts: int, state: State) -> Number:
        if state != "ok":
            return Number(None, n=basis.n, state=state, denominator=basis.denominator)
        ore = self.prices.ore(parts)
        return Number(per(ore, basis.denominator), basis.n, numerator=ore, denominator=basis.denominator)

    def spent(self, code: str, classes: Iterable[str], period: Period) -> float:
        """Øre of all the chosen in current prices, whatever the view's unit; NaN where nothing is delivered, or somebody
        never posted on one of the classes."""
        classes = tuple(classes)
        if not any(self.delivered(one, period) for one in self.chosen(code)) or self.unposted(code, classes):
            return float("nan")
        start, none = self.months.start, ()
        months = slice(period.first - start, period.last + 1 - start)
        codes = (POOLED, LEFT_OUT) if code == POOLED else (code,)
        return float(sum(sum(self._monthly.get((at, one), none)[months]) for at in codes for one in classes))


def _added(several: Sequence[Sequence[int]]) -> list[int]:
    return [sum(month) for month in zip(*several, strict=True)]


def per(ore: int, denominator: float | None) -> float:
    """Øre, or øre per person where there is a denominator."""
    return ore if denominator is None else ore / denominator


def years_of(period: Period) -> range:
    return range(period.first // 12, period.last // 12 + 1)
