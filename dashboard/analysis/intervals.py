"""How sure is a share, a mean, or a difference of two? 95 % intervals, all of them pure functions of counts.

Sources: Wilson (1927), JASA 22:209-212; Newcombe (1998), Statistics in Medicine 17:857-872 (one proportion,
method 3) and 17:873-890 (difference of two, method 10); Student's t; Welch (1947), Biometrika 34:28-35.
"""

from __future__ import annotations

from functools import lru_cache
from math import nan, sqrt

from scipy.special import ndtri, stdtrit

Interval = tuple[float, float]
UNKNOWN: Interval = (nan, nan)
LEVEL = 0.975  # each tail holds 2.5 %
Z = float(ndtri(LEVEL))


def wilson(k: float, n: float) -> Interval:
    """The score interval of the share k/n, within [0, 1]; (nan, nan) where n is 0.

    Exactly 0 at k = 0 and exactly 1 at k = n. Raises ValueError unless 0 <= k <= n.
    """
    if not 0 <= k <= n:
        raise ValueError(f"{k} of {n} is no share")
    if n == 0:
        return UNKNOWN
    share = k / n
    middle = share + Z * Z / (2 * n)
    reach = Z * sqrt(share * (1 - share) / n + Z * Z / (4 * n * n))
    below = 0.0 if k == 0 else (middle - reach) / (1 + Z * Z / n)
    above = 1.0 if k == n else (middle + reach) / (1 + Z * Z / n)
    return below, above


def mean_interval(total: float, square_total: float, n: int) -> Interval:
    """The t interval of a mean, from the sum and the sum of squares of n values; (nan, nan) where n < 2."""
    if n < 2:
        return UNKNOWN
    mean = total / n
    reach = _t(n - 1) * sqrt(_variance(total, square_total, n) / n)
    return mean - reach, mean + reach


def difference_of_proportions(k1: float, n1: float, k2: float, n2: float) -> Interval:
    """k1/n1 − k2/n2 by Newcombe's hybrid score method (his method 10); (nan, nan) where either n is 0."""
    if n1 == 0 or n2 == 0:
        return UNKNOWN
    first, second = k1 / n1, k2 / n2
    (low1, high1), (low2, high2) = wilson(k1, n1), wilson(k2, n2)
    below = sqrt((first - low1) ** 2 + (high2 - second) ** 2)
    above = sqrt((high1 - first) ** 2 + (second - low2) ** 2)
    return first - second - below, first - second + above


def difference_of_means(first: tuple[float, float, int], second: tuple[float, float, int]) -> Interval:
    """Welch's interval of mean 1 − mean 2, each given as (sum, sum of squares, n); (nan, nan) where an n < 2."""
    (total1, squares1, n1), (total2, squares2, n2) = first, second
    if min(n1, n2) < 2:
        return UNKNOWN
    part1, part2 = _variance(total1, squares1, n1) / n1, _variance(total2, squares2, n2) / n2
    difference = total1 / n1 - total2 / n2
    if part1 + part2 == 0:
        return difference, difference
    freedom = (part1 + part2) ** 2 / (part1**2 / (n1 - 1) + part2**2 / (n2 - 1))
    reach = _t(freedom) * sqrt(part1 + part2)
    return difference - reach, difference + reach


@lru_cache(maxsize=4096)
def _t(freedom: float) -> float:
    return float(stdtrit(freedom, LEVEL))  # what scipy.stats.t.ppf asks, without its 0.1 ms around it


def _variance(total: float, square_total: float, n: int) -> float:
    # Rounding may take equal values a hair below zero.
    return max(0.0, (square_total - total * total / n) / (n - 1))
