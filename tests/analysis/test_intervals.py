"""The intervals equal their authors' published figures and scipy's own."""

from __future__ import annotations

from math import isnan

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest, t, ttest_ind

from dashboard.analysis.intervals import difference_of_means, difference_of_proportions, mean_interval, wilson

VALUES = st.lists(st.integers(0, 100), min_size=2, max_size=40)


# Newcombe (1998), Statistics in Medicine 17:857-872, table I, method 3 (score without continuity correction).
@pytest.mark.parametrize(
    ("k", "n", "lower", "upper"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_equals_newcombes_published_values(k: int, n: int, lower: float, upper: float) -> None:
    assert [round(end, 4) for end in wilson(k, n)] == [lower, upper]


# Newcombe (1998), Statistics in Medicine 17:873-890, table II, method 10 (score intervals combined).
@pytest.mark.parametrize(
    ("k1", "n1", "k2", "n2", "lower", "upper"),
    [
        (56, 70, 48, 80, 0.0524, 0.3339),
        (9, 10, 3, 10, 0.1705, 0.8090),
        (6, 7, 2, 7, 0.0582, 0.8062),
        (5, 56, 0, 29, -0.0381, 0.1926),
        (0, 10, 0, 20, -0.1611, 0.2775),
        (0, 10, 0, 10, -0.2775, 0.2775),
        (10, 10, 0, 20, 0.6791, 1.0),
        (10, 10, 0, 10, 0.6075, 1.0),
    ],
)
def test_difference_equals_newcombes_published_values(
    k1: int, n1: int, k2: int, n2: int, lower: float, upper: float
) -> None:
    assert [round(end, 4) for end in difference_of_proportions(k1, n1, k2, n2)] == [lower, upper]


@given(st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_wilson_equals_scipys(pair: tuple[int, int]) -> None:
    k, n = pair
    theirs = binomtest(k, n).proportion_ci(method="wilson")
    assert wilson(k, n) == pytest.approx((theirs.low, theirs.high), abs=1e-12)


@given(st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_wilson_holds_the_share_and_mirrors(pair: tuple[int, int]) -> None:
    k, n = pair
    lower, upper = wilson(k, n)
    assert 0 <= lower <= k / n <= upper <= 1
    assert (1 - upper, 1 - lower) == pytest.approx(wilson(n - k, n), abs=1e-12)


def test_nothing_is_made_of_no_answers() -> None:
    assert all(isnan(end) for end in wilson(0, 0))
    assert all(isnan(end) for end in difference_of_proportions(0, 0, 1, 2))
    assert all(isnan(end) for end in difference_of_proportions(1, 2, 0, 0))
    assert all(isnan(end) for end in mean_interval(50, 2500, 1))
    assert all(isnan(end) for end in difference_of_means((50, 2500, 1), (60, 1900, 2)))


@pytest.mark.parametrize(("k", "n"), [(-1, 5), (6, 5)])
def test_an_impossible_share_is_refused(k: int, n: int) -> None:
    with pytest.raises(ValueError, match="is no share"):
        wilson(k, n)


@given(VALUES)
def test_mean_interval_equals_scipys(values: list[int]) -> None:
    mine = mean_interval(sum(values), sum(v * v for v in values), len(values))
    spread = np.std(values, ddof=1) / len(values) ** 0.5
    if spread == 0:
        assert mine == pytest.approx((values[0], values[0]))
    else:
        assert mine == pytest.approx(t.interval(0.95, len(values) - 1, np.mean(values), spread), abs=1e-9)


@given(VALUES, VALUES)
def test_difference_of_means_equals_scipys(first: list[int], second: list[int]) -> None:
    mine = difference_of_means(*((sum(v), sum(x * x for x in v), len(v)) for v in (first, second)))
    if len(set(first)) == len(set(second)) == 1:
        assert mine == (first[0] - second[0],) * 2
    elif min(len(set(first)), len(set(second))) > 1:
        theirs = ttest_ind(first, second, equal_var=False).confidence_interval()
        assert mine == pytest.approx((theirs.low, theirs.high), abs=1e-8)
