"""Which answers does a period hold? All questions, municipalities and quarters at once, as arrays.

One number at a time, an answer for all the municipalities took 62 ms with its query; as arrays it takes 29.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

import numpy as np

from dashboard.disclosure.surveys import LEFT_OUT, Array, Tally, group_spans, visible
from dashboard.periods import Period

Sums = list[list[list[int]]]


@dataclass(frozen=True)
class Cells:
    """Counts by line (a municipality or a category) and quarter (its first month), in the order of the lines.

    values: numbers, sums and sums of squares × questions × cells. first, last: questions × cells, the quarters that
    the cell's group lies in (disclosure.surveys.group_spans). lines: how many there may be.
    """

    line: Array
    quarter: Array
    values: Array
    first: Array
    last: Array
    lines: int
    _sums: dict[Period, Sums] = field(default_factory=dict)

    def sums(self, period: Period) -> Sums:
        """For each line, and last for all together: for each question n, total and square of the groups that lie wholly
        within the period, and how many answers there are, shown or not."""
        if period not in self._sums:
            self._sums[period] = self._add_up(period)
        return self._sums[period]

    @cached_property
    def _starts(self) -> Array:
        return np.flatnonzero(np.diff(self.line, prepend=-1))

    def _add_up(self, period: Period) -> Sums:
        shown = (self.first >= period.first) & (self.last <= period.last)
        there = (self.quarter >= period.first) & (self.quarter <= period.last)
        held = np.concatenate([self.values * shown, self.values[:1] * there])
        found = np.zeros((*held.shape[:2], self.lines + 1), "int64")
        found[:, :, self.line[self._starts]] = np.add.reduceat(held, self._starts, axis=2)
        found[:, :, -1] = found.sum(axis=2)
        sums: Sums = found.transpose(2, 1, 0).tolist()
        return sums


Counted = tuple[Array, Array, Array]  # place and quarter (in this order) of each cell, and the cells' values


def whole(counted: Counted, places: int, telling: Array) -> Cells:
    """Every category together."""
    place, quarter, values = counted
    starts = _starts(place, quarter)
    place, quarter, values = place[starts], quarter[starts], np.add.reduceat(values, starts, axis=2)
    first, last = group_spans(place, quarter, Tally(*values), telling[:, None])
    return Cells(place, quarter, values, first, last, places)


def by_category(counted: Counted, categories: Sequence[str], line: Array, lines: int, telling: Array) -> Cells:
    """Every category apart, shown in a quarter where it may stand beside the others. line: each one's, or LEFT_OUT."""
    _place, quarter, values = counted
    order = np.argsort(line, kind="stable")
    order = order[line[order] != LEFT_OUT]
    span = np.where(_visible(counted, categories, telling), quarter, LEFT_OUT)[:, order]
    return Cells(line[order], quarter[order], values[:, :, order], span, span, lines)


def _starts(place: Array, quarter: Array) -> Array:
    """Where the next quarter of a municipality begins."""
    return np.flatnonzero((np.diff(place, prepend=-1) != 0) | (np.diff(quarter, prepend=-1) != 0))


def _visible(counted: Counted, categories: Sequence[str], telling: Array) -> Array:
    """questions × cells: whether the cell's category is shown in its quarter."""
    place, quarter, values = counted
    seen = np.zeros(values.shape[1:], bool)
    starts = _starts(place, quarter).tolist()
    cells = values.transpose(1, 2, 0).tolist()
    for start, end in pairwise([*starts, len(categories)]):
        for question, opinion in enumerate(telling.tolist()):
            parts = {categories[i]: Tally(*cells[question][i]) for i in range(start, end)}
            shown = visible(parts, opinion)
            seen[question, start:end] = [name in shown for name in parts]
    return seen
