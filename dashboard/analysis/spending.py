"""What went to preventive support, placements and compensating benefits, and what stands apart from them?

Always all three main classes together, never a share of one (domain.md 0.4). Account totals are public accounts:
nothing here is about a child, and nothing is suppressed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal

from dashboard.analysis.spending_amounts import LINES, Amounts, Basis, SpendingCounts, per
from dashboard.analysis.spending_budget import COLUMNS as BUDGET
from dashboard.analysis.spending_budget import TOTAL_THREE, budget_rows
from dashboard.database.accounts import FUNCTION_NAMES
from dashboard.filters import Filters
from dashboard.measures import MAIN_CLASSES, SPENDING_CLASSES
from dashboard.periods import Interval, Period
from dashboard.shapes import POOLED, Analysis, Note, Number, Table, by_name

COLUMNS = (
    "municipality_code",
    "period",
    "spending_class",
    "numerator",
    "denominator",
    "value",
    "lower",
    "upper",
    "n",
    "state",
    "complete",
    "caveat",
)
FUNCTIONS = ("account_function", "name", "spending_class", "numerator", "value", "state")
Row = tuple[object, ...]
NAN = float("nan")


def analyse(
    counts: SpendingCounts, filters: Filters, price_index: Mapping[int, Decimal], as_of: dt.date | None = None
) -> Analysis:
    """The answer's numbers; price_index is year → index, of any base; as_of None: the period is over.

    table: COLUMNS; numerator in øre at the price level asked for, denominator in person-years (NaN unless per child),
    value in øre, or in øre per 0-22-year-old and year, n in months delivered × municipalities.
    Rows: the three main classes, and each other class with a posting in the range.
    now, before: a Number per class and 'total_three'; before is empty unless every month of it is delivered.
    parts: functions, unknown, budget (øre, current prices), published, trend (see _parts).
    """
    amounts = Amounts(counts, filters, price_index, as_of)
    present = amounts.classes()
    classes = tuple(c for c in SPENDING_CLASSES if c in MAIN_CLASSES or c in present)
    earlier = filters.period.a_year_earlier()
    delivered = amounts.delivered(amounts.pooled, earlier) == amounts.expected(amounts.pooled, earlier)
    comparable = delivered and not amounts.years_without_index(earlier)
    now = _numbers(amounts, filters.period, classes)
    return Analysis(
        table=Table(lambda: by_name(COLUMNS, _table(amounts, classes))),
        now=now,
        before=_numbers(amounts, earlier, classes) if comparable else {},
        parts=_parts(counts, amounts),
        notes=_notes(counts, amounts, now),
    )


def _numbers(amounts: Amounts, period: Period, classes: tuple[str, ...]) -> dict[str, Number]:
    basis = amounts.basis(amounts.pooled, period)
    numbers = {one: amounts.number(basis, (one,)) for one in classes}
    return numbers | {TOTAL_THREE: amounts.number(basis, MAIN_CLASSES)}


def _table(amounts: Amounts, classes: tuple[str, ...]) -> list[Row]:
    filters = amounts.filters
    periods = filters.period.split(filters.interval)
    many = len(filters.municipalities) > LINES
    lines = () if many else filters.municipalities
    pooled = () if filters.one_municipality else (POOLED,)
    calendar = [amounts.basis(code, period) for code in (*lines, *pooled) for period in periods]
    whole = [amounts.basis(code, filters.period) for code in filters.municipalities if many]
    rows = [row for basis in calendar for row in _rows(amounts, basis, classes, filters.interval)]
    return rows + [row for basis in whole for row in _rows(amounts, basis, classes, None)]


def _rows(amounts: Amounts, basis: Basis, classes: tuple[str, ...], interval: Interval | None) -> list[Row]:
    key, denominator = basis.period.key, NAN if basis.denominator is None else basis.denominator
    caveat = amounts.caveat(basis, interval)
    rest = (NAN, NAN, basis.n, basis.state, caveat.whole, caveat)
    rows: list[Row] = []
    for one in classes:
        ore = amounts.ore(basis, one)
        value = NAN if ore is None else per(ore, basis.denominator)
        rows.append((basis.code, key, one, NAN if ore is None else float(ore), denominator, value, *rest))
    return rows


def _parts(counts: SpendingCounts, amounts: Amounts) -> dict[str, Table]:
    """functions: account_function, name, spending_class, numerator, value, state, in the order of the classes.

    unknown: account_function, amount in øre of the day. trend: period, and øre (or øre per child) of each main class
    by month, NaN where there is none. published: table_id, municipality_code, name, year, account_function, label,
    value, unit, state, chosen. budget: spending_budget.COLUMNS.
    """

    def published() -> dict[str, Sequence[object]]:
        chosen = [code in amounts.filters.municipalities for code in counts.published["municipality_code"]]
        return {**counts.published, "chosen": chosen}

    return {
        "functions": Table(lambda: by_name(FUNCTIONS, _functions(amounts))),
        "unknown": Table(lambda: by_name(("account_function", "amount"), _unknown(amounts))),
        "published": Table(published),
        "trend": Table(lambda: by_name(("period", *MAIN_CLASSES), _trend(amounts))),
        "budget": Table(lambda: by_name(BUDGET, _budget(counts, amounts))),
    }


def _functions(amounts: Amounts) -> list[Row]:
    basis = amounts.basis(amounts.pooled, amounts.filters.period)
    rows: list[Row] = []
    for spending_class, function in sorted(amounts.functions, key=lambda key: (SPENDING_CLASSES.index(key[0]), key[1])):
        number = amounts.number_of(basis, amounts.functions[spending_class, function])
        name = FUNCTION_NAMES.get(function, "")
        found = (NAN if number.value is None else number.numerator, NAN if number.value is None else number.value)
        rows.append((function, name, spending_class, *found, number.state))
    return rows


def _unknown(amounts: Amounts) -> list[tuple[str, int]]:
    return sorted((f, sum(years.values())) for (one, f), years in amounts.functions.items() if one == "unknown")


def _trend(amounts: Amounts) -> list[Row]:
    rows: list[Row] = []
    for month in amounts.filters.period.months:
        basis = amounts.basis(amounts.pooled, Period(month, month))
        found = [amounts.ore(basis, one) for one in MAIN_CLASSES]
        rows.append((basis.period.key, *(NAN if ore is None else per(ore, basis.denominator) for ore in found)))
    return rows


def _budget(counts: SpendingCounts, amounts: Amounts) -> list[Row]:
    filters = amounts.filters
    year_to_date = Period(filters.period.last // 12 * 12, filters.period.last)
    lines = filters.municipalities if 1 < len(filters.municipalities) <= LINES else ()
    partial = len({line.municipality_code for line in counts.budget}) < len(filters.municipalities)

    def spent(place: str, classes: Sequence[str]) -> float:
        # What all have spent says nothing beside what some have budgeted.
        return NAN if place == POOLED and partial else amounts.spent(place, classes, year_to_date)

    return budget_rows(counts.budget, counts.mapping, (*lines, amounts.pooled), spent)


def _notes(counts: SpendingCounts, amounts: Amounts, now: Mapping[str, Number]) -> tuple[Note, ...]:
    """Codes: fixed_prices, no_price_index, ledger_missing, no_population, unknown_accounts, no_budget, negative_net,
    divided.
    """
    filters, division = amounts.filters, counts.division
    no_budget = (
        [] if division else sorted(set(filters.municipalities) - {line.municipality_code for line in counts.budget})
    )
    unknown = [function for function, _ore in _unknown(amounts)]
    negative = [one for one in MAIN_CLASSES if (now[one].value or 0) < 0]
    no_index = amounts.years_without_index(filters.period)
    no_people = amounts.years_without_population() if filters.unit == "child" else []
    found = {
        "no_price_index": {"years": no_index} if no_index else None,
        "fixed_prices": {"year": amounts.prices.base_year} if amounts.prices.base_year and not no_index else None,
        "ledger_missing": {"months": amounts.months_missing} if amounts.months_missing else None,
        "no_population": {"years": no_people} if no_people else None,
        "unknown_accounts": {"accounts": unknown} if unknown else None,
        "no_budget": {"municipalities": no_budget, "year": filters.period.last // 12} if no_budget else None,
        "negative_net": {"classes": negative} if negative else None,
        "divided": division._asdict() if division else None,
    }
    return tuple(Note(code, values) for code, values in found.items() if values)
