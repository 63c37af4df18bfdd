"""The published figures over time: a line per place; what is hidden or not delivered is a gap."""

from __future__ import annotations

import math
from typing import Any

from dashboard.figures.theme import COLOURS, SERIES, layout, period_axis
from dashboard.findings.published import LINES, place_name, places, rows_of, told_apart, value_words
from dashboard.findings.spending import class_name
from dashboard.language import _, formats
from dashboard.measures import MAIN_CLASSES
from dashboard.shapes import Answer

SHARES = [0, 0.25, 0.5, 0.75, 1]


def published_figure(answer: Answer) -> dict[str, Any]:
    """Up to four places with a line each; of spending, one place with the three classes that stand together."""
    codes = places(answer)
    lines = [(code, "", place_name(answer, code)) for code in codes[:LINES]]
    if answer.measure == "spending":
        lines = [(codes[0], one, class_name(one)) for one in MAIN_CLASSES]
    traces = [_trace(answer, *line, series) for line, series in zip(lines, SERIES, strict=False)]
    periods = list(dict.fromkeys(answer.table["period"]))
    return {"data": traces, "layout": layout(xaxis=period_axis(periods), yaxis=_axis(answer), showlegend=True)}


def _axis(answer: Answer) -> dict[str, Any]:
    """Shares in their whole range; money with its unit."""
    if answer.measure in ("time_to_first_contact", "trust"):
        return {"range": [0, 1.02], "tickvals": SHARES, "ticktext": [formats.percent(share) for share in SHARES]}
    if answer.measure == "spending":
        unit = _("DKK") if answer.filters.unit == "child" else _("million")
        return {"tickformat": ",", "ticksuffix": formats.NBSP + unit}
    return {}


def drawn(answer: Answer) -> bool:
    """Whether there is something to draw that a reader can tell apart."""
    return told_apart(answer) and "ok" in answer.table["state"]


def _trace(answer: Answer, code: str, one: str, name: str, series: tuple[str, str, str]) -> dict[str, Any]:
    rows = rows_of(answer, code, one)
    factor = 1e-8 if answer.measure == "spending" and answer.filters.unit == "total" else 1
    factor = 0.01 if answer.measure == "spending" and answer.filters.unit == "child" else factor
    colour, dash, marker = series
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "name": name,
        "x": [row["period"] for row in rows],
        "y": [None if math.isnan(row["value"]) else row["value"] * factor for row in rows],
        "connectgaps": False,
        "line": {"color": COLOURS[colour], "dash": dash, "width": 2},
        "marker": {"size": 8, "symbol": marker},
        "text": ["" if math.isnan(row["value"]) else f"{name}: {value_words(answer, row)}" for row in rows],
        "hovertemplate": "%{text}<extra></extra>",
    }
