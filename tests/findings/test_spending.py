"""The sentences about spending: the level of all three, deviations in words, and why there is no number."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pytest

from dashboard.findings.spending import (
    budget_sentence,
    card,
    change,
    class_name,
    deviation_words,
    headline,
    scope,
    subtitle,
    summary,
)
from dashboard.findings.spending_notes import note_sentence
from dashboard.language import set_language
from dashboard.measures import SPENDING_CLASSES
from dashboard.shapes import Note
from tests.spending_answers import MILLION, line, spending_answer

THOUSAND = 100_000


@pytest.fixture
def english() -> Iterator[None]:
    set_language("en")
    yield
    set_language("da")


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("corrected", "expected", "words"),
    [
        (61_600 * THOUSAND, 57_206 * THOUSAND, "Mindreforbrug 4,4 mio. kr. (7,1 %)"),  # Fredensborg, January 2018
        (57_206 * THOUSAND, 61_600 * THOUSAND, "Merforbrug 4,4 mio. kr. (7,7 %)"),
        (100, 100, "Som budgetteret"),
        (100 * MILLION, 100 * MILLION + 9_999_900, "Merforbrug 99.999 kr. (0,1 %)"),
        (100 * MILLION, 100 * MILLION + 10_000_000, "Merforbrug 0,1 mio. kr. (0,1 %)"),
        (0, MILLION, "Merforbrug 1,0 mio. kr."),
        (-5 * MILLION, -6 * MILLION, "Mindreforbrug 1,0 mio. kr. (20,0 %)"),  # more refund than budgeted
    ],
)
def test_a_deviation_is_said_in_words(corrected: int, expected: int, words: str) -> None:
    assert plain(deviation_words(corrected, expected)) == words


def test_the_heading_states_all_three_levels() -> None:
    found = plain(headline(spending_answer("2025-01", "2025-03")))
    assert found == (
        "Forebyggende og støttende indsatser 12,0 mio. kr., anbringelser uden for hjemmet 21,0 mio. kr., "
        "kompenserende ydelser 9,0 mio. kr."
    )
    child = plain(headline(spending_answer("2025-01", "2025-03", unit="child")))
    assert child.endswith("kompenserende ydelser 36.000 kr. pr. 0-22-årig pr. år")


def test_the_heading_says_why_there_is_no_number() -> None:
    months = ("2025-01", "2025-02")
    assert headline(spending_answer(*months, missing=months)) == "Der er ikke leveret regnskab for perioden"
    assert "antallet af 0-22-årige mangler" in headline(spending_answer(*months, unit="child", people=None))
    assert headline(spending_answer(*months, prices="fixed")) == "Faste priser kan ikke beregnes for perioden"
    assert summary(spending_answer(*months, missing=months)) == "Der er ikke leveret regnskab for perioden."


def test_the_subtitle_says_unit_prices_and_scope() -> None:
    found = subtitle(spending_answer("2025-01", "2025-03"))
    assert found == (
        "Nettodriftsudgifter, kr., løbende priser · Herning · 1. kvt. 2025 · "
        "omfatter hele det specialiserede børneområde, ikke børnehandicap alene"
    )
    assert found.endswith(scope(spending_answer("2025-01", "2025-03")))
    fixed = spending_answer(
        "2025-01", "2025-03", prices="fixed", price_index={y: Decimal(1) for y in (2024, 2025, 2026)}
    )
    assert "faste priser (2026-pris- og lønniveau)" in subtitle(fixed)


@pytest.mark.parametrize(
    ("rise", "words"),
    [
        (MILLION, "9,0 mio. kr. (21,4 %) mere end i de samme måneder året før"),
        (-MILLION, "9,0 mio. kr. (21,4 %) mindre end i de samme måneder året før"),
        (0, "det samme som i de samme måneder året før"),
        (1, "det samme som i de samme måneder året før"),
    ],
)
def test_the_change_is_more_or_less_and_never_better_or_worse(rise: int, words: str) -> None:
    assert plain(change(spending_answer("2025-01", "2025-03", rise=rise))) == words


def test_nothing_is_compared_with_a_year_that_is_not_delivered() -> None:
    assert change(spending_answer("2025-01", "2025-03", missing=("2024-02",))).startswith("kan ikke sammenlignes")
    now = change(spending_answer("2025-01", "2025-03", missing=("2025-02", "2025-03")))
    assert now == "kan ikke sammenlignes: regnskabet for 2 måneder mangler", "two months are less than three"


def test_an_amount_per_child_without_a_month_is_not_comparable_on_the_card_and_in_the_row() -> None:
    found = spending_answer("2025-01", "2025-06", missing=("2025-05",), unit="child")
    words = "(ikke sammenlignelig: regnskabet for 1 måned mangler)"
    assert headline(found).endswith(words)
    assert card(found).n.endswith(words)
    assert "2. kvt. 2025: ikke sammenlignelig: maj 2025 er ikke leveret." in summary(found)
    assert "sammenlignelig" not in headline(spending_answer("2025-01", "2025-06", missing=("2025-05",)))


def test_the_summary_is_the_chart_in_words() -> None:
    found = plain(summary(spending_answer("2025-01", "2025-09", missing=("2025-04", "2025-05", "2025-06"))))
    assert "Anbringelser uden for hjemmet: 42,0 mio. kr. i alt" in found
    assert "fra 21,0 mio. kr. (1. kvt. 2025) til 21,0 mio. kr. (3. kvt. 2025)." in found
    assert found.endswith("Der er ikke data for 2. kvt. 2025.")


def test_the_card_holds_all_three_and_the_deviation() -> None:
    budget = [line("5.28.20", 100 * MILLION, 0, 90 * MILLION), line("5.28.21", 50 * MILLION, 0, 50 * MILLION)]
    found = card(spending_answer("2025-01", "2025-03", budget=budget))
    assert plain(found.value) == "42,0 mio. kr."
    assert found.unit == "netto, de tre tilsammen"
    assert plain(found.n) == plain(headline(spending_answer("2025-01", "2025-03")))
    assert plain(found.change).endswith(". Forventet for 2025: mindreforbrug 10,0 mio. kr. (6,7 %)")
    assert found.trend == (14 * MILLION,) * 3
    assert plain(found.trend_text).startswith("De tre tilsammen pr. måned: fra 14,0 mio. kr. (jan. 2025)")


def test_a_card_without_accounts_says_so() -> None:
    months = ("2025-01", "2025-02")
    found = card(spending_answer(*months, missing=months))
    assert (found.value, found.unit, found.trend_text) == ("ingen data", "", "")
    assert found.trend == (None, None)


def test_no_sentence_about_a_budget_that_nobody_has_an_expectation_for() -> None:
    unsaid = spending_answer("2025-01", "2025-03", budget=[line("5.28.20", 10, 0, None)])
    assert budget_sentence(unsaid) == budget_sentence(spending_answer("2025-01", "2025-03")) == ""


def test_every_note_has_its_words() -> None:
    found = spending_answer("2025-01", "2025-03", missing=("2025-02",), rise=-8 * MILLION, codes=("0219", "0657"))
    words = [note_sentence(note) for note in found.notes]
    assert "Regnskabet for 2 måneder er ikke leveret; kun leverede måneder er talt med." in words
    assert "Budgettet for 2025 mangler for 2 af de valgte kommuner." in words
    assert any(text.startswith("Nettoindtægt") for text in words)
    fixed = spending_answer("2025-01", "2025-03", prices="fixed", unit="child", people=None)
    assert "Faste priser kræver et pris- og lønindeks for 2025." in [note_sentence(note) for note in fixed.notes]
    assert "Antallet af 0-22-årige mangler for 2025." in [note_sentence(note) for note in fixed.notes]


@pytest.mark.usefixtures("english")
def test_english_is_complete() -> None:
    answer = spending_answer("2025-01", "2025-03", budget=[line("5.28.20", 10 * MILLION, 0, 9 * MILLION)])
    assert plain(card(answer).change).endswith("Expected for 2025: underspend DKK 1.0 million (10.0%)")
    assert class_name("placement") == "Placements outside the home"


def test_every_class_has_its_own_danish_name() -> None:
    names = [class_name(one) for one in (*SPENDING_CLASSES, "total_three")]
    assert len(set(names)) == len(names)
    assert not {"Other spending", "State refund", "Unknown accounts"} & set(names)


TWO = ("preventive", "placement")


def test_a_class_that_nobody_ever_posted_on_is_said_and_is_in_no_total() -> None:
    answer = spending_answer("2025-01", "2025-03", posted={"0657": TWO}, budget=[line("5.57.72", 9 * MILLION, 0, None)])
    assert plain(headline(answer)).endswith(
        "anbringelser uden for hjemmet 21,0 mio. kr., kompenserende ydelser ingen posteringer"
    )
    assert "Kompenserende ydelser: ingen posteringer." in plain(summary(answer))
    assert "Ingen data for" not in summary(answer)
    shown = card(answer)
    assert (shown.value, shown.unit) == ("ingen data", "")
    assert "kompenserende ydelser ingen posteringer" in shown.n
    assert set(shown.trend) == {None}
    assert change(answer) == "kan ikke sammenlignes: der er aldrig bogført noget på en af grupperne"
    words = [note_sentence(note) for note in answer.notes if note.code == "never_posted"]
    assert words == [
        "Der er aldrig bogført noget på: Kompenserende ydelser. Det er ikke 0 kr., og de tre lægges ikke sammen."
    ]


def test_who_knows_only_some_of_the_three_is_left_out_of_several_together_and_that_is_said() -> None:
    answer = spending_answer(
        "2025-01", "2025-03", codes=("0657", "0730"), posted={"0657": TWO, "0730": SPENDING_CLASSES[:3]}
    )
    assert plain(headline(answer)).startswith("Forebyggende og støttende indsatser 12,0 mio. kr.")  # of Randers alone
    words = [note_sentence(note) for note in answer.notes if note.code == "never_posted"]
    assert words == [
        "1 kommune har aldrig bogført noget på: Kompenserende ydelser. Den er ikke med i de valgte samlet."
    ]


def test_an_older_budget_is_pointed_at() -> None:
    note = Note("no_budget", {"municipalities": ["0657"], "year": 2026, "earlier": 2025})
    assert note_sentence(note) == (
        "Budgettet for 2026 mangler for 1 af de valgte kommuner. "
        "Budgettet for 2025 ses, når der vælges en periode, som slutter i 2025."
    )
