"""The look of every chart: colours that pass contrast, one layout, and plotly's own words in the reader's language.

Everything is a plain dict: plotly.graph_objects costs thirty times as much and is for the tests alone (design.md).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from math import ceil
from typing import Any, Literal

from babel.dates import get_day_names, get_month_names

from dashboard.language import _, current_language, formats
from dashboard.periods import Period

# Contrast to white is computed in the tests: text at least 4.5, marks at least 3. The three classes of spending
# stand in a stack in this order, each at least 3 to its neighbour; none is red or green, for none is bad or good.
COLOURS: dict[str, str] = {
    "line": "#0a6aa1",
    "accent": "#b54f08",
    "third": "#0b7a5a",
    "fourth": "#7a4fa3",
    "muted": "#788fa3",
    "preventive": "#788fa3",
    "placement": "#07405f",
    "compensating": "#ad7f2c",
    "text": "#1b2733",
    "secondary": "#4a5766",
    "band": "#dbe9f3",  # an area behind a line with an edge of its own, and
    "grid": "#e9edf1",  # help for the eye: neither carries a number alone
}
# Lines of up to four municipalities differ in dash and marker as well: colour alone tells nobody apart.
SERIES: tuple[tuple[str, str, str], ...] = (
    ("line", "solid", "circle"),
    ("accent", "dash", "square"),
    ("third", "dot", "diamond"),
    ("fourth", "dashdot", "triangle-up"),
)
FONT = "IBM Plex Sans, system-ui, sans-serif"


def layout(**overrides: Any) -> dict[str, Any]:
    """A plotly layout; overrides are merged into it key by key, dicts within dicts too. The page sets the height."""
    axis = {"fixedrange": True, "ticks": "", "automargin": True, "tickfont": {"size": 12}, "zeroline": False}
    plain = {
        "font": {"family": FONT, "size": 13, "color": COLOURS["text"]},
        "paper_bgcolor": "#ffffff",
        "plot_bgcolor": "#ffffff",
        "separators": ",." if current_language() == "da" else ".,",
        "xaxis": axis | {"showgrid": False, "linecolor": COLOURS["muted"], "showline": True},
        "yaxis": axis | {"gridcolor": COLOURS["grid"], "nticks": 6, "rangemode": "tozero"},
        "legend": {"orientation": "h", "x": 0, "xanchor": "left", "y": 1.02, "yanchor": "bottom", "itemclick": False}
        | {"itemdoubleclick": False},
        "hovermode": "x unified",
        "hoverlabel": {"bgcolor": "#ffffff", "font": {"family": FONT, "size": 13, "color": COLOURS["text"]}},
        # Plotly's own grey cannot be told from white.
        "modebar": {"color": COLOURS["secondary"], "activecolor": COLOURS["text"], "bgcolor": "rgba(0,0,0,0)"},
        "margin": {"l": 8, "r": 16, "t": 40, "b": 8},
    }
    return _merged(plain, overrides)


def _merged(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    both = dict(below)
    for key, value in above.items():
        kept = both.get(key)
        both[key] = _merged(kept, value) if isinstance(kept, Mapping) and isinstance(value, Mapping) else value
    return both


def period_axis(periods: Sequence[str], max_ticks: int = 6) -> dict[str, Any]:
    """An x axis of period keys in their order. A category: plotly would read 2025-07 as a date by itself."""
    tickvals, ticktext = period_ticks(periods, max_ticks)
    return {
        "type": "category",
        "categoryorder": "array",
        "categoryarray": list(periods),
        "range": [-0.5, len(periods) - 0.5],  # a period without a number keeps its place
        "tickmode": "array",
        "tickvals": tickvals,
        "ticktext": ticktext,
        "tickangle": 0,
    }


def period_ticks(periods: Sequence[str], max_ticks: int = 6) -> tuple[list[str], list[str]]:
    """Which period keys are labelled, and with what: evenly spaced, the last one always among them."""
    step = max(1, ceil(len(periods) / max_ticks))
    chosen = list(periods)[::-1][::step][::-1]
    return chosen, [_tick(key) for key in chosen]


def _tick(key: str) -> str:
    """`nov.<br>2026`, `3. kvt.<br>2025`, `2025`; a cut period by its two months, `jan.–feb.<br>2025`."""
    if "/" not in key:
        return "<br>".join(formats.period(key).rsplit(" ", 1))
    span = Period.from_key(key)
    first, last = (formats.month(month).rsplit(" ", 1) for month in (span.first, span.last))
    return f"{first[0]}–{last[0]}<br>{last[1]}" if first[1] == last[1] else f"{' '.join(first)}–<br>{' '.join(last)}"


def locale_config() -> dict[str, Any]:
    """The `config` of every graph: plotly's own words in the reader's language, one button, nothing sent anywhere.

    plotly.js 4 shows a button that uploads the chart unless showSendToCloud is off; its Danish locale is empty.
    """
    language = current_language()
    return {
        "locale": language,
        "locales": {"da": _danish()} if language == "da" else {},
        "displaylogo": False,
        "displayModeBar": True,  # shown on hover alone, the button would take focus unseen
        "modeBarButtons": [["toImage"]],
        "toImageButtonOptions": {"format": "png", "filename": "trinvis", "scale": 2},
        "showSendToCloud": False,
        "plotlyServerURL": "",
        "showTips": False,
        "doubleClick": False,
        "responsive": True,
    }


def _danish() -> dict[str, Any]:
    return {
        "dictionary": {
            "Download plot": _("Download plot"),
            "Download plot as a PNG": _("Download plot as a PNG"),
            "Preparing image - this may take a few seconds": _("Preparing image - this may take a few seconds"),
            "Image download succeeded": _("Image download succeeded"),
            "Sorry, there was a problem downloading your image!": _(
                "Sorry, there was a problem downloading your image!"
            ),
        },
        "format": {
            "days": _days("wide"),
            "shortDays": _days("abbreviated"),
            "months": _months("wide"),
            "shortMonths": _months("abbreviated"),
            "date": "%d-%m-%Y",
            "decimal": ",",
            "thousands": ".",
        },
    }


# Kept: babel looks them up anew for every chart.
@lru_cache
def _days(width: Literal["wide", "abbreviated"]) -> list[str]:
    names = get_day_names(width, locale="da_DK")
    return [names[day] for day in (6, 0, 1, 2, 3, 4, 5)]  # Sunday first


@lru_cache
def _months(width: Literal["wide", "abbreviated"]) -> list[str]:
    names = get_month_names(width, locale="da_DK")
    return [names[month] for month in range(1, 13)]
