"""Headings that are a time: months, quarters and years, as people write them above columns."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from typing import Any, Literal, NamedTuple

_MONTHS = ("jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
_ENGLISH = {"may": 5, "oct": 10}
_WHOLE = (
    "januar", "februar", "marts", "april", "maj", "juni", "juli", "august", "september", "oktober", "november",
    "december", "january", "february", "march", "may", "june", "july", "october", "sept",
)  # fmt: skip
_NAME = r"(?P<name>[a-zæøå]{3,9})\.?"
_NAMED = re.compile(rf"(?:(?P<y>20\d\d)[ \-/.]*)?{_NAME}(?:[ \-/.']*(?P<y2>20\d\d|\d\d))?")
_DIGITS = re.compile(r"(?P<y>20\d\d)[-./ ]?(?P<m>\d\d)|0?(?P<m2>\d{1,2})[-./](?P<y2>20\d\d)|01[-./](?P<m3>\d\d)[-./](?P<y3>20\d\d)")
_PERIOD = re.compile(r"(?:periode|per\.?|p|måned|md\.?|m)\s*0?(?P<m>\d{1,2})")
_BARE = re.compile(r"0?(\d{1,2})")
_WORDS = re.compile(r"\b(?:forbrug|regnskab|bogført|realiseret|faktisk|beløb|i|kr|dkk)\b\.?", re.IGNORECASE)
_QUARTER = re.compile(r"(?:[1-4]\.? ?(?:kvartal|kvt\.?|kv\.?)|[kq][1-4])(?:[ \-/]*20\d\d)?|20\d\d[ \-]?[kq][1-4]", re.IGNORECASE)
_YEAR = re.compile(r"(?:(?:budget|regnskab|forbrug|bo|b|r)[ \-]?)?(?:19|20)\d\d", re.IGNORECASE)


LAST_PERIOD = 16  # 13-16 are postings after the year's end


class Label(NamedTuple):
    """month: 1-12, or a period after the year's end. bare: a number alone, which is a month only among others. kind: what is said beside it."""

    year: int | None
    month: int
    kind: Literal["budget", "actual"] | None = None
    bare: bool = False


def label(cell: Any, group: str) -> Label | None:
    """The month that a heading is; group: what stands above it, of which a year counts."""
    if isinstance(cell, dt.date):
        return Label(cell.year, cell.month) if cell.day == 1 else None
    text = str(cell if cell is not None else "").casefold().strip()
    kind: Literal["budget", "actual"] | None = "budget" if "budget" in text else ("actual" if _WORDS.search(text) else None)
    text = " ".join(_WORDS.sub(" ", re.sub(r"\b(?:oprindeligt|vedtaget|korrigeret)?\s*budget\b", " ", text)).split()).strip(" -")
    found = _named(text) or _dated(text) or _numbered(text)
    if found is None:
        return None
    above = re.findall(r"(?<!\d)20\d\d(?!\d)", group)
    year = found.year or (int(above[0]) if len(set(above)) == 1 else None)
    return found._replace(year=year, kind=kind)


def _named(text: str) -> Label | None:
    found = _NAMED.fullmatch(text)
    if not found:
        return None
    name = found["name"]
    if name not in _MONTHS and name not in _WHOLE and name not in _ENGLISH:
        return None
    number = _ENGLISH.get(name[:3]) or _MONTHS.index(name[:3]) + 1
    year = found["y"] or found["y2"]
    return Label(None if year is None else int(year) + 2000 * (len(year) == 2), number)


def _dated(text: str) -> Label | None:
    found = _DIGITS.fullmatch(text)
    if not found:
        return None
    month = int(found["m"] or found["m2"] or found["m3"])
    return Label(int(found["y"] or found["y2"] or found["y3"]), month) if 1 <= month <= 12 else None


def _numbered(text: str) -> Label | None:
    period, bare = _PERIOD.fullmatch(text), _BARE.fullmatch(text)
    month = int(period["m"]) if period else int(bare[1]) if bare else 0
    most = LAST_PERIOD if period else 12
    return Label(None, month, bare=bare is not None) if 1 <= month <= most else None


def months(cells: Sequence[Any]) -> list[Any]:
    """The headings that are months, where there are two or more."""
    found = [cell for cell in cells if (one := label(cell, "")) is not None and not one.bare]
    return found if len(found) > 1 else []


def quarters(cells: Sequence[Any]) -> list[Any]:
    """The headings that are quarters, where there are two or more."""
    found = [cell for cell in cells if isinstance(cell, str) and _QUARTER.fullmatch(cell.strip())]
    return found if len(found) > 1 else []


def years(cells: Sequence[Any]) -> list[Any]:
    """The headings that are years, where there are two or more."""
    found = [cell for cell in cells if _YEAR.fullmatch(str(cell).strip())]
    return found if len(found) > 1 else []
