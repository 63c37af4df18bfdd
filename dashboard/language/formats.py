"""Numbers, money, dates and periods as people write them: `1.234,5`, `12,3 %`, `1,2 mio. kr.`, `3. kvt. 2025`.

Every function answers in the reader's language. Between a number and its unit stands a no-break space.
Automatic compacting is not used: within one table every amount has the same unit (experience.md, section 2).
"""

from __future__ import annotations

import datetime as dt

from babel.dates import format_date
from babel.numbers import format_decimal

from dashboard.language import current_language
from dashboard.periods import Period, month_start

NBSP = "\u00a0"
_LOCALES = {"da": "da_DK", "en": "en_GB"}


def _locale() -> str:
    return _LOCALES[current_language()]


def number(value: float, decimals: int = 0) -> str:
    """1234.5 → `1.234,5`; always the given number of decimals, a real minus sign."""
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    text = format_decimal(value, format=pattern, locale=_locale(), decimal_quantization=True)
    return text.replace("-", "\u2212") if text.strip("-0,.") else text.lstrip("-")


def percent(share: float, decimals: int = 0) -> str:
    """0.123 → `12,3 %`."""
    sign = f"{NBSP}%" if current_language() == "da" else "%"
    return number(100 * share, decimals) + sign


def kroner(ore: float, decimals: int = 0) -> str:
    """Øre → `1.234 kr.` or `DKK 1,234`."""
    amount = number(ore / 100, decimals)
    return f"{amount}{NBSP}kr." if current_language() == "da" else f"DKK{NBSP}{amount}"


def millions(ore: float, decimals: int = 1) -> str:
    """Øre → `1,2 mio. kr.` or `DKK 1.2 million`."""
    amount = number(ore / 100_000_000, decimals)
    if current_language() == "da":
        return f"{amount}{NBSP}mio.{NBSP}kr."
    return f"DKK{NBSP}{amount}{NBSP}million"


def date(day: dt.date) -> str:
    """`18. november 2026` or `18 November 2026`."""
    return format_date(day, format="d. MMMM y" if current_language() == "da" else "d MMMM y", locale=_locale())


def short_date(day: dt.date) -> str:
    """`18-11-2026` or `18/11/2026`."""
    return day.strftime("%d-%m-%Y" if current_language() == "da" else "%d/%m/%Y")


def month(key: int) -> str:
    """`nov. 2026` or `Nov 2026`."""
    return format_date(month_start(key), format="MMM y", locale=_locale())


def period(value: Period | str) -> str:
    """`nov. 2026`, `3. kvt. 2025`, `2025`, or `jan. 2025 – sep. 2025`; in English `Q3 2025`."""
    span = Period.from_key(value) if isinstance(value, str) else value
    key = span.key
    if "/" in key:
        return f"{month(span.first)} – {month(span.last)}"
    if "K" in key:
        year, quarter = key.split("K")
        return f"{quarter}. kvt. {year}" if current_language() == "da" else f"Q{quarter} {year}"
    return key if len(key) == 4 else month(span.first)
