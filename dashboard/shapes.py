"""The shapes that travel between layers: a state for every number, and an Answer for every question.

Tidy tables have the columns municipality_code, period, <groups>, numerator, denominator, value, lower, upper,
n, state. municipality_code '*' is all the chosen municipalities together. period is a periods.Period key.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import pandas as pd

from dashboard.filters import Filters

State = Literal["ok", "suppressed", "not_estimable", "missing"]
POOLED = "*"


@dataclass(frozen=True)
class Number:
    """One number as it may be shown: never without its denominator's size (n) and its state."""

    value: float | None
    n: float | None = None
    state: State = "ok"
    lower: float | None = None
    upper: float | None = None
    numerator: float | None = None
    denominator: float | None = None

    @property
    def ok(self) -> bool:
        return self.state == "ok"


MISSING = Number(None, state="missing")


@dataclass(frozen=True)
class Note:
    """Something a reader must know; `code` is worded in findings.notes, `values` fill the sentence."""

    code: str
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Target:
    """What somebody decided to aim for, with who and when; there are no defaults."""

    value: float
    decided_by: str
    decided_on: dt.date


@dataclass(frozen=True)
class Answer:
    """All that is known about one measure under one set of filters, without language and without people.

    table: the tidy table that page, CSV and terminal show.
    now/before: the headline numbers by name for the whole range and for the same range a year earlier
    (before is empty unless that range is fully covered).
    parts: further tidy frames by name (per team, curve, budget …), each documented in its query.
    """

    measure: str
    filters: Filters
    table: pd.DataFrame
    now: Mapping[str, Number]
    before: Mapping[str, Number]
    parts: Mapping[str, pd.DataFrame]
    notes: tuple[Note, ...]
    target: Target | None
    municipality_names: Mapping[str, str]
    data_version: str
    as_of: dt.date | None
    origin: Literal["sample", "real"]
    team_names: Mapping[str, str] = field(default_factory=dict)  # of the one municipality chosen


@dataclass(frozen=True)
class Analysis:
    """What analysis makes of a query's counts: the numbers of an Answer, before names, version and target."""

    table: pd.DataFrame
    now: Mapping[str, Number]
    before: Mapping[str, Number]
    parts: Mapping[str, pd.DataFrame]
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True)
class Card:
    """One card of the overview, in words of the reader's language.

    value and unit are shown large; n is the caveat that is never hidden; trend are the sparkline's values (None
    where missing) and trend_text says the same in words.
    """

    name: str
    value: str
    unit: str
    n: str
    change: str
    trend: tuple[float | None, ...]
    trend_text: str
