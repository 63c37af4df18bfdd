"""The address and the view are one: any text gives a valid view, and every view reads back from its address."""

import string
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.filters import Choices, Filters
from dashboard.measures import MEASURES
from dashboard.periods import Period, parse_month

CHOICES = Choices(
    municipalities={"0657": "Herning", "0730": "Randers", "0219": "Hillerød"},
    home=("0657",),
    groups={},
    teams={"0657": {"nord": "Team Nord"}, "0730": {"syd": "Team Syd"}},
    programmes={"mestring": "Mestringsstøtte"},
    target_groups=("familie", "handicap"),
    period=Period(parse_month("2016-11"), parse_month("2026-10")),
    default_period=Period(parse_month("2025-11"), parse_month("2026-10")),
)
MONTHS = st.integers(CHOICES.period.first, CHOICES.period.last)


@st.composite
def views(draw: st.DrawFn) -> Filters:
    codes = tuple(sorted(draw(st.sets(st.sampled_from(list(CHOICES.municipalities)), min_size=1))))
    first, last = sorted((draw(MONTHS), draw(MONTHS)))
    return Filters(
        municipalities=codes,
        period=Period(first, last),
        interval=draw(st.sampled_from(["month", "quarter", "year"])),
        team=draw(st.sampled_from(["", *CHOICES.teams.get(codes[0], {})])) if len(codes) == 1 else "",
        programme=draw(st.sampled_from(["", "mestring"])),
        target_group=draw(st.sampled_from(["", "familie", "handicap"])),
        unit=draw(st.sampled_from(["total", "child"])),
        prices=draw(st.sampled_from(["current", "fixed"])),
    )


@given(views())
def test_a_view_reads_back_from_its_address(view: Filters) -> None:
    assert Filters.from_query_string(view.to_query_string(CHOICES), CHOICES) == (view, ())


@given(views(), st.randoms())
def test_the_order_of_the_words_does_not_matter(view: Filters, random: object) -> None:
    words = view.to_query_string(CHOICES).lstrip("?").split("&")
    random.shuffle(words)  # type: ignore[attr-defined]
    again, _notices = Filters.from_query_string("?" + "&".join(words), CHOICES)
    assert again.to_query_string(CHOICES) == view.to_query_string(CHOICES)


@given(st.text(max_size=300))
def test_any_text_gives_a_valid_view(text: str) -> None:
    view, _notices = Filters.from_query_string(text, CHOICES)
    assert Filters.from_query_string(view.to_query_string(CHOICES), CHOICES) == (view, ())


WORDS = ["kommune", "fra", "til", "interval", "team", "projekt", "maalgruppe", "enhed", "priser"]


@given(st.lists(st.tuples(st.sampled_from(WORDS), st.text(string.printable + "æøå%,", max_size=20)), max_size=12))
def test_gibberish_behind_known_words_gives_a_valid_view(pairs: list[tuple[str, str]]) -> None:
    view, _notices = Filters.from_query_string("&".join(f"{word}={value}" for word, value in pairs), CHOICES)
    assert set(view.municipalities) <= set(CHOICES.municipalities)
    assert CHOICES.period.first <= view.period.first <= view.period.last <= CHOICES.period.last


@pytest.mark.parametrize(
    ("query", "word", "reason"),
    [
        ("kommune=999", "kommune", "unknown"),
        ("fra=2031-01", "fra", "outside"),
        ("fra=nu", "fra", "unknown"),
        ("fra=2026-05&til=2026-01", "fra", "order"),
        ("interval=uge", "interval", "unknown"),
        ("kommune=657,730&team=nord", "team", "needs_one_municipality"),
        ("team=syd", "team", "unknown"),
        ("enhed=dollar", "enhed", "unknown"),
        ("kommune=,", "kommune", "unknown"),
        ("kommune=657,alle", "kommune", "unknown"),
        ("by=herning", "by", "no_such_word"),
        ("by=herning&by=herning", "by", "no_such_word"),
        ("kommune=657&kommune=730", "kommune", "twice"),
        ("fra=2025-01" + "&" * 4000, "", "too_long"),
    ],
)
def test_what_cannot_be_used_is_said(query: str, word: str, reason: str) -> None:
    _view, notices = Filters.from_query_string(query, CHOICES)
    assert [(n.word, n.reason) for n in notices] == [(word, reason)]


@pytest.mark.parametrize("query", ["kommune=657&kommune=657", "by=", "?", "kommune=", "team= ", "kommune=657&&"])
def test_what_asks_for_nothing_or_the_same_again_is_no_matter(query: str) -> None:
    assert Filters.from_query_string(query, CHOICES) == (Filters.default(CHOICES), ())


def test_all_but_two_ends_that_changed_places_refuse() -> None:
    _view, (order,) = Filters.from_query_string("fra=2026-05&til=2026-01", CHOICES)
    _view, (other,) = Filters.from_query_string("by=herning", CHOICES)
    assert (order.refuses, other.refuses) == (False, True)


@pytest.mark.parametrize(
    ("query", "first", "last"),
    [
        ("til=2020-06", "2019-07", "2020-06"),
        ("til=2026-09", "2025-10", "2026-09"),
        ("til=2017-03", "2016-11", "2017-03"),
        ("fra=2020-06", "2020-06", "2026-10"),
        ("fra=2026-10", "2026-10", "2026-10"),
    ],
)
def test_one_end_alone_is_a_year_or_goes_to_the_last_month(query: str, first: str, last: str) -> None:
    view, notices = Filters.from_query_string(query, CHOICES)
    assert (view.period, notices) == (Period(parse_month(first), parse_month(last)), ())


def test_municipalities_are_read_with_three_digits_and_with_four() -> None:
    three, _ = Filters.from_query_string("kommune=657,730", CHOICES)
    four, _ = Filters.from_query_string("kommune=0730,0657", CHOICES)
    assert three == four
    assert three.municipalities == ("0657", "0730")


def test_the_default_view_has_a_bare_address() -> None:
    assert Filters.default(CHOICES).to_query_string(CHOICES) == ""


def test_all_municipalities_have_a_word() -> None:
    view, _ = Filters.from_query_string("kommune=alle", CHOICES)
    assert len(view.municipalities) == 3
    assert view.to_query_string(CHOICES) == "?kommune=alle"


def test_a_measure_only_depends_on_what_it_honours() -> None:
    base = Filters.default(CHOICES)
    chosen = replace(base, team="nord", programme="mestring", target_group="familie")
    honours = MEASURES["spending"].honours
    assert chosen.narrowed(honours) == base
    assert chosen.narrowed(MEASURES["caseload"].honours) == chosen
