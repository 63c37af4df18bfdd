"""A publication in words and in a chart: the last shown figure, and what is hidden said as hidden."""

from __future__ import annotations

import datetime as dt
from math import nan

import pytest

from dashboard.exports.columns import table_columns
from dashboard.figures.published import drawn, published_figure
from dashboard.filters import Filters
from dashboard.findings.published import card, latest, summary
from dashboard.measures import MAIN_CLASSES, MeasureId
from dashboard.periods import Period, parse_month
from dashboard.publication.reading import COLUMNS, EXTRA
from dashboard.shapes import POOLED, Answer, Table, by_name

NAMES = {f"{n:04}": f"Kommune {n}" for n in range(1, 9)}
YEAR = Period(parse_month("2025-01"), parse_month("2025-12"))
LAST, BEFORE = "2025K4", "2025K3"
Figure = tuple[str, str, float]  # municipality, period, value; NaN is hidden


def answer(
    measure: MeasureId, figures: list[Figure], programme: str = "", out: tuple[float, str] = (0.0, "")
) -> Answer:
    """out: the answers left out of a figure about trust, and how that is told."""
    rows: list[tuple[object, ...]] = []
    for code, period, value in figures:
        state = "ok" if value == value else "suppressed"
        row = (code, period, value, 40.0, value, nan, nan, 40.0, state)
        extra: dict[str, list[tuple[object, ...]]] = {"spending": [(one,) for one in MAIN_CLASSES], "trust": [(nan, *out)]}
        rows += [(*row, *kind) for kind in extra.get(measure, [()])]
    filters = Filters(tuple(dict.fromkeys(code for code, _p, _v in figures)), YEAR, programme=programme)
    table = Table(lambda: by_name((*COLUMNS, *EXTRA[measure]), rows))
    as_of = dt.date(2025, 12, 31)
    return Answer(measure, filters, table, {}, {}, {}, (), None, NAMES, "v", as_of, "sample", publication="p")


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def test_what_is_hidden_is_said_in_words_and_not_in_the_place_of_a_number() -> None:
    found = card(answer("trust", [("0001", BEFORE, nan), ("0001", LAST, nan)]))
    assert (found.value, found.unit) == ("–", "(skjult for at beskytte personer)")
    assert found.trend == (None, None)


@pytest.mark.parametrize(
    ("out", "words", "column"),
    [
        ((0.0, ""), "(40 svar) i 4. kvt. 2025", "0"),
        ((12.0, ""), "(40 svar) (12 svar er holdt ude) i", "12"),
        ((nan, "few"), "(40 svar) (op til ni svar er holdt ude) i", "op til ni"),
        ((nan, "some"), "(40 svar) (nogle svar kan være holdt ude) i", "siges ikke"),
    ],
)
def test_answers_left_out_are_told_as_far_as_they_may_be(out: tuple[float, str], words: str, column: str) -> None:
    found = answer("trust", [("0001", LAST, 0.5)], out=out)
    assert words in plain(summary(found))
    told = {one.heading: one.texts() for one in table_columns(found)}
    assert told["Svar holdt ude"] == [column]


def test_the_last_figure_that_is_shown_counts_and_says_when_it_is_from() -> None:
    shown = answer("time_to_first_contact", [("0001", BEFORE, 0.75), ("0001", LAST, nan)])
    assert plain(card(shown).value) == "75 %"
    assert plain(summary(shown)) == "Kommune 1: 75 % af 40 familier fik første kontakt inden for 30 dage i 3. kvt. 2025."


def test_more_places_than_a_chart_can_show_stand_in_a_table() -> None:
    codes = list(NAMES)[:5]
    many = answer("trust", [(code, LAST, 0.5 if code != "0003" else nan) for code in codes])
    assert not drawn(many)
    headings, rows = latest(many)
    assert headings == ["Sted", "Andel, der er enige (4 eller 5 af 5) i, at de har tillid til deres rådgiver", "Periode"]
    assert [row[0] for row in rows] == [NAMES[code] for code in codes]
    assert [plain(row[1]) for row in rows] == ["5 af 10", "5 af 10", "– (skjult for at beskytte personer)", *["5 af 10"] * 2]
    assert [plain(row[2]) for row in rows] == ["4. kvt. 2025", "4. kvt. 2025", "", "4. kvt. 2025", "4. kvt. 2025"]


def test_a_place_for_all_together_is_named_by_what_they_are() -> None:
    pooled = [("0001", LAST, 0.5), (POOLED, LAST, 0.6)]
    assert "Alle kommuner i projektet samlet" in summary(answer("trust", pooled, programme="p"))
    assert "Alle kommuner i offentliggørelsen" in summary(answer("trust", pooled))


@pytest.mark.parametrize("measure", ["trust", "time_to_first_contact"])
def test_shares_stand_in_their_whole_range_as_danes_write_them(measure: MeasureId) -> None:
    axis = published_figure(answer(measure, [("0001", LAST, 0.5)]))["layout"]["yaxis"]
    assert [plain(text) for text in axis["ticktext"]] == ["0 %", "25 %", "50 %", "75 %", "100 %"]
    assert axis["range"][0] == 0


def test_amounts_say_their_unit_on_the_axis() -> None:
    figure = published_figure(answer("spending", [("0001", LAST, 4_000_000_000.0)]))
    assert plain(figure["layout"]["yaxis"]["ticksuffix"]) == " mio."
    assert [trace["y"] for trace in figure["data"]] == [[40.0]] * 3
    assert not drawn(answer("spending", [("0001", LAST, 1e9), ("0002", LAST, 1e9)]))
