"""The sentences about trust: right numbers, right words, no cause, and words where there is no number."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from dashboard.findings.trust import card, change, headline, note_sentence, of_ten, question_name, subtitle, summary
from dashboard.language import _danish, set_language
from dashboard.shapes import Note
from tests.trust_answers import YEAR, answer, asked, two_years


@pytest.fixture
def english() -> Iterator[None]:
    set_language("en")
    yield
    set_language("da")


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def test_the_headline_states_both_apart() -> None:
    assert headline(answer(two_years())) == (
        "8 af 10 forældre er enige i, at de har tillid til deres rådgiver, 6 af 10 i, at de har tillid til kommunen"
    )


@pytest.mark.parametrize(
    ("share", "words"),
    [
        (0.82, "8 af 10"),
        (0.85, "9 af 10"),
        (0.96, "mere end 9 af 10"),
        (1.0, "10 af 10"),
        (0.04, "færre end 1 af 10"),
        (0.0, "0 af 10"),
    ],
)
def test_shares_of_ten(share: float, words: str) -> None:
    assert of_ten(share) == words


def test_why_there_is_no_headline() -> None:
    assert headline(answer([asked("0657", "2025K1", 4, 2)])).startswith("For få forældre har svaret")
    assert headline(answer([])) == "Ingen forældre har svaret i perioden"
    assert headline(answer([], missing=("2025",))) == "Der er ikke leveret spørgeskemaer for perioden"


def test_change_is_only_said_where_it_is_sure() -> None:
    assert plain(change(answer(two_years(10, 16)))) == "højere end året før: 80 % mod 50 %"
    assert plain(change(answer(two_years(16, 10)))) == "lavere end året før: 50 % mod 80 %"
    assert change(answer(two_years(15, 16))) == "ingen sikker ændring fra året før"
    assert change(answer(two_years(10, 16)), "municipality") == "ingen sikker ændring fra året før"
    assert change(answer(two_years(10, 16)), "score") == "højere end året før: 80 mod 50"
    assert change(answer(two_years()[4:])) == "kan ikke sammenlignes: for få svar"
    assert change(answer(two_years(), missing=("2024-03",))).startswith("kan ikke sammenlignes: der mangler data")


def test_the_card_never_lacks_n_and_response_rate() -> None:
    found = card(answer(two_years()))
    assert (found.name, found.value) == ("Forældrenes tillid til samarbejdet", "8 af 10")
    assert plain(found.n) == "80 svar · svarprocent 50 % af 160 inviterede"
    assert found.trend == (0.8,) * 4
    assert plain(found.trend_text).startswith("Tillid til rådgiveren pr. kvartal: 1. kvt. 2025 80 %, 2. kvt.")


def test_a_card_without_a_number_says_why() -> None:
    found = card(answer([asked("0657", "2025K1", 4, 2)]))
    assert "skjult" in found.value
    assert plain(found.n).startswith("4 svar er holdt ude · ")
    assert found.unit == ""
    assert found.trend == (None,) * 4
    assert "vises ikke" in found.trend_text


def test_the_summary_says_all_that_the_chart_shows() -> None:
    rows = [r for r in two_years() if r["quarter"] not in (12 * 2025 + 3, 12 * 2025 + 9)]
    text = plain(summary(answer([*rows, asked("0657", "2025K2", 3, 1)])))
    assert "Tillid til rådgiveren: 80 % er enige (usikkerhed 65–90 %, 40 svar, 3 svar er holdt ude)." in text
    assert "Samlet score: 80 af 100 (usikkerhed 67–93, 40 svar, 3 svar er holdt ude)." in text
    assert "Svarprocent 50 % af 80 inviterede." in text, "of the same quarters as the share"
    why = "for få svar, eller talt sammen med et andet kvartal, for at ingen kan genkendes"
    assert f"Vises ikke: 2. kvt. 2025: {why}." in text


def test_a_small_quarter_is_in_the_years_number_with_the_fourth() -> None:
    rows = [r for r in two_years() if r["quarter"] != 12 * 2025 + 3]
    text = plain(summary(answer([*rows, asked("0657", "2025K2", 3, 1)])))
    assert "Tillid til rådgiveren: 78 % er enige (usikkerhed 66–86 %, 63 svar)." in text
    assert "Vises ikke: 2. kvt. 2025, 4. kvt. 2025: for få svar, eller talt sammen med et andet kvartal" in text


def test_the_subtitle_names_measure_place_and_period() -> None:
    text = plain(subtitle(answer(two_years(), replace(YEAR, interval="year"))))
    assert text == "Andel, der er enige (4 eller 5 af 5), med 95 % usikkerhed, pr. år · Herning · 2025"


@pytest.mark.parametrize(
    ("note", "words"),
    [
        (Note("survey_quarters", {"first": "2025K1", "last": "2025K4"}), "her 1. kvt. 2025 – 4. kvt. 2025"),
        (Note("survey_one_category", {"used": "programme"}), "tæller kun projekt"),
        (Note("survey_left_out", {"answers": 3}), "3 forældres svar er holdt ude af tallet for perioden"),
        (Note("survey_left_out", {"answers": 1}), "1 forælders svar er holdt ude"),
        (Note("surveys_missing", {"months": 1}), "1 måned med"),
        (Note("surveys_missing", {"months": 3}), "3 måneder med"),
    ],
)
def test_the_notes_in_words(note: Note, words: str) -> None:
    assert words in note_sentence(note)


def test_other_notes_are_left_to_others() -> None:
    assert note_sentence(Note("no_budget")) == ""


@pytest.mark.usefixtures("english")
def test_english_is_complete() -> None:
    found = answer(two_years())
    assert headline(found).startswith("8 of 10 parents agree that they trust their coordinator, 6 of 10")
    assert card(found).n == "80 answers · response rate 50% of 160 invited"
    assert summary(found).count("answers)") == 3


def test_no_sentence_claims_a_cause() -> None:
    found = answer(two_years())
    said = " ".join([headline(found), subtitle(found), summary(found), change(found), card(found).change]).lower()
    assert not any(word in said for word in ("fordi", "siden", "takket", "skyldes", "på grund af", "koordinator"))


def test_every_sentence_has_its_danish() -> None:
    danish = _danish()
    for question in ("coordinator", "municipality", "score"):
        set_language("en")
        name = question_name(question)
        set_language("da")
        assert danish[name] == question_name(question) != name
