"""From the counted days to cases per position: means, ceilings, states and notes, against fractions worked by hand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from fractions import Fraction
from functools import partial
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings

from dashboard.analysis.caseload import analyse
from dashboard.analysis.caseload_ceilings import norm_of
from dashboard.analysis.caseload_days import DAYS, NOT_NEW, Carried, CaseloadCounts
from dashboard.filters import Filters
from dashboard.periods import Period, days_in_month, month_key, month_start, parse_month
from dashboard.shapes import POOLED, Analysis
from tests import oracle_caseload as oracle
from tests.histories import History, as_of, histories_with_filters
from tests.oracle_caveats import caveat
from tests.rounds import rounds

HERE = "0657"
JANUARY = month_key(dt.date(2025, 1, 1))
AS_OF = dt.date(2025, 12, 31)
EPOCH = dt.date(1970, 1, 1)
KEYS = ("level", "municipality_code", "team_id", "coordinator_id", "month", *DAYS, "newly_hired_until")
YEAR = Period(JANUARY, JANUARY + 11)
SOURCES = ("cases", "coordinators")
LONG_AGO = dt.date(2020, 1, 1)


def reaches(history: History, today: dt.date, code: str, month: int) -> bool:
    """Whether the municipality's lists reach every day of the month until today."""
    until_today = [day for n in range(days_in_month(month)) if (day := month_start(month) + dt.timedelta(days=n)) <= today]
    return oracle.days_known(history, code, month) >= max(1, len(until_today))


def counts(
    rows: list[dict[str, Any]],
    filters: Filters,
    known: Callable[[str, int], int] = lambda _code, month: days_in_month(month),
    reach: dict[str, tuple[dt.date, dt.date]] | None = None,
) -> CaseloadCounts:
    """Rows of months, teams and coordinators as the query gives them; what is left out of one is nothing.

    known: municipality and month → on how many days it is known who has which case, in months with a row.
    """
    empty = dict.fromkeys(DAYS, 0) | {"level": "month", "municipality_code": HERE, "team_id": ""}
    empty |= {"coordinator_id": "", "newly_hired_until": None}
    levels: dict[str, list[dict[str, Any]]] = {"month": [], "team": [], "coordinator": []}
    for row in rows:
        levels[row.get("level", "month")].append(empty | row)
    codes, first = filters.municipalities, filters.period.first - 12
    days = np.zeros((len(DAYS), len(codes), filters.period.last + 1 - first), "int64")
    delivered = np.zeros(days.shape[1:], "int64")
    for row in levels["month"]:
        if first <= row["month"] <= filters.period.last:
            place = (codes.index(row["municipality_code"]), row["month"] - first)
            delivered[place] = known(row["municipality_code"], row["month"])
            days[:, *place] = [row[name] for name in DAYS]
    parts = (carried(levels[name], codes) for name in ("team", "coordinator"))
    return CaseloadCounts(delivered, days, *parts, reach or {})


def carried(rows: list[dict[str, Any]], codes: tuple[str, ...]) -> Carried:
    hired = [row["newly_hired_until"] for row in rows]
    return Carried(
        place=np.array([codes.index(row["municipality_code"]) for row in rows], "int64"),
        team=np.array([row["team_id"] for row in rows], object),
        who=np.array([row["coordinator_id"] for row in rows], object),
        newly_hired_until=np.array([(day - EPOCH).days if day else NOT_NEW for day in hired], "int64"),
        days=np.array([[row[name] for row in rows] for name in DAYS], "int64"),
    )


def month(key: int, cases: float, fte: float, code: str = HERE, **more: Any) -> dict[str, Any]:
    """A whole month with so many cases, twice as many children, on so many positions."""
    days = days_in_month(key)
    row = {"month": key, "case_days": round(cases * days), "child_days": round(2 * cases * days)}
    row |= {"family_days": round(cases * days), "fte_milli_days": round(1000 * fte * days)}
    return {"municipality_code": code} | row | more


def months(cases: float, fte: float, period: Period = YEAR, code: str = HERE) -> list[dict[str, Any]]:
    return [month(key, cases, fte, code) for key in period.months]


