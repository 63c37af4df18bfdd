"""Cells of StatBank's tables: periods, figures, and the codes and texts of REGK31.

A value may come as its code, its text, or the code and the text together, depending on who asked and how.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any, Literal, NamedTuple

from dashboard.database.municipalities import MUNICIPALITIES
from dashboard.importers import accounts
from dashboard.importers.report import Bad
from dashboard.importers.statbank import places

SKIPPED = ""  # a place or kind of cost that is not kept

_MISSING = frozenset({"..", "x", "…"})
_AMOUNT = re.compile(
    r"-?[0-9]{1,14}(,[0-9]+)?"
)  # longer than any figure of the country, and still a whole number on both engines


class Figure(NamedTuple):
    """milli: thousandths of the unit, None unless the state is ok."""

    milli: int | None
    state: Literal["ok", "missing", "suppressed"]


def place(value: Any) -> str:
    """A four-digit code, 0000 for the country, or SKIPPED for regions and groups of municipalities."""
    found = places.place(value, "municipalities")
    return found.code if found.code in MUNICIPALITIES or found.level == "country" else SKIPPED


def unit(value: Any) -> str:
    """INDL (kr. per inhabitant of all ages) or LOBM (1.000 kr.)."""
    text = str(value).casefold()
    if text.startswith("indl") or "pr. indbygger" in text:
        return "INDL"
    if text.startswith(("lobm", "løbende priser")):
        return "LOBM"
    raise Bad("unknown_unit")


def art(value: Any) -> str:
    """TOT (net), UE (gross spending) or I (income); SKIPPED for the single kinds of cost below them."""
    text = str(value).casefold()
    for code, words in (("TOT", "i alt"), ("UE", "bruttoudgifter"), ("I", "indtægter")):
        if text == code.casefold() or text.startswith(code.casefold() + " ") or words in text:
            return code
    if re.match(r"s?[0-9]", text):
        return SKIPPED
    raise Bad("unknown_art")


def function(value: Any) -> tuple[str, str]:
    """The account and its name that year: `5.28.21 Rådgivning …`, `52821`, or both together."""
    text = re.sub(r"^[0-9]{4,5}\s+(?=[0-9]\.[0-9][0-9]\.[0-9][0-9])", "", str(value))
    try:
        number = accounts.parse_function(text)
    except ValueError as error:
        raise Bad("impossible_account") from error
    return number, re.sub(r"^[0-9.]+\s*", "", text)


def dranst(value: Any) -> int:
    found = re.match(r"([1-7])\b", str(value))
    if not found:
        raise Bad("impossible_account")
    return int(found[1])


def year(value: Any) -> int:
    found = _once(str(value))
    if not re.fullmatch(r"20[0-9][0-9]", found):
        raise Bad("bad_year")
    return int(found)


def _once(period: str) -> str:
    """`2024` of `2024 2024`: a period's code and text are the same word, and come together where both are asked for."""
    words = period.upper().replace("Q", "K").split()
    return words[0] if len(words) == 2 and words[0] == words[1] else period.upper().replace("Q", "K")


def period(value: Any, kind: Literal["year", "quarter"]) -> str:
    """`2024`, or `2025K1`; English answers write 2025Q1."""
    text = _once(str(value))
    if not re.fullmatch(r"(19|20)[0-9][0-9]" + (r"K[1-4]" if kind == "quarter" else ""), text):
        raise Bad("bad_period")
    return text


def figure(value: Any) -> Figure:
    """`1072,20`, or no figure: `..` is not published, `x` is held back. Neither is ever zero."""
    found = milli(value)
    if found is not None:
        return Figure(found, "ok")
    return Figure(None, "suppressed" if str(value).casefold() == "x" else "missing")


def milli(value: Any) -> int | None:
    """The figure in thousandths of its unit; None where Danmarks Statistik gives none (`..`, `x`)."""
    text = str(value).replace("\u2212", "-").casefold()
    if text in _MISSING:
        return None
    if not _AMOUNT.fullmatch(text):
        raise Bad("bad_number")
    return round(Decimal(text.replace(",", ".")) * 1000)
