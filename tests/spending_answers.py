"""What a query may find about spending, and answers made of it, by hand: for the tests of all that shows them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from dashboard.analysis.spending import analyse
from dashboard.analysis.spending_amounts import BudgetLine, SpendingCounts
from dashboard.database.accounts import ACCOUNT_CLASSES
from dashboard.filters import Filters
from dashboard.measures import MAIN_CLASSES
from dashboard.periods import Period, parse_month
from dashboard.shapes import Answer

HERNING, RANDERS = "0657", "0730"
YEAR = Period(parse_month("2025-01"), parse_month("2025-12"))
EVERY = Period(YEAR.first - 12, YEAR.last)
NAMES = {"0219": "Hillerød", "0657": "Herning", "0730": "Randers", "0751": "Aarhus", "0101": "København"}
MILLION = 100_000_000
FUNCTIONS = {
    "preventive": "5.28.21",
    "placement": "5.28.20",
    "compensating": "5.57.72",
    "secured": "5.28.24",
    "refund": "5.22.07",
    "unknown": "5.99.99",
}
# Øre a month.
LEVELS = {"preventive": 4 * MILLION, "placement": 7 * MILLION, "compensating": 3 * MILLION}


def counts(
    amounts: Any, *, delivered: Any = None, population: Any = (), budget: Any = (), posted: Any = None
) -> SpendingCounts:
    """amounts: municipality, month, class, øre. delivered: municipality, month; by default every month of both.

    posted: municipality → the main classes that it ever posted on, by default all three.
    """
    if delivered is None:
        delivered = [(code, month) for code in (HERNING, RANDERS) for month in EVERY.months]
    months: dict[str, set[int]] = {}
    for code, month in delivered:
        months.setdefault(code, set()).add(month)
    columns = "table_id municipality_code name year account_function label value unit state"
    return SpendingCounts(
        amounts=[(code, month, FUNCTIONS[one], one, ore) for code, month, one, ore in amounts],
        budget=list(budget),
        mapping={row[:3]: row.spending_class for row in ACCOUNT_CLASSES if row.to_month is None},
        coverage=months,
        population={(code, year): persons for code, year, persons in population},
        published={name: [] for name in columns.split()},
        posted=dict.fromkeys(months, frozenset(MAIN_CLASSES)) if posted is None else posted,
    )


def line(function: str, original: int, supplement: int, expected: int | None, reason: str = "") -> BudgetLine:
    return BudgetLine(HERNING, function, "", original, supplement, expected, dt.date(2025, 9, 30), reason)


def spending_answer(
    first: str,
    last: str,
    *,
    codes: tuple[str, ...] = (HERNING,),
    missing: tuple[str, ...] = (),
    price_index: Mapping[int, Decimal] | None = None,
    budget: Any = (),
    people: int | None = 1_000,
    rise: int = 0,
    posted: Any = None,
    **chosen: Any,
) -> Answer:
    """The same LEVELS every month and municipality, `rise` øre more of each class in the range than before it.

    posted: municipality → the main classes that it posts on at all, by default all three.
    """
    period = Period(parse_month(first), parse_month(last))
    filters = Filters(codes, period, **chosen)
    months = [m for m in range(period.first - 12, period.last + 1) if m not in {parse_month(text) for text in missing}]
    places = codes if len(codes) <= 4 else ("*",)
    size = len(codes) // len(places)
    rows = [
        (code, month, one, size * (ore + (rise if month >= period.first else 0)))
        for code in places
        for month in months
        for one, ore in LEVELS.items()
        if posted is None or any(one in posted.get(m, ()) for m in (codes if code == "*" else (code,)))
    ]
    years = range(period.first // 12 - 1, period.last // 12 + 1)
    found = analyse(
        counts(
            rows,
            delivered=[(code, month) for code in codes for month in months],
            population=[(code, year, people) for code in codes for year in years if people],
            budget=budget,
            posted=posted,
        ),
        filters,
        price_index or {},
    )
    return Answer(
        measure="spending",
        filters=filters,
        table=found.table,
        now=found.now,
        before=found.before,
        parts=found.parts,
        notes=found.notes,
        target=None,
        municipality_names=NAMES,
        data_version="test",
        as_of=dt.date(2026, 11, 18),
        origin="sample",
    )
