"""Trust in the coordinator and in the municipality, apart, by quarter or year, each point with its 95 % interval."""

from __future__ import annotations

from collections import defaultdict
from math import isnan
from typing import Any, NamedTuple

from dashboard.figures.theme import COLOURS, SERIES, layout, period_axis
from dashboard.findings.caveats import noted, remarks
from dashboard.language import _, formats, plural
from dashboard.shapes import POOLED, Answer

LINES = 4
ASKED = ("coordinator", "municipality")
QUARTERS_OF_ALL = [0, 0.25, 0.5, 0.75, 1]


def trust_figure(answer: Answer) -> dict[str, Any]:
    """One panel with two lines for one municipality or the pooled line of many; else one panel a question.

    A period without a number is a gap, never a zero; one that is not whole has an open marker, and says in what.
    """
    several = 1 < len(answer.filters.municipalities) <= LINES
    codes = answer.filters.municipalities if len(answer.filters.municipalities) <= LINES else (POOLED,)
    lines = [(code, question) for question in ASKED for code in codes]
    rows = _rows(answer)
    traces = [_trace(answer, rows[line], line, several, place) for place, line in enumerate(lines)]
    return {"data": traces, "layout": _layout([row.period for row in rows[lines[0]]], several)}


class Row(NamedTuple):
    """One number of the table."""

    period: str
    remark: str
    value: float | None
    lower: float | None
    upper: float | None
    n: float | None


def _rows(answer: Answer) -> dict[tuple[str, str], list[Row]]:
    """The table's rows by municipality and question: read once, for to select from a frame costs 0.2 ms a line."""
    columns = ("municipality_code", "question", "period", "value", "lower", "upper", "n")
    found: dict[tuple[str, str], list[Row]] = defaultdict(list)
    rows = zip(remarks(answer), *(answer.table[name] for name in columns), strict=True)
    for remark, code, question, period, *numbers in rows:
        found[code, question].append(Row(period, remark, *(None if isnan(value) else value for value in numbers)))
    return found


def _trace(answer: Answer, rows: list[Row], line: tuple[str, str], several: bool, place: int) -> dict[str, Any]:
    code, question = line
    place %= len(answer.filters.municipalities) if several else len(SERIES)
    colour, dash, marker = SERIES[place]
    name = answer.municipality_names.get(code, code) if several else _line_name(question)
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "name": name,
        "legendgroup": name,
        "showlegend": not several or question == ASKED[0],
        "x": [row.period for row in rows],
        "y": [row.value for row in rows],
        "yaxis": "y2" if several and question == ASKED[1] else "y",
        "connectgaps": False,
        "offsetgroup": str(place),  # side by side, or one interval hides the other
        "error_y": {
            "type": "data",
            "symmetric": False,
            "array": [_reach(row.upper, row.value) for row in rows],
            "arrayminus": [_reach(row.value, row.lower) for row in rows],
            "color": COLOURS[colour],
            "thickness": 1.2,
            "width": 3,
        },
        "line": {"color": COLOURS[colour], "dash": dash, "width": 2},
        "marker": {
            "size": 8,
            "symbol": [f"{marker}-open" if row.remark else marker for row in rows],
        },
        "text": _hovers(name, rows),
        "hovertemplate": "%{text}<extra></extra>",
    }


def _line_name(question: str) -> str:
    return _("Trust in the coordinator") if question == "coordinator" else _("Trust in the municipality")


def _reach(high: float | None, low: float | None) -> float | None:
    return None if high is None or low is None else high - low


def _hovers(name: str, rows: list[Row]) -> list[str]:
    """`Tillid til rådgiveren: 62 % (58–66 %), 123 svar` for every row, '' where there is no number."""
    known = [(at, *row[1:]) for at, row in enumerate(rows) if None not in row]
    texts = [""] * len(rows)
    if not known:
        return texts
    places, remark, values, lower, upper, n = zip(*known, strict=True)
    lows, answers = formats.numbers(100 * low for low in lower), formats.numbers(n)
    shares = zip(formats.percents(values), lows, formats.percents(upper), n, answers, remark, strict=True)
    for at, (share, low, high, count, text, words) in zip(places, shares, strict=True):
        answered = plural("{n} answer", "{n} answers", count, n=text)
        texts[at] = noted(f"{name}: {share} ({low}–{high}), {answered}", words)
    return texts


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
