"""The table and the headline numbers against the slow twin, for views of every kind; and what is said when."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import replace
from functools import partial
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.analysis.time_to_first_contact import analyse
from dashboard.filters import Filters
from dashboard.measures import CLOSE_REASONS
from dashboard.periods import Period, month_end, month_key
from dashboard.shapes import MISSING, Analysis, Note
from tests.first_contact_answer import brought, case, history_of
from tests.histories import History, as_of, codes, filters_for, histories
from tests.oracle_caveats import caveat
from tests.oracle_first_contact import counts, crowd, received, row, share_on, today_of
from tests.rounds import rounds

NUMBERS = (
    "numerator",
    "denominator",
    "value",
    "half_within",
    "waiting",
    "closed_without_contact",
    "unlisted",
    "at_risk",
    "errors",
)
QUARTER = Period(month_key(dt.date(2025, 7, 1)), month_key(dt.date(2025, 9, 1)))


def reaches(history: History, code: str, month: int) -> bool:
    """Whether the municipality's newest list is of no earlier a day than the month's end, or than everybody's newest."""
    newest = as_of(history)
    day = today_of(history, code) or newest
    return day >= min(newest, month_end(month) - dt.timedelta(days=1))


def analysis(history: History, filters: Filters, targets: dict[str, float] | None = None) -> Analysis:
    return analyse(brought(history, filters), filters, as_of(history), targets or {})


def same(found: object, expected: object) -> bool:
    missing = expected is None
    return math.isnan(found) if missing else found == pytest.approx(float(expected), abs=1e-9)  # type: ignore[arg-type]


@st.composite
def views(draw: Any) -> tuple[History, Filters, dict[str, float]]:
    """One municipality, two or three, or more than four; with no target, the same for all, or one of its own."""
    history = draw(histories("cases"))
    filters = draw(filters_for(history))
    if draw(st.booleans()) and len(codes(history)) > 1:
        history = crowd(history)
        filters = replace(filters, municipalities=tuple(sorted(codes(history))), team="")
    days = draw(st.lists(st.sampled_from((5.0, 14.0, 14.0, None)), min_size=1, max_size=2))
    targets = {code: days[i % len(days)] for i, code in enumerate(filters.municipalities)}
    return history, filters, {code: day for code, day in targets.items() if day is not None}


def target_of(code: str, filters: Filters, targets: dict[str, float]) -> float | None:
    if code != "*":
        return targets.get(code)
    found = [targets.get(one) for one in filters.municipalities]
    return found[0] if len(set(found)) == 1 else None


def expected_keys(filters: Filters) -> list[tuple[str, str]]:
    chosen, periods = filters.municipalities, [p.key for p in filters.period.split(filters.interval)]
    lines = chosen if len(chosen) == 1 else (*chosen, "*") if len(chosen) < 5 else ("*",)
    whole = [(code, filters.period.key) for code in chosen] if len(chosen) > 4 else []
    return [(code, key) for code in lines for key in periods] + whole


@settings(max_examples=rounds(400, 25))
@given(views())
def test_table_equals_the_oracle(view: tuple[History, Filters, dict[str, float]]) -> None:
    history, filters, targets = view
    table = analysis(history, filters, targets).table.frame
    assert list(zip(table["municipality_code"], table["period"], strict=True)) == expected_keys(filters)
    whole_rows = set(filters.municipalities) if len(filters.municipalities) > 4 else set()
    for found in table.to_dict("records"):
        code, period = found["municipality_code"], Period.from_key(found["period"])
        target = target_of(code, filters, targets)
        expected = row(history, filters, code, period, target)
        assert found["state"] == expected["state"]
        for name in NUMBERS:
            assert same(found[name], None if expected["missing"] else expected[name]), name
        assert same(found["share_within_target"], expected["share_within_target"])
        assert same(found["n"], found["denominator"] if not expected["missing"] else None)
        told = partial(reaches, history)
        why = caveat(history, ("cases",), filters, code, period, calendar=code not in whole_rows, told=told)
        assert found["caveat"] == (*why, not expected["settled"])
        assert found["complete"] == (not any(found["caveat"]))


@settings(max_examples=rounds(400, 25))
@given(views())
def test_headline_numbers_equal_the_oracle(view: tuple[History, Filters, dict[str, float]]) -> None:
    history, filters, targets = view
    found = analysis(history, filters, targets)
    code = filters.municipalities[0] if len(filters.municipalities) == 1 else "*"
    target = target_of(code, filters, targets)
    for period, numbers in ((filters.period, found.now), (filters.period.a_year_earlier(), found.before)):
        expected = row(history, filters, code, period, target)
        if numbers is found.before and not expected["fully_delivered"]:
            assert numbers == {}
        elif expected["missing"]:
            assert numbers["nine_of_ten"] == numbers["received"] == numbers["within"] == MISSING
        else:
            day = 14.0 if target is None else target
            share = share_on(received(history, filters, period, filters.municipalities), day)
            names = ("value", "half_within", "numerator", "denominator", "closed_without_contact", "errors")
            keys = ("nine_of_ten", "half", "contacted", "received", "closed_without_contact", "data_errors")
            assert [number(numbers[key]) for key in keys] == [approximate(expected[name]) for name in names]
            assert number(numbers["within"]) == approximate(share)
            assert number(numbers["compared_on"]) == day
            rests_on = [numbers[key].at_risk for key in ("nine_of_ten", "half")]
            assert rests_on == [expected["at_risk"], expected["half_at_risk"]]
            assert number(numbers["within_target"]) == approximate(None if target is None else share)


