"""The rollup and the query of the caseload equal their oracle, on both engines, and hand-made examples."""

from __future__ import annotations

import datetime as dt
from typing import Any

import sqlalchemy as sa
from hypothesis import given, settings

from dashboard.analysis.caseload_days import DAYS, NOT_NEW
from dashboard.database.rollup_tables import caseload_month
from dashboard.filters import Filters
from dashboard.periods import Period, month_key
from dashboard.queries.caseload import caseload
from tests import oracle_caseload as oracle
from tests.conftest import Engines
from tests.histories import History, empty_history, histories_with_filters
from tests.rounds import rounds
from tests.special_history import special_history

HERE, THERE = "0219", "0657"
JANUARY = month_key(dt.date(2025, 1, 1))
Rows = dict[tuple[Any, ...], tuple[Any, ...]]


# ---- Against the oracle ----


def rollup(connection: sa.Connection) -> dict[oracle.Key, dict[str, int]]:
    rows = connection.execute(sa.select(caseload_month)).all()
    found = {tuple(row[:7]): dict(zip(oracle.METRICS, row[7:], strict=True)) for row in rows}
    assert len(found) == len(rows), "one row a key"
    return found  # type: ignore[return-value]


def brought(connection: sa.Connection, filters: Filters) -> Rows:
    found, codes = caseload(connection, filters), filters.municipalities
    rows: Rows = {}
    for place, month in zip(*(at.tolist() for at in found.known.nonzero()), strict=True):
        key = ("month", codes[place], filters.team, "", filters.period.first - 12 + month)
        rows[key] = (*found.days[:, place, month].tolist(), None)
    assert not found.days[:, found.known == 0].any(), "nothing is counted where nothing is delivered"
    for level, part in (("team", found.teams), ("coordinator", found.coordinators)):
        columns = (part.place, part.team, part.who, part.newly_hired_until)
        for place, team, who, hired, *days in zip(*(column.tolist() for column in (*columns, *part.days)), strict=True):
            key = (level, codes[place], team, who, 0)
            assert key not in rows, "one row a key"
            rows[key] = (*days, None if hired == NOT_NEW else dt.date(1970, 1, 1) + dt.timedelta(days=hired))
    return rows


def assert_equal_to_oracle(engines: Engines, history: History, chosen: list[Filters]) -> None:
    every_month = oracle.caseload_month(history)
    with engines(history) as both:
        for name, connection in both:
            assert rollup(connection) == every_month, name
            for filters in chosen:
                assert brought(connection, filters) == oracle.rows(history, every_month, filters), (name, filters)


@settings(max_examples=rounds(200, 4))
@given(histories_with_filters("cases"))
def test_every_history_equals_the_oracle(engines: Engines, drawn: tuple[History, list[Filters]]) -> None:
    assert_equal_to_oracle(engines, *drawn)


def test_the_special_history_equals_the_oracle_through_every_filter(engines: Engines) -> None:
    chosen = [
        Filters(municipalities, Period(first, month_key(dt.date(2025, 11, 1))), "month", team, programme, target)
        for municipalities in ((HERE,), (HERE, THERE))
        for first in (JANUARY, JANUARY + 10)
        for team in (("", "t1", "t2") if len(municipalities) == 1 else ("",))
        for programme in ("", "p1")
        for target in ("", "handicap")
    ]
    assert_equal_to_oracle(engines, special_history(), chosen)


# ---- By hand ----


def world(as_of: dt.date = dt.date(2025, 3, 31), municipalities: tuple[str, ...] = (HERE,)) -> History:
    """Everything delivered from January 2024, and nobody there yet."""
    history = empty_history(as_of, municipalities)
    months = range(JANUARY - 12, month_key(as_of) + 1)
    history["coverage"] = [
        {"municipality_code": code, "source": source, "month": month}
        for code in municipalities
        for source in ("cases", "coordinators")
        for month in months
    ]
    reach = {"known_from": dt.date(2023, 1, 1), "as_of": as_of}
    history["case_horizon"] = [{"municipality_code": code} | reach for code in municipalities]
    return history


