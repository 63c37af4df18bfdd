"""The curve against exact fractions, scipy and R; its quantiles and differences against what they promise."""

from __future__ import annotations

import math
import warnings
from collections.abc import Sequence
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from dashboard.analysis.survival import Curve, Estimate, at_risk_on, difference, incidence, quantile, share_by
from tests.oracle_first_contact import Fate, first_day, share_on, steps
from tests.rounds import rounds

WAITING, CONTACT, CLOSED = 0, 1, 2
Pairs = Sequence[tuple[int, int]]  # day, outcome
# Small whole days, so that ties are common, and a few far away.
DAYS = st.integers(0, 12) | st.sampled_from((30, 31, 400))
PAIRS = st.lists(st.tuples(DAYS, st.sampled_from((WAITING, CONTACT, CONTACT, CLOSED))), min_size=1, max_size=60)


def curve(pairs: Pairs) -> Curve:
    counted = np.zeros((3, max((day for day, _ in pairs), default=0) + 1), dtype=np.int64)
    for day, outcome in pairs:
        counted[outcome, day] += 1
    return incidence(counted[CONTACT], counted[CLOSED], counted[WAITING])


def fates(pairs: Pairs) -> list[Fate]:
    return [Fate(("waiting", "contact", "closed")[outcome], day, "") for day, outcome in pairs]


def jumps(found: Curve) -> dict[int, float]:
    """The share after each day on which it rises."""
    rises = np.diff(found.share, prepend=0.0) > 1e-12
    return dict(zip(found.day[rises].tolist(), found.share[rises].tolist(), strict=True))


def assert_nearly(found: object, expected: object) -> None:
    assert found == pytest.approx(expected, rel=1e-9, abs=1e-9, nan_ok=True)


# ---- The steps ----


@pytest.mark.parametrize(
    ("pairs", "expected"),
    [
        # Nobody censored, nobody closed: the plain shares.
        ([(0, 1), (3, 1), (3, 1), (7, 1)], {0: Fraction(1, 4), 3: Fraction(3, 4), 7: Fraction(1)}),
        # One closed on day 1: it stays in the denominator, and a quarter never has contact.
        ([(0, 1), (1, 2), (3, 1), (7, 1)], {0: Fraction(1, 4), 3: Fraction(1, 2), 7: Fraction(3, 4)}),
        # One censored on day 1: of the two left each stands for 3/8.
        ([(0, 1), (1, 0), (3, 1), (7, 1)], {0: Fraction(1, 4), 3: Fraction(5, 8), 7: Fraction(1)}),
        # Contact, closing and censoring on one day: who waits still was at risk that day.
        ([(2, 1), (2, 2), (2, 0), (5, 1)], {2: Fraction(1, 4), 5: Fraction(3, 4)}),
        # Closed before the censoring, then contact: 1/5, then 3/5 · 1/2 more.
        ([(1, 1), (2, 2), (3, 0), (4, 1), (6, 2)], {1: Fraction(1, 5), 4: Fraction(1, 2)}),
        ([(4, 0)], {}),
        ([(4, 2)], {}),
    ],
)
def test_steps_are_exact_fractions(pairs: Pairs, expected: dict[int, Fraction]) -> None:
    assert steps(fates(pairs)) == expected
    found = jumps(curve(pairs))
    assert list(found) == list(expected)
    assert_nearly(found, {day: float(share) for day, share in expected.items()})


@settings(max_examples=rounds(500, 100))
@given(PAIRS)
def test_steps_equal_the_oracle(pairs: Pairs) -> None:
    assert_nearly(jumps(curve(pairs)), {day: float(share) for day, share in steps(fates(pairs)).items()})


