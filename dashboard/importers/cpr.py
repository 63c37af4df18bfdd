"""Is there a CPR number in this text, in whatever disguise?

A CPR number is ddmmyy and four digits. Modulus 11 is no condition: numbers without it are issued since 2007, and
replacement numbers have 60 added to the day (cpr.dk). Full-width and other digits, signs that cannot be seen, spaces,
dashes, dots and lines between the digits, the letters O and l for 0 and 1, letters before or behind a whole number, the zero
that a spreadsheet drops and the ways it writes a large number are all seen through. An identifier with a letter between
its digits is never one, so the advice to whoever is refused is: put a letter between the digits of the case number.

How much excuses a text hangs on where it stands: a cell may be a number with a fraction or a moment (found_in), a key may
not (found_in_key), and in the name of a file or sheet no letters excuse either (found_in_name).
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

# Between two digits: signs that are neither letters nor digits. Commas and colons divide numbers, not one number.
_BETWEEN = r"(?:[^\w,;:]|_){0,20}"
_TEN = re.compile(rf"(?<![^\W_])(?=(\d(?:{_BETWEEN}\d){{9}})(?![^\W_]))")
# Without its first zero: the whole cell, or written with the dash. A lone point or comma makes a decimal number of it.
_NINE = re.compile(rf"\W*(\d(?:{_BETWEEN}\d){{8}})\W*")
_NINE_INSIDE = re.compile(r"(?<![^\W_])(?<!\d[-.,/])(\d{5} ?[-‐-―−] ?\d{4})(?![^\W_])")
_NINE_ALONE = re.compile(r"(?<!\d)(?<!\d\W)\d{9}(?!\d|\W\d)")
# Six and four, as people write such a number: letters may stand against it, and whatever divides two numbers within it.
_SIX_AND_FOUR = re.compile(
    r"(?<![^\W_])[^\W\d_]*(\d{6}[\W_]{0,20}\d{4}|\d\d([-./ ])\d\d\2\d\d[\W_]{0,20}\d{4})[^\W\d_]*(?![^\W_])"
)
# Digits and the letters that are typed for them, in one word. It begins with no I or l, which begin many a key.
_LIKE_DIGITS = re.compile(r"(?<![^\W_])[Oo]*\d[\dOoIl]*(?![^\W_])")
_IDENTIFIER = re.compile(r"(?<!\w)[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}(?!\w)", re.IGNORECASE)
_MEANT = str.maketrans("OoIl", "0011")
_NOT_THOSE = str.maketrans("", "", "0123456789OoIl")
_DECIMAL = re.compile(r"\d+[.,]\d+")
# A number with a fraction: a share or an average. A point between six digits and four stands for the dash, and a comma
# where the first digit is a zero, for nobody writes a number so.
FRACTION = (
    r"[-+]?((\d{0,5}|[1-9]\d{5}|\d{7,8}),\d+|0\d{5},(\d{1,3}|\d{5,})|"
    r"(\d{0,5}|\d{7,8})\.\d+|\d{6}\.(\d{1,3}|\d{5,}))"
)
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
_YEAR_AND_NUMBER = re.compile(r"[^\W\d_]*20(?:0[1-9]|1[0-2])-?00\d{4}")
# A day with the year in full and no digit beside it, perhaps with its time: in a title, in the name of a file.
_WHOLE_DAY = re.compile(
    r"(?<!\d)(?:[0-3]?\d([-._/])[01]?\d\1(?:19|20)\d\d|(?:19|20)\d\d([-._/])[01]\d\2[0-3]\d)"
    rf"(?:[ _t]+(?:kl)?[ .]*{_TIME}(?!\W?\d))?(?!\d)",
    re.IGNORECASE,
)
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
    return _anywhere(whole or _WORD.sub(" ", _WHOLE_DAY.sub("x", plain)))


def found_in_key(value: object) -> bool:
    """As found_in, of what is a key or a name and so no number with a fraction and no moment."""
    text = _WHOLE_DAY.sub("x", _plain(str(value)).strip())
    return found_in(value) or (not _YEAR_AND_NUMBER.fullmatch(text) and _anywhere(re.sub(r"[,;:]", "-", text)))


def _is_fraction(value: object, plain: str) -> bool:
    """Also of a number that a spreadsheet or a database holds as one: nobody's number has decimals."""
    return isinstance(value, float) or _FRACTION.fullmatch(plain) is not None


def _anywhere(text: str) -> bool:
    """As it stands, or with digits for the letters that are typed for them. What programs number things by (RFC 9562) is none."""
    if len(text) >= 36:
        text = _IDENTIFIER.sub("x", text)
    if len(text) - len(text.translate(_NOT_THOSE)) < 9:
        return False
    meant = _LIKE_DIGITS.sub(lambda word: word[0].translate(_MEANT), text)
    return _somewhere(text) or (meant != text and _somewhere(meant))


def _somewhere(text: str) -> bool:
    """In a text with other things around it, or with signs between the digits."""
    hits = (hit[1] for form in (_TEN, _SIX_AND_FOUR) for hit in form.finditer(text))
    if any(_is_number(_digits(hit)) for hit in hits):
        return True
    nine = None if _DECIMAL.fullmatch(text) else _NINE.fullmatch(text)
    without_zero = ([nine[1]] if nine else []) + _NINE_INSIDE.findall(text)
    return any(_is_number("0" + _digits(hit)) for hit in without_zero)


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
    """As found_in_key, of the name of a file or sheet: letters against the digits hide nothing there.

    Nine digits may have lost their zero wherever they stand alone.
    """
    bare = _WHOLE_DAY.sub("x", _plain(name))
    apart = re.sub(r"[^\W\d_]+", "|,", bare)
    return found_in_key(bare) or found_in(apart) or any(_is_number("0" + hit) for hit in _NINE_ALONE.findall(bare))


def mask(text: str) -> str:
    """The text, or only the mask where any of it can be a CPR number: nothing of it is ever repeated."""
    return MASK if found_in(text) else text


def mask_name(name: str) -> str:
    """The same of the name of a file or sheet."""
    return MASK if found_in_name(name) else name
