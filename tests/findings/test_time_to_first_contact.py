"""The sentences say what the numbers say, and no more: not reached, no clear change, nobody, no data."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

import pytest

from dashboard.filters import Filters
from dashboard.findings import time_to_first_contact as words
from dashboard.language import set_language
from dashboard.measures import CLOSE_REASONS
from dashboard.periods import Period, month_key
from dashboard.shapes import Answer, Note, Number
from tests.first_contact_answer import YEAR, answer_of, case

ONE = Filters(("0219",), YEAR)
QUARTER = Filters(("0657",), Period(month_key(dt.date(2025, 7, 1)), month_key(dt.date(2025, 9, 1))))
NBSP = "\u00a0"


@pytest.fixture(autouse=True)
def danish() -> Iterator[None]:
    set_language("da")
    yield
    set_language("da")


def quarter(fast: int, slow: int, fast_before: int = 0, slow_before: int = 0) -> Answer:
    """So many cases with contact after a week, and after two months, in the quarter and in the year before's."""
    cases = [case("2025-07-01", "2025-07-08", code="0657")] * fast + [
        case("2025-07-01", "2025-08-30", code="0657")
    ] * slow
    cases += [case("2024-07-01", "2024-07-08", code="0657")] * fast_before
    return answer_of(QUARTER, *cases, *[case("2024-07-01", "2024-08-30", code="0657")] * slow_before)


def test_nine_of_ten() -> None:
    answer = quarter(19, 1)
    assert words.headline(answer) == "I 9 af 10 sager har familien haft kontakt inden 7 dage"
    card = words.card(answer)
    assert (card.value, card.unit) == ("7 dage", "til 9 af 10 har haft kontakt")
    uncertain = "usikkerhed fra 7 dage og op, endnu uden øvre grænse"
    assert card.n == f"{uncertain} · 20 modtaget · ingen venter nu"
    assert card.trend == (7.0,)
    assert card.trend_text == f"9 af 10 inden, periode for periode: 3. kvt. 2025 7 dage ({uncertain})"


def test_the_end_of_a_curve_is_said_with_its_uncertainty() -> None:
    """Two of seven wait since yesterday; of the last one followed the curve says that all have had contact."""
    days = (3, 5, 7, 9, 14)
    cases = [case("2025-11-01", f"2025-11-{day + 1:02d}", code="0657") for day in days]
    running = Filters(("0657",), Period(month_key(dt.date(2025, 10, 1)), month_key(dt.date(2025, 11, 1))))
    answer = answer_of(running, *cases, *[case("2025-11-29", code="0657")] * 2)
    uncertain = "usikkerhed fra 7 dage og op, endnu uden øvre grænse"
    assert words.headline(answer) == f"I 9 af 10 sager har familien haft kontakt inden 14 dage ({uncertain})"
    assert words.card(answer).n.startswith(uncertain)
    assert f"Inden 14 dage: 100{NBSP}% (usikkerhed 48–100{NBSP}%)." in words.summary(answer)
    few = words.change(quarter(0, 4, 4, 0))
    assert few.startswith(
        f"færre har haft kontakt inden 14 dage end året før: 0{NBSP}% (usikkerhed 0–60{NBSP}%) mod 100{NBSP}%"
    )


def test_not_reached_says_half() -> None:
    cases = [case("2025-07-01", "2025-07-02", code="0657")] * 6 + [case("2025-07-05", code="0657")] * 4
    answer = answer_of(QUARTER, *cases)
    assert (
        words.headline(answer) == "I halvdelen af sagerne har familien haft kontakt inden 1 dag; 9 af 10 er ikke nået"
    )
    card = words.card(answer)
    assert (card.value, card.unit) == ("1 dag", "til halvdelen har haft kontakt; 9 af 10 er ikke nået")
    assert card.n.endswith(" · 10 modtaget · 4 venter nu, længst 148 dage")
    assert card.trend_text.startswith("halvdelen inden, periode for periode")
    assert "9 af 10 inden: ikke nået." in words.summary(answer)


def test_neither_reached() -> None:
    answer = answer_of(QUARTER, case("2025-07-01", "2025-07-02", code="0657"), *[case("2025-07-05", code="0657")] * 4)
    assert words.headline(answer) == "Endnu har under halvdelen af familierne haft kontakt"
    assert words.card(answer).value == "ikke nået"