def add_coordinator(history: History, who: str, *spans: tuple[dt.date, dt.date | None, int], **more: Any) -> None:
    key = {"municipality_code": more.pop("code", HERE), "coordinator_id": who}
    history["coordinator"].append(key | {"team_id": "t1", "newly_hired_until": None} | more)
    history["coordinator_fte"] += [key | {"valid_from": f, "valid_to": t, "fte_milli": m} for f, t, m in spans]


def add_case(history: History, case_id: str, received: dt.date, closed: dt.date | None = None, **more: Any) -> None:
    row = {
        "municipality_code": HERE,
        "case_id": case_id,
        "pay_municipality_code": THERE,
        "child_id": f"child of {case_id}",
        "family_id": f"family of {case_id}",
        "team_id": "t1",
        "programme_id": "",
        "target_group": "handicap",
        "received_on": received,
        "first_contact_on": None,
        "closed_on": closed,
        "close_reason": "completed" if closed else "",
    }
    history["case_file"].append(row | more)


def assign(history: History, case_id: str, who: str, start: dt.date, end: dt.date | None = None, **more: Any) -> None:
    row = {"municipality_code": HERE, "case_id": case_id, "coordinator_id": who, "role": "primary"}
    history["case_assignment"].append(row | {"valid_from": start, "valid_to": end} | more)


def rows_of(engines: Engines, history: History, first: int = JANUARY, last: int = JANUARY) -> Rows:
    """The rows of every municipality, equal on both engines."""
    filters = Filters(tuple(r["municipality_code"] for r in history["municipality"]), Period(first, last))
    with engines(history) as both:
        found = [brought(connection, filters) for _, connection in both]
    assert found[0] == found[1]
    return found[0]


def days_of(rows: Rows, month: int = JANUARY, code: str = HERE) -> dict[str, int]:
    """One municipality's days in one month."""
    return dict(zip(DAYS, rows[("month", code, "", "", month)], strict=False))


LONG_AGO = dt.date(2024, 1, 1)


def test_half_as_many_cases_on_twice_as_many_coordinators(engines: Engines) -> None:
    """Herning's Sverigesprogram (KORA): 8 with 24 cases carry the same 192 cases as 4 with 48."""
    for coordinators, cases_each in ((8, 24), (4, 48)):
        history = world()
        for number in range(coordinators):
            add_coordinator(history, f"c{number}", (LONG_AGO, None, 1000))
            for place in range(cases_each):
                add_case(history, f"{number}-{place}", LONG_AGO)
                assign(history, f"{number}-{place}", f"c{number}", LONG_AGO)
        days = days_of(rows_of(engines, history))
        assert days["case_days"] == 192 * 31
        assert days["case_days"] * 1000 / days["fte_milli_days"] == cases_each


# received, closed, case-days in January, in February and in March 2025
BOUNDARIES = {
    "received on the last day of January": (dt.date(2025, 1, 31), None, (1, 28, 31)),
    "closed on the first of February": (dt.date(2025, 1, 1), dt.date(2025, 2, 1), (31, 0, 0)),
    "closed on the second of February": (dt.date(2025, 1, 1), dt.date(2025, 2, 2), (31, 1, 0)),
    "closed on the day it was received": (dt.date(2025, 2, 3), dt.date(2025, 2, 3), (0, 0, 0)),
    "over the change to summer time": (dt.date(2025, 3, 29), dt.date(2025, 3, 31), (0, 0, 2)),
    "received on the as-of date": (dt.date(2025, 3, 31), None, (0, 0, 1)),
    "closed on the as-of date": (LONG_AGO, dt.date(2025, 3, 31), (31, 28, 30)),
}


def test_first_and_last_days(engines: Engines) -> None:
    """Each case in a team of its own with a coordinator of its own."""
    history = world()
    for team, (received, closed, _expected) in BOUNDARIES.items():
        add_coordinator(history, team, (LONG_AGO, None, 1000), team_id=team)
        add_case(history, team, received, closed, team_id=team)
        assign(history, team, team, LONG_AGO)
    with engines(history) as both:
        for _, connection in both:
            for team, (*_between, expected) in BOUNDARIES.items():
                rows = brought(connection, Filters((HERE,), Period(JANUARY, JANUARY + 2), team=team))
                found = [dict(zip(DAYS, rows[("month", HERE, team, "", JANUARY + n)], strict=False)) for n in range(3)]
                assert tuple(row["case_days"] for row in found) == expected, team
                assert [row["fte_milli_days"] for row in found] == [31_000, 28_000, 31_000], team


