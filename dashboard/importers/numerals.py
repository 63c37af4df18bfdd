"""A number as it is written: its digits, the signs between them, and the unit beside them.

Which sign stands before the decimals is told by one cell only where the other reading is no number: `1.234,50` and
`12.5` say it, `12.345` and `12,345` do not. What a whole file says is in dialect.py.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from typing import Literal, NamedTuple

from dashboard.importers import units
from dashboard.importers.report import Bad
from dashboard.importers.units import Unit

Sign = Literal["", ",", "."]  # before the decimals; '' where nothing tells
OTHER: dict[str, Sign] = {",": ".", ".": ","}
SIGN_OF: dict[str, Sign] = {"": "", "komma": ",", "punktum": "."}
_APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "´": "'", "`": "'", "−": "-", "–": "-", "—": "-"})
_GROUPS = r"[1-9][0-9]{{0,2}}(?:(?:{group}[0-9]{{3}})+|(?: [0-9]{{3}})+|(?:'[0-9]{{3}})+)"
_FORMS = {
    sign: re.compile(rf"([0-9]+|{_GROUPS.format(group=re.escape(OTHER[sign]))})(?:{re.escape(sign)}([0-9]+))?")
    for sign in ",."
}
_OPEN = re.compile(r"[1-9][0-9]{0,2}([.,])[0-9]{3}")
_WHOLE = re.compile(r"(.*[0-9])([,.])(?:-{1,2}|=)")  # 1.234,- is a whole amount


class Written(NamedTuple):
    """digits: and the signs between them. unit: beside them, None where there is none."""

    digits: str
    negative: bool
    unit: Unit | None


def written(text: str) -> Written:
    """`kr. -1.234,50`, `(12)`, `12-`, `1.234,-`, `1,2 mio.`. Raises Bad where it is no number, or of no known unit."""
    plain = " ".join(unicodedata.normalize("NFKC", text).translate(_APOSTROPHES).split())
    plain, unit = _unit_taken(plain)
    whole = _WHOLE.fullmatch(plain)
    if whole:
        plain = f"{whole[1]}{whole[2]}00"
    signed = re.fullmatch(r"([-+])\s*(.+)|(.+?)\s*(-)|(\()\s*(.+?)\s*\)", plain)
    digits, negative = plain, False
    if signed:
        digits, negative = next(part for part in signed.group(2, 3, 6) if part), signed[1] != "+"
    digits, within = _unit_taken(digits) if unit is None else (digits, None)
    if not any(form.fullmatch(digits) for form in _FORMS.values()):
        raise Bad("bad_number")
    return Written(digits, negative, unit or within)


def _unit_taken(plain: str) -> tuple[str, Unit | None]:
    """The text without the unit before or after the number, and the unit."""
    before = re.fullmatch(r"([^\W\d_][^\d(+-]*?|[€$£]) ?([-+(0-9].*)", plain)
    if before:
        return before[2], units.in_cell(before[1])
    after = re.fullmatch(r"(.*[0-9)-]) ?([^\W\d_][^\d)]*|[€$£])", plain)
    if after:
        return after[1], units.in_cell(after[2])
    return plain, None


def value(digits: str, sign: str) -> tuple[Decimal, int] | None:
    """The number and how many digits stand behind the sign; None where it is none, read so."""
    form = _FORMS[sign].fullmatch(digits)
    if form is None:
        return None
    whole, decimals = re.sub(r"[^0-9]", "", form[1]), form[2] or ""
    return Decimal(f"{whole}.{decimals or 0}"), len(decimals)


def tells(digits: str) -> Sign:
    """The sign that must stand before the decimals, since the other reading is no number; '' where it may be either."""
    signs: tuple[Sign, ...] = (",", ".")
    readable = [sign for sign in signs if _FORMS[sign].fullmatch(digits)]
    return readable[0] if len(readable) == 1 else ""


def open_sign(digits: str) -> Sign:
    """The one sign of `12.345` or `12,345`: before thousands in one reading, before decimals in the other."""
    found = _OPEN.fullmatch(digits)
    return "" if found is None else "," if found[1] == "," else "."
