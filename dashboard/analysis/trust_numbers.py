"""From counts of answers to the numbers that may be shown: shares, scores and the response rate, each with its n."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from itertools import product
from typing import NamedTuple

import numpy as np

from dashboard.analysis.caveats import TOGETHER, Deliveries
from dashboard.analysis.intervals import mean_interval, wilson
from dashboard.analysis.trust_cells import Cells, TrustCounts
from dashboard.disclosure.partition import SUMS
from dashboard.disclosure.surveys import Array
from dashboard.filters import Filters
from dashboard.periods import Period
from dashboard.shapes import Number, State

SCORE = "score"
QUESTIONS = ("coordinator", "municipality", SCORE)
COUNTED = ("respondents", "response_rate")
SCORE_UNIT = 60  # tables.trust_month: scores are stored times 60

# Which of SUMS are a question's number of answers, their sum, and the sum of their squares.
_OF: dict[str, tuple[str, str, str]] = {
    "coordinator": ("coordinator_valid", "coordinator_agree", "coordinator_agree"),
    "municipality": ("municipality_valid", "municipality_agree", "municipality_agree"),
    SCORE: ("scored", "score60_sum", "score60_square_sum"),
    "respondents": ("respondents", "respondents", "respondents"),
    "response_rate": ("invited", "invited_answered", "invited_answered"),
}
_PARTS = [[SUMS.index(of[part]) for of in _OF.values()] for part in range(3)]
_PLACE = {question: place for place, question in enumerate(_OF)}


class Tally(NamedTuple):
    """Answers to one question: how many, their sum, and the sum of their squares. A share counts 0 and 1."""

    n: int
    total: int
    square: int


class Survey:
    """The groups of answers of one view (disclosure.surveys.survey_view), and the numbers made of them.

    A line is the place of a municipality among those chosen, or caveats.TOGETHER.
    """

    def __init__(self, counts: TrustCounts, view: Filters, as_of: dt.date | None) -> None:
        self.view = view
        self.deliveries = Deliveries(counts.delivered, counts.first, as_of)
        self._teams = counts.teams
        self._first = counts.first
        self._running = _running(counts.delivered)
        self._known: dict[tuple[int, Period], dict[str, Number]] = {}
        rows = counts.rows
        self._cells = Cells(rows, rows.place, len(view.municipalities), rows.sums[_PARTS])

    @property
    def category(self) -> str:
        """The one that is chosen, '' for all together."""
        return self.view.team or self.view.programme or self.view.target_group

    def teams(self, questions: tuple[str, ...]) -> list[tuple[str, str, Number]]:
        """Every team with somebody asked or answered in the range, each question, and its number."""
        period, rows = self.view.period, self._teams
        if rows is None:
            return []
        within = (rows.quarter >= period.first) & (rows.quarter <= period.last)
        names = sorted({rows.category[row] for row in np.flatnonzero(within).tolist()})
        place = {name: line for line, name in enumerate([*names, *sorted(set(rows.category) - set(names))])}
        line = np.array([place[name] for name in rows.category], "int64")
        sums = Cells(rows, line, len(place), rows.sums[_PARTS]).sums(period)
        months = self._months(TOGETHER, period)
        pairs = product(names, questions)
        return [(name, asked, _number(asked, sums[place[name]][_PLACE[asked]], months)) for name, asked in pairs]

    def number(self, line: int, period: Period, question: str) -> Number:
        """The answers of a line in `period` to a question of QUESTIONS or COUNTED; without counts unless state is ok.

        value: a share 0-1, a score 0-100, or a number of respondents; n: parents with a valid answer (invited, for
        the response rate); lower, upper: 95 %, Wilson's for shares and Student's for scores. All of the same groups;
        left_out: the answers of the period (invited, for the response rate) that are in none of these.
        """
        return self.numbers(line, period)[question]

    def numbers(self, line: int, period: Period) -> dict[str, Number]:
        """By question of QUESTIONS and COUNTED. Table, headline and trend ask for the same ones."""
        found = self._known.get((line, period))
        if found is None:
            sums, months = self._cells.sums(period)[line], self._months(line, period)
            found = {question: _number(question, sums[place], months) for question, place in _PLACE.items()}
            self._known[line, period] = found
        return found

    def tally(self, period: Period, question: str) -> Tally:
        """What the number of all together is made of: the groups that lie wholly within the period."""
        return Tally(*self._cells.sums(period)[TOGETHER][_PLACE[question]][:3])

    def left_out(self, period: Period) -> int:
        """How many parents' answers in the period stand in none of its numbers."""
        n, _total, _square, answers = self._cells.sums(period)[TOGETHER][_PLACE["respondents"]]
        return answers - n

    def _months(self, line: int, period: Period) -> int:
        """How many months the line has delivered of the period."""
        return self._running[period.last + 1 - self._first][line] - self._running[period.first - self._first][line]

    def months_missing(self, line: int, period: Period) -> int:
        municipalities = len(self.view.municipalities) if line == TOGETHER else 1
        return municipalities * len(period.months) - self._months(line, period)


def _running(delivered: Array) -> list[list[int]]:
    """By month: the months delivered until then of each line, and last of all together."""
    every = np.vstack([delivered, delivered.sum(axis=0)])
    running: list[list[int]] = np.cumsum(np.pad(every, ((0, 0), (1, 0))), axis=1).T.tolist()
    return running


def _number(question: str, sums: Sequence[int], months: int) -> Number:
    """The number of (n, total, square, answers) over so many delivered months."""
    n, total, square, answers = sums
    if not (months and n):
        return Number(None, state=_why(months, answers), left_out=answers)
    if question == "respondents":
        return Number(n, n=n, numerator=n, left_out=answers - n)
    if question == SCORE:
        points, squares, _ = score_points(Tally(n, total, square))
        lower, upper = mean_interval(points, squares, n)
        return Number(points / n, n, "ok", max(lower, 0.0), min(upper, 100.0), points, n, left_out=answers - n)
    return Number(total / n, n, "ok", *wilson(total, n), numerator=total, denominator=n, left_out=answers - n)


def _why(months: int, answers: int) -> State:
    if not months:
        return "missing"
    # Nobody answered: that is no secret about anybody, and there is nothing to calculate from.
    return "suppressed" if answers else "not_estimable"


def score_points(tally: Tally) -> tuple[float, float, int]:
    """The sum of 0-100 scores, the sum of their squares, and their number."""
    return tally.total / SCORE_UNIT, tally.square / SCORE_UNIT**2, tally.n
