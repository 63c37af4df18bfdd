"""The chart of the caseload: which lines, gaps instead of zeros, the ceiling inside the chart, and plotly accepts it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import plotly.graph_objects as go
import pytest

from dashboard.figures.caseload import caseload_figure, has_lines
from dashboard.language import set_language
from dashboard.shapes import Target
from tests.analysis.test_caseload import months
from tests.caseload_answers import DECIDED_ON, answer, two_years


@pytest.fixture(autouse=True)
def danish() -> Iterator[None]:
    set_language("da")
    yield
    set_language("da")


def drawn(**more: Any) -> dict[str, Any]:
    figure = caseload_figure(answer(**more))
    assert go.Figure(figure).to_dict()["data"], "plotly accepts it"
    return figure


def test_one_municipality_has_a_line_of_cases_and_one_of_children() -> None:
    cases, children = drawn()["data"]
    assert (cases["name"], cases["y"]) == ("Sager", [24, 24, 24, 24])
    assert (children["name"], children["y"]) == ("Børn", [48, 48, 48, 48])
    assert cases["x"] == ["2025K1", "2025K2", "2025K3", "2025K4"]
    assert cases["line"]["dash"] != children["line"]["dash"]
    assert cases["text"][0] == "Sager: 24,0"


def test_several_municipalities_have_a_line_each_and_more_than_four_one_together() -> None:
    codes = ("0657", "0730", "0219", "0751", "0101")
    assert [trace["name"] for trace in drawn(codes=codes[:2])["data"]] == ["Herning", "Randers"]
    assert len(drawn(codes=codes[:4])["data"]) == 4
    assert [trace["name"] for trace in drawn(codes=codes)["data"]] == ["Sager", "Børn"]


def test_a_quarter_without_data_is_a_gap_and_one_cut_short_is_open() -> None:
    rows = [row for row in two_years() if not 24303 <= row["month"] <= 24305][:-1]
    cases = drawn(rows=rows, months=11)["data"][0]
    assert cases["x"] == ["2025K1", "2025K2", "2025K3", "2025-10/2025-11"]
    assert cases["y"] == [24, None, 24, 24]
    assert cases["text"][1] == ""
    assert cases["connectgaps"] is False
    assert cases["marker"]["symbol"] == ["circle", "circle", "circle", "circle-open"]
    assert cases["text"][3] == "Sager: 24,0 (kun en del er valgt)"


def test_the_local_ceiling_is_a_line_within_the_chart() -> None:
    target = Target(60, "Børneudvalget", DECIDED_ON)
    layout = drawn(target=target)["layout"]
    assert layout["shapes"][0]["y0"] == 60
    assert layout["annotations"][0]["text"] == "lokalt loft: 60 sager"
    assert layout["yaxis"]["range"][1] > 60
    assert "shapes" not in drawn()["layout"]


def test_there_are_lines_wherever_there_is_a_number_to_draw() -> None:
    assert has_lines(answer())
    assert has_lines(answer(programme="p1")), "cases alone are drawn too"
    assert not has_lines(answer(rows=[]))
    assert not has_lines(answer(rows=months(10, 0))), "nothing is divided by no position"


def test_a_programme_shows_the_cases_themselves_and_no_ceiling() -> None:
    figure = drawn(programme="p1", target=Target(60, "Børneudvalget", DECIDED_ON))
    assert [trace["y"][0] for trace in figure["data"]] == [192, 384]
    assert "shapes" not in figure["layout"]
