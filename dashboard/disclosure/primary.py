"""Which figures are hidden for their own sake, besides small counts?

Each rule says True where the figure may be shown. Sources: the output rules of Statistics Denmark, NHS Digital and
the ONS as read for safety.md (thresholds 3, 8 and 10); Hundepool et al., Statistical Disclosure Control, 2012,
chapter 4 (dominance). What parents answered in shares and scores, for the head as for everybody, is surveys.py's.
"""

from __future__ import annotations

from dashboard.disclosure.linked import Array

FLOOR = 3  # no setting goes lower: with two, each knows the other
LARGEST_SHARE = 0.8  # of an amount; above it the amount is an estimate of that one child's
ORDERED = 10  # persons behind a median or percentile, which is one or two persons' own value
WHOLE_PER_CENT = 20  # persons behind a share shown beside nothing: with fewer, whole per cent tell the counts


def threshold_of(setting: int) -> int:
    """The threshold that a setting asks for. Raises ValueError below the floor."""
    if setting < FLOOR:
        raise ValueError(f"the threshold is at least {FLOOR}")
    return setting


def amount_may_show(contributors: Array, largest: Array, total: Array, threshold: int = 5) -> Array:
    """Money with children behind it: enough of them, and none of them nearly all of it. Amounts in øre."""
    return (contributors >= threshold) & (largest <= LARGEST_SHARE * total)


def median_may_show(persons: Array) -> Array:
    """A median, percentile, smallest or largest value."""
    return persons >= ORDERED


def share_may_show(agreeing: Array, others: Array, threshold: int = 5) -> Array:
    """A share of a group: both sides enough, or it tells what each one in the group is or said."""
    return (agreeing >= threshold) & (others >= threshold)


def share_alone_may_show(agreeing: Array, others: Array, threshold: int = 5) -> Array:
    """A share in whole per cent whose counts are not published."""
    return share_may_show(agreeing, others, threshold) & (agreeing + others >= WHOLE_PER_CENT)
