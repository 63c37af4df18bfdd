"""How many cases, children and families does each full-time coordinator carry, and who carries more than the ceiling?

Every number is a mean over the days of the delivered months: the days of cases (children, families) divided by the
number of days, over the full-time positions of the same days. Municipalities together are the sum of their means.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from dashboard.analysis.caseload_ceilings import Ceilings, judge
from dashboard.analysis.caseload_days import MEANS, Days
from dashboard.analysis.caseload_parts import NAN, Part, part
from dashboard.database.frames import Kind, frame
from dashboard.filters import Filters
from dashboard.periods import Period
from dashboard.shapes import MISSING, POOLED, Analysis, Note, Number

LINES = 4  # more municipalities than this are pooled by period, and shown each for the whole range only
COLUMNS: dict[str, Kind] = {
    "municipality_code": "text",
    "period": "text",
    "numerator": "float",
    "denominator": "float",
    "value": "float",
    "lower": "float",
    "upper": "float",
    "n": "float",
    "children": "float",
    "children_per_fte": "float",
    "families": "float",
    "families_per_fte": "float",
    "unassigned": "float",
    "unknown_fte": "float",
    "state": "text",
    "complete": "bool",
}
TREND: dict[str, Kind] = {"period": "text", "value": "float", "state": "text"}
_NO_MEANS = dict.fromkeys(MEANS, NAN)


def analyse(
    counts: pd.DataFrame,
    filters: Filters,
    as_of: dt.date | None,
    ceilings: Mapping[str, float],
    ceilings_new: Mapping[str, float],
) -> Analysis:
    """The numbers of the measure.

    counts: the frame of queries.caseload. ceilings, ceilings_new: municipality code → cases per full-time position,
    where one is decided, for everybody and for the newly hired.

    table: municipality_code, period, numerator (cases), denominator (full-time positions), value (cases per
    position), lower, upper (always missing: everybody is counted), n (cases), children, children_per_fte, families,
    families_per_fte, unassigned, unknown_fte, state, complete.
    now and before: cases_per_fte, children_per_fte, families_per_fte, cases, children, families, fte, unassigned,
    unknown_fte; now alone: over_ceiling (numerator over, denominator judged, n all coordinators with a position).
    parts: trend (period, value, state: months, everything chosen together), and with one municipality teams (team_id,
    cases, children, families, unassigned, fte, value, children_per_fte, state) and coordinators (coordinator_id,
    team_id, cases, children, families, fte, value, children_per_fte, ceiling, newly_hired, over, state).
    With a programme or target group chosen positions are not split: value is not estimable, numerator stands alone.
    """
    view = _View(filters, as_of, Days.of(counts, filters, as_of))
    now = view.numbers(filters.period)
    earlier = filters.period.a_year_earlier()
    coordinators = view.part(counts, "coordinator")
    newly_hired = coordinators["newly_hired_until"] > np.datetime64(view.last_day())
    judged, over, notes = judge(coordinators, newly_hired, filters.period, Ceilings(ceilings, ceilings_new))
    parts = {"trend": view.trend()}
    if filters.one_municipality:
        parts["teams"] = view.part(counts, "team").frame(("coordinator_id", "newly_hired_until"))
        parts["coordinators"] = coordinators.frame(("newly_hired_until",), **judged)
    return Analysis(
        table=view.table(),
        now=now | {"over_ceiling": over},
        before=view.numbers(earlier) if view.days.fully_delivered(earlier) else {},
        parts=parts,
        notes=(*view.notes(now), *notes),
    )


@dataclass(frozen=True)
class _View:
    """The counted days under one set of filters."""

    filters: Filters
    as_of: dt.date | None
    days: Days

    @property
    def counted_alone(self) -> bool:
        """Positions are not split on programmes and target groups."""
        return bool(self.filters.programme or self.filters.target_group)

    @property
    def lines(self) -> tuple[str, ...]:
        """What is shown by period."""
        codes = self.filters.municipalities
        if len(codes) > LINES:
            return (POOLED,)
        return codes if self.filters.one_municipality else (*codes, POOLED)

    def last_day(self) -> dt.date:
        """The last day of the period that counts."""
        last = self.filters.period.end - dt.timedelta(days=1)
        return min(last, self.as_of) if self.as_of else last

    def table(self) -> pd.DataFrame:
        keys = [(code, p) for code in self.lines for p in self.filters.period.split(self.filters.interval)]
        if POOLED in self.lines and len(self.lines) == 1:
            keys += [(code, self.filters.period) for code in self.filters.municipalities]
        rows = [self._row(code, period) for code, period in keys]
        return _frame([[row[name] for row in rows] for name in COLUMNS], COLUMNS)

    def _row(self, code: str, period: Period) -> dict[str, Any]:
        means = self.days.means(code, period)
        found = _NO_MEANS if means is None else means
        return {
            "municipality_code": code,
            "period": period.key,
            "numerator": found["cases"],
            "denominator": NAN if self.counted_alone else found["fte"],
            "value": self._per_fte(found, "cases"),
            "lower": NAN,
            "upper": NAN,
            "n": found["cases"],
            "children": found["children"],
            "children_per_fte": self._per_fte(found, "children"),
            "families": found["families"],
            "families_per_fte": self._per_fte(found, "families"),
            "unassigned": found["unassigned"],
            "unknown_fte": found["unknown_fte"],
            "state": self._state(means),
            "complete": self._complete(code, period),
        }

    def _per_fte(self, means: Mapping[str, float], name: str) -> float:
        return means[name] / means["fte"] if means["fte"] > 0 and not self.counted_alone else NAN

    def _state(self, means: Mapping[str, float] | None) -> str:
        if means is None:
            return "missing"
        return "not_estimable" if self.counted_alone or not means["fte"] else "ok"

    def _complete(self, code: str, period: Period) -> bool:
        """Ended, and not cut short by the end of the range."""
        ended = self.as_of is not None and period.end <= self.as_of + dt.timedelta(days=1)
        whole = Period.containing(period.last, self.filters.interval)
        return ended and (code not in self.lines or period.last == whole.last)

    def numbers(self, period: Period) -> dict[str, Number]:
        """The headline numbers of a range, everything chosen together."""
        names = ("cases", "children", "families")
        means = self.days.means(POOLED, period)
        if means is None:
            return dict.fromkeys((*(f"{name}_per_fte" for name in names), *MEANS), MISSING)
        found = {f"{name}_per_fte": self._number(means, name) for name in names}
        for name in MEANS:
            found[name] = Number(means[name], means["cases"])
        if self.counted_alone:
            found["fte"] = Number(None, means["cases"], "not_estimable")
        return found

    def _number(self, means: Mapping[str, float], name: str) -> Number:
        value, state = self._per_fte(means, name), self._state(means)
        fte = None if self.counted_alone else means["fte"]
        if state != "ok":
            return Number(None, means["cases"], "not_estimable", numerator=means[name], denominator=fte)
        return Number(value, means["cases"], numerator=means[name], denominator=fte)

    def trend(self) -> pd.DataFrame:
        """The months of the range, and at least the last twelve."""
        period = self.filters.period
        months = [Period(month, month) for month in range(min(period.first, period.last - 11), period.last + 1)]
        means = [self.days.means(POOLED, month) for month in months]
        if self.counted_alone:
            values = [NAN if found is None else found["cases"] for found in means]
            states = ["missing" if found is None else "ok" for found in means]
        else:
            values = [NAN if found is None else self._per_fte(found, "cases") for found in means]
            states = [self._state(found) for found in means]
        return _frame([[month.key for month in months], values, states], TREND)

    def part(self, counts: pd.DataFrame, level: str) -> Part:
        delivered = self.days.delivered(self.filters.period)
        return part(counts, level, delivered, counted_alone=self.counted_alone)

    def notes(self, now: Mapping[str, Number]) -> tuple[Note, ...]:
        period = self.filters.period
        every = len(self.filters.municipalities) * len(period.months)
        missing = every - self.days.months_delivered(period)
        notes = [Note("caseload_months_missing", {"missing": missing, "of": every})] if missing else []
        if self.counted_alone:
            notes.append(Note("caseload_not_per_fte"))
        if now["unknown_fte"].value:
            notes.append(Note("caseload_unknown_fte", {"cases": now["unknown_fte"].value}))
        return tuple(notes)


def _frame(values: list[list[Any]], columns: dict[str, Kind]) -> pd.DataFrame:
    # Numbers as arrays: as lists thirteen columns cost 1 ms more.
    pairs = zip(values, columns.values(), strict=True)
    return frame([column if kind == "text" else np.array(column) for column, kind in pairs], columns)