def test_nobody_received_and_nothing_delivered() -> None:
    assert (
        words.headline(answer_of(QUARTER, case("2024-01-01", code="0219"))) == "Der er ikke modtaget sager i perioden"
    )
    august = Filters(("0219",), Period(month_key(dt.date(2024, 8, 1)), month_key(dt.date(2024, 8, 1))))
    answer = answer_of(august, case("2024-08-01"))
    assert words.headline(answer) == "Der er ikke leveret sager for perioden"
    assert words.card(answer).value == "ingen data"
    assert words.summary(answer) == "Der er ikke leveret sager for perioden. 1 venter nu, længst 486 dage."


def test_change_only_where_it_is_sure() -> None:
    assert words.change(quarter(30, 10, 29, 11)) == "ingen sikker ændring fra året før"
    more, fewer = words.change(quarter(36, 4, 12, 28)), words.change(quarter(12, 28, 36, 4))
    assert more == f"flere har haft kontakt inden 14 dage end året før: 90{NBSP}% mod 30{NBSP}%"
    assert fewer == f"færre har haft kontakt inden 14 dage end året før: 30{NBSP}% mod 90{NBSP}%"
    assert words.change(quarter(1, 0, 0, 1)) == "ingen sikker ændring fra året før"
    assert words.change(quarter(5, 5)) == "kan ikke sammenlignes: for få sager"
    # December 2024 to November 2025: a year earlier, August 2024 has not been delivered.
    assert answer_of(ONE).before == {}
    assert words.change(answer_of(ONE)).startswith("kan ikke sammenlignes")


@pytest.mark.parametrize(
    ("lower", "upper", "sure"), [(0.0, 0.4, False), (-0.4, 0.0, False), (0.001, 0.4, True), (-0.4, -0.001, True)]
)
def test_an_interval_that_ends_at_no_change_holds_it(lower: float, upper: float, sure: bool) -> None:
    answer = quarter(36, 4, 12, 28)
    number = Number((lower + upper) / 2, 40, lower=lower, upper=upper)
    said = words.change(replace(answer, now={**answer.now, "change": number}))
    assert (said != "ingen sikker ændring fra året før") is sure


def test_summary_says_what_the_chart_shows() -> None:
    summary = words.summary(answer_of(ONE))
    for sentence in (
        "Modtagne sager: 41, heraf 39 med kontakt, 0 afsluttet uden kontakt, og 2 venter stadig.",
        "Halvdelen inden: 7 dage (usikkerhed 5–9 dage).",
        "9 af 10 inden: 12 dage (usikkerhed fra 10 dage og op, endnu uden øvre grænse).",
        f"Inden 14 dage: 95{NBSP}% (usikkerhed 85–99{NBSP}%).",
        "2 venter nu, længst 41 dage.",
        "Dec. 2024: ingen sager modtaget.",
        "Okt. 2025 – nov. 2025: 9 af 10 er ikke nået.",
        "Okt. 2025 – nov. 2025: ikke afsluttet: data til 30-11-2025; kan stadig ændre sig: nogle venter endnu.",
        "Dec. 2024: kun en del er valgt.",
    ):
        assert sentence in summary


def test_trend_says_why_there_is_no_number() -> None:
    text = words.card(answer_of(ONE)).trend_text
    assert text.startswith(
        "halvdelen inden, periode for periode: dec. 2024 ingen sager modtaget, 1. kvt. 2025 6,5 dage (usikkerhed "
    )
    assert text.endswith(
        "okt. 2025 – nov. 2025 9 dage (usikkerhed fra 5 dage og op, endnu uden øvre grænse; "
        "ikke afsluttet: data til 30-11-2025; kan stadig ændre sig: nogle venter endnu)"
    )


def test_summary_names_the_target_where_there_is_one() -> None:
    assert "Inden målet på 10 dage: " in words.summary(answer_of(ONE, targets={"0219": 10}))


def test_english() -> None:
    set_language("en")
    assert words.headline(quarter(19, 1)) == "In 9 of 10 cases the family has had contact within 7 days"
    assert words.change(quarter(36, 4, 12, 28)).startswith("more have had contact within 14 days than the year before")


def test_every_ending_and_note_has_words() -> None:
    assert len({words.ending_name(reason) for reason in CLOSE_REASONS}) == len(CLOSE_REASONS)
    assert words.ending_name("") == "årsag ikke oplyst"
    assert words.note_sentence(Note("date_before_receipt", {"n": 2})).startswith("2 sager har en dato")
    months = Note("first_contact_months_missing", {"missing": 1, "of": 12})
    assert words.note_sentence(months) == "1 måned med sager er ikke leveret."
    assert words.note_sentence(Note("something_else")) == ""


def test_a_half_day_is_said() -> None:
    assert words.days_words(6.5) == "6,5 dage"
    assert words.days_words(1.0) == "1 dag"
    assert words.days_words(1000.0) == "1.000 dage"
