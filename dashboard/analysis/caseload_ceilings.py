"""Which coordinators carry more than the ceiling that was decided for them, or more than the guide number in force?

A local ceiling is in cases per full-time position; the newly hired have one of their own. Where no local ceiling is
decided, the dated norm of Dansk Socialrådgiverforening stands in as long as it was in force; it counts citizens, so
children are held against it, and it says that the newly hired should have fewer, but not how many: they are not judged.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from dashboard.measures import CASELOAD_NORMS, Norm
from dashboard.periods import Period
from dashboard.shapes import MISSING, Note, Number


@dataclass(frozen=True)
class Ceilings:
    """Municipality code → cases per full-time position, for everybody and for the newly hired."""

    ordinary: Mapping[str, float]
    newly_hired: Mapping[str, float]


def judge(
    coordinators: pd.DataFrame, period: Period, ceilings: Ceilings
) -> tuple[pd.DataFrame, Number, tuple[Note, ...]]:
    """The coordinators with ceiling (cases, NaN where none) and over; how many are over; and what to know.

    The Number: numerator over, denominator judged, n coordinators with a position; missing where nobody can be judged.
    """
    found = coordinators.copy()
    norm = norm_of(period)
    ordinary = found["municipality_code"].map(dict(ceilings.ordinary)).astype("float64")
    new = found["municipality_code"].map(dict(ceilings.newly_hired)).astype("float64")
    found["ceiling"] = new.where(found["newly_hired"], ordinary)
    by_norm = ordinary.isna() & ~found["newly_hired"] & (norm is not None)
    estimable = found["state"] == "ok"
    over_norm = by_norm & (found["children_per_fte"] > (norm.high if norm else float("nan")))
    found["over"] = estimable & (over_norm | (found["value"] > found["ceiling"]))
    judged = int((estimable & (by_norm | found["ceiling"].notna())).sum())
    notes = []
    if norm and (estimable & by_norm).any():
        notes.append(Note("caseload_norm", {"low": norm.low, "high": norm.high, "source": norm.source}))
    unjudged = int((estimable & found["newly_hired"] & found["ceiling"].isna()).sum())
    if judged and unjudged:
        notes.append(Note("caseload_new_not_judged", {"n": unjudged}))
    return found, _over(int(found["over"].sum()), judged, int(estimable.sum())), tuple(notes)


def norm_of(period: Period) -> Norm | None:
    """The guide number in force in the whole period; none is carried beyond its own dates."""
    for norm in CASELOAD_NORMS:
        if norm.valid_from <= period.start and (norm.valid_to is None or period.end <= norm.valid_to):
            return norm
    return None


def _over(over: int, judged: int, estimable: int) -> Number:
    if not judged:
        return MISSING
    return Number(over / judged, float(estimable), numerator=float(over), denominator=float(judged))
