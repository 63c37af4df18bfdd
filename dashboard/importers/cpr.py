"""Is there a CPR number in this text, in whatever disguise?

A CPR number is ddmmyy and four digits. Modulus 11 is no condition: numbers without it are issued since 2007, and
replacement numbers have 60 added to the day (cpr.dk). Full-width and other digits, signs that cannot be seen, spaces,
dashes, dots and lines between the digits, the zero that a spreadsheet drops and the ways it writes a large number are
all seen through. An identifier with a letter next to its digits is never one, so the advice to whoever is refused is:
put a letter in the case number. In the name of a file or sheet letters are no excuse.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

# Between two digits: signs that are neither letters nor digits. Commas and colons divide numbers, not one number.
_BETWEEN = r"(?:[^\w,;:]|_){0,6}"
_TEN = re.compile(rf"(?<![^\W_])(?=(\d(?:{_BETWEEN}\d){{9}})(?![^\W_]))")
# Without its first zero: the whole cell, or written with the dash. A lone point or comma makes a decimal number of it.
_NINE = re.compile(rf"\W*(\d(?:{_BETWEEN}\d){{8}})\W*")
_NINE_INSIDE = re.compile(r"(?<!\w)(?<!\d[-.,/])(\d{5} ?[-‐-―−] ?\d{4})(?!\w)")
_DECIMAL = re.compile(r"\d+[.,]\d+")
# A number with a fraction: a share or an average. A point between six digits and four stands for the dash.
FRACTION = r"[-+]?(\d{0,8},\d+|(\d{0,5}|\d{7,8})\.\d+|\d{6}\.(\d{1,3}|\d{5,}))"
_FRACTION = re.compile(rf"{FRACTION}(?:e[-+]?\d+| ?%)?", re.IGNORECASE)
# A whole number as spreadsheets write it: 101071234.0, 101071234,00, 1.01071234E8.
_WITH_ZEROS = re.compile(r"(\d+)[.,]0+")
_POWER = re.compile(r"\d[.,]\d{1,9}e\+?0?[89]", re.IGNORECASE)
# The word stands against the digits without being part of a key.
_WORD = re.compile(r"(?<![^\W_])(?:cpr|personn(?:umme)?r)[ ._-]*(?:n(?:umme)?r\b\.?)?(?=\W*\d)", re.IGNORECASE)
_DATE = r"(?:(?:[0-2]?\d|3[01])[-./][01]?\d[-./](?:19|20)\d\d|(?:19|20)\d\d[-./][01]?\d[-./](?:[0-2]?\d|3[01]))"
_TIME = r"[0-2]?\d[:.][0-5]\d(?:[:.][0-5]\d)?(?:[.,]\d+)?"
# A day, a moment or a span: more digits than a day, and still no person.
_MOMENT = re.compile(rf"{_DATE}(?:[ t]+(?:kl\.? ?)?{_TIME})?(?:z|[+-]\d\d:?\d\d)?(?: *[-–] *{_DATE})?", re.IGNORECASE)
# A case number of the years whose own digits are a day and a month: nobody born in 2000 is a child any more.
_YEAR_AND_NUMBER = re.compile(r"20(?:0[1-9]|1[0-2])-00\d{4}")
MASK = "••••••-••••"


def _plain(text: str) -> str:
    """Compatibility forms unfolded, signs that cannot be seen dropped, every kind of digit written 0-9."""
    if text.isascii():
        return text
    signs = (c for c in unicodedata.normalize("NFKC", text) if unicodedata.category(c) not in ("Cf", "Mn", "Me"))
    return "".join(str(unicodedata.digit(c)) if c.isdigit() else c for c in signs)


def _is_number(digits: str) -> bool:
    day, month = int(digits[:2]), int(digits[2:4])
    return 1 <= month <= 12 and (1 <= day <= 31 or 61 <= day <= 91)


def found_in(value: object) -> bool:
    """True where the cell or heading holds something that can be a CPR number."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = str(value)
    if len(text) < 9:
        return False
    plain = _plain(text).strip()
    whole = _whole(plain)
    if whole is not None and len(whole) == 9:
        return _is_number("0" + whole)
    if whole is None and _is_fraction(value, plain):
        return False
    if _MOMENT.fullmatch(plain) or _YEAR_AND_NUMBER.fullmatch(plain):
        return False
    return _somewhere(whole or _WORD.sub(" ", plain))


def _is_fraction(value: object, plain: str) -> bool:
    """Also of a number that a spreadsheet or a database holds as one: nobody's number has decimals."""
    return isinstance(value, float) or _FRACTION.fullmatch(plain) is not None


def _somewhere(text: str) -> bool:
    """In a text with other things around it, or with signs between the digits."""
    if any(_is_number(_digits(hit[1])) for hit in _TEN.finditer(text)):
        return True
    nine = None if _DECIMAL.fullmatch(text) else _NINE.fullmatch(text)
    hits = ([nine[1]] if nine else []) + _NINE_INSIDE.findall(text)
    return any(_is_number("0" + _digits(hit)) for hit in hits)


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)


def _whole(text: str) -> str | None:
    """The digits of a cell that is one whole number, however it is written; else None."""
    if text.isdecimal():
        return text
    zeros = _WITH_ZEROS.fullmatch(text)
    if zeros:
        return zeros[1]
    if _POWER.fullmatch(text):
        number = Decimal(text.replace(",", "."))
        return str(int(number)) if number == number.to_integral_value() else None
    return None


def found_in_name(name: str) -> bool:
    """As found_in, of the name of a file or sheet: letters against the digits hide nothing there."""
    return found_in(name) or found_in(re.sub(r"[^\W\d_]+", ",", _plain(name)))


def mask(text: str) -> str:
    """The text, or only the mask where any of it can be a CPR number: nothing of it is ever repeated."""
    return MASK if found_in(text) else text
