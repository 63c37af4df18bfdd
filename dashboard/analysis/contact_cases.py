"""The counted cases of one municipality or of all together, by month and days since receipt, and what they say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dashboard.analysis.survival import TOLERANCE, Curve, Estimate, Ints, incidence, quantile, share_by
from dashboard.periods import Period
from dashboard.shapes import POOLED

NAN = float("nan")
NINE_OF_TEN, HALF = 0.9, 0.5
Texts = NDArray[np.object_]
Delivered = Mapping[str, Mapping[int, int]]  # code → month → municipalities that delivered it


@dataclass(frozen=True)
class Cases:
    """Parallel arrays in the order of the month received: n cases with that outcome after that many days."""

    month: Ints
    days: Ints
    outcome: Texts
    n: Ints

    def within(self, period: Period) -> Cases:
        span = slice(*np.searchsorted(self.month, [period.first, period.last + 1]))
        return Cases(self.month[span], self.days[span], self.outcome[span], self.n[span])

    def by_day(self, outcome: str, size: int) -> Ints:
        these = (self.outcome == outcome) & (self.days >= 0)
        return np.bincount(self.days[these], self.n[these], size).astype(np.int64)


@dataclass(frozen=True)
class Summary:
    """What one set of cases says. errors: those with a date before the receipt, which nothing else counts."""

    curve: Curve
    nine_of_ten: Estimate
    half: Estimate
    contacted: int
    closed: int
    waiting: int
    shortest_wait: float  # NaN: nobody waits
    errors: int

    def settled(self, target: float | None) -> bool:
        """Whether time alone can no longer change 9 of 10, the half and the share within the target.

        So it is when nobody waits, or when more than 9 of 10 had contact within the shortest of the waits (exactly
        9 of 10 would leave the next step, and so the midpoint, open).
        """
        if np.isnan(self.shortest_wait):
            return True
        reached = share_by(self.curve, self.shortest_wait).value > NINE_OF_TEN + TOLERANCE
        return bool(reached and self.shortest_wait >= (target or 0))


def summarise(cases: Cases) -> Summary:
    size = int(cases.days.max(initial=0)) + 1
    contact, closed, waiting = (cases.by_day(outcome, size) for outcome in ("contact", "closed", "waiting"))
    curve = incidence(contact, closed, waiting)
    return Summary(
        curve=curve,
        nine_of_ten=quantile(curve, NINE_OF_TEN),
        half=quantile(curve, HALF),
        contacted=int(contact.sum()),
        closed=int(closed.sum()),
        waiting=int(waiting.sum()),
        shortest_wait=float(np.argmax(waiting > 0)) if waiting.any() else NAN,
        errors=int(cases.n[cases.days < 0].sum()),
    )


def delivered_months(counts: pd.DataFrame) -> Delivered:
    """From the rows of kind coverage; '*' is added up where the query has not done it."""
    delivered: dict[str, dict[int, int]] = {POOLED: {}}
    rows = counts[counts["kind"].isin(("coverage", "coverage_range"))]
    for code, kind, month, n in zip(rows["municipality_code"], rows["kind"], rows["month"], rows["n"], strict=True):
        delivered.setdefault(code, {})[month] = n
        if code != POOLED and kind == "coverage":
            delivered[POOLED][month] = delivered[POOLED].get(month, 0) + n
    return delivered


def cases_by_code(counts: pd.DataFrame) -> dict[str, Cases]:
    """From the rows of kind received and range; '*' is all of them where the query has not pooled."""
    rows = counts[counts["kind"].isin(("received", "range"))]
    code = rows["municipality_code"].to_numpy(object)
    month, days, n = (rows[name].to_numpy(np.int64) for name in ("month", "days", "n"))
    outcome = rows["outcome"].to_numpy(object)

    def pick(order: NDArray[np.intp]) -> Cases:
        return Cases(month[order], days[order], outcome[order], n[order])

    order = np.lexsort((month, code))
    codes, starts = np.unique(code[order], return_index=True)
    found = {c: pick(part) for c, part in zip(codes, np.split(order, starts[1:]), strict=False)}
    if POOLED not in found:
        found[POOLED] = pick(np.argsort(month, kind="stable"))
    return found
