"""The counts of answers equal the oracle's, on both engines, through every filter the measure honours."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
import sqlalchemy as sa
from hypothesis import given, settings

from dashboard.analysis.trust import analyse
from dashboard.analysis.trust_cells import Rows
from dashboard.database.rollup_tables import trust_month
from dashboard.disclosure.partition import SUMS
from dashboard.filters import Filters
from dashboard.periods import Period, month_start, parse_month
from dashboard.queries.trust import trust
from tests.conftest import Engines
from tests.histories import History, empty_history, filters_for, histories_with_filters
from tests.oracle_partition import partition
from tests.oracle_trust import Key, category_of, oracle_trust, score
from tests.rounds import rounds
from tests.special_history import BOTH, special_history

YEAR = Filters(("0219",), Period(parse_month("2025-01"), parse_month("2025-12")))


Counted = dict[Key, tuple[dict[str, int], tuple[int, int, int]]]  # the sums of each row, and the group it is in


def counted(connection: sa.Connection, filters: Filters) -> tuple[Counted, Counted]:
    """Of the chosen category or of everybody; and of each team."""
    found = trust(connection, filters)
    return _counted(found.rows, filters), _counted(found.teams, filters) if found.teams else {}


def _counted(rows: Rows, filters: Filters) -> Counted:
    codes = [filters.municipalities[place] for place in rows.place.tolist()]
    keys = list(zip(codes, rows.quarter.tolist(), rows.category, strict=True))
    assert [key[:2] for key in keys] == sorted(key[:2] for key in keys)
    assert len(set(keys)) == len(keys)
    sums = [{name: n for name, n in zip(SUMS, row, strict=True) if n} for row in rows.sums.T.tolist()]
    groups = zip(rows.first.tolist(), rows.last.tolist(), rows.together.tolist(), strict=True)
    return dict(zip(keys, zip(sums, groups, strict=True), strict=True))


def expected(history: History, filters: Filters) -> tuple[Counted, Counted]:
    groups = partition(history)
    kind = category_of(filters)[0].removesuffix("_id") or "all"
    found = []
    for of, kept in (("team", True), (kind, False)):
        sums = oracle_trust(history, filters, teams=kept)
        rows = {
            key: ({n: row[n] for n in SUMS if row.get(n)}, groups[*key[:2], of, key[2]]) for key, row in sums.items()
        }
        found.append(rows)
    return found[1], found[0]


@settings(max_examples=rounds(200, 4))
@given(histories_with_filters("surveys"))
def test_equals_the_oracle(engines: Engines, drawn: tuple[History, list[Filters]]) -> None:
    history, views = drawn
    with engines(history) as both:
        for name, connection in both:
            for filters in views:
                assert counted(connection, filters) == expected(history, filters), (name, filters)


@pytest.mark.parametrize(
    "filters",
    [
        YEAR,
        replace(YEAR, municipalities=BOTH),
        replace(YEAR, team="t1"),
        replace(YEAR, programme="p1"),
        replace(YEAR, target_group="handicap", municipalities=BOTH),
        replace(YEAR, programme="p1", target_group="handicap", interval="year"),
        replace(YEAR, period=Period(parse_month("2025-03"), parse_month("2025-04"))),
        replace(YEAR, period=Period(parse_month("2025-11"), parse_month("2025-11"))),
        replace(YEAR, period=Period(parse_month("2024-08"), parse_month("2024-08"))),
    ],
)
def test_the_special_history_equals_the_oracle(engines: Engines, filters: Filters) -> None:
    history = special_history()
    with engines(history) as both:
        for name, connection in both:
            assert counted(connection, filters) == expected(history, filters), name


def test_the_range_and_the_year_before_end_where_they_say(engines: Engines) -> None:
    """One month on either side of each end of 2024-2025, by answers and by invitations; within, the ends themselves."""
    months = {"2023-12": False, "2024-01": True, "2025-12": True, "2026-01": False}
    history = empty_history(dt.date(2026, 1, 31), ("0219",))
    for name, month in zip(months, map(parse_month, months), strict=True):
        key = {"municipality_code": "0219", "invitation_id": name, "team_id": name}
        day = {"invited_on": month_start(month), "answered_on": month_start(month)}
        of = {"programme_id": "", "target_group": "", "instrument": "foraeldre", "wave": "", "respondent": ""}
        history["survey_invitation"].append(key | of | day)
        history["coverage"].append({"municipality_code": "0219", "source": "surveys", "month": month})
    within = {name for name, inside in months.items() if inside}
    with engines(history) as both:
        for _, connection in both:
            assert {category for _, _, category in counted(connection, YEAR)[1]} == within
            assert trust(connection, YEAR).delivered.sum() == len(within)


def test_what_is_answered_after_the_as_of_date_is_not_known_yet(engines: Engines) -> None:
    history = special_history()
    late = [i for i in history["survey_invitation"] if i["answered_on"] and i["answered_on"] > YEAR.period.start]
    with engines(history) as both:
        for _, connection in both:
            known = connection.execute(sa.select(sa.func.sum(trust_month.c.respondents))).scalar_one()
            assert known == len(late) - 4  # the answers of 1 December 2025: one of each wave, in both municipalities


def test_a_version_is_read_once_for_all_its_views(engines: Engines) -> None:
    statements: list[str] = []
    with engines(special_history()) as both:
        connection = both[0][1]
        sa.event.listen(connection, "before_cursor_execute", lambda *about: statements.append(about[2]))
        for filters in (YEAR, replace(YEAR, programme="p1"), replace(YEAR, municipalities=BOTH)):
            kept, anew = trust(connection, filters, "a version of this test alone"), trust(connection, filters)
            assert kept.rows.sums.tolist() == anew.rows.sums.tolist()
            if filters is YEAR:
                first = len(statements) // 2
    assert first == len(statements) // 4, "one reading for the version, and one for each of the three without one"


@pytest.mark.parametrize(
    ("values", "points"), [([1] * 6, 0), ([5] * 6, 100), ([3, 3, 3, 4], 56.25), ([5, 5, 5], None), ([], None)]
)
def test_the_oracles_score(values: list[int], points: float | None) -> None:
    assert score(values) == points


def test_filters_are_drawn_through_everything_the_measure_honours() -> None:
    seen: set[str] = set()

    @settings(max_examples=60)
    @given(filters_for(special_history()))
    def look(filters: Filters) -> None:
        chosen = {"team": filters.team, "programme": filters.programme, "target_group": filters.target_group}
        seen.update(name for name, value in chosen.items() if value)
        seen.update((filters.interval, "one" if filters.one_municipality else "several"))

    look()
    assert seen == {"team", "programme", "target_group", "month", "quarter", "year", "one", "several"}


def test_two_ranges_of_a_year_never_subtract_to_a_small_quarter(engines: Engines) -> None:
    """4, 0, 3 and 2 answers: the first three quarters hold 7 and the year 9, so the last would be given away."""
    history = empty_history(dt.date(2025, 12, 31), ("0219",))
    days = [dt.date(2025, month, 10) for month, n in ((2, 4), (8, 3), (11, 2)) for _answer in range(n)]
    for number, day in enumerate(days):
        key = {"municipality_code": "0219", "invitation_id": f"i{number}"}
        of = {"team_id": "t1", "programme_id": "", "target_group": "", "wave": "", "respondent": "mother"}
        of["instrument"] = "foraeldre"
        history["survey_invitation"].append(key | of | {"invited_on": day, "answered_on": day})
        history["survey_answer"] += [key | {"item": item, "value": 2 + number % 4} for item in range(1, 7)]
    months = range(parse_month("2024-01"), parse_month("2025-12") + 1)
    history["coverage"] += [{"municipality_code": "0219", "source": "surveys", "month": m} for m in months]
    views = {last: Filters(("0219",), Period(months[12], parse_month(last))) for last in ("2025-09", "2025-12")}
    with engines(history) as both:
        for name, connection in both:
            shown = {
                last: analyse(trust(connection, view), view, dt.date(2025, 12, 31)).now["coordinator"]
                for last, view in views.items()
            }
            assert (shown["2025-12"].state, shown["2025-12"].n) == ("ok", 9), name
            assert (shown["2025-09"].state, shown["2025-09"].n) == ("suppressed", None), name