@settings(max_examples=rounds(500, 100))
@given(PAIRS)
def test_bounds(pairs: Pairs) -> None:
    found = curve(pairs)
    assert (found.lower <= found.share + 1e-12).all()
    assert (found.share <= found.upper + 1e-12).all()
    assert ((found.lower >= 0) & (found.upper <= 1 + 1e-12) & (found.variance >= 0)).all()
    for day in (0, 3, 12, 400):
        assert at_risk_on(found, np.array([day]))[0] == sum(d >= day for d, _ in pairs)


def test_no_cases() -> None:
    found = curve([])
    assert found.n == 0
    assert all(math.isnan(part) for part in (*share_by(found, 14), *quantile(found, 0.5)))


# ---- The intervals ----


@settings(max_examples=rounds(500, 100))
@given(PAIRS.filter(lambda pairs: any(outcome == CONTACT for _, outcome in pairs)))
def test_intervals_equal_scipys_without_competing_events(pairs: Pairs) -> None:
    kept = [(day, outcome) for day, outcome in pairs if outcome != CLOSED]
    uncensored, right = ([day for day, o in kept if o == outcome] for outcome in (CONTACT, WAITING))
    theirs = stats.ecdf(stats.CensoredData(uncensored=uncensored, right=right)).cdf
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # scipy warns that 0 and 1 have no log-log interval
        between = theirs.confidence_interval(method="log-log")
    ours = curve(kept)
    assert ours.day.tolist() == theirs.quantiles.tolist()
    assert_nearly(ours.share, theirs.probabilities)
    defined = ~np.isnan(between.low.probabilities)
    assert_nearly(ours.lower[defined], between.low.probabilities[defined])
    assert_nearly(ours.upper[defined], between.high.probabilities[defined])


# R 4.2.2, survival 3.5-3, cmprsk 2.2-11, made once with
#   f <- survfit(Surv(days, factor(out, 0:2)) ~ 1); p <- f$pstate[, 2]; se <- f$std.err[, 2]
#   ci <- survival:::survfit_confint(1 - p, se, logse = FALSE, conf.type = "log-log", conf.int = 0.95)
#   cm <- timepoints(cuminc(days, out, cencode = 0), f$time)
#   data.frame(f$time, p, se^2, 1 - ci$upper, 1 - ci$lower, cm$est[1, ])
# The log-log is of the share without contact, as it is in a Kaplan-Meier curve. cm$var is another variance: on the
# first data 0.0025 on day 0, where the binomial p(1 - p)/n and survfit have 0.002375; and with out == 2 taken for
# censored it is 0.005015 on day 1, where Greenwood and survfit have 0.004749. So the variance held to is survfit's.
SMALL = list(
    zip(
        (0, 0, 1, 2, 2, 3, 3, 3, 5, 7, 7, 8, 10, 12, 14, 14, 20, 21, 30, 45),
        (1, 2, 1, 1, 0, 1, 2, 1, 1, 1, 0, 2, 1, 1, 1, 0, 2, 1, 0, 0),
        strict=True,
    )
)
SMALL_R = (
    (0, 0.05, 0.002375, 0.00719777140660283, 0.30525680674343, 0.05),
    (1, 0.1, 0.0045, 0.025989825604225, 0.343969292738433, 0.1),
    (2, 0.15, 0.006375, 0.0510038902062058, 0.396210300779701, 0.15),
    (3, 0.256666666666667, 0.00984759259259259, 0.115528296489974, 0.51160860470323, 0.256666666666667),
    (5, 0.31, 0.0111216666666667, 0.152544374047071, 0.564764825773981, 0.31),
    (7, 0.363333333333333, 0.0120875925925926, 0.192134320228525, 0.615371999399358, 0.363333333333333),
    (8, 0.363333333333333, 0.0120875925925926, 0.192134320228525, 0.615371999399358, 0.363333333333333),
    (10, 0.422592592592593, 0.013111582837982, 0.237103411772656, 0.671930766339979, 0.422592592592593),
    (12, 0.481851851851852, 0.0136771063862216, 0.285017814433311, 0.724324002053352, 0.481851851851852),
    (14, 0.541111111111111, 0.0137841632373114, 0.335813461530096, 0.773003490160906, 0.541111111111111),
    (20, 0.541111111111111, 0.0137841632373114, 0.335813461530096, 0.773003490160906, 0.541111111111111),
    (21, 0.615185185185185, 0.0140963107757964, 0.397694588101417, 0.834514709806155, 0.615185185185185),
    (30, 0.615185185185185, 0.0140963107757964, 0.397694588101417, 0.834514709806155, 0.615185185185185),
    (45, 0.615185185185185, 0.0140963107757964, 0.397694588101417, 0.834514709806155, 0.615185185185185),
)
# rep(days, times) in R: many ties, and on days 4, 9, 36 and 40 contacts or closings together with censoring.
TIED = [
    (day, outcome)
    for day, outcome, times in (
        *((0, 1, 30), (1, 1, 41), (1, 2, 6), (4, 1, 25), (4, 0, 12), (9, 1, 18), (9, 2, 3), (9, 0, 9)),
        *((16, 1, 11), (16, 2, 2), (25, 1, 5), (36, 1, 4), (36, 2, 1), (40, 0, 13)),
    )
    for _ in range(times)
]
TIED_R = (
    (0, 0.166666666666667, 0.000771604938271613, 0.119630386368347, 0.229635896359103, 0.166666666666667),
    (1, 0.394444444444444, 0.00132698902606311, 0.327354696197975, 0.469811178550571, 0.394444444444444),
    (4, 0.533333333333333, 0.00138271604938271, 0.462554724300076, 0.60759710726732, 0.533333333333333),
    (9, 0.651515151515151, 0.00134816948177829, 0.579630572018712, 0.722596917911768, 0.651515151515152),
    (16, 0.741792929292929, 0.00127626550230908, 0.669863002815351, 0.80876105693746, 0.741792929292929),
    (25, 0.782828282828283, 0.00117114930552335, 0.712762016862205, 0.845779037075088, 0.782828282828283),
    (36, 0.815656565656566, 0.00105446169170534, 0.748086090439899, 0.874315296281802, 0.815656565656566),
    (40, 0.815656565656566, 0.00105446169170534, 0.748086090439899, 0.874315296281802, 0.815656565656566),
)


