"""Is there a CPR number in this text, in whatever disguise?

A CPR number is ddmmyy and four digits. Modulus 11 is no condition: numbers without it are issued since 2007, and
replacement numbers have 60 added to the day (cpr.dk). Full-width and other digits, spaces, dashes and dots between
the digits, and the zero that a spreadsheet drops are all seen through. An identifier with a letter next to its
digits is never one, so the advice to whoever is refused is: put a letter in the case number.
"""

from __future__ import annotations

import re
import unicodedata

# Ten digits with up to three separators between two of them, not inside a longer word or number.
_TEN = re.compile(r"(?<![^\W_])(?=(\d(?:[^\w,;:]{0,3}_?\d){9})(?![^\W_]))")
MASK = "••••••-••••"


def _plain(text: str) -> str:
    """Compatibility forms unfolded, invisible signs dropped, every kind of digit written 0-9."""
    if text.isascii():
        return text
    signs = (c for c in unicodedata.normalize("NFKC", text) if unicodedata.category(c) != "Cf")
    return "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in signs)


def _is_number(digits: str) -> bool:
    day, month = int(digits[:2]), int(digits[2:4])
    return 1 <= month <= 12 and (1 <= day <= 31 or 61 <= day <= 91)


def found_in(value: object) -> bool:
    """True where the cell, heading or name holds something that can be a CPR number."""
    if len(str(value)) < 9:
        return False
    text = _whole(value)
    if text is not None and len(text) == 9:
        return _is_number("0" + text)  # the zero that a spreadsheet drops
    plain = text if text is not None else _plain(str(value))
    return any(_is_number(re.sub(r"\D", "", hit[1])) for hit in _TEN.finditer(plain))


def _whole(value: object) -> str | None:
    """The digits of a cell that is one whole number, else None."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = _plain(str(value)).strip()
    return text if text.isdecimal() else None


def mask(text: str) -> str:
    """The text, or only the mask where any of it can be a CPR number: nothing of it is ever repeated."""
    return MASK if found_in(text) else text
