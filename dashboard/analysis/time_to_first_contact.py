"""How long do families wait for the first contact, once those who still wait and those who never had one count too?

From the counts of queries.time_to_first_contact to the numbers of an Answer. "9 of 10" is the first day by which
nine tenths of ALL the period's cases had contact (Aalen-Johansen, analysis/survival.py): cases closed without
contact stay in the denominator, so where more than a tenth is closed so, 9 of 10 is never reached, and says so.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from dashboard.analysis.contact_cases import NAN, Cases, Delivered, Summary, cases_by_code, delivered_months, summarise
from dashboard.analysis.contact_parts import at_risk_part, curve_part, endings_part, teams_part, trend_part
from dashboard.analysis.survival import Estimate, difference, share_by
from dashboard.filters import Filters
from dashboard.periods import Period
from dashboard.shapes import MISSING, POOLED, Analysis, Note, Number

LINES = 4  # more municipalities than this are pooled in charts, and counted each over the whole period only
# The day on which two years are compared where no target is decided: not an aim, only a day that stays the same.
COMPARISON_DAY = 14.0


def analyse(counts: pd.DataFrame, filters: Filters, as_of: dt.date | None, targets: Mapping[str, float]) -> Analysis:
    """The numbers of the measure.

    counts: the frame of queries.time_to_first_contact. targets: municipality code → days, where one is decided;
    all the municipalities together have a target only if theirs is the same.

    table: municipality_code, period, numerator (had contact), denominator (received), value (days by which 9 of 10
    had contact), lower, upper, n, half_within, share_within_target, share_lower, share_upper, waiting,
    closed_without_contact, state, complete (whole calendar period, ended, delivered and settled; each municipality's
    row over the whole range needs no calendar).
    now and before: nine_of_ten, half, within_target, within (by the target or else COMPARISON_DAY), compared_on (that
    day), received, contacted, closed_without_contact, data_errors; now alone: change (within minus a year earlier),
    waiting and longest_wait (on the as-of date, whenever received).
    parts: curve (municipality_code, day, share, lower, upper, at_risk), at_risk (municipality_code, day, waiting: as
    that day begins, of those received so long ago),
    teams (municipality_code, team_id, waiting, longest), trend (period, nine_of_ten, half, n, state,
    complete), endings (reason, n).
    """
    view = _View(filters, as_of, _targets(targets, filters), delivered_months(counts), cases_by_code(counts))
    table = view.table()
    curves = {code: summarise(view.cases_of(code, filters.period)).curve for code in view.lines}
    parts = {
        "curve": curve_part(curves),
        "at_risk": at_risk_part(curves),
        "teams": teams_part(counts),
        "trend": trend_part(table[table["municipality_code"] == view.main]),
        "endings": endings_part(counts),
    }
    now, before = view.numbers(filters.period), view.numbers_before()
    if before:
        now["change"] = _change(now["within"], before["within"])
    return Analysis(table, now | _waiting_now(parts["teams"], view), before, parts, view.notes(now))


def _targets(targets: Mapping[str, float], filters: Filters) -> dict[str, float]:
    found = {code: float(targets[code]) for code in filters.municipalities if code in targets}
    if len(found) == len(filters.municipalities) and len(set(found.values())) == 1:
        found[POOLED] = next(iter(found.values()))
    return found


@dataclass(frozen=True)
class _View:
    """The counts under one set of filters."""

    filters: Filters
    as_of: dt.date | None
    targets: Mapping[str, float]
    delivered: Delivered
    cases: Mapping[str, Cases]

    @property
    def main(self) -> str:
        """The code of everything chosen, together."""
        return self.filters.municipalities[0] if self.filters.one_municipality else POOLED

    @property
    def lines(self) -> tuple[str, ...]:
        """What is shown by period, and has a curve."""
        codes = self.filters.municipalities
        if len(codes) > LINES:
            return (POOLED,)
        return codes if self.filters.one_municipality else (*codes, POOLED)

    def cases_of(self, code: str, period: Period) -> Cases:
        return self.cases.get(code, self.cases[POOLED].within(Period(0, -1))).within(period)

    def months(self, code: str, period: Period) -> int:
        """How many months of how many municipalities have been delivered."""
        found = self.delivered.get(code, {})
        return sum(found.get(month, 0) for month in period.months)

    def fully_delivered(self, code: str, period: Period) -> bool:
        together = len(self.filters.municipalities) if code == POOLED else 1
        return self.months(code, period) == together * len(period.months)

    def table(self) -> pd.DataFrame:
        periods = self.filters.period.split(self.filters.interval)
        keys = [(code, period) for code in self.lines for period in periods]
        if len(self.filters.municipalities) > LINES:
            keys += [(code, self.filters.period) for code in self.filters.municipalities]
        return pd.DataFrame([self._row(code, period) for code, period in keys])

    def _row(self, code: str, period: Period) -> dict[str, Any]:
        found = summarise(self.cases_of(code, period))
        missing = self.months(code, period) == 0
        share = share_by(found.curve, self.targets.get(code, NAN))
        reached = not np.isnan(found.nine_of_ten.value)
        return {
            "municipality_code": code,
            "period": period.key,
            "numerator": NAN if missing else float(found.contacted),
            "denominator": NAN if missing else float(found.curve.n),
            "value": found.nine_of_ten.value,
            "lower": found.nine_of_ten.lower,
            "upper": found.nine_of_ten.upper,
            "n": NAN if missing else float(found.curve.n),
            "half_within": found.half.value,
            "share_within_target": share.value,
            "share_lower": share.lower,
            "share_upper": share.upper,
            "waiting": NAN if missing else float(found.waiting),
            "closed_without_contact": NAN if missing else float(found.closed),
            "state": "missing" if missing else "ok" if reached else "not_estimable",
            "complete": self._complete(code, period, found),
        }

    def _complete(self, code: str, period: Period, found: Summary) -> bool:
        ended = self.as_of is not None and period.end <= self.as_of + dt.timedelta(days=1)
        whole = code not in self.lines or Period.containing(period.first, self.filters.interval) == period
        return ended and whole and self.fully_delivered(code, period) and found.settled(self.targets.get(code))

    def numbers(self, period: Period) -> dict[str, Number]:
        """The headline numbers of a range, everything chosen together."""
        found = summarise(self.cases_of(self.main, period))
        target = self.targets.get(self.main)
        day = COMPARISON_DAY if target is None else target
        n = float(found.curve.n)
        within = _number(share_by(found.curve, day), n)
        numbers = {
            "nine_of_ten": _number(found.nine_of_ten, n),
            "half": _number(found.half, n),
            "within_target": MISSING if target is None else within,
            "within": within,
            "compared_on": Number(day),
            "received": Number(n, n),
            "contacted": Number(float(found.contacted), n),
            "closed_without_contact": Number(float(found.closed), n),
            "data_errors": Number(float(found.errors), n + found.errors),
        }
        return numbers if self.months(self.main, period) else dict.fromkeys(numbers, MISSING)

    def numbers_before(self) -> dict[str, Number]:
        earlier = self.filters.period.a_year_earlier()
        return self.numbers(earlier) if self.fully_delivered(self.main, earlier) else {}

    def notes(self, now: Mapping[str, Number]) -> tuple[Note, ...]:
        period = self.filters.period
        every = len(self.filters.municipalities) * len(period.months)
        missing = every - self.months(self.main, period)
        notes = [Note("first_contact_months_missing", {"missing": missing, "of": every})] if missing else []
        if now["data_errors"].value:
            notes.append(Note("date_before_receipt", {"n": int(now["data_errors"].value)}))
        return tuple(notes)


def _number(estimate: Estimate, n: float) -> Number:
    value, lower, upper = (None if np.isnan(part) else float(part) for part in estimate)
    return Number(value, n, "ok" if value is not None else "not_estimable", lower, upper)


def _change(now: Number, before: Number) -> Number:
    """The difference of two shares; not estimable unless both are."""
    if not (now.ok and before.ok):
        return Number(None, now.n, "missing" if now.state == "missing" else "not_estimable")
    parts = [Estimate(*(NAN if v is None else v for v in (x.value, x.lower, x.upper))) for x in (now, before)]
    return _number(difference(*parts), now.n or 0.0)


def _waiting_now(teams: pd.DataFrame, view: _View) -> dict[str, Number]:
    if teams.empty:
        known = any(view.delivered.values())
        return {"waiting": Number(0.0) if known else MISSING, "longest_wait": Number(None, 0.0, "not_estimable")}
    count = float(teams["waiting"].sum())
    return {"waiting": Number(count, count), "longest_wait": Number(float(teams["longest"].max()), count)}
