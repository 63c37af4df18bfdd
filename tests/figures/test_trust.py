"""The chart of trust shows what the table shows: two questions apart, intervals, and gaps where nothing is shown."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import plotly.graph_objects as go
import pytest

from dashboard.figures.trust import trust_figure
from tests.trust_answers import NAMES, YEAR, answer, asked, two_years


def drawn(figure: dict[str, Any]) -> list[dict[str, Any]]:
    go.Figure(figure)  # plotly knows every word of it
    return list(figure["data"])


def test_two_lines_with_their_intervals() -> None:
    found = answer(two_years())
    coordinator, municipality = drawn(trust_figure(found))
    assert coordinator["name"] == "Tillid til rådgiveren"
    assert municipality["name"] == "Tillid til kommunen"
    assert coordinator["y"] == [0.8] * 4
    assert municipality["y"] == [0.6] * 4
    first = found.table.frame.iloc[0]
    assert coordinator["y"][0] + coordinator["error_y"]["array"][0] == pytest.approx(first["upper"])
    assert coordinator["y"][0] - coordinator["error_y"]["arrayminus"][0] == pytest.approx(first["lower"])
    assert coordinator["text"][0] == "Tillid til rådgiveren: 80\u00a0% (58–92\u00a0%), 20 svar"


def test_a_hidden_or_missing_quarter_is_a_gap_and_an_unfinished_one_is_open() -> None:
    found = answer([asked("0657", "2025K1", 4, 2), asked("0657", "2025K3", 20, 5)], missing=("2025K2", "2025-07"))
    coordinator = drawn(trust_figure(found))[0]
    assert coordinator["y"] == [None, None, 0.25, None]
    assert coordinator["x"] == ["2025K1", "2025K2", "2025K3", "2025K4"]
    assert coordinator["connectgaps"] is False
    assert coordinator["marker"]["symbol"] == ["circle", "circle", "circle-open", "circle"]
    assert coordinator["text"][0] == ""
    assert coordinator["text"][2].endswith(", 20 svar (jul. 2025 er ikke leveret)")


def test_a_few_municipalities_have_a_panel_for_each_question() -> None:
    figure = trust_figure(answer(two_years(), replace(YEAR, municipalities=("0219", "0657"))))
    traces = drawn(figure)
    assert [(t["name"], t["yaxis"]) for t in traces] == [
        ("Hillerød", "y"),
        ("Herning", "y"),
        ("Hillerød", "y2"),
        ("Herning", "y2"),
    ]
    assert [t["showlegend"] for t in traces] == [True, True, False, False]
    assert len({(t["line"]["dash"], t["line"]["color"]) for t in traces}) == 2
    assert [a["text"] for a in figure["layout"]["annotations"]] == ["Tillid til rådgiveren", "Tillid til kommunen"]


def test_many_municipalities_are_one_pooled_line() -> None:
    rows = [asked(code, "2025K1", 10, 4) for code in NAMES]
    coordinator, _ = drawn(trust_figure(answer(rows, replace(YEAR, municipalities=tuple(sorted(NAMES))))))
    assert coordinator["y"] == [0.4, None, None, None]
    assert coordinator["x"] == ["2025K1", "2025K2", "2025K3", "2025K4"]


def test_nothing_at_all_can_be_drawn() -> None:
    assert all(value is None for trace in drawn(trust_figure(answer([]))) for value in trace["y"])
