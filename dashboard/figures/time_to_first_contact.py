"""By which day what share of the families had contact; and by period, the days within which 9 of 10 and half had."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from dashboard.figures.theme import COLOURS, SERIES, layout, period_axis
from dashboard.language import _, formats, plural
from dashboard.shapes import POOLED, Answer, Table

LINES = 4
SHARES = [0, 0.25, 0.5, 0.75, 0.9, 1]
# Whole weeks between the labelled days; the first that needs no more than TICKS labels.
WEEKS, TICKS = (7, 14, 28, 56, 91), 8
BAND_OPACITY = 0.15


def time_to_first_contact_figure(answer: Answer) -> dict[str, Any]:
    """The share with contact as steps with a 95 % band, one line a municipality or one for many together."""
    curves = answer.parts["curve"]
    traces = []
    for code, series in zip(_codes(answer), SERIES, strict=False):
        steps = _Steps.of(curves, code)
        traces += [*_band(steps, series), _line(steps, _name(answer, code), series)]
    shown = max(curves["day"], default=0)
    return {"data": traces, "layout": _curve_layout(answer, shown)}


def time_to_first_contact_periods_figure(answer: Answer) -> dict[str, Any]:
    """Days by period: 9 of 10 and half of one municipality or of all together; 9 of 10 of each of two to four.

    A period in which it is not reached is a gap; one whose number may still change has an open, grey marker.
    """
    codes = _codes(answer)
    lines = [(code, "value") for code in codes]
    if len(codes) == 1:
        lines.append((codes[0], "half_within"))
    traces = [_periods(answer, code, column, series) for (code, column), series in zip(lines, SERIES, strict=False)]
    periods = [period for code, period in answer.table.rows("municipality_code", "period") if code == codes[0]]
    return {"data": traces, "layout": layout(xaxis=period_axis(periods))}


def _codes(answer: Answer) -> tuple[str, ...]:
    chosen = answer.filters.municipalities
    return chosen if len(chosen) <= LINES else (POOLED,)


def _name(answer: Answer, code: str) -> str:
    return _("All the chosen together") if code == POOLED else answer.municipality_names.get(code, code)


@dataclass(frozen=True)
class _Steps:
    """The days on which anything changes, and the last: a step holds until the next, so nothing else is needed."""

    days: list[int]
    share: list[float]
    lower: list[float]
    upper: list[float]

    @classmethod
    def of(cls, curves: Table, code: str) -> _Steps:
        columns = ("municipality_code", "day", "share", "lower", "upper")
        rows = [row for place, *row in curves.rows(*columns) if place == code]
        before = [None, *(row[1:] for row in rows[:-1])]
        kept = [row for row, was in zip(rows, before, strict=False) if row[1:] != was]
        if rows and kept[-1] is not rows[-1]:
            kept.append(rows[-1])
        return cls(*([row[at] for row in kept] for at in range(len(columns) - 1)))


def _line(steps: _Steps, name: str, series: tuple[str, str, str]) -> dict[str, Any]:
    colour, dash, _marker = series
    return {
        "type": "scatter",
        "mode": "lines",
        "name": name,
        "x": steps.days,
        "y": _rounded(steps.share),
        "line": {"shape": "hv", "color": COLOURS[colour], "dash": dash, "width": 2},
        "text": _hovers(name, steps),
        "hovertemplate": "%{text}<extra></extra>",
    }


def _band(steps: _Steps, series: tuple[str, str, str]) -> list[dict[str, Any]]:
    """The lower edge, and the upper one filled down to it."""
    edge = {
        "type": "scatter",
        "mode": "lines",
        "x": steps.days,
        "line": {"shape": "hv", "width": 0},
        "hoverinfo": "skip",
        "showlegend": False,
    }
    upper = {"y": _rounded(steps.upper), "fill": "tonexty", "fillcolor": _faint(COLOURS[series[0]])}
    return [edge | {"y": _rounded(steps.lower)}, edge | upper]


def _rounded(shares: list[float]) -> list[float]:
    """To five decimals, which is more than a chart can show."""
    rounded: list[float] = np.round(shares, 5).tolist()
    return rounded


def _faint(colour: str) -> str:
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({red},{green},{blue},{BAND_OPACITY})"


def _hovers(name: str, steps: _Steps) -> list[str]:
    """`Herning: 62 % (usikkerhed 58–66 %)` for every step. One lookup of the words for all of them."""
    message = _("{name}: {share} (uncertainty {limits})")
    lower = formats.numbers(100 * share for share in steps.lower)
    texts = zip(formats.percents(steps.share), lower, formats.percents(steps.upper), strict=True)
    return [message.format(name=name, share=share, limits=f"{low}–{high}") for share, low, high in texts]


def _days(days: float) -> str:
    return plural("{n} day", "{n} days", days, n=formats.number(days, 0 if float(days).is_integer() else 1))


def _curve_layout(answer: Answer, shown: int) -> dict[str, Any]:
    step = next((weeks for weeks in WEEKS if shown / weeks <= TICKS), WEEKS[-1])
    ticks = list(range(0, shown + 1, step))
    labels = [formats.number(day) for day in ticks[:-1]] + [_days(ticks[-1])]
    target = _target(answer.target.value, shown) if answer.target else {}
    return layout(
        xaxis={"range": [0, max(shown, 1)], "tickvals": ticks, "ticktext": labels, "unifiedhovertitle": _hover_title()},
        yaxis={"range": [0, 1.02], "tickvals": SHARES, "ticktext": [formats.percent(share) for share in SHARES]},
        showlegend=len(_codes(answer)) > 1,
        **target,
    )


def _hover_title() -> dict[str, str]:
    return {"text": _("Within {n} days", n="%{x}")}


def _target(days: float, shown: int) -> dict[str, Any]:
    """A line on the day that somebody decided; none where it lies outside the chart."""
    if days > shown:
        return {}
    line = {"color": COLOURS["text"], "width": 1.5, "dash": "dash"}
    place = {"x": days, "xref": "x", "y": 0.04, "yref": "paper", "xanchor": "left", "yanchor": "bottom"}
    label = place | {"text": _("target: {days}", days=_days(days)), "showarrow": False}
    return {
        "shapes": [{"type": "line", "x0": days, "x1": days, "y0": 0, "y1": 1, "yref": "paper", "line": line}],
        "annotations": [label],
    }


def _periods(answer: Answer, code: str, column: str, series: tuple[str, str, str]) -> dict[str, Any]:
    columns = ("municipality_code", "period", "complete", column)
    rows = [row for place, *row in answer.table.rows(*columns) if place == code]
    colour, dash, marker = series
    name, spoken = _name(answer, code), _name(answer, code)
    if len(_codes(answer)) == 1 and column == "value":
        name, spoken = _("9 of 10 within, days"), _("9 of 10 within")
    elif len(_codes(answer)) == 1:
        name, spoken = _("half within, days"), _("half within")
    settled = [complete for _period, complete, _value in rows]
    values = [None if math.isnan(value) else value for _period, _complete, value in rows]
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "name": name,
        "x": [period for period, _complete, _value in rows],
        "y": values,
        "connectgaps": False,
        "line": {"color": COLOURS[colour], "dash": dash, "width": 2},
        "marker": {
            "size": 8,
            "symbol": [marker if complete else f"{marker}-open" for complete in settled],
            "color": [COLOURS[colour] if complete else COLOURS["muted"] for complete in settled],
        },
        "text": [_period_hover(spoken, *point) for point in zip(values, settled, strict=True)],
        "hovertemplate": "%{text}<extra></extra>",
    }


def _period_hover(name: str, days: float | None, complete: bool) -> str:
    if days is None:
        return ""
    text = f"{name}: {_days(days)}"
    return text if complete else _("{text} (not complete yet)", text=text)
