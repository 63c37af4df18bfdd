"""The three classes of spending stacked by period, with a line where a law changes what an account holds."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import cycle
from typing import Any

from dashboard.figures.theme import COLOURS, layout, period_axis
from dashboard.findings.spending import Cell, amounts, cells, class_name
from dashboard.language import _, formats
from dashboard.measures import BREAKS, MAIN_CLASSES, Break
from dashboard.periods import Period
from dashboard.shapes import POOLED, Answer

LINES = 4  # up to so many municipalities have a small chart each, more are one pooled chart


DASHES = ("dash", "dot")  # the lines of two laws are told apart without colour


def spending_figure(answer: Answer) -> dict[str, Any]:
    """Stacked bars: one chart for one municipality or many together, else one small chart each on a common scale.

    The unit is mio. kr., or kr. per 0-22-year-old. A period without a number has no bar and says so; one that is not
    whole is striped. No class is good or bad, so no colour is red or green.
    """
    codes = answer.filters.municipalities if len(answer.filters.municipalities) <= LINES else (POOLED,)
    periods = [period.key for period in answer.filters.period.split(answer.filters.interval)]
    data = [_legend(one) for one in MAIN_CLASSES]
    annotations: list[dict[str, Any]] = []
    shapes: list[dict[str, Any]] = []
    rows = cells(answer, codes)
    for place, code in enumerate(codes):
        data += [_bars(answer, rows[code, one], one, place) for one in MAIN_CLASSES]
        annotations += _gaps(rows[code, MAIN_CLASSES[0]], place)
        shapes += _break_lines(periods, place)
        if len(codes) > 1:
            annotations.append(_place_name(answer, code, place, len(codes)))
    axes = _axes(answer, periods, len(codes))
    return {"data": data, "layout": layout(barmode="relative", shapes=shapes, annotations=annotations, **axes)}


def _legend(spending_class: str) -> dict[str, Any]:
    """An entry of its own: that of the bars would be striped where their first period is not whole."""
    same = {"legendgroup": spending_class, "marker": {"color": COLOURS[spending_class]}, "hoverinfo": "skip"}
    return same | {"type": "bar", "name": class_name(spending_class), "x": [None], "y": [None]}


def _bars(answer: Answer, rows: Sequence[Cell], spending_class: str, place: int) -> dict[str, Any]:
    name = class_name(spending_class)
    stripes = {"shape": ["/" if row.remark else "" for row in rows], "fillmode": "overlay"}
    return {
        "type": "bar",
        "name": name,
        "legendgroup": spending_class,
        "showlegend": False,
        "xaxis": _axis("x", place),
        "yaxis": _axis("y", place),
        "x": [row.period for row in rows],
        "y": [row.value / _divisor(answer) if row.state == "ok" else None for row in rows],
        "marker": {
            "color": COLOURS[spending_class],
            "line": {"color": "#ffffff", "width": 1},
            "pattern": stripes | {"fgcolor": "#ffffff", "size": 7, "solidity": 0.25},
        },
        "customdata": _hovers(answer, name, rows),
        "hovertemplate": "%{customdata}<extra></extra>",
    }


def _divisor(answer: Answer) -> int:
    """Øre in the chart's unit."""
    return 100 if answer.filters.unit == "child" else 100_000_000


def _hovers(answer: Answer, name: str, rows: Sequence[Cell]) -> list[str]:
    written = iter(amounts(answer, [row.value for row in rows if row.state == "ok"]))
    # On lines of their own: on a phone one would be wider than the page.
    ends = ["<br>".join(["", *row.remark.split("; ")]) if row.remark else "" for row in rows]
    return [f"{name}<br>{next(written)}{end}" if row.state == "ok" else "" for row, end in zip(rows, ends, strict=True)]


def _axis(letter: str, place: int) -> str:
    return letter if place == 0 else f"{letter}{place + 1}"