@pytest.mark.parametrize(("pairs", "constants"), [(SMALL, SMALL_R), (TIED, TIED_R)])
def test_equals_r_with_competing_events(pairs: Pairs, constants: tuple[tuple[float, ...], ...]) -> None:
    day, share, variance, lower, upper, cmprsk = (np.array(column) for column in zip(*constants, strict=True))
    found = curve(pairs)
    assert found.day.tolist() == day.tolist()
    for ours, theirs in ((found.share, share), (found.share, cmprsk), (found.variance, variance)):
        assert_nearly(ours, theirs)
    assert_nearly(found.lower, lower)
    assert_nearly(found.upper, upper)


@given(st.integers(1, 40), st.integers(0, 40), st.integers(0, 40))
def test_variance_is_binomial_when_everybody_is_followed(early: int, late: int, closed: int) -> None:
    found = curve([(2, CONTACT)] * early + [(5, CLOSED)] * closed + [(9, CONTACT)] * late)
    n = early + late + closed
    assert_nearly(found.variance, found.share * (1 - found.share) / n)


def test_interval_where_nobody_or_everybody_had_contact() -> None:
    # Clopper and Pearson: of 10, none gives at most 1 − 0.025^(1/10) = 0.3085, all at least 0.6915.
    nobody, everybody = curve([(0, CLOSED)] + [(9, WAITING)] * 9), curve([(0, CONTACT)] * 10)
    assert_nearly(share_by(nobody, 0), Estimate(0.0, 0.0, 0.30849710781876083))
    assert_nearly(share_by(everybody, 0), Estimate(1.0, 0.6915028921812392, 1.0))


# ---- Shares and quantiles ----


