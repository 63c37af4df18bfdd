"""By which day has what share of the cases had contact, when some still wait and some ended without contact?

Aalen and Johansen (1978), from the number of cases by day and outcome. Those still waiting are censored at the
as-of date; cases closed without contact are a competing event: they stay in the denominator and never have contact.

Variance: the Greenwood form with competing events (the delta method: Dinse and Larson 1986; Gaynor et al. 1993),
    Σ_j (I(t)−I_j)² d_j/(n_j(n_j−d_j)) + Σ_j S_j² c_j(n_j−c_j)/n_j³ − 2 Σ_j (I(t)−I_j) S_j c_j/n_j²,
where of n_j at risk on day j, c_j have contact and d_j end in either way, and S_j is the share waiting just before.
It is what R's survfit gives, I(1−I)/n without censoring, and exactly Greenwood's without competing events. (R's
cmprsk has Aalen's form of 1978, with n−1 in the place of n: it is not Greenwood's without competing events.)
The 95 % interval is the log(−log) of the share without contact, as scipy's and R's for Kaplan-Meier.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

Z95 = 1.959963984540054
# The shares are sums of products: anything nearer than this is equal (R's survfit does the same).
TOLERANCE = 1e-9


class Estimate(NamedTuple):
    """A number with its 95 % interval; NaN where there is none."""

    value: float
    lower: float
    upper: float


@dataclass(frozen=True)
class Curve:
    """Steps on the days on which anything happened; share holds from that day until the next.

    at_risk is the number still waiting as the day begins; n is the number of cases in all. Nothing is known after
    the day known_until, when the last of those still waiting was censored (infinite where every case has ended).
    """

    day: Ints
    share: Floats
    variance: Floats
    lower: Floats
    upper: Floats
    at_risk: Ints
    n: int
    known_until: float


def incidence(contact: Ints, closed: Ints, waiting: Ints) -> Curve:
    """The curve from three equally long counts by whole days since receipt: index 0 is the day of receipt.

    On one day contacts and closings come before censoring: who is still waiting that day was at risk that day.
    """
    ended = contact + closed
    leaving = ended + waiting
    day = np.flatnonzero(leaving)
    c, d = contact[day].astype(np.float64), ended[day].astype(np.float64)
    at_risk = (int(leaving.sum()) - np.cumsum(leaving) + leaving)[day]
    n = at_risk.astype(np.float64)
    left = n - d
    before = np.concatenate(([1.0], np.cumprod(left / n)))[:-1]
    share = np.cumsum(before * c / n)
    # On the day the last one leaves, the share stands still for ever after: that term is 0 whatever its weight.
    weight = np.divide(d, n * left, out=np.zeros_like(d), where=left > 0)
    cross = before * c / n**2
    # The sums of the docstring, with (I(t) − I_j) multiplied out so that they can be cumulated.
    constant = weight * share**2 + before**2 * c * (n - c) / n**3 + 2 * share * cross
    linear = 2 * np.cumsum(weight * share + cross)
    variance = np.clip(np.cumsum(weight) * share**2 - linear * share + np.cumsum(constant), 0.0, None)
    lower, upper = _interval(share, variance, n, np.cumsum(c))
    known_until = np.inf if not day.size or left[-1] == 0 else float(day[-1])
    return Curve(day, share, variance, lower, upper, at_risk, int(leaving.sum()), known_until)


def _interval(share: Floats, variance: Floats, at_risk: Floats, contacts: Floats) -> tuple[Floats, Floats]:
    """log(−log); where the share is 0 or 1 and has no logarithm, the exact binomial limit (Clopper and Pearson)."""
    none, everyone = share < TOLERANCE, share > 1 - TOLERANCE
    without = np.where(none | everyone, 0.5, 1 - share)
    spread = Z95 * np.sqrt(variance) / np.abs(without * np.log(without))
    lower, upper = 1 - without ** np.exp(-spread), 1 - without ** np.exp(spread)
    lower = np.where(none, 0.0, np.where(everyone, 0.025 ** (1 / np.maximum(contacts, 1)), lower))
    upper = np.where(everyone, 1.0, np.where(none, 1 - 0.025 ** (1 / at_risk), upper))
    return lower, upper


def share_by(curve: Curve, day: float) -> Estimate:
    """The share with contact within `day` days; NaN where there are no cases or nobody was followed for that long."""
    return Estimate(*(float(part[0]) for part in shares_by(curve, np.array([day]))))


def shares_by(curve: Curve, days: Floats | Ints) -> tuple[Floats, Floats, Floats]:
    """share_by for many days at once: share, lower, upper."""
    at = np.searchsorted(curve.day, days, side="right")
    nobody_yet = (0.0, 0.0, 1 - 0.025 ** (1 / max(curve.n, 1)))
    steps = zip(nobody_yet, (curve.share, curve.lower, curve.upper), strict=True)
    known = (days <= curve.known_until) & (curve.n > 0)
    share, lower, upper = (np.where(known, np.concatenate(([first], rest))[at], np.nan) for first, rest in steps)
    return share, lower, upper


def at_risk_on(curve: Curve, days: Ints) -> Ints:
    """How many still wait, and have been followed, as each day begins."""
    counted = np.concatenate((curve.at_risk, [0]))
    return counted[np.searchsorted(curve.day, days, side="left")]


def quantile(curve: Curve, p: float) -> Estimate:
    """The first day on which the share is at least p, and the days on which the band's two edges get there.

    Where the curve lies flat at exactly p, the midpoint between that day and the next step (the usual median of an
    even number, and R's convention); without a next step the day itself. NaN: not reached.
    """
    # The upper edge is never below the estimate, so that the interval holds it.
    edges = (curve.share, np.maximum(curve.upper, curve.share), curve.lower)
    return Estimate(*(_first_day(curve.day, edge, p) for edge in edges))


def _first_day(day: Ints, edge: Floats, p: float) -> float:
    reached = np.flatnonzero(edge >= p - TOLERANCE)
    if not reached.size:
        return np.nan
    first = reached[0]
    above = np.flatnonzero(edge > p + TOLERANCE)
    flat = abs(edge[first] - p) < TOLERANCE and above.size > 0
    return float(day[first] + day[above[0]]) / 2 if flat else float(day[first])


def difference(now: Estimate, before: Estimate) -> Estimate:
    """now − before with the interval that their own intervals give (MOVER; Zou and Donner 2008, as Newcombe 1998).

    It keeps the lopsidedness of the two intervals, and 0 outside it is a difference that chance alone seldom makes.
    """
    value = now.value - before.value
    down = np.hypot(now.value - now.lower, before.upper - before.value)
    up = np.hypot(now.upper - now.value, before.value - before.lower)
    return Estimate(value, float(value - down), float(value + up))
