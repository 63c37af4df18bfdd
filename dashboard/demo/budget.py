"""What was budgeted, granted and expected, and what does the municipality give as the reason?

The budget of a year is made from the costs of the year before, so that a deviation comes from what the simulation
did: more children, more placements, dearer places.
"""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd

from dashboard.demo.ledger import FIRST_MONTH, LAST_MONTH, Costs
from dashboard.demo.places import Place
from dashboard.demo.prices import ACCOUNTS
from dashboard.demo.window import Floats, day_number

_YEARS = range(2017, 2027)
_THIS_YEAR = 2026
_FOLLOW_UPS = (dt.date(2026, 3, 31), dt.date(2026, 6, 30), dt.date(2026, 9, 30))
_PRICE_GROWTH = 1.026
_ROUNDED_TO = 100_000 * 100  # budgets are written in 0.1 mio. kr.; whole øre
_WORTH_A_REASON = 0.02

# 5.57.72 is budgeted by grouping, the others by function.
LINES = tuple(
    dict.fromkeys((a.function, a.grouping if a.function == "5.57.72" else "") for a in ACCOUNTS if a.dranst == 1)
)
_MORE = {
    "5.28.20": "Eksempel: flere unge på opholdssted end budgetteret",
    "5.28.21": "Eksempel: flere børn får støtte i hjemmet end budgetteret",
    "5.28.22": "Eksempel: flere børn i plejefamilie end budgetteret",
    "5.28.23": "Eksempel: flere og dyrere døgnpladser end budgetteret",
    "5.57.72": "Eksempel: flere modtagere end budgetteret",
    "6.45.58": "Eksempel: ansættelse af flere rådgivere",
}
_LESS = {
    "5.28.20": "Eksempel: færre unge på opholdssted end budgetteret",
    "5.28.21": "Eksempel: forløb er startet senere end planlagt",
    "5.28.22": "Eksempel: færre børn i plejefamilie end budgetteret",
    "5.28.23": "Eksempel: færre døgnpladser end budgetteret",
    "5.57.72": "Eksempel: færre modtagere end budgetteret",
    "6.45.58": "Eksempel: ubesatte stillinger i en del af året",
}
_OTHER = "Eksempel: ændringen skyldes enkelte dyre pladser"
REASONS = ("", _OTHER, *_MORE.values(), *_LESS.values())


def budget(rng: np.random.Generator, place: Place, found: Costs) -> pd.DataFrame:
    """Columns year, line (of LINES), original, supplement, expected (øre, NaN: not said yet), as_of, reason."""
    totals = _totals(found)
    rows = [row for line in range(len(LINES)) for row in _line_rows(rng, line, totals[line])]
    names = ["year", "line", "original", "supplement", "expected", "as_of", "reason"]
    return pd.DataFrame(rows, columns=names)


def _totals(found: Costs) -> Floats:
    """kr. by line and year from 2016, whose four simulated months stand for twelve."""
    years = np.arange(FIRST_MONTH, LAST_MONTH + 1) // 12 - 2016
    totals = np.zeros((len(LINES), years[-1] + 1))
    for account, kroner in zip(found.accounts, found.kroner, strict=True):
        for number, (function, grouping) in enumerate(LINES):
            if account.dranst == 1 and account.function == function and grouping in ("", account.grouping):
                totals[number] += np.bincount(years, weights=kroner)
    totals[:, 0] *= 12 / np.count_nonzero(years == 0)
    return totals


def _line_rows(rng: np.random.Generator, line: int, totals: Floats) -> list[tuple[object, ...]]:
    rows: list[tuple[object, ...]] = []
    for year in _YEARS:
        before, cost = totals[year - 2017], totals[year - 2016]
        original = _rounded(before * _PRICE_GROWTH * rng.normal(1.0, 0.02))
        supplement = _rounded(original / 100 * rng.normal(0.01, 0.015)) if rng.random() < 0.4 else 0
        days = _FOLLOW_UPS if year == _THIS_YEAR else (dt.date(year, 12, 31),)
        for number, day in enumerate(days):
            # Spring's follow-up has not been said for every line; the later, the nearer to what it will be.
            unsaid = year == _THIS_YEAR and number == 0 and rng.random() < 0.3
            error = rng.normal(0, 0.03 / (number + 1)) if year == _THIS_YEAR else 0.0
            expected = None if unsaid else _rounded(cost * (1 + error))
            granted = supplement if number or year != _THIS_YEAR else 0
            reason = _reason(line, original + granted, expected)
            rows.append((year, line, original, granted, expected, day_number(day), reason))
    return rows


def _rounded(kroner: float) -> int:
    return round(100 * kroner / _ROUNDED_TO) * _ROUNDED_TO


def _reason(line: int, corrected: int, expected: int | None) -> int:
    """The row of REASONS; 0 for no reason given, as for a small deviation."""
    if expected is None or abs(expected - corrected) <= _WORTH_A_REASON * abs(corrected):
        return 0
    words = _MORE if expected > corrected else _LESS
    return REASONS.index(words.get(LINES[line][0], _OTHER))
