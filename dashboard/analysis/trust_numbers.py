"""From counts of answers to the numbers that may be shown: shares, scores and the response rate, each with its n."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pandas as pd

from dashboard.analysis.intervals import mean_interval, wilson
from dashboard.disclosure.surveys import Group, Tally, category_groups, groups, total
from dashboard.filters import Filters
from dashboard.periods import Period
from dashboard.shapes import Number, State

SCORE = "score"
QUESTIONS = ("coordinator", "municipality", SCORE)
# How many were asked and answered are no opinions: only their number protects them.
COUNTED = ("respondents", "response_rate")
SCORE_UNIT = 60  # tables.trust_month: scores are stored times 60


@dataclass(frozen=True)
class TrustCounts:
    """counts: municipality_code, quarter, category and queries.trust.SUMS. delivered: municipality_code, month."""

    counts: pd.DataFrame
    delivered: pd.DataFrame


class Survey:
    """The groups of answers of one view (disclosure.surveys.survey_view), and the numbers made of them."""

    def __init__(self, counts: TrustCounts, view: Filters, as_of: dt.date | None) -> None:
        self.view = view
        self.as_of = as_of
        self._tallies = _tallies(counts.counts)
        self._delivered: dict[str, set[int]] = defaultdict(set)
        for code, month in counts.delivered.itertuples(index=False):
            self._delivered[code].add(month)
        self._groups: dict[tuple[str, str, str], list[Group]] = {}

    @property
    def category(self) -> str:
        """The one that is chosen, '' for all together."""
        return self.view.team or self.view.programme or self.view.target_group

    def number(self, codes: Iterable[str], period: Period, question: str, category: str | None = None) -> Number:
        """The answers of `codes` in `period` to a question of QUESTIONS or COUNTED; without counts unless state is ok.

        value: a share 0-1, a score 0-100, or a number of respondents; n: parents with a valid answer (invited, for
        the response rate); lower, upper: 95 %, Wilson's for shares and Student's for scores.
        """
        codes = tuple(codes)
        category = self.category if category is None else category
        found = self.tally(codes, period, question, category)
        state = self._state(codes, period, question, category, found)
        return _number(question, found) if state == "ok" else Number(None, state=state)

    def tally(self, codes: Iterable[str], period: Period, question: str, category: str | None = None) -> Tally:
        """What a number is made of: the groups that lie wholly within the period."""
        return total(
            group.tally
            for code in codes
            for group in self._shown(code, question, self.category if category is None else category)
            if all(quarter in period.months for quarter in group.quarters)
        )

    def _state(self, codes: tuple[str, ...], period: Period, question: str, category: str, found: Tally) -> State:
        if not any(self.months_delivered(code, period) for code in codes):
            return "missing"
        if found.n:
            return "ok"
        # Nobody answered: that is no secret about anybody, and there is nothing to calculate from.
        answers = total(tally for code in codes for tally in self._raw(code, period, question, category))
        return "suppressed" if answers.n else "not_estimable"

    def _raw(self, code: str, period: Period, question: str, category: str) -> Iterator[Tally]:
        for quarter, parts in self._tallies[question].get(code, {}).items():
            if quarter in period.months:
                yield from (tally for name, tally in parts.items() if category in ("", name))

    def _shown(self, code: str, question: str, category: str) -> list[Group]:
        key = (code, question, category)
        if key not in self._groups:
            parts, telling = self._tallies[question].get(code, {}), question in QUESTIONS
            self._groups[key] = (
                category_groups(parts, category, telling)
                if category
                else groups({quarter: total(of.values()) for quarter, of in parts.items()}, telling)
            )
        return self._groups[key]

    def left_out(self, codes: Iterable[str], period: Period) -> bool:
        """Whether any answer of the period stands in none of its numbers."""
        return any(self._left_out(code, period, question) for code in codes for question in QUESTIONS)

    def _left_out(self, code: str, period: Period, question: str) -> bool:
        shown = self.number((code,), period, question).n or 0
        return shown < total(self._raw(code, period, question, self.category)).n

    def categories(self) -> list[str]:
        """Every category with somebody asked or answered in the range."""
        cells = (quarters for by_code in self._tallies.values() for quarters in by_code.values())
        months = self.view.period.months
        return sorted({name for quarters in cells for q, parts in quarters.items() if q in months for name in parts})

    def months_delivered(self, code: str, period: Period) -> int:
        return sum(month in self._delivered[code] for month in period.months)

    def months_missing(self, codes: Iterable[str], period: Period) -> int:
        return sum(len(period.months) - self.months_delivered(code, period) for code in codes)

    def complete(self, codes: Iterable[str], period: Period) -> bool:
        """It has ended, and everybody has delivered all of it."""
        ended = self.as_of is None or period.end <= self.as_of + dt.timedelta(days=1)
        return ended and self.months_missing(codes, period) == 0


Cells = dict[str, dict[str, dict[int, dict[str, Tally]]]]  # question → municipality → quarter → category


def _tallies(counts: pd.DataFrame) -> Cells:
    cells: Cells = {question: defaultdict(lambda: defaultdict(dict)) for question in (*QUESTIONS, *COUNTED)}
    sums = counts.drop(columns=["municipality_code", "quarter", "category"])
    keys = zip(counts["municipality_code"], counts["quarter"], counts["category"], strict=True)
    for (code, quarter, category), row in zip(keys, sums.itertuples(index=False, name=None), strict=True):
        for question, tally in _row_tallies(dict(zip(sums.columns, row, strict=True))):
            cells[question][code][quarter][category] = tally
    return cells


def _row_tallies(row: dict[str, int]) -> Iterator[tuple[str, Tally]]:
    for question in ("coordinator", "municipality"):
        agree = row[f"{question}_agree"]
        yield question, Tally(row[f"{question}_valid"], agree, agree)
    yield SCORE, Tally(row["scored"], row["score60_sum"], row["score60_square_sum"])
    yield "respondents", Tally(row["respondents"], row["respondents"], row["respondents"])
    yield "response_rate", Tally(row["invited"], row["invited_answered"], row["invited_answered"])


def _number(question: str, tally: Tally) -> Number:
    n = tally.n
    if question == "respondents":
        return Number(n, n=n, numerator=n)
    if question == SCORE:
        points, squares, _ = score_points(tally)
        lower, upper = mean_interval(points, squares, n)
        return Number(points / n, n, "ok", max(lower, 0.0), min(upper, 100.0), points, n)
    return Number(tally.total / n, n, "ok", *wilson(tally.total, n), numerator=tally.total, denominator=n)


def score_points(tally: Tally) -> tuple[float, float, int]:
    """The sum of 0-100 scores, the sum of their squares, and their number."""
    return tally.total / SCORE_UNIT, tally.square / SCORE_UNIT**2, tally.n
