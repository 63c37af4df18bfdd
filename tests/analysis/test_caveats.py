"""What a period is not whole in: a part that is not chosen, months that are not delivered, days to come."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from dashboard.analysis.caveats import TOGETHER, Deliveries
from dashboard.periods import Interval, Period, parse_month
from dashboard.shapes import Caveat

FIRST = parse_month("2025-01")
MARCH, APRIL = FIRST + 2, FIRST + 3


def deliveries(*lacking: tuple[int, int], as_of: dt.date | None = dt.date(2026, 12, 31)) -> Deliveries:
    """Two years of three municipalities, but for (place, month after the first)."""
    delivered = np.ones((3, 24), bool)
    for place, month in lacking:
        delivered[place, month] = False
    return Deliveries(delivered, FIRST, as_of)


@pytest.mark.parametrize(
    ("first", "last", "interval", "as_of", "cut", "ongoing"),
    [
        pytest.param("2025-01", "2025-03", "quarter", "2025-03-31", False, False, id="ended on its last day"),
        pytest.param("2025-01", "2025-03", "quarter", "2025-03-30", False, True, id="a day is to come"),
        pytest.param("2025-01", "2025-02", "quarter", "2025-12-31", True, False, id="years after, a month not chosen"),
        pytest.param("2025-02", "2025-03", "quarter", "2025-12-31", True, False, id="its first month not chosen"),
        pytest.param("2025-01", "2025-02", "quarter", "2025-03-10", False, True, id="the third month is not over"),
        pytest.param(
            "2025-01", "2025-02", "year", "2025-05-31", True, True, id="part of what has been, and more comes"
        ),
        pytest.param("2025-02", "2025-02", "quarter", "2025-02-10", True, True, id="what has been is not chosen"),
        pytest.param("2025-03", "2025-03", "month", "2025-12-31", False, False, id="a month"),
        pytest.param("2025-02", "2025-07", None, "2025-12-31", False, False, id="a range as it is chosen"),
        pytest.param("2025-02", "2025-07", None, "2025-07-30", False, True, id="a range that goes on"),
        pytest.param("2025-01", "2025-02", "quarter", None, True, False, id="nobody knows how far the data go"),
    ],
)
def test_what_is_not_chosen_and_what_is_to_come_are_told_apart(
    first: str, last: str, interval: Interval | None, as_of: str | None, cut: bool, ongoing: bool
) -> None:
    period = Period(parse_month(first), parse_month(last))
    found = deliveries(as_of=dt.date.fromisoformat(as_of) if as_of else None).caveat(0, period, interval)
    assert found == Caveat(cut=cut, ongoing=ongoing)
    assert found.whole is not (cut or ongoing)


def test_who_has_not_delivered_is_counted_and_which_months_are_named() -> None:
    found = deliveries((0, 1), (2, 1), (2, 3), (1, 12))
    quarter, year = Period(FIRST, MARCH), Period(FIRST, FIRST + 11)
    assert found.caveat(TOGETHER, quarter, "quarter") == Caveat(municipalities=2, months=(FIRST + 1,))
    assert found.caveat(TOGETHER, year, "year") == Caveat(municipalities=2, months=(FIRST + 1, APRIL))
    assert found.caveat(2, year, "year") == Caveat(municipalities=1, months=(FIRST + 1, APRIL))
    assert found.caveat(1, year, "year").whole
