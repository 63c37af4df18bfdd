"""Filters and choices that stand for any data, so that the pages' ids are known before there are data."""

from __future__ import annotations

from dashboard.filters import Choices, Filters
from dashboard.periods import Period


def sample_view() -> tuple[Filters, Choices]:
    months = Period(24300, 24311)
    choices = Choices(
        municipalities={"0001": "A", "0002": "B"},
        home=("0001",),
        groups={},
        teams={},
        programmes={},
        target_groups=(),
        period=months,
        default_period=months,
    )
    return Filters.default(choices), choices
