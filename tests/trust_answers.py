"""Answers about trust made of plain numbers, for the tests of figures and findings."""

from __future__ import annotations

import datetime as dt

import numpy as np

from dashboard.analysis.trust import analyse
from dashboard.analysis.trust_cells import Rows, TrustCounts
from dashboard.disclosure.partition import SUMS, Key, Span, partition
from dashboard.filters import Filters
from dashboard.periods import Period, month_end, parse_month
from dashboard.shapes import Answer

NAMES = {"0219": "Hillerød", "0657": "Herning", "0730": "Randers", "0751": "Aarhus", "0101": "København"}
YEAR = Filters(("0657",), Period(parse_month("2025-01"), parse_month("2025-12")))
TODAY = dt.date(2025, 12, 31)
DAY = dt.timedelta(days=1)
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


def counts(
    rows: list[Row], missing: tuple[str, ...] = (), filters: Filters = YEAR, today: dt.date | None = TODAY
) -> TrustCounts:
    """Of the filters' municipalities; every month of 2024 and 2025 delivered but those of `missing` (period keys)."""
    gone = {month for key in missing for month in Period.from_key(key).months}
    months = range(parse_month("2024-01"), parse_month("2025-12") + 1)
    there = [[month not in gone for month in months]] * len(filters.municipalities)
    return trust_counts(rows, filters, months.start, there, today)


def trust_counts(
    rows: list[Row], filters: Filters, first: int, delivered: list[list[bool]], today: dt.date | None = TODAY
) -> TrustCounts:
    """As the query gives them, for the filters' municipalities; rows: of teams. delivered: from `first` on."""
    codes = filters.municipalities
    sums: dict[Key, list[int]] = {}
    for row in rows:
        for kind, category in (("all", ""), ("team", str(row["category"]))):
            of = sums.setdefault((str(row["municipality_code"]), int(row["quarter"]), kind, category), [0] * len(SUMS))
            of[:] = [n + int(row.get(name, 0)) for n, name in zip(of, SUMS, strict=True)]
    decembers = [
        (code, month) for code, there in zip(codes, delivered, strict=True) for month in _decembers(first, there)
    ]
    over = [(code, month // 12) for code, month in decembers if today is None or month_end(month) <= today + DAY]
    spans = partition(sums, over)
    whole, teams = (as_rows(sums, spans, codes, kind) for kind in ("all", "team"))
    if filters.team:
        return TrustCounts(_only(teams, filters.team), None, first, np.array(delivered, bool))
    return TrustCounts(whole, teams if len(codes) == 1 else None, first, np.array(delivered, bool))


def _decembers(first: int, delivered: list[bool]) -> list[int]:
    return [first + at for at, there in enumerate(delivered) if there and (first + at) % 12 == 11]


def as_rows(sums: dict[Key, list[int]], spans: dict[Key, Span], codes: tuple[str, ...], kind: str) -> Rows:
    """The rows of one kind as the query gives them."""
    keys = sorted(key for key in sums if key[2] == kind and key[0] in codes)
    first, last, together = np.array([spans.get(key, (0, 0, 0)) for key in keys], "int64").reshape(-1, 3).T
    return Rows(
        place=np.array([codes.index(code) for code, *_ in keys], "int64"),
        quarter=np.array([quarter for _code, quarter, *_ in keys], "int64"),
        category=[category for *_, category in keys],
        first=first,
        last=last,
        together=together,
        sums=np.array([sums[key] for key in keys], "int64").reshape(-1, len(SUMS)).T,
    )


def _only(rows: Rows, category: str) -> Rows:
    mine = np.array([name == category for name in rows.category], bool)
    kept = {name: getattr(rows, name)[mine] for name in ("place", "quarter", "first", "last", "together")}
    return Rows(**kept, category=[category] * int(mine.sum()), sums=rows.sums[:, mine])


def answer(rows: list[Row], filters: Filters = YEAR, missing: tuple[str, ...] = ()) -> Answer:
    found = analyse(counts(rows, missing, filters), filters, TODAY)
    parts = (found.table, found.now, found.before, found.parts, found.notes)
    return Answer("trust", filters, *parts, None, NAMES, "test", TODAY, "sample")


def two_years(before: int = 10, now: int = 16) -> list[Row]:
    """Of 20 in each quarter, `before` agreed in 2024 and `now` in 2025."""
    quarters = [f"{year}K{number}" for year in (2024, 2025) for number in (1, 2, 3, 4)]
    return [asked("0657", q, 20, before if q < "2025" else now, trusting=12) for q in quarters]
