"""A block below a chart: a small heading, a sentence and a table."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from dashboard.findings.words import state_words
from dashboard.language import formats
from dashboard.layouts import plain as html


def block(title: str, *content: Any, text: str = "") -> html.Div:
    parts: list[Any] = [html.H3(title)]
    if text:
        parts.append(html.P(text, className="subtitle"))
    return html.Div([*parts, *content], className="block")


def shown(value: Any, write: Callable[[float], str] = formats.number, state: str = "not_estimable") -> str:
    """A number as written, or the words of its state where there is none."""
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return state_words(state if state != "ok" else "not_estimable")
    return write(value)


def one_decimal(value: float) -> str:
    return formats.number(value, 1)
