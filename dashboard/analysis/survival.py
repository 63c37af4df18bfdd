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


@dataclass(frozen=True)
class Curves:
    """Many curves at once, a row each: one sum over an array costs no more than one over a single curve.

    The arrays of Curve as rows × steps; what stands after a row's own number of steps means nothing.
    """

    day: Ints
    share: Floats
    variance: Floats
    lower: Floats
    upper: Floats
    at_risk: Ints
    steps: Ints
    n: Ints
    known_until: Floats

    def __getitem__(self, row: int) -> Curve:
        own = (row, slice(self.steps[row]))
        shares = (self.share[own], self.variance[own], self.lower[own], self.upper[own])
        return Curve(self.day[own], *shares, self.at_risk[own], int(self.n[row]), float(self.known_until[row]))

    @property
    def real(self) -> NDArray[np.bool_]:
        """Which places are steps."""
        return np.arange(self.day.shape[1]) < self.steps[:, None]


def incidence(contact: Ints, closed: Ints, waiting: Ints) -> Curve:
    """The curve from three equally long counts by whole days since receipt: index 0 is the day of receipt."""
    return incidences(np.arange(len(contact)), np.stack((contact, closed, waiting))[:, None])[0]


def incidences(day: Ints, counts: Ints) -> Curves:
    """The curves from counts[contact, closed, waiting; curve; day], where `day` names the days in their order.

    On one day contacts and closings come before censoring: who is still waiting that day was at risk that day.
    """
    steps, day, contact, closed, waiting = _moved_left(day, counts)
    ended = contact + closed
    leaving = ended + waiting
    total = leaving.sum(axis=1)
    at_risk = total[:, None] - np.cumsum(leaving, axis=1) + leaving
    c, d, n = contact.astype(np.float64), ended.astype(np.float64), np.maximum(at_risk, 1).astype(np.float64)
    left = n - d
    before = np.ones_like(n)
    np.cumprod((left / n)[:, :-1], axis=1, out=before[:, 1:])
    share = np.cumsum(before * c / n, axis=1)
    variance = _variance(share, before, c, d, n)
    # Rows are as long as the longest: up to two thirds of the places are no steps, and powers are dear.
    real, lower, upper = np.arange(day.shape[1]) < steps[:, None], np.zeros_like(share), np.zeros_like(share)
    lower[real], upper[real] = _interval(*(part[real] for part in (share, variance, n, np.cumsum(c, axis=1))))
    rows, last = np.arange(len(steps)), np.maximum(steps - 1, 0)
    all_ended = (steps == 0) | (left[rows, last] == 0)
    known_until = np.where(all_ended, np.inf, day[rows, last])
    return Curves(day, share, variance, lower, upper, at_risk, steps, total, known_until)


def _moved_left(day: Ints, counts: Ints) -> tuple[Ints, ...]:
    """How many days of each curve anything happened on, those days, and the three counts on them: rows from the left.

    Most days are empty in most curves: a year's 600 different days are 150 steps of each.
    """
    row, column = np.nonzero(counts.sum(axis=0))
    steps = np.bincount(row, minlength=counts.shape[1])
    at = np.arange(len(row)) - np.repeat(np.cumsum(steps) - steps, steps)
    moved = np.zeros((4, len(steps), max(int(steps.max(initial=0)), 1)), dtype=np.int64)
    moved[0, row, at] = day[column]
    moved[1:, row, at] = counts[:, row, column]
    return steps, *moved


def _variance(share: Floats, before: Floats, c: Floats, d: Floats, n: Floats) -> Floats:
    """The sums of the module's docstring, with (I(t) − I_j) multiplied out so that they can be cumulated."""
    left = n - d
    # On the day the last one leaves, the share stands still for ever after: that term is 0 whatever its weight.
    weight = np.divide(d, n * left, out=np.zeros_like(d), where=left > 0)
    cross = before * c / n**2
    constant = weight * share**2 + before**2 * c * (n - c) / n**3 + 2 * share * cross
    weights, linear, constants = (np.cumsum(part, axis=1) for part in (weight, weight * share + cross, constant))
    variance: Floats = np.clip(weights * share**2 - 2 * linear * share + constants, 0.0, None)
    return variance


def _interval(share: Floats, variance: Floats, at_risk: Floats, contacts: Floats) -> tuple[Floats, Floats]:
    """log(−log); where the share is 0 or 1 and has no logarithm, the exact binomial limit (Clopper and Pearson)."""
    none, everyone = share < TOLERANCE, share > 1 - TOLERANCE
    without = np.where(none | everyone, 0.5, 1 - share)
    log = np.log(without)
    widened = np.exp(Z95 * np.sqrt(variance) / np.abs(without * log))
    lower, upper = 1 - np.exp(log / widened), 1 - np.exp(log * widened)  # without ** widened, at a third of its cost
    lower[none], upper[everyone] = 0.0, 1.0
    lower[everyone] = 0.025 ** (1 / np.maximum(contacts[everyone], 1))
    upper[none] = 1 - 0.025 ** (1 / at_risk[none])
    return lower, upper


