"""Trust in the coordinator and in the municipality, apart, by quarter or year, each point with its 95 % interval."""

from __future__ import annotations

from typing import Any

import pandas as pd

from dashboard.figures.theme import COLOURS, SERIES, layout, period_axis
from dashboard.language import _, formats, plural
from dashboard.shapes import POOLED, Answer

LINES = 4
ASKED = ("coordinator", "municipality")
HOVER = ("value", "lower", "upper", "n")
QUARTERS_OF_ALL = [0, 0.25, 0.5, 0.75, 1]


def trust_figure(answer: Answer) -> dict[str, Any]:
    """One panel with two lines for one municipality or the pooled line of many; else one panel a question.

    A period without a number is a gap, never a zero; one that is not complete has an open marker.
    """
    several = 1 < len(answer.filters.municipalities) <= LINES
    codes = answer.filters.municipalities if len(answer.filters.municipalities) <= LINES else (POOLED,)
    lines = [(question, code) for question in ASKED for code in codes]
    traces = [_trace(answer, question, code, several, place) for place, (question, code) in enumerate(lines)]
    table = answer.table
    periods = list(dict.fromkeys(table[table["municipality_code"] == codes[0]]["period"]))
    return {"data": traces, "layout": _layout(periods, several)}


def _trace(answer: Answer, question: str, code: str, several: bool, place: int) -> dict[str, Any]:
    rows = answer.table[(answer.table["municipality_code"] == code) & (answer.table["question"] == question)]
    place %= len(answer.filters.municipalities) if several else len(SERIES)
    colour, dash, marker = SERIES[place]
    name = answer.municipality_names.get(code, code) if several else _line_name(question)
    values, lower, upper = ([_or_gap(v) for v in rows[column]] for column in ("value", "lower", "upper"))
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "name": name,
        "legendgroup": name,
        "showlegend": not several or question == ASKED[0],
        "x": list(rows["period"]),
        "y": values,
        "yaxis": "y2" if several and question == ASKED[1] else "y",
        "connectgaps": False,
        "offsetgroup": str(place),  # side by side, or one interval hides the other
        "error_y": {
            "type": "data",
            "symmetric": False,
            "array": [_reach(u, v) for u, v in zip(upper, values, strict=True)],
            "arrayminus": [_reach(v, w) for v, w in zip(values, lower, strict=True)],
            "color": COLOURS[colour],
            "thickness": 1.2,
            "width": 3,
        },
        "line": {"color": COLOURS[colour], "dash": dash, "width": 2},
        "marker": {
            "size": 8,
            "symbol": [marker if complete else f"{marker}-open" for complete in rows["complete"]],
        },
        "text": [_hover(name, *row) for row in rows[list(HOVER)].itertuples(index=False, name=None)],
        "hovertemplate": "%{text}<extra></extra>",
    }


def _line_name(question: str) -> str:
    return _("Trust in the coordinator") if question == "coordinator" else _("Trust in the municipality")


def _or_gap(value: float) -> float | None:
    return None if pd.isna(value) else float(value)


def _reach(high: float | None, low: float | None) -> float | None:
    return None if high is None or low is None else high - low


def _hover(name: str, value: float, lower: float, upper: float, n: float) -> str:
    if pd.isna(value):
        return ""
    share = f"{formats.percent(value)} ({formats.number(100 * lower)}–{formats.percent(upper)})"
    return f"{name}: {share}, " + plural("{n} answer", "{n} answers", n, n=formats.number(n))


def _layout(periods: list[str], several: bool) -> dict[str, Any]:
    share = {"range": [0, 1.02], "tickvals": QUARTERS_OF_ALL, "ticktext": [formats.percent(t) for t in QUARTERS_OF_ALL]}
    common = {"xaxis": period_axis(periods), "scattermode": "group", "scattergap": 0.75}
    if not several:
        return layout(yaxis=share, **common)
    below = layout()["yaxis"] | share
    return layout(
        yaxis=share | {"domain": [0.55, 0.94]},
        yaxis2=below | {"domain": [0, 0.39], "anchor": "x"},
        annotations=[_panel_name(question, y) for question, y in zip(ASKED, (0.95, 0.40), strict=True)],
        **common | {"xaxis": period_axis(periods) | {"anchor": "y2"}},
    )


def _panel_name(question: str, y: float) -> dict[str, Any]:
    place = {"x": 0, "xref": "paper", "xanchor": "left", "y": y, "yref": "paper", "yanchor": "bottom"}
    return place | {"text": _line_name(question), "showarrow": False, "font": {"color": COLOURS["secondary"]}}
