"""Cases per full-time coordinator by period: a line per municipality; for one of them the children beside the cases."""

from __future__ import annotations

import math
from typing import Any

from dashboard.figures.theme import COLOURS, SERIES, layout, period_axis
from dashboard.findings.caveats import noted, remarks
from dashboard.language import _, formats
from dashboard.shapes import POOLED, Answer

LINES = 4
SHOWN = ("numerator", "children", "value", "children_per_fte")


def caseload_figure(answer: Answer) -> dict[str, Any]:
    """A line per municipality, or one for many together; one line alone has the children as a second.

    A period without a number is a gap, never a zero; one that is not whole has an open marker, and says in what. With a programme or
    target group chosen the lines are the cases and the children themselves: positions are not split.
    """
    chosen = answer.filters.municipalities
    codes = chosen if len(chosen) <= LINES else (POOLED,)
    cases, children = ("numerator", "children") if _counted_alone(answer) else ("value", "children_per_fte")
    if len(codes) == 1:
        lines = [(codes[0], cases, _("Cases")), (codes[0], children, _("Children"))]
    else:
        lines = [(code, cases, answer.municipality_names.get(code, code)) for code in codes]
    # In plain lists: to pick the rows of each line from the frame took 3 ms.
    table = {column: answer.table[column] for column in ("municipality_code", "period", *SHOWN)}
    table["remark"] = remarks(answer)
    traces = [_trace(table, *line, series) for line, series in zip(lines, SERIES, strict=False)]
    return {"data": traces, "layout": _layout(answer, list(dict.fromkeys(traces[0]["x"])), traces)}


def has_lines(answer: Answer) -> bool:
    """Whether there is anything to draw; where the cases stand alone they are, though nothing is divided."""
    drawn = answer.table["numerator" if _counted_alone(answer) else "value"]
    return not all(math.isnan(value) for value in drawn)


def _counted_alone(answer: Answer) -> bool:
    return bool(answer.filters.programme or answer.filters.target_group)


def _trace(
    table: dict[str, list[Any]], code: str, column: str, name: str, series: tuple[str, str, str]
) -> dict[str, Any]:
    rows = [at for at, place in enumerate(table["municipality_code"]) if place == code]
    remark = [table["remark"][at] for at in rows]
    values = [None if math.isnan(table[column][at]) else table[column][at] for at in rows]
    colour, dash, marker = series
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "name": name,
        "x": [table["period"][at] for at in rows],
        "y": values,
        "connectgaps": False,
        "line": {"color": COLOURS[colour], "dash": dash, "width": 2},
        "marker": {"size": 8, "symbol": [f"{marker}-open" if words else marker for words in remark]},
        "text": [_hover(name, value, words) for value, words in zip(values, remark, strict=True)],
        "hovertemplate": "%{text}<extra></extra>",
    }


def _hover(name: str, value: float | None, remark: str) -> str:
    return "" if value is None else noted(f"{name}: {formats.number(value, 1)}", remark)


def _layout(answer: Answer, periods: list[str], traces: list[dict[str, Any]]) -> dict[str, Any]:
    plain: dict[str, Any] = {"xaxis": period_axis(periods), "showlegend": True}
    if answer.target is None or _counted_alone(answer):
        return layout(**plain)
    ceiling = answer.target.value
    # Plotly fits the axis to the lines alone: the ceiling must not lie outside.
    highest = max([ceiling, *(value for trace in traces for value in trace["y"] if value is not None)])
    return layout(**plain, yaxis={"range": [0, 1.1 * highest]}, **_ceiling(ceiling))


def _ceiling(value: float) -> dict[str, Any]:
    """The line that somebody decided. It is in cases: children are not held against it."""
    line = {"color": COLOURS["text"], "width": 1.5, "dash": "longdash"}
    place = {"xref": "paper", "x": 1, "xanchor": "right", "yref": "y", "y": value, "yanchor": "bottom"}
    text = _("local ceiling: {n} cases", n=formats.number(value, 0 if float(value).is_integer() else 1))
    across = {"type": "line", "xref": "paper", "x0": 0, "x1": 1, "yref": "y", "y0": value, "y1": value}
    return {
        "shapes": [across | {"line": line}],
        "annotations": [{"text": text, "showarrow": False, "font": {"size": 12}} | place],
    }