def test_the_leap_day_is_a_day(engines: Engines) -> None:
    history = world(dt.date(2024, 3, 31))
    history["coverage"] = [row | {"month": row["month"] - 12} for row in world(dt.date(2025, 3, 31))["coverage"]]
    add_coordinator(history, "c1", (LONG_AGO, None, 500))
    add_case(history, "s1", dt.date(2024, 2, 29))
    assign(history, "s1", "c1", dt.date(2024, 2, 29))
    february = month_key(dt.date(2024, 2, 1))
    days = days_of(rows_of(engines, history, february, february), february)
    assert (days["case_days"], days["fte_milli_days"]) == (1, 29 * 500)


def test_an_autumn_day_of_25_hours_is_one_day(engines: Engines) -> None:
    history = world(dt.date(2025, 10, 31))
    add_coordinator(history, "c1", (dt.date(2025, 10, 26), dt.date(2025, 10, 27), 1000))
    add_case(history, "s1", dt.date(2025, 10, 25), dt.date(2025, 10, 28))
    assign(history, "s1", "c1", dt.date(2025, 10, 26), dt.date(2025, 10, 28))
    october = JANUARY + 9
    assert days_of(rows_of(engines, history, october, october), october) == {
        "case_days": 1,  # the 26th
        "child_days": 1,
        "family_days": 1,
        "unknown_fte_case_days": 1,  # the 27th
        "unassigned_case_days": 1,  # the 25th
        "unknown_case_days": 0,
        "fte_milli_days": 1000,
    }


def test_a_handover_in_the_middle_of_a_month_counts_once(engines: Engines) -> None:
    history = world()
    add_coordinator(history, "c1", (LONG_AGO, None, 1000))
    add_coordinator(history, "c2", (LONG_AGO, None, 1000), team_id="t2")
    add_case(history, "s1", LONG_AGO)
    assign(history, "s1", "c1", LONG_AGO, dt.date(2025, 1, 15))
    assign(history, "s1", "c2", dt.date(2025, 1, 15))
    rows = rows_of(engines, history)
    assert days_of(rows)["case_days"] == 31
    assert rows[("coordinator", HERE, "t1", "c1", 0)][0] == 14
    assert rows[("coordinator", HERE, "t2", "c2", 0)][0] == 17
    assert rows[("team", HERE, "t1", "", 0)][0] == 14


def test_two_primary_coordinators_at_once_count_at_each_but_once_together(engines: Engines) -> None:
    history = world()
    for who in ("c1", "c2"):
        add_coordinator(history, who, (LONG_AGO, None, 1000))
        assign(history, "s1", who, LONG_AGO)
    assign(history, "s1", "c1", dt.date(2025, 1, 10))  # the same coordinator twice on a day
    add_case(history, "s1", LONG_AGO)
    rows = rows_of(engines, history)
    assert days_of(rows)["case_days"] == 31
    assert {key[3]: row[0] for key, row in rows.items() if key[0] == "coordinator"} == {"c1": 31, "c2": 31}
    assert rows[("team", HERE, "t1", "", 0)][0] == 31


def test_one_known_position_is_enough_for_the_case_to_count(engines: Engines) -> None:
    history = world()
    add_coordinator(history, "c1", (LONG_AGO, None, 0))  # sick leave: the case still counts
    add_coordinator(history, "c2", team_id="t2")  # nobody has said how many hours
    add_case(history, "s1", LONG_AGO)
    for who in ("c1", "c2"):
        assign(history, "s1", who, LONG_AGO)
    rows = rows_of(engines, history)
    days = days_of(rows)
    assert (days["case_days"], days["unknown_fte_case_days"], days["fte_milli_days"]) == (31, 0, 0)
    assert rows[("team", HERE, "t2", "", 0)][:4] == (0, 0, 0, 31)


