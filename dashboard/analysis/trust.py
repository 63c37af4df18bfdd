"""Do parents trust their coordinator and the municipality, how sure is that, and has it changed?"""

from __future__ import annotations

import datetime as dt
from itertools import product

from dashboard.analysis.caveats import TOGETHER
from dashboard.analysis.intervals import difference_of_means, difference_of_proportions
from dashboard.analysis.trust_cells import TrustCounts
from dashboard.analysis.trust_numbers import QUESTIONS, SCORE, Survey, Tally, score_points
from dashboard.disclosure.surveys import survey_view
from dashboard.filters import Filters
from dashboard.periods import Period
from dashboard.shapes import POOLED, Analysis, Caveat, Note, Number, Table, by_name

LINES = 4  # more municipalities than this are one pooled line
NAN = float("nan")
Row = tuple[object, ...]
KEYS = ("municipality_code", "period", "question")
NUMBERS = ("numerator", "denominator", "value", "lower", "upper", "n")
CHANGE = ("question", "difference", "lower", "upper", "sure")
COLUMNS = (*KEYS, *NUMBERS, "left_out", "invited", "response_rate", "state", "complete", "caveat")


def analyse(counts: TrustCounts, filters: Filters, as_of: dt.date | None) -> Analysis:
    """The answer's numbers, by whole quarters or years and never below five answers (disclosure/partition.py).

    table: COLUMNS, one row per question of QUESTIONS. Shares: numerator agree (4 or 5), value 0-1, Wilson's interval.
    Score: numerator the sum of scores, value 0-100, Student's interval. n, denominator: parents with a valid answer
    in the period. left_out: valid answers of the period that are in none of this, so that nobody can be found.
    invited, response_rate: of those invited in the quarters that the row's answers are of.
    now, before: a Number per question, 'response_rate' (n: invited) and 'respondents'.
    parts: teams (team_id, question, numbers, left_out, state; one municipality without a category), trend (period and a value
    per question, by quarter), change (question, difference, lower, upper, sure: now − before, 95 %).
    """
    view, notes = survey_view(filters)
    survey = Survey(counts, view, as_of)
    earlier = view.period.a_year_earlier()
    comparable = survey.months_missing(TOGETHER, earlier) == 0
    return Analysis(
        table=Table(lambda: by_name(COLUMNS, _table(survey))),
        now=_numbers(survey, view.period),
        before=_numbers(survey, earlier) if comparable else {},
        parts={
            "teams": Table(lambda: by_name(("team_id", "question", *NUMBERS, "left_out", "state"), _teams(survey))),
            "trend": Table(lambda: by_name(("period", *QUESTIONS), _trend(survey))),
            "change": Table(lambda: by_name(CHANGE, _change(survey, earlier, comparable))),
        },
        notes=notes + _notes(survey),
    )


def _numbers(survey: Survey, period: Period) -> dict[str, Number]:
    return survey.numbers(TOGETHER, period)


def _table(survey: Survey) -> list[Row]:
    view = survey.view
    many = len(view.municipalities) > LINES
    each = list(enumerate(view.municipalities))
    lines = ([] if many else each) + ([] if view.one_municipality else [(TOGETHER, POOLED)])
    rows: list[Row] = []
    for (line, name), period in product(lines, view.period.split(view.interval)):
        rows += _rows(survey, line, name, period, survey.deliveries.caveat(line, period, view.interval))
    for line, code in each if many else ():
        rows += _rows(survey, line, code, view.period, survey.deliveries.caveat(line, view.period, None))
    return rows


def _rows(survey: Survey, line: int, name: str, period: Period, caveat: Caveat) -> list[Row]:
    numbers, key = survey.numbers(line, period), period.key
    asked = numbers["response_rate"]
    response = (_float(asked.n), _float(asked.value))
    found = [(question, numbers[question]) for question in QUESTIONS]
    end = (caveat.whole, caveat)
    return [(name, key, asked_of, *_floats(one), one.left_out, *response, one.state, *end) for asked_of, one in found]


def _floats(number: Number) -> tuple[float, ...]:
    """NUMBERS of a number, in their order."""
    found = (number.numerator, number.denominator, number.value, number.lower, number.upper, number.n)
    return tuple([NAN if value is None else float(value) for value in found])


def _float(value: float | None) -> float:
    return NAN if value is None else float(value)


def _teams(survey: Survey) -> list[Row]:
    numbers = survey.teams(QUESTIONS)
    return [(team, question, *_floats(number), number.left_out, number.state) for team, question, number in numbers]


def _trend(survey: Survey) -> list[Row]:
    periods = [(one.key, survey.numbers(TOGETHER, one)) for one in survey.view.period.split("quarter")]
    return [(key, *(_float(numbers[question].value) for question in QUESTIONS)) for key, numbers in periods]


def _change(survey: Survey, earlier: Period, comparable: bool) -> list[Row]:
    rows: list[Row] = []
    for question in QUESTIONS if comparable else ():
        now, before = (survey.tally(period, question) for period in (survey.view.period, earlier))
        if now.n and before.n:
            difference, lower, upper = _difference(question, now, before)
            rows.append((question, difference, lower, upper, lower > 0 or upper < 0))
    return rows


def _difference(question: str, now: Tally, before: Tally) -> tuple[float, float, float]:
    if question != SCORE:
        difference = now.total / now.n - before.total / before.n
        return (difference, *difference_of_proportions(now.total, now.n, before.total, before.n))
    first, second = score_points(now), score_points(before)
    return (first[0] / now.n - second[0] / before.n, *difference_of_means(first, second))


def _notes(survey: Survey) -> tuple[Note, ...]:
    """Codes: surveys_missing (months of a municipality not delivered), survey_left_out (answers: parents')."""
    period = survey.view.period
    notes = []
    if missing := survey.months_missing(TOGETHER, period):
        notes.append(Note("surveys_missing", {"months": missing}))
    if left_out := survey.left_out(period):
        notes.append(Note("survey_left_out", {"answers": left_out}))
    return tuple(notes)
