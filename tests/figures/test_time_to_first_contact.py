"""The charts are figures plotly accepts, say in hover what the table says, and speak the reader's language."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import replace

import plotly.graph_objects as go
import pytest

from dashboard.figures.time_to_first_contact import time_to_first_contact_figure, time_to_first_contact_periods_figure
from dashboard.filters import Filters
from dashboard.language import set_language
from dashboard.periods import Period, month_key
from dashboard.shapes import Answer, Target
from tests.first_contact_answer import YEAR, answer_of, cases_of

NBSP = "\u00a0"


@pytest.fixture(params=["da", "en"])
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    set_language(request.param)
    yield request.param
    set_language("da")


ONE, TWO = Filters(("0219",), YEAR), Filters(("0219", "0657"), YEAR)
MANY = Filters(("0219", "0657", "1219", "1657", "2219"), YEAR)
EMPTY = Filters(("0219",), Period(month_key(dt.date(2024, 8, 1)), month_key(dt.date(2024, 8, 1))))


@pytest.mark.parametrize("filters", [ONE, TWO, MANY, EMPTY, replace(ONE, interval="month")])
def test_plotly_accepts_both_figures(language: str, filters: Filters) -> None:
    answer = answer_of(filters)
    for figure in (time_to_first_contact_figure(answer), time_to_first_contact_periods_figure(answer)):
        go.Figure(figure)  # raises on a key or value that plotly does not know
        json.dumps(figure, allow_nan=False)


def lines(answer: Answer, *, end: bool = False) -> list[dict[str, object]]:
    """The lines as far as five or more are followed, or their ends."""
    found = [trace for trace in time_to_first_contact_figure(answer)["data"] if trace.get("hoverinfo") != "skip"]
    return [trace for trace in found if (trace["line"]["width"] == 1) is end]


def test_one_line_a_municipality_and_one_for_many() -> None:
    assert [line["name"] for line in lines(answer_of(ONE))] == ["Hillerød"]
    two = lines(answer_of(TWO))
    assert [line["name"] for line in two] == ["Hillerød", "Herning"]
    assert len({line["line"]["dash"] for line in two}) == 2  # type: ignore[index]
    assert [line["name"] for line in lines(answer_of(MANY))] == ["Alle de valgte samlet"]


def test_the_steps_are_the_curve() -> None:
    answer = answer_of(ONE)
    (line,), (end,) = lines(answer), lines(answer, end=True)
    assert line["line"]["shape"] == end["line"]["shape"] == "hv"  # type: ignore[index]
    curve = answer.parts["curve"].frame
    pairs = [zip(trace["x"], trace["y"], strict=True) for trace in (line, end)]  # type: ignore[call-overload]
    found = {day: share for pair in pairs for day, share in pair}
    last = 0.0
    for day, share in zip(curve["day"], curve["share"], strict=True):
        last = found.get(day, last)
        assert last == pytest.approx(share, abs=1e-5)


def test_where_fewer_than_five_are_followed_the_line_is_thin_and_dotted_and_its_band_stays() -> None:
    answer = answer_of(ONE)
    (line,), (end,) = lines(answer), lines(answer, end=True)
    at_risk = dict(answer.parts["curve"].rows("day", "at_risk"))
    assert all(at_risk[day] >= 5 for day in line["x"])  # type: ignore[attr-defined]
    assert all(at_risk[day] < 5 for day in end["x"][1:])  # type: ignore[index]
    assert end["line"]["dash"] == "dot"  # type: ignore[index]
    assert end["x"][0] == line["x"][-1], "no hole between them"  # type: ignore[index]
    assert end["hoverinfo"][:2] == ["skip", "text"], "and nothing said twice"  # type: ignore[index]
    assert all("usikkerhed" in text for text in end["text"])  # type: ignore[attr-defined]
    upper = time_to_first_contact_figure(answer)["data"][1]
    assert upper["x"][-1] == end["x"][-1]  # type: ignore[index]


def test_hover_and_ticks_are_the_readers() -> None:
    figure = time_to_first_contact_figure(answer_of(ONE))
    hover = [text for trace in figure["data"] for text in trace.get("text", ())]
    assert all(text.startswith("Hillerød: ") and f"{NBSP}% (usikkerhed " in text for text in hover)
    assert figure["layout"]["yaxis"]["ticktext"][-2:] == [f"90{NBSP}%", f"100{NBSP}%"]
    assert figure["layout"]["xaxis"]["ticktext"][-1].endswith(" dage")
    assert figure["layout"]["xaxis"]["unifiedhovertitle"]["text"] == "Inden %{x} dage"


def test_the_target_is_a_line_only_where_one_is_decided() -> None:
    answer = answer_of(ONE)
    assert "shapes" not in time_to_first_contact_figure(answer)["layout"]
    decided = replace(answer, target=Target(14, "Børneudvalget", dt.date(2025, 1, 1)))
    layout = time_to_first_contact_figure(decided)["layout"]
    assert [shape["x0"] for shape in layout["shapes"]] == [14]
    assert layout["annotations"][0]["text"] == "mål: 14 dage"
    far = replace(answer, target=Target(500, "Børneudvalget", dt.date(2025, 1, 1)))
    assert "shapes" not in time_to_first_contact_figure(far)["layout"]


def test_periods_not_reached_are_gaps_and_incomplete_ones_open() -> None:
    figure = time_to_first_contact_periods_figure(answer_of(ONE))
    nine, half = figure["data"]
    assert (nine["name"], half["name"]) == ("9 af 10 inden, dage", "halvdelen inden, dage")
    table = answer_of(ONE).table.frame
    assert [value is None for value in nine["y"]] == table["value"].isna().tolist()
    assert nine["y"][-1] is None  # two of the last quarter's five still wait
    assert [symbol.endswith("-open") for symbol in nine["marker"]["symbol"]] == [not c for c in table["complete"]]
    assert half["text"][-1] == (
        "halvdelen inden: 9 dage (usikkerhed fra 5 dage og op, endnu uden øvre grænse; "
        "ikke afsluttet: data til 30-11-2025; kan stadig ændre sig: nogle venter endnu)"
    )
    assert half["error_y"]["arrayminus"][-1] == 4
    assert half["error_y"]["array"][-1] is None


def test_the_cases_are_what_the_tests_say() -> None:
    assert len(cases_of("0219")) == 41
