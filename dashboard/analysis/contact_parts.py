"""What stands beside the numbers of first contact: the curve, who waits in which team, the trend, the endings."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from dashboard.analysis.contact_cases import Counts
from dashboard.analysis.survival import Curve, at_risk_on, shares_by
from dashboard.measures import CLOSE_REASONS

AT_RISK_DAYS = (0, 14, 30, 60, 90)
SHORTEST_CHART, LONGEST_CHART = 60, 365  # days


def teams_part(counts: Counts) -> pd.DataFrame:
    rows = counts.of_kind("waiting")
    listed = sorted(zip(rows.code.tolist(), rows.team.tolist(), rows.n.tolist(), rows.days.tolist(), strict=True))
    codes, teams, waiting, longest = zip(*listed, strict=True) if listed else ((), (), (), ())
    return pd.DataFrame(
        {
            "municipality_code": pd.array(codes, dtype="str"),
            "team_id": pd.array(teams, dtype="str"),
            "waiting": np.array(waiting, dtype=np.int64),
            "longest": np.array(longest, dtype=np.int64),
        }
    )


def trend_part(table: pd.DataFrame, code: str) -> pd.DataFrame:
    rows = table[table["municipality_code"].to_numpy(object) == code]
    columns = {"period": "period", "nine_of_ten": "value", "half": "half_within"}
    return pd.DataFrame(
        {name: rows[c].array for name, c in (columns | {c: c for c in ("n", "state", "complete")}).items()}
    )


def endings_part(counts: Counts) -> pd.DataFrame:
    """The period's cases closed without contact by reason: died, turned 18 or moved are no fault of anybody's."""
    rows = counts.of_kind("endings")
    found = dict(zip(rows.reason.tolist(), rows.n.tolist(), strict=True))
    reasons = [*CLOSE_REASONS, *sorted(set(found) - set(CLOSE_REASONS))]
    n = np.array([found.get(reason, 0) for reason in reasons], dtype=np.int64)
    return pd.DataFrame({"reason": pd.array(reasons, dtype="str"), "n": n})


def curve_part(curves: Mapping[str, Curve], nine_of_ten: Mapping[str, float]) -> pd.DataFrame:
    """Every day from the receipt on, to half as far again as 9 of 10, as long as somebody has been followed."""
    far = [
        1.5 * (_last_contact(curve) if np.isnan(nine_of_ten[code]) else nine_of_ten[code])
        for code, curve in curves.items()
    ]
    shown = min(max(SHORTEST_CHART, *far), LONGEST_CHART)
    parts = []
    for code, curve in curves.items():
        days = np.arange(int(min(shown, curve.known_until)) + 1 if curve.n else 0)
        parts.append((np.full(len(days), code, object), days, *shares_by(curve, days), at_risk_on(curve, days)))
    codes, *columns = (np.concatenate(column) for column in zip(*parts, strict=True))
    named = dict(zip(("day", "share", "lower", "upper", "at_risk"), columns, strict=True))
    return pd.DataFrame({"municipality_code": pd.array(codes, dtype="str"), **named})


def _last_contact(curve: Curve) -> float:
    """The day of the last contact: as far as a curve goes that does not reach 9 of 10."""
    return float(curve.day[np.searchsorted(curve.share, curve.share[-1])]) if curve.n else 0.0


def at_risk_part(curves: Mapping[str, Curve]) -> pd.DataFrame:
    days = np.array(AT_RISK_DAYS)
    rows = [
        (code, int(day), int(n))
        for code, curve in curves.items()
        for day, n in zip(days, at_risk_on(curve, days), strict=True)
    ]
    return pd.DataFrame(rows, columns=["municipality_code", "day", "waiting"])
