"""Which coordinators carry more than the ceiling that was decided for them, or more than the guide number in force?

A local ceiling is in cases per full-time position; the newly hired have one of their own. Where no local ceiling is
decided, the dated norm of Dansk Socialrådgiverforening stands in as long as it was in force; it counts citizens, so
children are held against it, and it says that the newly hired should have fewer, but not how many: they are not judged.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from dashboard.analysis.caseload_parts import NAN, Part
from dashboard.database.frames import Array
from dashboard.measures import CASELOAD_NORMS, Norm
from dashboard.periods import Period
from dashboard.shapes import MISSING, Note, Number


@dataclass(frozen=True)
class Ceilings:
    """Municipality code → cases per full-time position, for everybody and for the newly hired."""

    ordinary: Mapping[str, float]
    newly_hired: Mapping[str, float]


def judge(
    coordinators: Part, newly_hired: Array, codes: Sequence[str], period: Period, ceilings: Ceilings
) -> tuple[dict[str, Array], Number, tuple[Note, ...]]:
    """The columns newly_hired, ceiling (cases, NaN where none) and over; how many are over; and what to know.

    codes: the chosen municipalities. The Number: numerator over, denominator judged, n coordinators with a position; missing where nobody can be judged.
    """
    norm = norm_of(period)
    ordinary, new = (_decided(coordinators, codes, by_code) for by_code in (ceilings.ordinary, ceilings.newly_hired))
    ceiling = np.where(newly_hired, new, ordinary)
    estimable, none = coordinators.estimable, np.isnan(ceiling)
    by_norm = none & ~newly_hired & (norm is not None)
    over_norm = by_norm & (coordinators["children_per_fte"] > (norm.high if norm else NAN))
    over = estimable & (over_norm | (coordinators["value"] > ceiling))
    judged = int((estimable & (by_norm | ~none)).sum())
    notes = []
    if norm and (estimable & by_norm).any():
        notes.append(Note("caseload_norm", {"low": norm.low, "high": norm.high, "source": norm.source}))
    unjudged = int((estimable & newly_hired & none).sum())
    if judged and unjudged:
        notes.append(Note("caseload_new_not_judged", {"n": unjudged}))
    columns = {"newly_hired": newly_hired, "ceiling": ceiling, "over": over}
    return columns, _over(int(over.sum()), judged, int(estimable.sum())), tuple(notes)


def _decided(coordinators: Part, codes: Sequence[str], by_code: Mapping[str, float]) -> Array:
    """What the municipality of each coordinator has decided; NaN where it has decided nothing."""
    decided: Array = np.array([by_code.get(code, NAN) for code in codes])[coordinators.carried.place]
    return decided


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
