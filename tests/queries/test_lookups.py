"""What a bare address shows: the last twelve whole months, or as many as there are."""

from __future__ import annotations

import datetime as dt

import pytest

from dashboard.periods import Period, parse_month
from dashboard.queries.lookups import choices
from tests.conftest import Engines
from tests.histories import empty_history


@pytest.mark.parametrize(
    ("first", "as_of", "whole", "shown"),
    [
        pytest.param("2024-01", dt.date(2025, 12, 31), "2025-12", "2025-01", id="two years: the last of them"),
        pytest.param("2024-01", dt.date(2025, 12, 30), "2025-11", "2024-12", id="the month that is not over is not shown"),
        pytest.param("2025-01", dt.date(2025, 12, 31), "2025-12", "2025-01", id="just a year"),
        pytest.param("2025-02", dt.date(2025, 12, 31), "2025-12", "2025-02", id="less than a year: all of it"),
    ],
)
def test_the_default_period_is_the_last_twelve_whole_months(
    engines: Engines, first: str, as_of: dt.date, whole: str, shown: str
) -> None:
    history = empty_history(as_of, ("0657",))
    months = range(parse_month(first), parse_month("2025-12") + 1)
    history["coverage"] = [{"municipality_code": "0657", "source": "ledger", "month": month} for month in months]
    with engines(history) as both:
        for _name, connection in both:
            found = choices(connection, "", as_of)
            assert found.period == Period(parse_month(first), parse_month(whole))
            assert found.default_period == Period(parse_month(shown), parse_month(whole))
