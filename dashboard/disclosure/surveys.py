"""Which answers of parents may be shown, and in which company?

One rule holds it all together: every number shown is a sum of groups of answers, each group at least five answers
that are not all the same, and the groups are the same in every view. However many views somebody adds and
subtracts, what is left is such a group. The groups of a municipality are its quarters that can stand alone, and
of each calendar year the rest together. What fits in no group is left out of every total, the country's too.

Within a quarter a category (team, programme, target group) is shown only where what it leaves to the others is
itself nothing or such a group. One category at a time; two could be crossed (design.md, "Surveys").
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import NamedTuple

from dashboard.filters import Filters
from dashboard.measures import SURVEY_MINIMUM
from dashboard.periods import Period
from dashboard.shapes import Note

CATEGORIES = ("team", "programme", "target_group")


class Tally(NamedTuple):
    """Answers to one question: how many, their sum, and the sum of their squares. A share counts 0 and 1."""

    n: int = 0
    total: int = 0
    square: int = 0


class Group(NamedTuple):
    """Answers that are shown together or not at all, and the quarters (first months) they were given in."""

    quarters: frozenset[int]
    tally: Tally


def safe(tally: Tally, telling: bool = True) -> bool:
    """At least five; and if all said the same, which tells what each one said, at least ten.

    telling=False for what is no opinion (how many were asked): there only the number counts.
    """
    same = tally.total**2 == tally.n * tally.square
    return tally.n >= SURVEY_MINIMUM * (2 if telling and same else 1)


def groups(by_quarter: Mapping[int, Tally], telling: bool = True) -> list[Group]:
    """The groups of one municipality's answers, given by quarter (its first month)."""
    alone = [Group(frozenset({q}), tally) for q, tally in by_quarter.items() if safe(tally, telling)]
    rest: dict[int, list[int]] = defaultdict(list)
    for quarter, tally in by_quarter.items():
        if tally.n and not safe(tally, telling):
            rest[quarter // 12].append(quarter)
    together = [Group(frozenset(found), total(by_quarter[q] for q in found)) for found in rest.values()]
    return alone + [group for group in together if safe(group.tally, telling)]


def category_groups(by_quarter: Mapping[int, Mapping[str, Tally]], category: str, telling: bool = True) -> list[Group]:
    """The groups of one category, given every category's answers by quarter.

    Where one is safe, the quarter's total is too: it holds as many answers, and no fewer opinions.
    """
    return [
        Group(frozenset({quarter}), parts[category])
        for quarter, parts in by_quarter.items()
        if category in visible(parts, telling)
    ]


def visible(parts: Mapping[str, Tally], telling: bool = True) -> set[str]:
    """The categories of one quarter that may be shown beside their total."""
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
