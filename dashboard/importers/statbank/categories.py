"""Which code does a cell of a StatBank table mean: its code, its text, or both together (domain.md 4.2)."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from dashboard.importers.codes import slug
from dashboard.importers.report import Bad
from dashboard.importers.statbank.catalogue import Dimension

_CODE = re.compile(r"[A-ZÆØÅ]{0,8}[0-9]{0,9}[A-Z]?")
_TOTALS = frozenset({"i-alt", "total", "age-total"})


class Category(NamedTuple):
    """known is False for a code that the catalogue does not have: new this year, kept as it was delivered."""

    code: str
    text: str
    known: bool = True


def category(dimension: Dimension, value: Any) -> Category:
    """Raises Bad where a text is none of the table's: it cannot be given a code."""
    if dimension.parse is not None:
        return Category(*dimension.parse(value))
    text = re.sub(r"^([0-9]+)\.0$", r"\1", " ".join(str(value).split()))  # a code that a spreadsheet took for a number
    found = _whole(dimension, text) or _by_text(dimension, text)
    head, _, rest = text.partition(" ")
    if found is None and rest and (both := _whole(dimension, head)):
        return Category(both.code, rest)
    return found or _without_zeros(dimension, text) or _new(dimension, head, rest)


def _whole(dimension: Dimension, text: str) -> Category | None:
    return Category(text, dimension.codes[text]) if text in dimension.codes else None


def _by_text(dimension: Dimension, text: str) -> Category | None:
    bare = slug(text)  # with its dashes: `1 1 år` is not `11 år`
    found = [code for code, name in dimension.codes.items() if slug(name) == bare]
    if len(found) == 1:
        return Category(found[0], text)
    return Category(dimension.total, text) if dimension.total and bare in _TOTALS else None


def _without_zeros(dimension: Dimension, text: str) -> Category | None:
    """`611` for `0611`, where no other code can be meant."""
    if not text.isdecimal():
        return None
    found = [code for code in dimension.codes if code.isdecimal() and code.lstrip("0") == text.lstrip("0")]
    return Category(found[0], dimension.codes[found[0]]) if len(found) == 1 else None


def _new(dimension: Dimension, head: str, rest: str) -> Category:
    """A code of its own, alone or before its text. `18 år` is a text, not the code 18: names begin with a capital."""
    small = rest[:1].islower()
    if not re.fullmatch(_CODE, head) or small or not (any(c.isdigit() for c in head) or not rest):
        raise Bad("unknown_category")
    return Category(head, rest or head, known=not dimension.listed)