def number(found: Any) -> float | None:
    assert (found.value is None) == (found.state != "ok")
    value: float | None = found.value
    return value


def approximate(value: Any) -> Any:
    return None if value is None else pytest.approx(float(value), abs=1e-9)


@settings(max_examples=rounds(200, 15))
@given(views())
def test_parts(view: tuple[History, Filters, dict[str, float]]) -> None:
    history, filters, targets = view
    found = analysis(history, filters, targets)
    code = filters.municipalities[0] if len(filters.municipalities) == 1 else "*"
    fates = received(history, filters, filters.period, filters.municipalities)
    curve = found.parts["curve"].frame
    mine = curve[curve["municipality_code"] == code]
    assert mine["day"].tolist() == list(range(len(mine)))
    assert len(mine) <= 366
    for day, share, at_risk in zip(mine["day"], mine["share"], mine["at_risk"], strict=True):
        assert same(share, share_on(fates, day))
        assert at_risk == sum(f.days >= max(day, 0) for f in fates)
    at_risk_part = found.parts["at_risk"].frame
    for day, waiting in at_risk_part[at_risk_part["municipality_code"] == code][["day", "waiting"]].to_numpy():
        assert waiting == sum(f.days >= day for f in fates)
    endings = dict(zip(found.parts["endings"].frame["reason"], found.parts["endings"].frame["n"], strict=True))
    closed = [f.reason for f in fates if f.outcome == "closed" and f.days >= 0]
    assert endings == {reason: closed.count(reason) for reason in CLOSE_REASONS}
    waits = counts(history, filters).waiting
    teams = found.parts["teams"].frame
    expected = sorted((*key, *found) for key, found in waits.items())
    assert [tuple(r) for r in teams[["municipality_code", "team_id", "waiting", "longest"]].to_numpy()] == expected
    if waits:
        assert found.now["waiting"].value == sum(n for n, _longest in waits.values())
        assert found.now["longest_wait"].value == max(longest for _n, longest in waits.values())


# ---- Single cases, by hand ----


def quarter(*cases: dict[str, Any], targets: dict[str, float] | None = None) -> Analysis:
    return analysis(history_of(*cases), Filters(("0219",), QUARTER), targets)


def test_nobody_received_is_not_a_zero_wait() -> None:
    found = quarter()
    assert found.table.frame.loc[0, "state"] == "not_estimable"
    assert math.isnan(found.table.frame.loc[0, "value"])
    assert found.table.frame.loc[0, "denominator"] == 0
    assert found.now["nine_of_ten"].state == "not_estimable"
    assert found.now["waiting"].value == 0
    assert found.now["longest_wait"].value is None


def test_the_end_of_a_curve_says_how_few_it_rests_on() -> None:
    """Two of seven wait since the day before, and the last of the others had contact on day 14: 100 %, of one."""
    cases = [case("2025-11-01", f"2025-11-{day + 1:02d}") for day in (3, 5, 7, 9, 14)] + [case("2025-11-29")] * 2
    filters = Filters(("0219",), Period(QUARTER.first + 3, QUARTER.first + 4))
    found = analysis(history_of(*cases), filters)
    nine, within = found.now["nine_of_ten"], found.now["within"]
    assert (nine.value, nine.at_risk, nine.upper, nine.few) == (14, 1, None, True)
    assert (within.value, within.at_risk, within.upper, within.few) == (1, 1, 1, True)
    assert within.lower == pytest.approx(0.025 ** (1 / 5))
    assert found.now["half"].at_risk == 3
    many = quarter(*[case("2025-09-01", "2025-09-08")] * 20).now["nine_of_ten"]
    assert (many.at_risk, many.few) == (20, False)
    assert [quarter(*[case("2025-09-01", "2025-09-08")] * n).now["half"].few for n in (4, 5)] == [True, False]


def test_contact_before_receipt_is_counted_apart() -> None:
    found = quarter(case("2025-07-10", "2025-07-09"), case("2025-07-10", "2025-07-12"))
    assert found.now["received"].value == 1
    assert found.now["data_errors"].value == 1
    assert found.now["nine_of_ten"].value == 2
    assert Note("date_before_receipt", {"n": 1}) in found.notes