@settings(max_examples=rounds(300, 60))
@given(PAIRS, st.integers(0, 40) | st.just(401))
def test_share_by_equals_the_oracle(pairs: Pairs, day: int) -> None:
    expected = share_on(fates(pairs), day)
    assert_nearly(share_by(curve(pairs), day).value, math.nan if expected is None else float(expected))


def test_share_is_unknown_after_the_last_one_followed() -> None:
    waits, ended = curve([(1, CONTACT), (9, WAITING)]), curve([(1, CONTACT), (9, CLOSED)])
    assert_nearly(share_by(waits, 9).value, 0.5)
    assert math.isnan(share_by(waits, 10).value)
    assert_nearly(share_by(ended, 10).value, 0.5)  # whoever is closed has no contact later


@settings(max_examples=rounds(500, 100))
@given(PAIRS, st.sampled_from((Fraction(1, 2), Fraction(9, 10), Fraction(1, 4))))
def test_quantiles_equal_the_oracle(pairs: Pairs, p: Fraction) -> None:
    expected = first_day(steps(fates(pairs)), p)
    found = quantile(curve(pairs), float(p))
    assert_nearly(found.value, math.nan if expected is None else expected)
    if expected is not None:
        assert found.lower <= found.value
        assert math.isnan(found.upper) or found.value <= found.upper


def test_median_flat_at_a_half_is_the_midpoint() -> None:
    assert quantile(curve([(2, 1), (4, 1), (11, 1), (20, 1)]), 0.5).value == 7.5
    # 19/20 · 18/19 · … · 10/11 is not exactly 0.5 as a float, and the censored between do not end the flat stretch.
    twenty = [(day, CONTACT) for day in range(1, 11)] + [(12, WAITING), (15, CONTACT)] + [(40, WAITING)] * 8
    assert quantile(curve(twenty), 0.5).value == 12.5
    # No step follows: by day 10 half have had contact, and nothing says when the others will.
    assert quantile(curve([(day, CONTACT) for day in range(1, 11)] + [(40, WAITING)] * 10), 0.5).value == 10


def test_not_reached() -> None:
    # One in five is closed without contact: 9 of 10 never have contact, however long we wait.
    found = curve([(1, CONTACT)] * 8 + [(2, CLOSED)] * 2)
    assert math.isnan(quantile(found, 0.9).value)
    assert quantile(found, 0.5).value == 1


def test_quantile_intervals_equal_rs() -> None:
    # q <- survfit(Surv(c(1:8,10,14,21,30), c(1,1,0,1,1,1,0,1,1,0,1,0)) ~ 1, conf.type = "log-log")
    # quantile(q, c(.25, .5, .75, .9)): 4 8 21 NA, lower 1 2 6 10, upper 8 21 NA NA
    days = (*range(1, 9), 10, 14, 21, 30)
    found = curve(list(zip(days, (1, 1, 0, 1, 1, 1, 0, 1, 1, 0, 1, 0), strict=True)))
    expected = ((4, 1, 8), (8, 2, 21), (21, 6, math.nan), (math.nan, 10, math.nan))
    for p, row in zip((0.25, 0.5, 0.75, 0.9), expected, strict=True):
        assert_nearly(quantile(found, p), row)


# ---- Differences ----


def test_difference_equals_newcombes_when_the_parts_are_wilsons() -> None:
    # Newcombe (1998), Statistics in Medicine 17:873, table II (a), method 10: 56/70 − 48/80, 0.0524 to 0.3339.
    wilson = []
    for x, n in ((56, 70), (48, 80)):
        low, high = stats.binomtest(x, n).proportion_ci(method="wilson")
        wilson.append(Estimate(x / n, low, high))
    found = difference(*wilson)
    assert [round(part, 4) for part in found] == [0.2, 0.0524, 0.3339]


def test_the_same_twice_is_no_difference() -> None:
    share = share_by(curve(SMALL), 14)
    found = difference(share, share)
    assert found.value == 0
    assert found.lower < 0 < found.upper
