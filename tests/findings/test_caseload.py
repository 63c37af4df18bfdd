"""What is said about the caseload: cases with children beside, changes as shown, missing in words, never a ranking."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from dashboard.findings.caseload import card, change, headline, note_sentence, subtitle, summary
from dashboard.language import set_language
from dashboard.shapes import Note
from tests.analysis.test_caseload import YEAR, coordinator, months
from tests.caseload_answers import answer, two_years


@pytest.fixture(autouse=True)
def danish() -> Iterator[None]:
    set_language("da")
    yield
    set_language("da")


def test_the_finding_names_cases_and_children() -> None:
    assert headline(answer()) == "En rådgiver på fuld tid har 24,0 sager og 48,0 børn"
    assert headline(answer(programme="p1")) == "I gennemsnit 192,0 sager med 384,0 børn"
    assert headline(answer(rows=[])) == "Der er ikke leveret både sager og rådgivernes timer for perioden"
    assert headline(answer(rows=months(10, 0))) == "Ingen rådgiver har haft timer på sager i perioden"
    set_language("en")
    assert headline(answer()) == "A full-time coordinator has 24.0 cases and 48.0 children"


def test_what_is_measured_where_and_when() -> None:
    assert subtitle(answer()) == "Åbne sager pr. fuldtidsstilling på sager, gennemsnit over dagene · Herning · 2025"
    assert subtitle(answer(programme="p1")).startswith("Åbne sager med en rådgiver")


@pytest.mark.parametrize(
    ("before", "words"),
    [
        (384, "færre sager end året før: 24,0 mod 48,0"),
        (96, "flere sager end året før: 24,0 mod 12,0"),
        (192.2, "samme antal sager som året før: 24,0"),
    ],
)
def test_the_change_is_that_of_the_numbers_shown(before: float, words: str) -> None:
    assert change(answer(rows=two_years(before=before))) == words


def test_no_change_is_claimed_without_the_year_before() -> None:
    assert change(answer(rows=months(192, 8))) == "kan ikke sammenlignes: der mangler data for året før"
    gone = months(192, 0, YEAR.a_year_earlier()) + months(192, 8)
    assert change(answer(rows=gone)) == "kan ikke sammenlignes: ingen timer på sager"


def test_the_card_keeps_its_caveats() -> None:
    rows = [*two_years(), coordinator("c1", 24, 1), coordinator("c2", 30, 1)]
    for row in rows:
        row.setdefault("month", 0)
    shown = card(answer(rows=rows, ceilings={"0657": 25}))
    assert (shown.value, shown.unit) == ("24,0", "sager · 48,0 børn")
    assert shown.n == (
        "192 sager, 384 børn og 192 familier på 8,0 fuldtidsstillinger · 1 af 2 rådgivere over lokalt loft · "
        "ingen sager uden rådgiver"
    )
    assert shown.trend == (24.0,) * 12
    assert shown.trend_text.startswith("sager pr. måned: jan. 2025 24,0, feb. 2025 24,0")


def test_the_card_without_data_says_so() -> None:
    shown = card(answer(rows=[]))
    assert (shown.value, shown.unit, shown.n) == ("ingen data", "", "")
    assert shown.trend == (None,) * 12
    assert "jan. 2025 ingen data" in shown.trend_text


def test_the_summary_tells_each_line_and_every_gap() -> None:
    text = summary(answer(codes=("0657", "0730")))
    assert "Herning: 24,0 sager i 1. kvt. 2025 og 24,0 i 4. kvt. 2025." in text
    assert text.index("Herning:") < text.index("Randers:"), "in the order chosen, never a ranking"
    assert "fordi" not in text
    rows = [row for row in two_years() if not 24303 <= row["month"] <= 24305]
    assert "2. kvt. 2025: ingen data." in summary(answer(rows=rows))
    assert summary(answer(rows=[])) == "Der er ikke leveret både sager og rådgivernes timer for perioden."


def test_who_is_over_what_is_said_by_its_name() -> None:
    rows = [*two_years(), coordinator("c1", 120, 1) | {"month": 0}]
    assert "over lokalt loft" in card(answer(rows=rows, ceilings={"0657": 25})).n
    assert "over" not in card(answer(rows=rows)).n, "no ceiling, no norm in force: nobody is judged"


@pytest.mark.parametrize(
    ("note", "words"),
    [
        (Note("caseload_months_missing", {"missing": 1, "of": 12}), "For 1 måned mangler"),
        (Note("caseload_months_missing", {"missing": 3, "of": 12}), "For 3 måneder mangler"),
        (Note("caseload_not_per_fte"), "Fuldtidsstillinger kan ikke deles"),
        (Note("caseload_unknown_fte", {"cases": 4.25}), "I gennemsnit er 4,2 sager ikke med"),
        (Note("caseload_unknown_fte_counted", {"cases": 4.25}), "I gennemsnit er 4,2 af sagerne hos en rådgiver"),
        (Note("caseload_norm", {"low": 35.0, "high": 45.0, "source": "DS"}), "35-45 børn (DS)"),
        (Note("caseload_new_not_judged", {"n": 1}), "1 nyansat rådgiver har intet loft"),
    ],
)
def test_every_note_has_its_sentence(note: Note, words: str) -> None:
    assert words in note_sentence(note)
    assert note_sentence(Note("of_another_measure")) == ""
