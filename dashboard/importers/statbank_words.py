"""The codes and texts of StatBank table REGK31, as they stand in downloads and in answers of the API.

A value may come as its code, its text, or the code and the text together, depending on who asked and how.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from dashboard.database.municipalities import MUNICIPALITIES, by_name
from dashboard.importers import accounts
from dashboard.importers.report import Bad

COUNTRY = "0000"
SKIPPED = ""  # a place or kind of cost that is not kept

_COUNTRY = re.compile(r"(0{1,4})?\s*(hele landet)?", re.IGNORECASE)
_REGION = re.compile(r"(10)?8[1-5]\b|08[1-5]\b|.*\bregion ", re.IGNORECASE)
_GROUP = re.compile(r"9[1-6]0\b|.*kommuner\b", re.IGNORECASE)  # Danmarks Statistik's municipality groups
_CHRISTIANSOE = re.compile(r"0?411\b|.*christiansø", re.IGNORECASE)
_MISSING = frozenset({"..", "x", "…"})
_AMOUNT = re.compile(r"-?\d+(,\d+)?")


def place(value: Any) -> str:
    """A four-digit code, 0000 for the country, or SKIPPED for regions and groups of municipalities."""
    text = str(value)
    if _COUNTRY.fullmatch(text):
        return COUNTRY
    coded = re.match(r"(\d{3,4})\b\s*", text)
    code = coded[1].zfill(4) if coded else by_name(text)
    if code in MUNICIPALITIES:
        return code
    if _REGION.match(text) or _GROUP.match(text) or _CHRISTIANSOE.match(text):
        return SKIPPED
    raise Bad("unknown_place")


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
    if re.match(r"s?\d", text):
        return SKIPPED
    raise Bad("unknown_art")


def function(value: Any) -> tuple[str, str]:
    """The account and its name that year: `5.28.21 Rådgivning …`, `52821`, or both together."""
    text = re.sub(r"^\d{4,5}\s+(?=\d\.\d\d\.\d\d)", "", str(value))
    try:
        number = accounts.parse_function(text)
    except ValueError as error:
        raise Bad("impossible_account") from error
    return number, re.sub(r"^[\d.]+\s*", "", text)


def dranst(value: Any) -> int:
    found = re.match(r"([1-7])\b", str(value))
    if not found:
        raise Bad("impossible_account")
    return int(found[1])


def year(value: Any) -> int:
    if not re.fullmatch(r"20\d\d", str(value)):
        raise Bad("bad_year")
    return int(str(value))


def milli(value: Any) -> int | None:
    """The figure in thousandths of its unit; None where Danmarks Statistik gives none (`..`, `x`)."""
    text = str(value).replace("\u2212", "-").casefold()
    if text in _MISSING:
        return None
    if not _AMOUNT.fullmatch(text):
        raise Bad("bad_number")
    return round(Decimal(text.replace(",", ".")) * 1000)