def _gaps(rows: Sequence[Cell], place: int) -> list[dict[str, Any]]:
    """One text in the middle of each run of periods without a number."""
    runs: list[list[int]] = []
    for at in (at for at, state in enumerate(row.state for row in rows) if state != "ok"):
        if runs and runs[-1][-1] == at - 1:
            runs[-1].append(at)
        else:
            runs.append([at])
    text = {"text": _("no data"), "textangle": -90, "font": {"size": 12, "color": COLOURS["secondary"]}}
    where = {"xref": _axis("x", place), "yref": f"{_axis('y', place)} domain", "y": 0.03, "yanchor": "bottom"}
    return [text | where | {"x": sum(run) / len(run), "showarrow": False} for run in runs]


def _break_lines(periods: list[str], place: int) -> list[dict[str, Any]]:
    """A line where each law begins; its name stands in the legend, where no bar and no phone can hide it."""
    lines = []
    for (where, law), dash in zip(_breaks(periods), cycle(DASHES), strict=False):
        ends = {"x0": where, "x1": where, "xref": _axis("x", place), "y0": 0, "y1": 1}
        look = {"type": "line", "line": {"color": COLOURS["accent"], "width": 2, "dash": dash}}
        named = {"showlegend": place == 0, "name": f"{law.law}, {formats.month(law.month)}"}
        lines.append(look | ends | named | {"yref": f"{_axis('y', place)} domain"})
    return lines


def _breaks(periods: list[str]) -> list[tuple[float, Break]]:
    """Where on the axis each law of the range begins: bar number i is centred on i and goes half a step each way."""
    spans = [Period.from_key(key) for key in periods]
    found = []
    for law in sorted(BREAKS, key=lambda one: one.month):
        for at, span in enumerate(spans):
            # At the first month of the range there is nothing before to be told apart from.
            if law.month in span.months and law.month > spans[0].first:
                found.append((at - 0.5 + (law.month - span.first) / len(span.months), law))
    return found


def _place_name(answer: Answer, code: str, place: int, n_places: int) -> dict[str, Any]:
    across, (_bottom, top) = _domain(place, n_places)
    text = answer.municipality_names.get(code, code)
    where = {"x": across[0], "y": top, "xref": "paper", "yref": "paper", "xanchor": "left", "yanchor": "bottom"}
    return where | {"text": text, "showarrow": False, "font": {"color": COLOURS["text"]}}


def _domain(place: int, n_places: int) -> tuple[list[float], list[float]]:
    """Left and right, bottom and top of a chart: two beside each other, then the next two below."""
    if n_places == 1:
        return [0.0, 1.0], [0.0, 1.0]
    across = [0.0, 0.48] if place % 2 == 0 else [0.52, 1.0]
    if n_places == 2:
        return across, [0.0, 0.9]
    return across, [0.6, 0.92] if place < 2 else [0.0, 0.32]


def _axes(answer: Answer, periods: list[str], n_places: int) -> dict[str, Any]:
    plain = layout()
    unit = formats.NBSP + (_("DKK") if answer.filters.unit == "child" else _("million"))
    value = {"tickformat": ",", "ticksuffix": unit, "zeroline": True, "zerolinecolor": COLOURS["muted"]}
    ticks = plain["xaxis"] | (period_axis(periods) if n_places == 1 else period_axis(periods, 2))
    ticks["labelalias"] = {key: formats.period(key) for key in periods}  # what the hover box calls a period
    axes: dict[str, Any] = {}
    for place in range(n_places):
        x, y = _axis("x", place), _axis("y", place)
        across, up = _domain(place, n_places)
        # One scale for all of them; it is written at the left ones alone.
        common = {"matches": "y", "showticklabels": place % 2 == 0} if place else {}
        axes[x.replace("x", "xaxis")] = ticks | {"anchor": y, "domain": across}
        axes[y.replace("y", "yaxis")] = plain["yaxis"] | value | common | {"anchor": x, "domain": up}
        if n_places > 1:
            axes[y.replace("y", "yaxis")]["nticks"] = 4
    return axes
