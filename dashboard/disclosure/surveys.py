"""How a survey answers a question: by whole quarters or years and one category, of groups of answers (partition.py)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from dashboard.filters import Filters
from dashboard.periods import Period
from dashboard.shapes import Note

CATEGORIES = ("team", "programme", "target_group")
Array = np.ndarray[Any, Any]


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