def coordinator(who: str, cases: int, fte: float, hired: dt.date | None = None, **more: Any) -> dict[str, Any]:
    """One coordinator's year, with half as many children as cases."""
    row = {"level": "coordinator", "team_id": "t1", "coordinator_id": who, "newly_hired_until": hired}
    row |= {"case_days": 365 * cases, "child_days": 365 * cases // 2, "fte_milli_days": round(365_000 * fte)}
    return row | more


def analysed(rows: list[dict[str, Any]], filters: Filters | None = None, **more: Any) -> Analysis:
    ceilings, new = more.pop("ceilings", {}), more.pop("ceilings_new", {})
    filters = filters or Filters((HERE,), YEAR, **more)
    return analyse(counts(rows, filters), filters, AS_OF, ceilings, new)


# ---- Against the oracle ----


def expected(rows: oracle.Rows, history: History, codes: tuple[str, ...], period: Period) -> dict[str, Any]:
    """Cases and positions of some municipalities in a period, as fractions; None where nothing was delivered."""
    cases, fte, delivered = Fraction(0), Fraction(0), False
    for code in codes:
        found = {key[4]: row for key, row in rows.items() if key[:2] == ("month", code) and key[4] in period.months}
        days = sum(oracle.days_known(history, code, m) for m in found)
        if days:
            delivered = True
            cases += Fraction(sum(row[0] for row in found.values()), days)
            fte += Fraction(sum(row[6] for row in found.values()), 1000 * days)
    return {"cases": cases if delivered else None, "fte": fte if delivered else None}


@settings(max_examples=rounds(200))
@given(histories_with_filters("cases"))
def test_every_row_is_the_mean_over_the_delivered_days(drawn: tuple[History, list[Filters]]) -> None:
    history, chosen = drawn
    today, every_month = as_of(history), oracle.caseload_month(history)
    for filters in chosen:
        rows = oracle.rows(history, every_month, filters)
        given = [dict(zip(KEYS, (*key, *row), strict=True)) for key, row in rows.items()]
        known = partial(oracle.days_known, history)
        found = analyse(counts(given, filters, known), filters, today, {}, {})
        for row in found.table.frame.to_dict("records"):
            codes = filters.municipalities if row["municipality_code"] == POOLED else (row["municipality_code"],)
            period = Period.from_key(row["period"])
            assert_row(row, expected(rows, history, codes, period), filters)
            calendar = len(filters.municipalities) < 5 or row["municipality_code"] == POOLED
            told = partial(reaches, history, today)
            why = caveat(history, SOURCES, filters, row["municipality_code"], period, calendar=calendar, told=told)
            assert (*row["caveat"], row["complete"]) == (*why, False, not any(why))
        whole = expected(rows, history, filters.municipalities, filters.period)
        assert found.now["cases"].value == (None if whole["cases"] is None else pytest.approx(float(whole["cases"])))


def assert_row(row: dict[Any, Any], truth: dict[str, Any], filters: Filters) -> None:
    if truth["cases"] is None:
        assert row["state"] == "missing"
        assert pd.isna(row["value"])
        return
    assert row["numerator"] == pytest.approx(float(truth["cases"]))
    if filters.programme or filters.target_group or not truth["fte"]:
        assert row["state"] == "not_estimable"
        assert pd.isna(row["value"])
        return
    assert row["state"] == "ok"
    assert row["value"] == pytest.approx(float(truth["cases"] / truth["fte"]))


# ---- The shape of the table ----


def test_one_municipality_is_shown_by_period() -> None:
    table = analysed(months(192, 8)).table.frame
    assert list(table["period"]) == ["2025K1", "2025K2", "2025K3", "2025K4"]
    assert set(table["municipality_code"]) == {HERE}
    assert list(table["value"]) == [24] * 4
    assert list(table["children_per_fte"]) == [48] * 4
    assert list(table["state"]) == ["ok"] * 4
    assert list(table["complete"]) == [True] * 4


def test_up_to_four_are_shown_each_and_together_more_only_together() -> None:
    for count in (2, 4, 5):
        codes = tuple(f"{number:04d}" for number in range(1, count + 1))
        rows = [row for number, code in enumerate(codes, 1) for row in months(10 * number, 1, code=code)]
        table = analysed(rows, Filters(codes, YEAR)).table.frame
        pooled = table[table["municipality_code"] == POOLED]
        assert list(pooled["value"]) == pytest.approx([10 * (count + 1) / 2] * 4)
        each = table[table["municipality_code"] != POOLED]
        if count <= 4:
            assert len(each) == 4 * count
        else:
            assert list(each["period"]) == ["2025"] * count
            assert list(each["value"]) == [10 * number for number in range(1, count + 1)]


def test_a_quarter_cut_by_the_range_is_not_complete() -> None:
    range_ = Period(JANUARY, JANUARY + 3)
    table = analysed(months(10, 1, range_), Filters((HERE,), range_)).table.frame
    assert list(table["period"]) == ["2025K1", "2025-04"]
    assert list(table["complete"]) == [True, False]


def test_days_after_the_as_of_date_are_not_in_the_mean() -> None:
    row = month(JANUARY, 10, 1) | {"case_days": 150, "fte_milli_days": 15_000}
    filters = Filters((HERE,), Period(JANUARY, JANUARY))
    found = analyse(counts([row], filters, lambda _code, _month: 15), filters, dt.date(2025, 1, 15), {}, {})
    assert found.now["cases"].value == 10
    assert found.now["fte"].value == 1
    assert list(found.table.frame["complete"]) == [False]


# ---- States ----


def test_a_month_not_delivered_is_missing_and_out_of_the_mean() -> None:
    found = analysed(months(10, 1)[:-1], Filters((HERE,), YEAR, "month"))
    assert list(found.table.frame["state"]) == ["ok"] * 11 + ["missing"]
    assert found.table.frame["value"].isna().sum() == 1
    assert found.now["cases_per_fte"].value == 10
    assert [(note.code, dict(note.values)) for note in found.notes] == [
        ("caseload_months_missing", {"missing": 1, "of": 12})
    ]


def test_without_positions_it_cannot_be_calculated() -> None:
    found = analysed(months(10, 0))
    assert set(found.table.frame["state"]) == {"not_estimable"}
    now = found.now["cases_per_fte"]
    assert (now.value, now.state, now.numerator) == (None, "not_estimable", 10)
    assert found.now["cases"].value == 10


def test_nothing_delivered_is_missing() -> None:
    filters = Filters((HERE,), YEAR)
    found = analyse(counts([], filters), filters, None, {HERE: 20}, {})
    assert {number.state for number in found.now.values()} == {"missing"}
    assert set(found.table.frame["state"]) == {"missing"}
    assert found.before == {}
    assert set(found.parts["trend"].frame["state"]) == {"missing"}


def test_a_programme_shows_cases_alone() -> None:
    found = analysed(months(10, 0), programme="p1")
    assert found.now["cases"].value == 10
    assert found.now["cases_per_fte"].state == "not_estimable"
    assert found.now["fte"].value is None
    assert list(found.table.frame["numerator"]) == [10] * 4
    assert found.table.frame[["denominator", "value", "children_per_fte"]].isna().all(axis=None)
    assert "caseload_not_per_fte" in {note.code for note in found.notes}
    assert list(found.parts["trend"].frame["value"]) == [10] * 12


def test_cases_of_unknown_positions_are_said() -> None:
    rows = [row | {"unknown_fte_case_days": days_in_month(row["month"])} for row in months(10, 1)]
    found = analysed(rows)
    assert found.now["unknown_fte"].value == 1
    assert list(found.table["unknown_fte"]) == [1] * 4
    assert ("caseload_unknown_fte", {"cases": 1.0}) in [(note.code, dict(note.values)) for note in found.notes]


def test_where_nothing_is_divided_the_cases_of_unknown_positions_are_counted_and_said() -> None:
    """The rollup counts them by programme and target group: they are among the cases, not beside them."""
    rows = [row | {"unknown_fte_case_days": days_in_month(row["month"])} for row in months(10, 0)]
    found = analysed(rows, target_group="handicap")
    assert (found.now["cases"].value, found.now["unknown_fte"].value) == (10, 1)
    assert ("caseload_unknown_fte_counted", {"cases": 1.0}) in [(note.code, dict(note.values)) for note in found.notes]
    assert "caseload_unknown_fte" not in {note.code for note in found.notes}
def test_cases_of_unknown_coordinators_are_said_and_are_no_cases_without_one() -> None:
    rows = [row | {"unknown_case_days": 2 * days_in_month(row["month"])} for row in months(10, 1)]
    found = analysed(rows)
    assert (found.now["unknown"].value, found.now["unassigned"].value, found.now["cases_per_fte"].value) == (2, 0, 10)
    assert list(found.table.frame["unknown"]) == [2] * 4
    assert ("caseload_unknown", {"cases": 2.0}) in [(note.code, dict(note.values)) for note in found.notes]


def test_the_first_lists_month_is_a_mean_over_the_days_from_it_on() -> None:
    """The first list is of 31 December: 60 cases on 2 positions are 30 that day, not 60 × 1/31."""
    december = JANUARY + 11
    row = {"month": december, "case_days": 60, "fte_milli_days": 2_000}
    filters = Filters((HERE,), YEAR, "month")
    found = analyse(counts([row], filters, lambda *_: 1, {HERE: (AS_OF, AS_OF)}), filters, AS_OF, {}, {})
    assert found.now["cases_per_fte"].value == 30
    assert list(found.table.frame["state"]) == ["missing"] * 11 + ["ok"]
    assert list(found.table.frame["complete"])[-1] is False
    assert [(note.code, dict(note.values)) for note in found.notes] == [
        ("caseload_months_missing", {"missing": 11, "of": 12}),
        ("caseload_known_from", {"day": AS_OF, "of": 1}),
    ]
    next_year = Filters((HERE,), Period(JANUARY + 12, JANUARY + 23))
    later = analyse(counts([row, *months(30, 1, next_year.period)], next_year, lambda _c, m: 1 if m == december else days_in_month(m)),
                    next_year, dt.date(2026, 12, 31), {}, {})  # fmt: skip
    assert later.before == {}, "a year of which one day is known is no year before"


def test_a_list_that_ends_early_leaves_its_month_incomplete() -> None:
    """The list is of 10 March, another municipality's of the end of the year."""
    march = JANUARY + 2
    rows = [*months(10, 1, Period(JANUARY, march)), *months(10, 1, code="0730")]
    known = lambda code, m: 10 if (code, m) == (HERE, march) else days_in_month(m)  # noqa: E731
    rows[2] = month(march, 10, 1) | {"case_days": 100, "fte_milli_days": 10_000}
    filters = Filters((HERE, "0730"), YEAR, "month")
    reach = {HERE: (LONG_AGO, dt.date(2025, 3, 10)), "0730": (LONG_AGO, AS_OF)}
    found = analyse(counts(rows, filters, known, reach), filters, AS_OF, {}, {})
    assert ("caseload_known_to", {"day": dt.date(2025, 3, 10), "of": 2}) in [(n.code, dict(n.values)) for n in found.notes]
    table = found.table.frame
    mine = table[table["municipality_code"] == HERE]
    assert list(mine["state"]) == ["ok"] * 3 + ["missing"] * 9
    assert list(mine["complete"])[:3] == [True, True, False]
    assert list(mine["numerator"])[:3] == [10, 10, 10]
    assert list(table[table["municipality_code"] == "0730"]["complete"]) == [True] * 12


# ---- A year earlier, and the months ----


def test_the_year_before_needs_every_month_of_every_municipality() -> None:
    earlier = months(20, 1, YEAR.a_year_earlier())
    assert analysed(earlier + months(10, 1)).before["cases_per_fte"].value == 20
    assert analysed(earlier[1:] + months(10, 1)).before == {}
    two = Filters((HERE, "0730"), YEAR)
    assert analysed(earlier + months(10, 1), two).before == {}


def test_the_sparkline_has_at_least_twelve_months() -> None:
    rows = months(20, 1, Period(JANUARY - 10, JANUARY - 1)) + months(10, 1, Period(JANUARY, JANUARY + 2))
    found = analysed(rows, Filters((HERE,), Period(JANUARY + 2, JANUARY + 2)))
    assert next(iter(found.parts["trend"].frame["period"])) == "2024-04"
    assert list(found.parts["trend"].frame["value"]) == [20] * 9 + [10] * 3


# ---- Teams, coordinators and ceilings ----


def test_teams_of_one_municipality() -> None:
    row = {"level": "team", "team_id": "t1", "case_days": 365 * 12, "child_days": 365 * 15, "family_days": 365 * 9}
    row |= {"unassigned_case_days": 73, "fte_milli_days": 365 * 500}
    part = analysed([*months(192, 8), row]).parts["teams"].frame.to_dict("records")[0]
    assert (part["team_id"], part["cases"], part["children"], part["families"]) == ("t1", 12, 15, 9)
    assert (part["unassigned"], part["fte"], part["value"], part["children_per_fte"]) == (0.2, 0.5, 24, 30)
    assert part["state"] == "ok"


def test_half_as_many_cases_on_twice_as_many_coordinators() -> None:
    """Herning's Sverigesprogram (KORA): 8 with 24 cases carry the same 192 cases as 4 with 48."""
    for count, each in ((8, 24), (4, 48)):
        rows = [coordinator(f"c{number}", each, 1) for number in range(count)]
        found = analysed([*months(192, count), *rows], ceilings={HERE: 25})
        assert found.now["cases_per_fte"].value == each
        assert list(found.parts["coordinators"].frame["value"]) == [each] * count
        over = found.now["over_ceiling"]
        assert (over.numerator, over.denominator) == ((0, 8) if each == 24 else (4, 4))


LAST = dt.date(2025, 12, 31)


@pytest.mark.parametrize(
    ("row", "over", "judged"),
    [
        pytest.param(coordinator("c", 25, 1), 0, 1, id="at the ceiling"),
        pytest.param(coordinator("c", 26, 1), 1, 1, id="above it"),
        pytest.param(coordinator("c", 13, 0.5), 1, 1, id="above it in half a position"),
        pytest.param(coordinator("c", 26, 0), 0, 0, id="without a position"),
        pytest.param(coordinator("c", 16, 1, LAST + dt.timedelta(days=1)), 1, 1, id="newly hired to the last day"),
        pytest.param(coordinator("c", 16, 1, LAST), 0, 1, id="ordinary from the last day"),
    ],
)
def test_over_the_ceiling(row: dict[str, Any], over: int, judged: int) -> None:
    fixed = coordinator("x", 1, 1)
    found = analysed([*months(10, 1), row, fixed], ceilings={HERE: 25}, ceilings_new={HERE: 15})
    number = found.now["over_ceiling"]
    assert (number.numerator, number.denominator, number.n) == (over, judged + 1, judged + 1)
    part = found.parts["coordinators"].frame.set_index("coordinator_id")
    assert list(part.index) == ["c", "x"]
    assert bool(part.loc["c", "over"]) is bool(over)


def test_the_newly_hired_without_a_ceiling_of_their_own_are_not_judged() -> None:
    rows = [coordinator("c1", 40, 1, LAST + dt.timedelta(days=1)), coordinator("c2", 40, 1)]
    found = analysed([*months(80, 2), *rows], ceilings={HERE: 25})
    over = found.now["over_ceiling"]
    assert (over.numerator, over.denominator, over.n) == (1, 1, 2)
    assert "caseload_new_not_judged" in {note.code for note in found.notes}


def test_without_ceiling_and_norm_nobody_is_judged() -> None:
    found = analysed([*months(50, 1), coordinator("c1", 50, 1)])
    assert found.now["over_ceiling"].state == "missing"
    assert not found.parts["coordinators"].frame["over"].any()


@pytest.mark.parametrize(("last", "judged"), [(dt.date(2020, 3, 1), True), (dt.date(2020, 4, 1), False)])
def test_the_norm_counts_children_and_ends_with_its_dates(last: dt.date, judged: bool) -> None:
    """Dansk Socialrådgiverforening 2014-20: 35-45 citizens; 50 children are over, 40 and just 45 are not."""
    period = Period(month_key(last) - 11, month_key(last))
    days = period.days
    rows = [
        coordinator(who, cases, 1)
        | {"case_days": days * cases, "child_days": days * cases // 2, "fte_milli_days": 1000 * days}
        for who, cases in (("c1", 100), ("c2", 80), ("c3", 90))
    ]
    found = analysed([*months(270, 3, period), *rows], Filters((HERE,), period))
    over = found.now["over_ceiling"]
    assert (over.numerator, over.denominator) == ((1, 3) if judged else (None, None))
    assert ("caseload_norm" in {note.code for note in found.notes}) is judged


@pytest.mark.parametrize(
    ("first", "last", "in_force"),
    [
        pytest.param("2014-01", "2014-12", True, id="from its first day"),
        pytest.param("2013-12", "2014-12", False, id="the day before"),
        pytest.param("2019-04", "2020-03", True, id="to its last day"),
        pytest.param("2019-05", "2020-04", False, id="the day after"),
    ],
)
def test_a_norm_holds_in_its_own_days_alone(first: str, last: str, in_force: bool) -> None:
    """Dansk Socialrådgiverforening's of 1 January 2014 to 31 March 2020."""
    found = norm_of(Period(parse_month(first), parse_month(last)))
    assert (found is not None) is in_force
    assert found is None or (found.low, found.high, found.valid_from) == (35, 45, dt.date(2014, 1, 1))


def test_several_municipalities_are_judged_each_by_its_own_ceiling() -> None:
    other = {"municipality_code": "0730"}
    rows = [*months(30, 1), *months(30, 1, code="0730"), coordinator("c1", 30, 1), coordinator("c1", 30, 1, **other)]
    found = analysed(rows, Filters((HERE, "0730"), YEAR), ceilings={HERE: 25, "0730": 35})
    over = found.now["over_ceiling"]
    assert (over.numerator, over.denominator) == (1, 2)
    assert set(found.parts) == {"trend"}
