"""The numbers about trust are right where they are shown, and gone whole where they are not."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings

from dashboard.analysis.intervals import difference_of_proportions, mean_interval, wilson
from dashboard.analysis.trust import COLUMNS, NUMBERS, analyse
from dashboard.analysis.trust_cells import TrustCounts
from dashboard.disclosure.partition import SUMS
from dashboard.filters import Filters
from dashboard.periods import Period
from tests.histories import History, as_of, histories_with_filters
from tests.oracle_partition import Line, Twin, partition, response, valid
from tests.oracle_trust import category_of, oracle_trust
from tests.rounds import rounds
from tests.trust_answers import NAMES, YEAR, answer, as_rows, asked, counts, two_years

FOUR = ["2025K1", "2025K2", "2025K3", "2025K4"]


def rows(table: pd.DataFrame, question: str, code: str = "0657") -> dict[str, dict[str, object]]:
    chosen = table[(table["question"] == question) & (table["municipality_code"] == code)]
    return {row["period"]: row for row in chosen.to_dict("records")}


def test_shares_and_score_with_their_intervals() -> None:
    found = answer(two_years())
    assert list(found.table.frame.columns) == list(COLUMNS)
    first = rows(found.table.frame, "coordinator")["2025K1"]
    assert (first["numerator"], first["denominator"], first["value"], first["n"]) == (16, 20, 0.8, 20)
    assert (first["lower"], first["upper"]) == wilson(16, 20)
    assert (first["invited"], first["response_rate"], first["state"], first["complete"]) == (40, 0.5, "ok", True)
    score = rows(found.table.frame, "score")["2025K1"]
    assert score["value"] == pytest.approx(80)
    lower, upper = mean_interval(1600, 160_000, 20)
    assert (score["lower"], score["upper"]) == pytest.approx((lower, upper))
    assert rows(found.table.frame, "municipality")["2025K1"]["value"] == 0.6


def test_the_whole_range_the_year_before_and_the_change() -> None:
    found = answer(two_years())
    now, before = found.now["coordinator"], found.before["coordinator"]
    assert (now.value, now.n, before.value, before.n) == (0.8, 80, 0.5, 80)
    assert (found.now["response_rate"].value, found.now["response_rate"].n) == (0.5, 160)
    assert found.now["respondents"].value == 80
    change = found.parts["change"].frame.set_index("question")
    assert change.loc["coordinator", "difference"] == pytest.approx(0.3)
    ends = tuple(change.loc["coordinator", ["lower", "upper"]])
    assert ends == pytest.approx(difference_of_proportions(64, 80, 40, 80))
    assert change["sure"].to_dict() == {"coordinator": True, "municipality": False, "score": True}


def test_where_nobody_changed_nothing_is_sure() -> None:
    """Everybody gave the highest score, both years: the difference is nought, and so are both its ends."""
    both = [asked("0657", f"{year}K{number}", 20, 20) for year in (2024, 2025) for number in (1, 2, 3, 4)]
    change = answer(both).parts["change"].frame.set_index("question")
    assert tuple(change.loc["score", ["difference", "lower", "upper"]]) == (0, 0, 0)
    assert not change["sure"].any()


def test_four_answers_are_hidden_with_every_count() -> None:
    found = answer([asked("0657", "2025K1", 20, 12), asked("0657", "2025K2", 4, 2)])
    for question in ("coordinator", "municipality", "score"):
        by_period = rows(found.table.frame, question)
        hidden, shown, none = (by_period[key] for key in ("2025K2", "2025K1", "2025K3"))
        assert hidden["state"] == "suppressed"
        assert all(pd.isna(hidden[name]) for name in NUMBERS)
        assert shown["state"] == "ok"
        assert none["state"] == "not_estimable"
    assert found.now["coordinator"].n == 20, "the four are in no total either"
    assert found.now["respondents"].value == 20
    assert "survey_left_out" in {note.code for note in found.notes}


def test_two_small_quarters_of_a_year_count_together() -> None:
    small = [asked("0657", "2025K1", 4, 2), asked("0657", "2025K3", 3, 1)]
    year = answer(small, replace(YEAR, interval="year"))
    assert rows(year.table.frame, "coordinator")["2025"]["n"] == 7
    assert year.now["coordinator"].n == 7
    half = answer(small, replace(YEAR, period=replace(YEAR.period, last=YEAR.period.first + 5)))
    assert half.now["coordinator"].state == "suppressed"


def test_all_saying_the_same_is_hidden_under_ten() -> None:
    found = answer([asked("0657", "2025K1", 9, 9), asked("0657", "2025K2", 10, 10)])
    by_period = rows(found.table.frame, "coordinator")
    assert by_period["2025K1"]["state"] == "suppressed"
    assert (by_period["2025K2"]["state"], by_period["2025K2"]["value"]) == ("ok", 1.0)


def test_a_month_not_delivered_is_missing_and_never_zero() -> None:
    found = answer(two_years(), missing=("2025K2", "2025-07"))
    by_period = rows(found.table.frame, "coordinator")
    assert (by_period["2025K2"]["state"], by_period["2025K2"]["complete"]) == ("missing", False)
    assert (by_period["2025K3"]["state"], by_period["2025K3"]["complete"]) == ("ok", False)
    assert {note.code: dict(note.values) for note in found.notes}["surveys_missing"] == {"months": 4}
    assert found.before
    assert not answer(two_years(), missing=("2024-05",)).before, "a year not fully delivered is not compared with"


@pytest.mark.parametrize(("today", "complete"), [(dt.date(2025, 12, 31), True), (dt.date(2025, 12, 30), False)])
def test_a_quarter_is_complete_when_its_last_day_is_seen(today: dt.date, complete: bool) -> None:
    for interval, period in (("quarter", "2025K4"), ("year", "2025")):
        table = analyse(counts(two_years(), today=today), replace(YEAR, interval=interval), today).table.frame
        assert rows(table, "coordinator")[period]["complete"] is complete


def test_half_a_year_is_not_a_complete_year() -> None:
    half = replace(YEAR, interval="year", period=replace(YEAR.period, last=YEAR.period.first + 5))
    row = rows(answer(two_years(), half).table.frame, "coordinator")["2025-01/2025-06"]
    assert (row["n"], row["complete"]) == (40, False)


def test_months_are_answered_by_quarters() -> None:
    found = answer(two_years(), replace(YEAR, interval="month"))
    assert list(rows(found.table.frame, "coordinator")) == FOUR
    assert [note.code for note in found.notes] == ["survey_quarters"]


def test_two_municipalities_have_a_line_each_and_a_pooled_one() -> None:
    filters = replace(YEAR, municipalities=("0219", "0657"))
    found = answer([*two_years(), asked("0219", "2025K1", 4, 2), asked("0219", "2025K2", 30, 10)], filters)
    assert list(dict.fromkeys(found.table.frame["municipality_code"])) == ["0219", "0657", "*"]
    pooled = rows(found.table.frame, "coordinator", "*")
    assert pooled["2025K2"]["numerator"] == 26
    assert pooled["2025K1"]["n"] == 20, "or the four could be found by subtraction"
    assert found.parts["teams"].frame.empty


def test_four_municipalities_still_have_a_line_each() -> None:
    four = tuple(sorted(NAMES))[:4]
    found = answer([asked(code, "2025K1", 10, 4) for code in four], replace(YEAR, municipalities=four))
    assert list(dict.fromkeys(found.table.frame["municipality_code"])) == [*four, "*"]


def test_many_municipalities_have_the_pooled_line_and_one_row_each() -> None:
    filters = replace(YEAR, municipalities=tuple(sorted(NAMES)))
    found = answer([asked(code, quarter, 10, 4) for code in NAMES for quarter in FOUR], filters)
    whole = found.table.frame[found.table.frame["municipality_code"] != "*"]
    assert set(whole["period"]) == {"2025"}
    assert list(whole[whole["question"] == "score"]["municipality_code"]) == sorted(NAMES)
    assert list(rows(found.table.frame, "coordinator", "*")) == FOUR
    assert rows(found.table.frame, "coordinator", "*")["2025K1"]["n"] == 50


def test_the_teams_and_one_of_them() -> None:
    both = [asked("0657", "2025K1", n, n // 2, category=team) for team, n in (("t1", 12), ("t2", 8), ("t3", 3))]
    found = answer(both)
    teams = found.parts["teams"].frame.set_index(["team_id", "question"])["state"].unstack()["coordinator"].to_dict()
    assert teams == {"t1": "ok", "t2": "suppressed", "t3": "suppressed"}
    assert found.now["coordinator"].n == 23
    one = answer(both, replace(YEAR, team="t1"))
    assert one.now["coordinator"].n == 12
    assert one.parts["teams"].frame.empty
    assert answer(both, replace(YEAR, team="t2")).now["coordinator"].state == "suppressed"


def counted(history: History, filters: Filters) -> TrustCounts:
    """What the query finds, made of its twins."""
    spans, codes = partition(history), filters.municipalities
    kind = category_of(filters)[0].removesuffix("_id") or "all"
    both = []
    for of, teams in ((kind, False), ("team", True)):
        found = oracle_trust(history, filters, teams=teams)
        sums = {
            (code, quarter, of, name): [row.get(n, 0) for n in SUMS] for (code, quarter, name), row in found.items()
        }
        both.append(as_rows(sums, spans, codes, of))
    there = {(r["municipality_code"], r["month"]) for r in history["coverage"] if r["source"] == "surveys"}
    first = filters.period.first // 12 * 12 - 24
    delivered = [[(code, m) in there for m in range(first, filters.period.last + 24)] for code in codes]
    return TrustCounts(both[0], both[1] if both[1].category else None, first, np.array(delivered, bool))


@settings(max_examples=rounds(200, 40))
@given(histories_with_filters("surveys"))
def test_whatever_is_shown_is_right_and_whatever_is_not_is_counted(drawn: tuple[History, list[Filters]]) -> None:
    history, views = drawn
    for filters in views:
        found = analyse(counted(history, filters), filters, as_of(history))
        check(found.table.frame)
        check(found.parts["teams"].frame)
        compare(history, filters, found.table.records())
        numbers = [*found.now.values(), *found.before.values()]
        assert all((number.value is None) == (number.state != "ok") for number in numbers)
        assert all(number.n is None for number in numbers if number.state != "ok")


def compare(history: History, filters: Filters, table: list[dict[str, Any]]) -> None:
    """Every row of the table with what happened, person by person: one set of answers for all that stands in it."""
    field, category = category_of(filters)
    twin = Twin(history)
    for row in table:
        codes = filters.municipalities if row["municipality_code"] == "*" else (row["municipality_code"],)
        line = Line(codes, field.removesuffix("_id") or "all", category)
        quarters = Period.from_key(row["period"])
        at = (quarters.first, quarters.last - 2)
        within = twin.shown(line, *at, together=row["municipality_code"] == "*")
        values, every = (valid(of, row["question"]) for of in (within, twin.happened(line, *at)))
        assert row["left_out"] + (row["n"] if row["state"] == "ok" else 0) == len(every), row
        if row["state"] == "ok":
            assert row["n"] == len(values), row
            assert row["numerator"] == pytest.approx(float(sum(values))), row
            if row["question"] != "score":
                assert (row["lower"], row["upper"]) == wilson(sum(values), len(values)), row
            asked, answered = response(history, within)
            assert row["invited"] == asked or (asked == 0 and pd.isna(row["invited"])), row
            assert asked == 0 or row["response_rate"] == pytest.approx(answered / asked), row
        elif row["state"] != "missing":
            assert not values, row


def check(table: pd.DataFrame) -> None:
    ok = table[table["state"] == "ok"]
    assert (ok["n"] >= 5).all()
    assert (ok["n"] == ok["denominator"]).all()
    assert ok["value"].to_list() == pytest.approx((ok["numerator"] / ok["denominator"]).to_list())
    assert ((ok["lower"] <= ok["value"] + 1e-9) & (ok["value"] <= ok["upper"] + 1e-9)).all()
    assert table.loc[table["state"] != "ok", list(NUMBERS)].isna().to_numpy().all()
