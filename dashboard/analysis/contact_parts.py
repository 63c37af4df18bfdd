"""What stands beside the numbers of first contact: the curve, who waits in which team, the trend, the endings."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from dashboard.analysis.contact_cases import NINE_OF_TEN
from dashboard.analysis.survival import Curve, at_risk_on, quantile, shares_by
from dashboard.measures import CLOSE_REASONS

AT_RISK_DAYS = (0, 14, 30, 60, 90)
SHORTEST_CHART, LONGEST_CHART = 60, 365  # days


def teams_part(counts: pd.DataFrame) -> pd.DataFrame:
    rows = counts[counts["kind"] == "waiting"][["municipality_code", "team_id", "n", "days"]]
    named = rows.rename(columns={"n": "waiting", "days": "longest"})
    return named.sort_values(["municipality_code", "team_id"], ignore_index=True)


def trend_part(rows: pd.DataFrame) -> pd.DataFrame:
    names = {"period": "period", "value": "nine_of_ten", "half_within": "half"}
    kept = [*names, "n", "state", "complete"]
    return rows[kept].rename(columns=names).reset_index(drop=True)


def endings_part(counts: pd.DataFrame) -> pd.DataFrame:
    """The period's cases closed without contact by reason: died, turned 18 or moved are no fault of anybody's."""
    rows = counts[counts["kind"] == "endings"]
    found = dict(zip(rows["reason"], rows["n"], strict=True))
    reasons = [*CLOSE_REASONS, *sorted(set(found) - set(CLOSE_REASONS))]
    return pd.DataFrame({"reason": reasons, "n": [int(found.get(reason, 0)) for reason in reasons]})


def curve_part(curves: Mapping[str, Curve]) -> pd.DataFrame:
    """Every day from the receipt on, to half as far again as 9 of 10, as long as somebody has been followed."""
    shown = min(max(SHORTEST_CHART, *(1.5 * _far(curve) for curve in curves.values())), LONGEST_CHART)
    frames = []
    for code, curve in curves.items():
        days = np.arange(int(min(shown, curve.known_until)) + 1 if curve.n else 0)
        share, lower, upper = shares_by(curve, days)
        columns = {"day": days, "share": share, "lower": lower, "upper": upper, "at_risk": at_risk_on(curve, days)}
        frames.append(pd.DataFrame({"municipality_code": pd.Series([code] * len(days), dtype="str"), **columns}))
    return pd.concat(frames, ignore_index=True)


def _far(curve: Curve) -> float:
    """The day of 9 of 10, or of the last contact where it is not reached."""
    reached = quantile(curve, NINE_OF_TEN).value
    if not np.isnan(reached):
        return reached
    return float(curve.day[np.searchsorted(curve.share, curve.share[-1])]) if curve.n else 0.0


def at_risk_part(curves: Mapping[str, Curve]) -> pd.DataFrame:
    days = np.array(AT_RISK_DAYS)
    rows = [
        (code, int(day), int(n))
        for code, curve in curves.items()
        for day, n in zip(days, at_risk_on(curve, days), strict=True)
    ]
    return pd.DataFrame(rows, columns=["municipality_code", "day", "waiting"])
