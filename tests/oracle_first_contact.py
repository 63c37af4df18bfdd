"""The slow, obvious twin of first contact: case by case, day by day, in exact fractions."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from fractions import Fraction
from typing import Any, NamedTuple

from dashboard.filters import Filters
from dashboard.periods import Period, month_key
from tests.histories import History, codes


class Fate(NamedTuple):
    """What became of one case, and after how many days."""

    outcome: str
    days: int
    reason: str


def today_of(history: History, code: str) -> dt.date | None:
    """The day of the municipality's newest case list; None where it has none."""
    return next((h["as_of"] for h in history["case_horizon"] if h["municipality_code"] == code), None)


def fate(case: dict[str, Any], today: dt.date) -> Fate:
    contact, closed = case["first_contact_on"], case["closed_on"]
    if contact is not None and contact <= today and (closed is None or not closed < contact):
        return Fate("contact", (contact - case["received_on"]).days, "")
    if closed is not None and closed <= today:
        return Fate("closed", (closed - case["received_on"]).days, case["close_reason"])
    gone = case.get("unlisted_on")
    if gone is not None and gone <= today:
        return Fate("unlisted", (case["last_listed_on"] - case["received_on"]).days, "")
    return Fate("waiting", (today - case["received_on"]).days, "")


def _fate_in(history: History, case: dict[str, Any]) -> Fate:
    today = today_of(history, case["municipality_code"])
    assert today is not None
    return fate(case, today)


def chosen_cases(history: History, filters: Filters) -> list[dict[str, Any]]:
    return [
        case
        for case in history["case_file"]
        if case["municipality_code"] in filters.municipalities
        and case["received_on"] is not None  # how long the family waited is not known
        and today_of(history, case["municipality_code"]) is not None
        and (not filters.team or case["team_id"] == filters.team)
        and (not filters.programme or case["programme_id"] == filters.programme)
        and (not filters.target_group or case["target_group"] == filters.target_group)
    ]


def crowd(history: History) -> History:
    """The same history with two more municipalities like each of its own, so that they are more than four."""
    copies = {code: (code, f"1{code[1:]}", f"2{code[1:]}") for code in codes(history)}

    def kept(row: dict[str, Any], copy: str) -> bool:
        # The copies differ: the third has no cases of team t1, and a third fewer months.
        return copy[0] != "2" or (row.get("team_id") != "t1" and row.get("month", 1) % 3 > 0)

    return {
        table: [r | {"municipality_code": c} for r in rows for c in copies[r["municipality_code"]] if kept(r, c)]
        if rows and "municipality_code" in rows[0]
        else rows
        for table, rows in history.items()
    }


def delivered(history: History) -> set[tuple[str, int]]:
    return {(row["municipality_code"], row["month"]) for row in history["coverage"] if row["source"] == "cases"}


def received(history: History, filters: Filters, period: Period, codes: Iterable[str]) -> list[Fate]:
    """The fates of the cases that these municipalities received in the delivered months of the period."""
    known, of = delivered(history), set(codes)
    fates = []
    for case in chosen_cases(history, filters):
        code, month = case["municipality_code"], month_key(case["received_on"])
        if code in of and month in period.months and (code, month) in known:
            fates.append(_fate_in(history, case))
    return fates


class Counted(NamedTuple):
    """What the query should give: cases by (municipality, month, days, outcome, reason), those who wait by
    (municipality, team) with the longest wait, and the delivered months of the period and the year before it."""

    cases: Counter[tuple[str, int, int, str, str]]
    waiting: dict[tuple[str, str], tuple[int, int]]
    delivered: set[tuple[str, int]]


def counts(history: History, filters: Filters) -> Counted:
    both = range(filters.period.first - 12, filters.period.last + 1)
    cases: Counter[tuple[str, int, int, str, str]] = Counter()
    waits: dict[tuple[str, str], list[int]] = {}
    known = {(code, month) for code, month in delivered(history) if code in filters.municipalities and month in both}
    for case in chosen_cases(history, filters):
        code, month, (outcome, days, reason) = (
            case["municipality_code"],
            month_key(case["received_on"]),
            _fate_in(history, case),
        )
        if (code, month) in known:
            cases[code, month, days, outcome, reason] += 1
        if outcome == "waiting" and days >= 0:
            waits.setdefault((code, case["team_id"]), []).append(days)
    return Counted(cases, {key: (len(days), max(days)) for key, days in waits.items()}, known)


