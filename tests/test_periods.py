"""Months, quarters and years count, cut and name themselves right."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.periods import Period, days_in_month, last_whole_month, month_key, month_start, month_text, parse_month

MONTHS = st.integers(12 * 1950, 12 * 2150)


@given(MONTHS)
def test_a_month_reads_back_from_its_text_and_its_first_day(month: int) -> None:
    assert parse_month(month_text(month)) == month == month_key(month_start(month))


@given(MONTHS, st.integers(0, 60))
def test_a_period_reads_back_from_its_key(first: int, length: int) -> None:
    period = Period(first, first + length)
    assert Period.from_key(period.key) == period


@given(MONTHS, st.integers(0, 60), st.sampled_from(["month", "quarter", "year"]))
def test_a_split_covers_the_period_once(first: int, length: int, interval: str) -> None:
    period = Period(first, first + length)
    parts = period.split(interval)  # type: ignore[arg-type]
    assert [month for part in parts for month in part.months] == list(period.months)


def test_leap_days_count() -> None:
    assert days_in_month(month_key(dt.date(2024, 2, 1))) == 29
    assert Period.from_key("2024").days == 366


@pytest.mark.parametrize(
    ("as_of", "last"), [("2026-10-31", "2026-10"), ("2026-10-30", "2026-09"), ("2024-02-29", "2024-02")]
)
def test_a_month_is_whole_when_its_last_day_is_seen(as_of: str, last: str) -> None:
    assert month_text(last_whole_month(dt.date.fromisoformat(as_of))) == last


@pytest.mark.parametrize("text", ["", "2025", "2025-13", "2025-1", "1025-01", "x", "2025-07-01", "2025-07\n"])
def test_what_is_no_month_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a month"):
        parse_month(text)