def share_by(curve: Curve, day: float) -> Estimate:
    """The share with contact within `day` days; NaN where there are no cases or nobody was followed for that long."""
    return Estimate(*(float(part[0]) for part in shares_by(curve, np.array([day]))))


def share_by_each(curves: Curves, day: Floats) -> tuple[Floats, Floats, Floats]:
    """share_by of every curve, each on a day of its own; NaN where the day is."""
    at = ((curves.day <= day[:, None]) & curves.real).sum(axis=1)
    rows, before = np.arange(len(at)), np.maximum(at - 1, 0)
    known = (day <= curves.known_until) & (curves.n > 0)
    share, lower, upper = (
        np.where(known, np.where(at > 0, steps[rows, before], first), np.nan)
        for first, steps in zip(_nobody_yet(curves.n), (curves.share, curves.lower, curves.upper), strict=True)
    )
    return share, lower, upper


def _nobody_yet(n: Ints) -> tuple[Floats, Floats, Floats]:
    """The share and its limits before the first step of curves of so many cases."""
    none = np.zeros(len(n))
    return none, none, 1 - 0.025 ** (1 / np.maximum(n, 1))


def shares_by(curve: Curve, days: Floats | Ints) -> tuple[Floats, Floats, Floats]:
    """share_by for many days at once: share, lower, upper."""
    at = np.searchsorted(curve.day, days, side="right")
    steps = zip(_nobody_yet(np.array([curve.n])), (curve.share, curve.lower, curve.upper), strict=True)
    known = (days <= curve.known_until) & (curve.n > 0)
    share, lower, upper = (np.where(known, np.concatenate((first, rest))[at], np.nan) for first, rest in steps)
    return share, lower, upper


def at_risk_when(curves: Curves, p: float) -> Floats:
    """How many still waited as the day began on which the share came to p; NaN where it never does."""
    reached = curves.real & (curves.share >= p - TOLERANCE)
    rows, first = np.arange(len(curves.steps)), reached.argmax(axis=1)
    return np.where(reached[rows, first], curves.at_risk[rows, first], np.nan)


def at_risk_last(curve: Curve, day: float) -> float | None:
    """How many the share within so many days rests on: those at risk on the last day by then on which anything
    happened. None where the share is not known.
    """
    if not curve.n or day > curve.known_until:
        return None
    at = int(np.searchsorted(curve.day, day, side="right"))
    return float(curve.at_risk[at - 1] if at else curve.n)


def at_risk_on(curve: Curve, days: Ints) -> Ints:
    """How many still wait, and have been followed, as each day begins."""
    counted = np.concatenate((curve.at_risk, [0]))
    return counted[np.searchsorted(curve.day, days, side="left")]


def quantile(curve: Curve, p: float) -> Estimate:
    """The first day on which the share is at least p, and the days on which the band's two edges get there.

    Where the curve lies flat at exactly p, the midpoint between that day and the next step (the usual median of an
    even number, and R's convention); without a next step the day itself. NaN: not reached.
    """
    edges = _edges(curve.share, curve.lower, curve.upper)
    return Estimate(*(float(_first_days(curve.day[None], edge[None], p)[0]) for edge in edges))


def quantiles(curves: Curves, p: float) -> tuple[Floats, Floats, Floats]:
    """quantile of every curve: value, lower, upper."""
    edges = _edges(curves.share, curves.lower, curves.upper)
    value, lower, upper = (_first_days(curves.day, np.where(curves.real, edge, -1.0), p) for edge in edges)
    return value, lower, upper


def _edges(share: Floats, lower: Floats, upper: Floats) -> tuple[Floats, Floats, Floats]:
    # The upper edge is never below the estimate, so that the interval holds it.
    return share, np.maximum(upper, share), lower


def _first_days(day: Ints, edge: Floats, p: float) -> Floats:
    """The day of each row on which its edge gets to p; an edge below 0 never does."""
    if not day.size:
        return np.full(len(day), np.nan)
    reached, above = edge >= p - TOLERANCE, edge > p + TOLERANCE
    rows, first, following = np.arange(len(day)), reached.argmax(axis=1), above.argmax(axis=1)
    on, then = day[rows, first], day[rows, following]
    flat = reached[rows, first] & ~above[rows, first] & above[rows, following]
    return np.where(reached[rows, first], np.where(flat, (on + then) / 2, on), np.nan)


def difference(now: Estimate, before: Estimate) -> Estimate:
    """now − before with the interval that their own intervals give (MOVER; Zou and Donner 2008, as Newcombe 1998).

    It keeps the lopsidedness of the two intervals, and 0 outside it is a difference that chance alone seldom makes.
    """
    value = now.value - before.value
    down = np.hypot(now.value - now.lower, before.upper - before.value)
    up = np.hypot(now.upper - now.value, before.value - before.lower)
    return Estimate(value, float(value - down), float(value + up))
