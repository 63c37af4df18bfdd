"""The rules that hide a figure for its own sake."""

from __future__ import annotations

import numpy as np
import pytest

from dashboard.disclosure.primary import (
    amount_may_show,
    median_may_show,
    share_alone_may_show,
    share_may_show,
    threshold_of,
)


def test_an_amount_needs_five_children_none_of_whom_is_more_than_four_fifths_of_it() -> None:
    children, largest = np.array([4, 5, 5, 50]), np.array([10, 80, 81, 99])
    assert amount_may_show(children, largest, np.full(4, 100)).tolist() == [False, True, False, False]


def test_nothing_spent_on_nobody_is_not_shown() -> None:
    assert not amount_may_show(np.array([0]), np.array([0]), np.array([0])).any()


def test_a_median_needs_ten() -> None:
    assert median_may_show(np.array([9, 10])).tolist() == [False, True]


def test_a_share_needs_enough_on_both_sides() -> None:
    """Twelve of twelve agree: that tells what each of them said."""
    assert share_may_show(np.array([12, 5, 8, 4]), np.array([0, 5, 4, 8])).tolist() == [False, True, False, False]


def test_a_share_without_its_counts_needs_twenty() -> None:
    assert share_alone_may_show(np.array([9, 10]), np.array([10, 10])).tolist() == [False, True]


def test_two_is_too_few_for_any_threshold() -> None:
    assert threshold_of(3) == 3
    with pytest.raises(ValueError, match="at least 3"):
        threshold_of(2)