def steps(fates: Iterable[Fate]) -> dict[int, Fraction]:
    """The Aalen-Johansen share with contact after each day on which a case had contact, in exact fractions."""
    left = [f for f in fates if f.days >= 0]
    share, waiting_share = Fraction(0), Fraction(1)
    found = {}
    for day in sorted({f.days for f in left}):
        at_risk = sum(f.days >= day for f in left)
        contacts = sum(f.days == day and f.outcome == "contact" for f in left)
        ended = sum(f.days == day and f.outcome in ("contact", "closed") for f in left)
        share += waiting_share * Fraction(contacts, at_risk)
        waiting_share *= 1 - Fraction(ended, at_risk)
        if contacts:
            found[day] = share
    return found


def first_day(curve: dict[int, Fraction], p: Fraction) -> float | None:
    """The first day with a share of at least p; the midpoint to the next step where the curve lies flat at p."""
    days = sorted(curve)
    for day, following in zip(days, [*days, None][1:], strict=True):
        if curve[day] == p and following is not None:
            return (day + following) / 2
        if curve[day] >= p:
            return float(day)
    return None


def at_risk_when(fates: Iterable[Fate], p: Fraction) -> int | None:
    """How many still waited, and had been followed, as the day began on which the share came to p."""
    valid = [f for f in fates if f.days >= 0]
    reached = [day for day, share in sorted(steps(valid).items()) if share >= p]
    return sum(f.days >= reached[0] for f in valid) if reached else None


def share_on(fates: Iterable[Fate], day: float) -> Fraction | None:
    """The share with contact within that many days; None where nobody was followed for so long."""
    valid = [f for f in fates if f.days >= 0]
    if not valid:
        return None
    last = max(f.days for f in valid)
    if day > last and any(f.days == last and f.outcome in ("waiting", "unlisted") for f in valid):
        return None
    return max([Fraction(0), *(share for d, share in steps(valid).items() if d <= day)])


def settled(fates: list[Fate], target: float | None) -> bool:
    """Whether the numbers stay the same however long the waiting cases go on to wait: tried out, not reasoned."""
    if not any(f.outcome == "waiting" and f.days >= 0 for f in fates):
        return True
    waits = sorted({f.days for f in fates if f.outcome == "waiting" and f.days >= 0})

    def numbers(days: int, outcome: str) -> tuple[Any, ...]:
        # Every waiting case ends in one way, that many days after the shortest wait of any (or its own, if longer).
        later = [
            Fate(outcome, max(f.days, waits[0]) + days, "") if f.outcome == "waiting" and f.days >= 0 else f
            for f in fates
        ]
        return (
            first_day(steps(later), Fraction(9, 10)),
            first_day(steps(later), Fraction(1, 2)),
            None if target is None else share_on(later, target),
        )

    ways = {numbers(days, outcome) for days in (1, 1000) for outcome in ("contact", "closed")}
    return len(ways) == 1 and next(iter(ways))[0] is not None


def row(history: History, filters: Filters, code: str, period: Period, target: float | None) -> dict[str, Any]:
    """One row of the table: the columns that can be said in whole numbers and fractions."""
    codes = filters.municipalities if code == "*" else (code,)
    fates = received(history, filters, period, codes)
    valid = [f for f in fates if f.days >= 0]
    months = sum((c, month) in delivered(history) for c in codes for month in period.months)
    curve = steps(valid)
    nine = first_day(curve, Fraction(9, 10))
    return {
        "missing": months == 0,
        "fully_delivered": months == len(codes) * len(period.months),
        "numerator": sum(f.outcome == "contact" for f in valid),
        "denominator": len(valid),
        "value": nine,
        "half_within": first_day(curve, Fraction(1, 2)),
        "at_risk": at_risk_when(valid, Fraction(9, 10)),
        "half_at_risk": at_risk_when(valid, Fraction(1, 2)),
        "share_within_target": None if target is None else share_on(valid, target),
        "waiting": sum(f.outcome == "waiting" for f in valid),
        "closed_without_contact": sum(f.outcome == "closed" for f in valid),
        "unlisted": sum(f.outcome == "unlisted" for f in valid),
        "state": "missing" if months == 0 else "not_estimable" if nine is None else "ok",
        "errors": len(fates) - len(valid),
        "settled": settled(valid, target),
    }
