"""Numbers, money, dates and periods as people write them: `1.234,5`, `12,3 %`, `1,2 mio. kr.`, `3. kvt. 2025`.

Every function answers in the reader's language. Between a number and its unit stands a no-break space.
Automatic compacting is not used: within one table every amount has the same unit (experience.md, section 2).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from functools import lru_cache

import numpy as np
from babel.dates import format_date
from numpy.typing import NDArray

from dashboard.language import Language, current_language
from dashboard.periods import Period, month_start

NBSP = "\u00a0"
_LOCALES = {"da": "da_DK", "en": "en_GB"}


COLUMN = 16  # numbers, from which on it pays to write them together
_TENS = [10**decimals for decimals in range(10)]
_DANISH_MARKS = str.maketrans(",.", ".,")
# From how far beside a whole number it may lie half way between two, and up to where a float tells so much.
HALF_WAY, EXACT_BELOW = 0.499999, 1e9


def number(value: float, decimals: int = 0) -> str:
    """1234.5 → `1.234,5`; always the given number of decimals, a real minus sign."""
    return _written(value, decimals, current_language() == "da")


def numbers(values: Iterable[float], decimals: int = 0) -> list[str]:
    """number of each value: written as one text, a column takes a third of what its numbers take one by one."""
    found, danish = list(values), current_language() == "da"
    if len(found) < COLUMN:
        return [_written(value, decimals, danish) for value in found]
    together = "\n".join([f"{{:,.{decimals}f}}"] * len(found)).format(*found)
    texts = (together.translate(_DANISH_MARKS) if danish else together).split("\n")
    for at in np.flatnonzero(_written_apart(np.array(found, np.float64), decimals)).tolist():
        texts[at] = _written(found[at], decimals, danish)
    return texts


def _written_apart(values: NDArray[np.float64], decimals: int) -> NDArray[np.bool_]:
    """Which of the numbers are more than what Python's format makes of them: see _written."""
    places = values * _TENS[decimals]
    half_way = np.abs(places - np.rint(places)) > HALF_WAY
    apart: NDArray[np.bool_] = half_way | ~(np.abs(places) < EXACT_BELOW) | np.signbit(values)
    return apart


def percents(shares: Iterable[float], decimals: int = 0) -> list[str]:
    """percent of each share."""
    sign = _percent_sign()
    return [text + sign for text in numbers((100 * share for share in shares), decimals)]


def _written(value: float, decimals: int, danish: bool) -> str:
    # As babel.numbers writes it (a test sees to it), half to even of the number as it prints; babel takes 0.1 ms, and
    # Decimal 2 µs where the number may lie half way between two texts.
    places = value * _TENS[decimals]
    half_way = abs(places - round(places)) > HALF_WAY or not -EXACT_BELOW < places < EXACT_BELOW
    text = f"{Decimal(str(value)) if half_way else value:,.{decimals}f}"
    if text[0] == "-":
        text = text.replace("-", "\u2212") if text.strip("-0,.") else text[1:]
    return text.translate(_DANISH_MARKS) if danish else text


def for_file(value: float, decimals: int) -> str:
    """1234.5 → `1234,5`: without separators and with a plain minus, as a spreadsheet reads it."""
    text = f"{value:.{decimals}f}"
    text = text if text.strip("-0.") else text.lstrip("-")
    return text.replace(".", ",") if current_language() == "da" else text


def percent(share: float, decimals: int = 0) -> str:
    """0.123 → `12,3 %`."""
    return number(100 * share, decimals) + _percent_sign()


def _percent_sign() -> str:
    return f"{NBSP}%" if current_language() == "da" else "%"


def kroner(ore: float, decimals: int = 0) -> str:
    """Øre → `1.234 kr.` or `DKK 1,234`."""
    amount = number(ore / 100, decimals)
    return f"{amount}{NBSP}kr." if current_language() == "da" else f"DKK{NBSP}{amount}"


def all_kroner(ore: Iterable[float]) -> list[str]:
    """kroner of each amount."""
    if current_language() == "da":
        return [f"{amount}{NBSP}kr." for amount in numbers(value / 100 for value in ore)]
    return [f"DKK{NBSP}{amount}" for amount in numbers(value / 100 for value in ore)]


def millions(ore: float, decimals: int = 1) -> str:
    """Øre → `1,2 mio. kr.` or `DKK 1.2 million`."""
    amount = number(ore / 100_000_000, decimals)
    if current_language() == "da":
        return f"{amount}{NBSP}mio.{NBSP}kr."
    return f"DKK{NBSP}{amount}{NBSP}million"


def all_millions(ore: Iterable[float], decimals: int = 1) -> list[str]:
    """millions of each amount."""
    amounts = numbers((value / 100_000_000 for value in ore), decimals)
    if current_language() == "da":
        return [f"{amount}{NBSP}mio.{NBSP}kr." for amount in amounts]
    return [f"DKK{NBSP}{amount}{NBSP}million" for amount in amounts]


def date(day: dt.date) -> str:
    """`18. november 2026` or `18 November 2026`."""
    return _date(day, "d. MMMM y" if current_language() == "da" else "d MMMM y", current_language())


@lru_cache(maxsize=4096)
def _date(day: dt.date, pattern: str, language: Language) -> str:
    # Kept: there are a few hundred months, and babel takes 0.05 ms for each.
    return format_date(day, format=pattern, locale=_LOCALES[language])


def short_date(day: dt.date) -> str:
    """`18-11-2026` or `18/11/2026`."""
    return day.strftime("%d-%m-%Y" if current_language() == "da" else "%d/%m/%Y")


def month(key: int) -> str:
    """`nov. 2026` or `Nov 2026`."""
    return _date(month_start(key), "MMM y", current_language())


def period(value: Period | str) -> str:
    """`nov. 2026`, `3. kvt. 2025`, `2025`, or `jan. 2025 – sep. 2025`; in English `Q3 2025`."""
    return _period(value if isinstance(value, str) else value.key, current_language())


@lru_cache(maxsize=4096)
def _period(key: str, language: Language) -> str:
    span = Period.from_key(key)
    key = span.key
    if "/" in key:
        return f"{month(span.first)} – {month(span.last)}"
    if "K" in key:
        year, quarter = key.split("K")
        return f"{quarter}. kvt. {year}" if language == "da" else f"Q{quarter} {year}"
    return key if len(key) == 4 else month(span.first)
