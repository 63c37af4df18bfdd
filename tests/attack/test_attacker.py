"""The attacker finds what can be found, so that finding nothing means something."""

from __future__ import annotations

import pytest

from tests.attack.attacker import feasible_ranges


def test_one_unknown_in_a_sum_is_known() -> None:
    assert feasible_ranges({"all": 9, "a": 5}, ["b"], [("all", ["a", "b"])]) == {"b": (4, 4)}


def test_two_unknowns_share_what_is_left() -> None:
    found = feasible_ranges({"all": 9, "a": 5}, ["b", "c"], [("all", ["a", "b", "c"])])
    assert found == {"b": (0, 4), "c": (0, 4)}


def test_what_no_sum_holds_is_without_end() -> None:
    found = feasible_ranges({"a": 5}, ["b", "all", "lone"], [("all", ["a", "b"])])
    assert found == {"b": (0, float("inf")), "all": (5, float("inf")), "lone": (0, float("inf"))}


def test_sums_together_tell_more_than_each() -> None:
    """Rows and columns of a table: (a b | 5), (c d | 7), a + c = 5, b + d = 7, and that d is 6."""
    lines = [("r1", ["a", "b"]), ("r2", ["c", "d"]), ("c1", ["a", "c"]), ("c2", ["b", "d"])]
    found = feasible_ranges({"r1": 5, "r2": 7, "c1": 5, "c2": 7}, ["a", "b", "c", "d"], lines)
    assert found["a"] == (0, 5)
    assert feasible_ranges({"r1": 5, "r2": 7, "c1": 5, "c2": 7, "d": 6}, ["a"], lines) == {"a": (4, 4)}


def test_persons_are_whole() -> None:
    """Each pair of three cells is three persons: halves would fit, no persons do."""
    lines = [("x", ["a", "b"]), ("y", ["b", "c"]), ("z", ["a", "c"])]
    assert feasible_ranges({"x": 3, "y": 4, "z": 3}, ["b"], lines) == {"b": (2, 2)}
    with pytest.raises(ValueError, match=r"\w"):
        feasible_ranges({"x": 3, "y": 3, "z": 3}, ["b"], lines)
    assert feasible_ranges({"x": 3, "y": 3, "z": 3}, ["b"], lines, whole=False) == {"b": (1.5, 1.5)}


def test_distinct_persons_are_at_least_the_largest_part_and_at_most_the_sum() -> None:
    year = [("year", ["q1", "q2"])]
    assert feasible_ranges({"q1": 6, "q2": 7}, ["year"], [], year) == {"year": (7, 13)}
    assert feasible_ranges({"q1": 6, "year": 7}, ["q2"], [], year) == {"q2": (1, 7)}


def test_figures_that_contradict_each_other_are_reported() -> None:
    with pytest.raises(ValueError, match="add up"):
        feasible_ranges({"all": 9, "a": 5, "b": 5}, [], [("all", ["a", "b"])])
