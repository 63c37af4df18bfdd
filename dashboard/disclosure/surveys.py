"""Which answers of parents may be shown, and in which company?

One rule holds it all together: every number shown is a sum of groups of answers, each group at least five answers
that are not all the same, and the groups are the same in every view. However many views somebody adds and
subtracts, what is left is such a group. The groups of a municipality are its quarters that can stand alone, and
of each calendar year the rest together. What fits in no group is left out of every total, the country's too.

Within a quarter a category (team, programme, target group) is shown only where what it leaves to the others is
itself nothing or such a group. One category at a time; two could be crossed (design.md, "Surveys").
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np

from dashboard.filters import Filters
from dashboard.measures import SURVEY_MINIMUM
from dashboard.periods import Period
from dashboard.shapes import Note

CATEGORIES = ("team", "programme", "target_group")
YEARS = 10_000  # more than there are: place · YEARS + year is one number for both
NEVER = 12 * YEARS
Array = np.ndarray[Any, Any]


class Tally(NamedTuple):
    """Answers to one question: how many, their sum, and the sum of their squares. A share counts 0 and 1.

    Each may be a number, or an array with a number per cell.
    """

    n: Any = 0
    total: Any = 0
    square: Any = 0


LEFT_OUT = -1  # before every quarter, so that no period holds it


def safe(tally: Tally, telling: Any = True) -> Any:
    """At least five; and if all said the same, which tells what each one said, at least ten.

    telling=False for what is no opinion (how many were asked): there only the number counts.
    """
    # Whole numbers of 64 bits hold this up to half a million answers to a municipality in a year.
    same = tally.total**2 == tally.n * tally.square
    return tally.n >= SURVEY_MINIMUM * (1 + (same & telling))


def group_spans(place: Array, quarter: Array, tally: Tally, telling: Any = True) -> tuple[Array, Array]:
    """The first and the last quarter of the group that each cell belongs to; LEFT_OUT where it may not be shown.

    A cell is a quarter (its first month) of a place, in this order. tally: questions × cells; telling: per question.
    """
    alone = safe(tally, telling)
    rest = ~alone & (tally.n > 0)
    year = place * YEARS + quarter // 12
    starts = np.flatnonzero(np.diff(year, prepend=LEFT_OUT))
    cells = np.diff(starts, append=len(year))

    def of_the_year(join: np.ufunc, values: Array) -> Array:
        return np.repeat(join.reduceat(values, starts, axis=1), cells, axis=1)

    together = rest & safe(Tally(*(of_the_year(np.add, np.where(rest, part, 0)) for part in tally)), telling)
    first = of_the_year(np.minimum, np.where(rest, quarter, NEVER))
    last = of_the_year(np.maximum, np.where(rest, quarter, LEFT_OUT))
    return tuple(np.where(alone, quarter, np.where(together, end, LEFT_OUT)) for end in (first, last))  # type: ignore[return-value]


def visible(parts: Mapping[str, Tally], telling: bool = True) -> set[str]:
    """The categories of one quarter that may be shown beside their total.

    Where one is safe, the quarter's total is too: it holds as many answers, and no fewer opinions.
    """
    shown = {name for name, tally in parts.items() if safe(tally, telling)}
    while shown:
        rest = total(tally for name, tally in parts.items() if name not in shown)
        if rest.n == 0 or safe(rest, telling):
            break
        shown.remove(min(shown, key=lambda name: (parts[name].n, name)))
    return shown


def total(tallies: Iterable[Tally]) -> Tally:
    n = points = squares = 0
    for tally in tallies:
        n, points, squares = n + tally.n, points + tally.total, squares + tally.square
    return Tally(n, points, squares)


def whole_quarters(period: Period) -> Period:
    """The nearest whole quarters: one counts where most of its months are asked for, and there is at least one.

    Twelve months stay four quarters, wherever they begin.
    """
    first, end = _nearest(period.first), _nearest(period.last + 1)
    return Period(first, end - 1) if first < end else Period.containing(period.last, "quarter")


def _nearest(month: int) -> int:
    """The nearest month that begins a quarter."""
    return (month + 1) // 3 * 3


def survey_view(filters: Filters) -> tuple[Filters, tuple[Note, ...]]:
    """The filters as a survey answers them: whole quarters or years, one category; and what was changed.

    Notes: survey_quarters (first, last: period keys), survey_one_category (used: the name of the filter).
    """
    chosen = [name for name in CATEGORIES if getattr(filters, name)]
    period = whole_quarters(filters.period)
    view = replace(filters, period=period, interval="year" if filters.interval == "year" else "quarter")
    for name in chosen[1:]:
        view = replace(view, **{name: ""})  # type: ignore[arg-type]  # three fields of text
    notes = []
    if filters.interval == "month" or period != filters.period:
        ends = (Period.containing(month, "quarter").key for month in (period.first, period.last))
        notes.append(Note("survey_quarters", dict(zip(("first", "last"), ends, strict=True))))
    if len(chosen) > 1:
        notes.append(Note("survey_one_category", {"used": chosen[0]}))
    return view, tuple(notes)
