"""The chart of spending: all three classes, in one order, with the laws that change what they hold."""

from __future__ import annotations

from typing import Any

import plotly.graph_objects as go
import pytest

from dashboard.figures.spending import spending_figure
from dashboard.measures import MAIN_CLASSES
from tests.spending_answers import NAMES, spending_answer

FIVE = tuple(sorted(NAMES))


def bars(figure: dict[str, Any]) -> list[dict[str, Any]]:
    return [trace for trace in figure["data"] if trace["x"] != [None]]


@pytest.mark.parametrize("codes", [FIVE[:1], FIVE[:2], FIVE[:3], FIVE[:4], FIVE])
@pytest.mark.parametrize("interval", ["month", "quarter", "year"])
@pytest.mark.parametrize("unit", ["total", "child"])
def test_plotly_accepts_it_and_every_class_is_in_every_chart(codes: tuple[str, ...], interval: str, unit: str) -> None:
    answer = spending_answer("2024-01", "2025-12", codes=codes, interval=interval, unit=unit)
    figure = spending_figure(answer)
    go.Figure(figure)
    charts = len(codes) if len(codes) <= 4 else 1
    assert [trace["legendgroup"] for trace in bars(figure)] == list(MAIN_CLASSES) * charts
    axes = {trace["xaxis"] for trace in bars(figure)}
    assert len(axes) == charts
    assert all(f"xaxis{axis[1:]}" in figure["layout"] and f"yaxis{axis[1:]}" in figure["layout"] for axis in axes)
    assert [trace["name"] for trace in figure["data"] if trace.get("showlegend", True)] == [
        "Forebyggende og støttende indsatser",
        "Anbringelser uden for hjemmet",
        "Kompenserende ydelser",
    ]


def test_the_bars_are_in_millions_or_in_kroner_per_child() -> None:
    whole = spending_figure(spending_answer("2025-01", "2025-06"))
    assert [trace["y"] for trace in bars(whole)] == [[12, 12], [21, 21], [9, 9]]
    assert bars(whole)[1]["customdata"][0] == "Anbringelser uden for hjemmet<br>21,0\u00a0mio.\u00a0kr."
    child = spending_figure(spending_answer("2025-01", "2025-06", unit="child"))
    assert [trace["y"][0] for trace in bars(child)] == pytest.approx([48_000, 84_000, 36_000])
    assert bars(child)[0]["customdata"][0].endswith("48.000\u00a0kr."), "a year's rate"


def test_many_municipalities_are_one_pooled_chart() -> None:
    figure = spending_figure(spending_answer("2025-01", "2025-03", codes=FIVE))
    assert [trace["y"] for trace in bars(figure)] == [[60], [105], [45]]


def test_small_charts_share_one_scale_and_are_named() -> None:
    figure = spending_figure(spending_answer("2025-01", "2025-03", codes=("0219", "0657", "0730")))
    layout = figure["layout"]
    assert layout["yaxis2"]["matches"] == layout["yaxis3"]["matches"] == "y"
    assert [note["text"] for note in layout["annotations"]] == ["Hillerød", "Herning", "Randers"]


@pytest.mark.parametrize(
    ("first", "interval", "expected"),
    [
        ("2023-07", "quarter", [(1.5, "Barnets lov, jan. 2024"), (8 + 2 / 3 - 0.5, "sep. 2025")]),
        ("2023-12", "month", [(0.5, "Barnets lov"), (20.5, "Kompensationsydelse")]),
        ("2024-01", "month", [(19.5, "Kompensationsydelse")]),  # nothing before the first month to tell it from
        ("2025-08", "month", [(0.5, "Kompensationsydelse")]),
        ("2025-09", "month", []),
        ("2023-01", "year", [(0.5, "Barnets lov"), (1.5 + 8 / 12, "Kompensationsydelse")]),
    ],
)
def test_a_line_stands_where_a_law_begins(first: str, interval: str, expected: list[tuple[float, str]]) -> None:
    shapes = spending_figure(spending_answer(first, "2025-12", interval=interval))["layout"]["shapes"]
    assert [shape["x0"] for shape in shapes] == pytest.approx([where for where, _ in expected])
    assert all(text in shape["name"] for shape, (_, text) in zip(shapes, expected, strict=True))
    assert all(shape["x0"] == shape["x1"] and shape["showlegend"] for shape in shapes)
    assert len({shape["line"]["dash"] for shape in shapes}) == len(shapes)


def test_a_law_is_named_once_for_all_charts() -> None:
    shapes = spending_figure(spending_answer("2025-01", "2025-12", codes=FIVE[:2]))["layout"]["shapes"]
    assert [(shape["xref"], shape["showlegend"]) for shape in shapes] == [("x", True), ("x2", False)]


def test_a_law_that_begins_with_the_last_month_has_its_line() -> None:
    shapes = spending_figure(spending_answer("2025-01", "2025-09", interval="month"))["layout"]["shapes"]
    assert [shape["x0"] for shape in shapes] == [7.5]


def test_missing_months_have_no_bar_and_one_text_a_run() -> None:
    figure = spending_figure(
        spending_answer("2025-01", "2025-08", interval="month", missing=("2025-02", "2025-03", "2025-06"))
    )
    assert [value is None for value in bars(figure)[0]["y"]] == [False, True, True, False, False, True, False, False]
    notes = figure["layout"]["annotations"]
    assert [(note["x"], note["text"]) for note in notes] == [(1.5, "ingen data"), (5.0, "ingen data")]


def test_a_period_that_is_not_whole_is_striped_and_says_so() -> None:
    figure = spending_figure(spending_answer("2025-01", "2025-08", missing=("2025-05",)))
    for trace in bars(figure):
        assert trace["marker"]["pattern"]["shape"] == ["", "/", "/"]
        assert trace["customdata"][0].count("<br>") == 1
        assert trace["customdata"][1].endswith("<br>maj 2025 er ikke leveret")
        assert trace["customdata"][2].endswith("<br>kun en del er valgt")


def test_a_class_that_nobody_ever_posted_on_has_no_bar_and_its_name_says_so() -> None:
    answer = spending_answer("2025-01", "2025-03", posted={"0657": ("placement", "compensating")}, interval="month")
    figure = spending_figure(answer)
    names = [trace["name"] for trace in figure["data"] if trace.get("x") == [None]]
    assert names == [
        "Forebyggende og støttende indsatser (ingen data)",
        "Anbringelser uden for hjemmet",
        "Kompenserende ydelser",
    ]
    preventive = next(trace for trace in figure["data"] if trace["name"].startswith("Forebyg") and trace["x"] != [None])
    assert preventive["y"] == [None] * 3
    assert [one for one in figure["layout"]["annotations"] if one["text"] == "ingen data"] == []
