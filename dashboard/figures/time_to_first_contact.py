"""By which day what share of the families had contact; and by period, the days within which 9 of 10 and half had."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from dashboard.figures.theme import COLOURS, SERIES, layout, period_axis
from dashboard.findings.caveats import remarks
from dashboard.findings.time_to_first_contact import days_noted, days_words
from dashboard.language import _, formats
from dashboard.measures import AT_RISK_MINIMUM
from dashboard.shapes import POOLED, Answer, Table

LINES = 4
SHARES = [0, 0.25, 0.5, 0.75, 0.9, 1]
# Whole weeks between the labelled days; the first that needs no more than TICKS labels.
WEEKS, TICKS = (7, 14, 28, 56, 91), 8
BAND_OPACITY = 0.15


def time_to_first_contact_figure(answer: Answer) -> dict[str, Any]:
    """The share with contact as steps with a 95 % band, one line a municipality or one for many together.

    Where fewer than AT_RISK_MINIMUM are still followed the line is thin and dotted.
    """
    curves = answer.parts["curve"]
    traces = []
    for code, series in zip(_codes(answer), SERIES, strict=False):
        steps = _Steps.of(curves, code)
        traces += [*_band(steps, series), *_lines(steps, _name(answer, code), series)]
    shown = max(curves["day"], default=0)
    return {"data": traces, "layout": _curve_layout(answer, shown)}


def time_to_first_contact_periods_figure(answer: Answer) -> dict[str, Any]:
    """Days by period: 9 of 10 and half of one municipality or of all together; 9 of 10 of each of two to four.

    A period in which it is not reached is a gap; one that is not whole, or whose number may still change, has an open, grey marker, and says so.
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
    followed: list[int]

    @classmethod
    def of(cls, curves: Table, code: str) -> _Steps:
        columns = ("municipality_code", "day", "share", "lower", "upper", "at_risk")
        rows = [row for place, *row in curves.rows(*columns) if place == code]
        before = [None, *(_drawn(row) for row in rows[:-1])]
        kept = [row for row, was in zip(rows, before, strict=False) if _drawn(row) != was]
        if rows and kept[-1] is not rows[-1]:
            kept.append(rows[-1])
        return cls(*([row[at] for row in kept] for at in range(len(columns) - 1)))

    def part(self, span: slice) -> _Steps:
        return _Steps(self.days[span], self.share[span], self.lower[span], self.upper[span], self.followed[span])

    @property
    def sure(self) -> int:
        """How many steps there are before fewer than AT_RISK_MINIMUM are followed: nobody comes in later on."""
        return sum(n >= AT_RISK_MINIMUM for n in self.followed)


def _drawn(row: list[Any]) -> tuple[Any, ...]:
    """What of a day is drawn: share, limits, and whether few are followed."""
    return (*row[1:4], row[4] >= AT_RISK_MINIMUM)


def _lines(steps: _Steps, name: str, series: tuple[str, str, str]) -> list[dict[str, Any]]:
    """The line, and thin and dotted its end, which rests on few."""
    sure = steps.sure
    lines = [_line(steps.part(slice(sure)), name, series)] if sure else []
    if sure == len(steps.days):
        return lines
    # From the last sure step on, or there would be a hole; what is said of that step stands at it already.
    end = _line(steps.part(slice(max(sure - 1, 0), None)), name, series)
    again = [True, *[False] * (len(end["x"]) - 1)] if sure else [False] * len(end["x"])
    end |= {"hovertemplate": ["" if said else end["hovertemplate"] for said in again]}
    end |= {"hoverinfo": ["skip" if said else "text" for said in again], "showlegend": not sure}
    return [*lines, end | {"line": end["line"] | {"dash": "dot", "width": 1}}]


def _line(steps: _Steps, name: str, series: tuple[str, str, str]) -> dict[str, Any]:
    colour, dash, _marker = series
    return {
        "type": "scatter",
        "mode": "lines",
        "name": name,
        "legendgroup": name,
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
    rounded: list[float] = (np.round(shares, 5) + 0.0).tolist()  # of -0.0 that makes 0.0
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


def _curve_layout(answer: Answer, shown: int) -> dict[str, Any]:
    step = next((weeks for weeks in WEEKS if shown / weeks <= TICKS), WEEKS[-1])
    ticks = list(range(0, shown + 1, step))
    labels = [formats.number(day) for day in ticks[:-1]] + [days_words(ticks[-1])]
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
    label = place | {"text": _("target: {days}", days=days_words(days)), "showarrow": False}
    return {
        "shapes": [{"type": "line", "x0": days, "x1": days, "y0": 0, "y1": 1, "yref": "paper", "line": line}],
        "annotations": [label],
    }


def _periods(answer: Answer, code: str, column: str, series: tuple[str, str, str]) -> dict[str, Any]:
    limits = ("half_lower", "half_upper") if column == "half_within" else ("lower", "upper")
    found = zip(answer.table.rows("municipality_code", "period", column, *limits), remarks(answer), strict=True)
    rows = [(period, words, *numbers) for (place, period, *numbers), words in found if place == code]
    colour, dash, marker = series
    name, spoken = _name(answer, code), _name(answer, code)
    if len(_codes(answer)) == 1 and column == "value":
        name, spoken = _("9 of 10 within, days"), _("9 of 10 within")
    elif len(_codes(answer)) == 1:
        name, spoken = _("half within, days"), _("half within")
    periods, remark, *numbers = zip(*rows, strict=True) if rows else ((),) * 5
    values, lower, upper = ([None if math.isnan(number) else number for number in column] for column in numbers)
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "name": name,
        "x": list(periods),
        "y": values,
        "connectgaps": False,
        "line": {"color": COLOURS[colour], "dash": dash, "width": 2},
        "marker": {
            "size": 8,
            "symbol": [f"{marker}-open" if words else marker for words in remark],
            "color": [COLOURS["muted"] if words else COLOURS[colour] for words in remark],
        },
        "error_y": {
            "type": "data",
            "symmetric": False,
            "array": _reaches(upper, values),
            "arrayminus": _reaches(values, lower),
            "color": COLOURS[colour],
            "thickness": 1.2,
            "width": 3,
        },
        "text": [_period_hover(spoken, *row[1:]) for row in rows],
        "hovertemplate": "%{text}<extra></extra>",
    }


def _reaches(high: list[float | None], low: list[float | None]) -> list[float | None]:
    pairs = zip(high, low, strict=True)
    return [None if above is None or below is None else above - below for above, below in pairs]


def _period_hover(name: str, remark: str, days: float, lower: float, upper: float) -> str:
    return "" if math.isnan(days) else f"{name}: {days_noted(days, lower, upper, remark)}"