def test_complete_when_the_waits_can_no_longer_change_the_numbers() -> None:
    soon = [case("2025-09-01", "2025-09-11")] * 19
    assert quarter(*soon).table.frame["complete"].tolist() == [True]
    # One waits since 20 July: 19 of 20 had contact long before, and its contact would change nothing.
    assert quarter(*soon, case("2025-07-20")).table.frame["complete"].tolist() == [True]
    # The target of 150 days lies further ahead than that wait: that share may yet change.
    assert quarter(*soon, case("2025-07-20"), targets={"0219": 150}).table.frame["complete"].tolist() == [False]
    # A target of just those 133 days is decided already.
    assert quarter(*soon, case("2025-07-20"), targets={"0219": 133}).table.frame["complete"].tolist() == [True]
    # Exactly 9 of 10 have had it: the next contact decides where the midpoint lies.
    assert quarter(*soon[:18], *[case("2025-07-20")] * 2).table.frame["complete"].tolist() == [False]
    # Two in twelve still wait: 9 of 10 is not known yet.
    assert quarter(*soon[:10], *[case("2025-09-20")] * 2).table.frame["complete"].tolist() == [False]


def test_a_period_that_has_not_ended_or_is_cut_is_not_complete() -> None:
    history = history_of(case("2025-10-01", "2025-10-02"))
    running = Period(QUARTER.first + 3, QUARTER.last + 3)
    assert analysis(history, Filters(("0219",), running)).table.frame["complete"].tolist() == [False]
    cut = Period(QUARTER.first + 1, QUARTER.last)
    assert analysis(history, Filters(("0219",), cut)).table.frame["complete"].tolist() == [False]
    months = analysis(history, Filters(("0219",), cut, "month"))
    assert months.table.frame["complete"].tolist() == [True, True]
    # November ends on the as-of date itself, which counts as seen.
    november = Period(month_key(dt.date(2025, 11, 1)), month_key(dt.date(2025, 11, 1)))
    assert analysis(history, Filters(("0219",), november, "month")).table.frame["complete"].tolist() == [True]


def test_endings_hold_the_day_of_receipt_and_the_last_month() -> None:
    same_day, last = case("2025-07-01", closed="2025-07-01"), case("2025-09-30", closed="2025-10-02")
    beyond = case("2025-10-01", closed="2025-10-02")
    assert dict(quarter(same_day, last, beyond).parts["endings"].rows("reason", "n"))["moved"] == 2


def test_months_not_delivered_are_missing_and_named() -> None:
    history = history_of(case("2024-08-10", "2024-08-12"))  # August 2024: not delivered by the first municipality
    period = Period(month_key(dt.date(2024, 7, 1)), month_key(dt.date(2024, 9, 1)))
    by_month = analysis(history, Filters(("0219",), period, "month"))
    assert by_month.table.frame["state"].tolist() == ["not_estimable", "missing", "not_estimable"]
    assert math.isnan(by_month.table.frame.loc[1, "denominator"])
    assert by_month.notes == (Note("first_contact_months_missing", {"missing": 1, "of": 3}),)
    assert analysis(history, Filters(("0219",), period)).table.frame["complete"].tolist() == [False]


def test_change_needs_a_difference_that_the_intervals_bear() -> None:
    fast = [case("2025-07-01", "2025-07-08")] * 40
    slow = [case("2024-07-01", "2024-08-30")] * 40
    # August 2024 is not delivered by 0219 but is by 0657.
    filters = Filters(("0657",), QUARTER)
    moved = [row | {"municipality_code": "0657"} for row in (*fast, *slow)]
    change = analysis(history_of(*moved), filters).now["change"]
    assert change.value == 1
    assert change.lower is not None
    assert change.lower > 0.5
    few = analysis(history_of(moved[0], moved[-1]), filters).now["change"]
    assert few.value == 1
    assert few.lower is not None
    assert few.lower < 0


def test_no_comparison_with_a_year_that_is_not_whole() -> None:
    found = quarter(case("2025-07-01", "2025-07-08"))
    assert found.before == {}
    assert "change" not in found.now


def test_many_municipalities_have_a_common_target_only_when_it_is_the_same() -> None:
    cases = [case("2025-07-01", "2025-07-08", code=code) for code in ("0219", "0657")]
    filters = Filters(("0219", "0657"), QUARTER)
    same_target = analysis(history_of(*cases), filters, {"0219": 14, "0657": 14})
    assert same_target.now["within_target"].value == 1
    assert same_target.table.frame["share_within_target"].tolist() == [1, 1, 1]
    own = analysis(history_of(*cases), filters, {"0219": 14, "0657": 5})
    assert own.now["within_target"] == MISSING
    assert [None if math.isnan(v) else v for v in own.table.frame["share_within_target"]] == [1, 0, None]