def test_cover_counts_nothing_and_a_child_with_two_cases_counts_once(engines: Engines) -> None:
    history = world()
    add_coordinator(history, "c1", (LONG_AGO, dt.date(2025, 1, 11), 1000), (dt.date(2025, 1, 11), None, 811))
    for case_id, received in (("s1", dt.date(2025, 1, 1)), ("s2", dt.date(2025, 1, 22))):
        add_case(history, case_id, received, child_id="b1", family_id="f1")
        assign(history, case_id, "c1", received)
    add_case(history, "s3", dt.date(2025, 1, 30), child_id="b2", family_id="f1", team_id="t2")
    assign(history, "s3", "c1", LONG_AGO, role="cover")
    assert days_of(rows_of(engines, history)) == {
        "case_days": 31 + 10,
        "child_days": 31,
        "family_days": 31,
        "unknown_fte_case_days": 0,
        "unassigned_case_days": 2,
        "unknown_case_days": 0,
        "fte_milli_days": 10 * 1000 + 21 * 811,
    }


def test_one_day_is_enough_and_no_day_is_none(engines: Engines) -> None:
    """Spans of a single day, gaps of a single day and overlaps of a single day, each at its own place."""
    first, second, third, fourth = (dt.date(2025, 1, day) for day in (10, 11, 12, 13))
    history = world()
    add_coordinator(history, "c1", (LONG_AGO, first, 1000), (second, third, 1000))  # unknown on the 10th
    add_coordinator(history, "c2", (LONG_AGO, None, 1000))
    add_case(history, "s1", first, fourth, child_id="b1", family_id="f1")
    assign(history, "s1", "c1", first, third)
    assign(history, "s1", "c2", second, third)  # both on the 11th
    assign(history, "s1", "c2", fourth)  # closed: no day
    add_case(history, "s2", second, third, child_id="b1", family_id="f1")  # the child twice on the 11th
    assign(history, "s2", "c2", second, third)
    rows = rows_of(engines, history)
    assert days_of(rows) == {
        "case_days": 2,  # both cases on the 11th
        "child_days": 1,
        "family_days": 1,
        "unknown_fte_case_days": 1,  # the 10th
        "unassigned_case_days": 1,  # the 12th
        "unknown_case_days": 0,
        "fte_milli_days": 1000 * (9 + 1 + 31),
    }
    assert rows[("coordinator", HERE, "t1", "c2", 0)][:2] == (2, 1)


def test_two_municipalities_with_the_same_local_ids_stay_apart(engines: Engines) -> None:
    history = world(municipalities=(HERE, THERE))
    add_coordinator(history, "c1", (LONG_AGO, None, 1000))
    add_coordinator(history, "c1", (LONG_AGO, None, 500), code=THERE, newly_hired_until=dt.date(2025, 6, 1))
    for code, received in ((HERE, dt.date(2025, 1, 1)), (THERE, dt.date(2025, 1, 31))):
        add_case(history, "s1", received, municipality_code=code, child_id="b1", family_id="f1")
        assign(history, "s1", "c1", received, municipality_code=code)
    rows = rows_of(engines, history)
    here, there = (days_of(rows, code=code) for code in (HERE, THERE))
    assert (here["case_days"], here["child_days"], here["fte_milli_days"]) == (31, 31, 31_000)
    assert (there["case_days"], there["child_days"], there["fte_milli_days"]) == (1, 1, 15_500)


def test_the_range_is_the_period_and_the_year_before_it_and_only_what_was_delivered(engines: Engines) -> None:
    history = world()
    gone = [("cases", JANUARY), ("coordinators", JANUARY - 11)]
    history["coverage"] = [r for r in history["coverage"] if (r["source"], r["month"]) not in gone]
    add_coordinator(history, "c1", (dt.date(2023, 1, 1), None, 1000))
    rows = rows_of(engines, history, JANUARY, JANUARY + 1)
    months = sorted(key[4] for key in rows if key[0] == "month")
    assert months == [JANUARY - 12, *range(JANUARY - 10, JANUARY), JANUARY + 1]
    assert rows[("coordinator", HERE, "t1", "c1", 0)][6] == 28_000, "February alone"


def test_without_case_data_there_is_nothing(engines: Engines) -> None:
    history = world()
    history["version_info"][0]["as_of"], history["case_horizon"] = None, []
    add_coordinator(history, "c1", (LONG_AGO, None, 1000))
    with engines(history) as both:
        for _, connection in both:
            assert rollup(connection) == {}
