"""Answers about trust made of plain numbers, for the tests of figures and findings."""

from __future__ import annotations

import datetime as dt

import numpy as np

from dashboard.analysis.trust import analyse
from dashboard.analysis.trust_numbers import SUMS, TrustCounts
from dashboard.filters import Filters
from dashboard.periods import Period, parse_month
from dashboard.shapes import Answer

NAMES = {"0219": "Hillerød", "0657": "Herning", "0730": "Randers", "0751": "Aarhus", "0101": "København"}
YEAR = Filters(("0657",), Period(parse_month("2025-01"), parse_month("2025-12")))
TODAY = dt.date(2025, 12, 31)
Row = dict[str, int | str]


def asked(code: str, quarter: str, of: int, agree: int, *, category: str = "t1", trusting: int | None = None) -> Row:
    """`of` parents answered everything, `agree` of them with all fives and the rest with all ones; twice as many asked.

    trusting: how many of them trust the municipality (else as many as the coordinator).
    """
    first = Period.from_key(quarter).first
    both = {"coordinator": agree, "municipality": agree if trusting is None else trusting}
    shares = {f"{question}_{what}": n for question, k in both.items() for what, n in (("valid", of), ("agree", k))}
    score = {"scored": of, "score60_sum": 6000 * agree, "score60_square_sum": 6000**2 * agree}
    key: Row = {"municipality_code": code, "quarter": first, "category": category}
    return key | {"invited": 2 * of, "invited_answered": of, "respondents": of} | shares | score


def counts(rows: list[Row], missing: tuple[str, ...] = (), codes: tuple[str, ...] = YEAR.municipalities) -> TrustCounts:
    """Of the chosen codes; every month of 2024 and 2025 delivered but those of `missing` (period keys)."""
    gone = {month for key in missing for month in Period.from_key(key).months}
    months = range(parse_month("2024-01"), parse_month("2025-12") + 1)
    return trust_counts(rows, codes, months.start, [[month not in gone for month in months]] * len(codes))


def trust_counts(rows: list[Row], codes: tuple[str, ...], first: int, delivered: list[list[bool]]) -> TrustCounts:
    """As the query gives them: rows of the chosen municipalities alone, in their order. delivered: from `first` on."""
    chosen = sorted((row for row in rows if row["municipality_code"] in codes), key=lambda row: row["quarter"])
    chosen.sort(key=lambda row: row["municipality_code"])
    return TrustCounts(
        place=np.array([codes.index(str(row["municipality_code"])) for row in chosen], "int64"),
        quarter=np.array([row["quarter"] for row in chosen], "int64"),
        category=[str(row["category"]) for row in chosen],
        sums=np.array([[row.get(name, 0) for row in chosen] for name in SUMS], "int64"),
        first=first,
        delivered=np.array(delivered, bool),
    )


def answer(rows: list[Row], filters: Filters = YEAR, missing: tuple[str, ...] = ()) -> Answer:
    found = analyse(counts(rows, missing, filters.municipalities), filters, TODAY)
    parts = (found.table, found.now, found.before, found.parts, found.notes)
    return Answer("trust", filters, *parts, None, NAMES, "test", TODAY, "sample")


def two_years(before: int = 10, now: int = 16) -> list[Row]:
    """Of 20 in each quarter, `before` agreed in 2024 and `now` in 2025."""
    quarters = [f"{year}K{number}" for year in (2024, 2025) for number in (1, 2, 3, 4)]
    return [asked("0657", q, 20, before if q < "2025" else now, trusting=12) for q in quarters]
