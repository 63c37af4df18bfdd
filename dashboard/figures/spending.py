"""The three classes of spending stacked by period, with a line where a law changes what an account holds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from dashboard.figures.theme import COLOURS, layout, period_axis
from dashboard.findings.spending import class_name
from dashboard.language import _, formats
from dashboard.measures import BREAKS, MAIN_CLASSES
from dashboard.periods import Period
from dashboard.shapes import POOLED, Answer

LINES = 4  # up to so many municipalities have a small chart each, more are one pooled chart


def spending_figure(answer: Answer) -> dict[str, Any]:
    """Stacked bars: one chart for one municipality or many together, else one small chart each on a common scale.

    The unit is mio. kr., or kr. per 0-22-year-old. A period without a number has no bar and says so; one that is not
    whole is hatched. No class is good or bad, so no colour is red or green.
    """
    codes = answer.filters.municipalities if len(answer.filters.municipalities) <= LINES else (POOLED,)
    periods = [period.key for period in answer.filters.period.split(answer.filters.interval)]
    data: list[dict[str, Any]] = []
    annotations: list[dict[str, Any]] = []
    shapes: list[dict[str, Any]] = []
    for place, code in enumerate(codes):
        rows = answer.table[answer.table["municipality_code"] == code]
        data += [_bars(answer, rows[rows["spending_class"] == one], one, place) for one in MAIN_CLASSES]
        annotations += _gaps(rows[rows["spending_class"] == MAIN_CLASSES[0]], place)
        shapes += [_break_line(where, place) for where, _law in _breaks(periods)]
    annotations += [_break_name(where, law, row, len(periods)) for row, (where, law) in enumerate(_breaks(periods))]
    if len(codes) > 1:
        annotations += [_place_name(answer, code, place, len(codes)) for place, code in enumerate(codes)]
    axes = _axes(answer, periods, len(codes))
    return {"data": data, "layout": layout(barmode="relative", shapes=shapes, annotations=annotations, **axes)}


def _bars(answer: Answer, rows: pd.DataFrame, spending_class: str, place: int) -> dict[str, Any]:
    name = class_name(spending_class)
    return {
        "type": "bar",
        "name": name,
        "legendgroup": spending_class,
        "showlegend": place == 0,
        "xaxis": _axis("x", place),
        "yaxis": _axis("y", place),
        "x": list(rows["period"]),
        "y": [None if pd.isna(value) else value / _divisor(answer) for value in rows["value"]],
        "marker": {
            "color": COLOURS[spending_class],
            "line": {"color": "#ffffff", "width": 1},
            "pattern": {"shape": ["" if whole else "/" for whole in rows["complete"]], "size": 6, "solidity": 0.2},
        },
        "customdata": [_hover(answer, name, row) for row in rows.to_dict("records")],
        "hovertemplate": "%{customdata}<extra></extra>",
    }


def _divisor(answer: Answer) -> int:
    """Øre in the chart's unit."""
    return 100 if answer.filters.unit == "child" else 100_000_000


def _hover(answer: Answer, name: str, row: Mapping[Any, Any]) -> str:
    if row["state"] != "ok":
        return ""
    written = formats.kroner(row["value"]) if answer.filters.unit == "child" else formats.millions(row["value"])
    return f"{name}: {written}" + ("" if row["complete"] else f" ({_('not a whole period')})")


def _axis(letter: str, place: int) -> str:
    return letter if place == 0 else f"{letter}{place + 1}"


def _gaps(rows: pd.DataFrame, place: int) -> list[dict[str, Any]]:
    """One text in the middle of each run of periods without a number."""
    empty = [at for at, state in enumerate(rows["state"]) if state != "ok"]
    runs: list[list[int]] = []
    for at in empty:
        if runs and runs[-1][-1] == at - 1:
            runs[-1].append(at)
        else:
            runs.append([at])
    text = {"text": _("no data"), "textangle": -90, "font": {"size": 12, "color": COLOURS["secondary"]}}
    where = {"xref": _axis("x", place), "yref": f"{_axis('y', place)} domain", "y": 0.03, "yanchor": "bottom"}
    return [text | where | {"x": sum(run) / len(run), "showarrow": False} for run in runs]


def _breaks(periods: list[str]) -> list[tuple[float, str]]:
    """Where on the axis each law in force within the range begins, and its name: bar number i is centred on i."""
    spans = [Period.from_key(key) for key in periods]
    found = []
    for law in sorted(BREAKS, key=lambda one: one.month):
        for at, span in enumerate(spans):
            # At the first month of the range there is nothing before to be told apart from.
            if law.month in span.months and law.month > spans[0].first:
                found.append((at - 0.5 + (law.month - span.first) / len(span.months), law.law))
    return found


def _break_line(where: float, place: int) -> dict[str, Any]:
    line = {"color": COLOURS["secondary"], "width": 1.5, "dash": "dash"}
    ends = {"x0": where, "x1": where, "y0": 0, "y1": 1, "yref": f"{_axis('y', place)} domain"}
    return ends | {"type": "line", "xref": _axis("x", place), "line": line}


def _break_name(where: float, law: str, row: int, n_periods: int) -> dict[str, Any]:
    """The law's name at its line, in the upper left chart alone; each law on a line of its own."""
    left = where < n_periods / 2
    return {
        "x": where,
        "y": 1 - 0.09 * row,
        "xref": "x",
        "yref": "y domain",
        "xanchor": "left" if left else "right",
        "yanchor": "top",
        "text": law,
        "showarrow": False,
        "bgcolor": "#ffffff",
        "font": {"size": 12, "color": COLOURS["secondary"]},
    }


def _place_name(answer: Answer, code: str, place: int, n_places: int) -> dict[str, Any]:
    across, (_bottom, top) = _domain(place, n_places)
    text = answer.municipality_names.get(code, code)
    where = {"x": across[0], "y": top, "xref": "paper", "yref": "paper", "xanchor": "left", "yanchor": "bottom"}
    return where | {"text": text, "showarrow": False, "font": {"color": COLOURS["text"]}}


def _domain(place: int, n_places: int) -> tuple[list[float], list[float]]:
    """Left and right, bottom and top of a chart: two beside each other, then the next two below."""
    column, row = place % 2, place // 2
    across = [0.0, 0.47] if column == 0 else [0.53, 1.0]
    if n_places <= 2:
        return across, [0.0, 0.92]
    return across, [0.58, 0.94] if row == 0 else [0.0, 0.36]


def _axes(answer: Answer, periods: list[str], n_places: int) -> dict[str, Any]:
    plain = layout()
    unit = formats.NBSP + (_("DKK") if answer.filters.unit == "child" else _("million"))
    axes: dict[str, Any] = {}
    for place in range(n_places):
        x, y = _axis("x", place), _axis("y", place)
        value = {
            "tickformat": ",",
            "ticksuffix": unit,
            "anchor": x,
            "zeroline": True,
            "zerolinecolor": COLOURS["muted"],
        }
        if place:
            value["matches"] = "y"
        across, up = _domain(place, n_places) if n_places > 1 else ([0, 1], [0, 1])
        ticks = period_axis(periods, 8 if n_places == 1 else 4)
        axes[x.replace("x", "xaxis")] = plain["xaxis"] | ticks | {"anchor": y, "domain": across}
        axes[y.replace("y", "yaxis")] = plain["yaxis"] | value | {"domain": up}
    return axes
