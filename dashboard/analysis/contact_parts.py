"""What stands beside the numbers of first contact: the curve, who waits in which team, the trend, the endings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from dashboard.analysis.contact_cases import CLOSED, ContactCounts
from dashboard.analysis.survival import Curve, at_risk_on, shares_by
from dashboard.measures import CLOSE_REASONS
from dashboard.periods import Period
from dashboard.shapes import Table, by_name

AT_RISK_DAYS = (0, 14, 30, 60, 90)
SHORTEST_CHART, LONGEST_CHART = 60, 365  # days


def teams_part(counts: ContactCounts) -> Table:
    rows = [(*key, *found) for key, found in sorted(counts.waiting.items())]
    return Table(lambda: by_name(("municipality_code", "team_id", "waiting", "longest"), rows))


def trend_part(table: Table, code: str) -> Table:
    """The rows of one line: period, nine_of_ten and half with their limits, n, state, caveat."""
    named = {
        "period": "period",
        "nine_of_ten": "value",
        "nine_of_ten_lower": "lower",
        "nine_of_ten_upper": "upper",
        "half": "half_within",
        "half_lower": "half_lower",
        "half_upper": "half_upper",
        "n": "n",
        "state": "state",
        "caveat": "caveat",
    }

    def make() -> dict[str, list[Any]]:
        rows = [row for place, *row in table.rows("municipality_code", *named.values()) if place == code]
        return {name: [row[at] for row in rows] for at, name in enumerate(named)}

    return Table(make)


def endings_part(counts: ContactCounts, period: Period) -> Table:
    """The period's cases closed without contact by reason: died, turned 18 or moved are no fault of anybody's."""

    def make() -> dict[str, list[Any]]:
        cases = counts.cases
        within = (cases.month >= period.first) & (cases.month <= period.last)
        closed = cases.part(np.flatnonzero((cases.outcome == CLOSED) & (cases.days >= 0) & within))
        sums = np.bincount(closed.reason, closed.n, len(counts.reasons)).astype(np.int64).tolist()
        found = {reason: n for reason, n in zip(counts.reasons, sums, strict=True) if n}
        reasons = [*CLOSE_REASONS, *sorted(set(found) - set(CLOSE_REASONS))]
        return {"reason": reasons, "n": [found.get(reason, 0) for reason in reasons]}

    return Table(make)


def curve_part(curves: Mapping[str, Curve], nine_of_ten: Mapping[str, float]) -> Table:
    """Every day from the receipt on, to half as far again as 9 of 10, as long as somebody has been followed."""
    return Table(lambda: _curves(curves, nine_of_ten))


def _curves(curves: Mapping[str, Curve], nine_of_ten: Mapping[str, float]) -> dict[str, Any]:
    far = [
        1.5 * (_last_contact(curve) if np.isnan(nine_of_ten[code]) else nine_of_ten[code])
        for code, curve in curves.items()
    ]
    shown = min(max(SHORTEST_CHART, *far), LONGEST_CHART)
    parts = []
    for code, curve in curves.items():
        days = np.arange(int(min(shown, curve.known_until)) + 1 if curve.n else 0)
        parts.append((np.full(len(days), code, object), days, *shares_by(curve, days), at_risk_on(curve, days)))
    columns = (np.concatenate(column) for column in zip(*parts, strict=True))
    return dict(zip(("municipality_code", "day", "share", "lower", "upper", "at_risk"), columns, strict=True))


def _last_contact(curve: Curve) -> float:
    """The day of the last contact: as far as a curve goes that does not reach 9 of 10."""
    return float(curve.day[np.searchsorted(curve.share, curve.share[-1])]) if curve.n else 0.0


def at_risk_part(curves: Mapping[str, Curve]) -> Table:
    def make() -> dict[str, list[Any]]:
        waiting = [at_risk_on(curve, np.array(AT_RISK_DAYS)).tolist() for curve in curves.values()]
        codes = [code for code in curves for _day in AT_RISK_DAYS]
        return {
            "municipality_code": codes,
            "day": [*AT_RISK_DAYS] * len(curves),
            "waiting": [n for row in waiting for n in row],
        }

    return Table(make)
