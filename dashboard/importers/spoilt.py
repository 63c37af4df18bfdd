"""What a spreadsheet has made of a key or an account: a date, a power of ten, a fraction. And sums that stand among rows.

None of them is an identifier: the digits that it was are gone, or the row says what others come to.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from dashboard.importers.report import Bad

_MONTH = r"(?:jan|feb|mar|apr|maj|may|jun|jul|aug|sep|okt|oct|nov|dec)[a-zæøå]{0,6}\.?"
_TIME = r"(?:[ T]\d{1,2}[:.]\d\d(?:[:.]\d\d)?(?:[.,]\d+)?Z?)?"
_DATE = re.compile(
    rf"(?:\d{{1,2}}([-./])\d{{1,2}}\1\d{{4}}|\d{{4}}([-./])\d{{1,2}}\2\d{{1,2}}|\d{{1,2}}[-/]\d{{1,2}}[-/]\d\d){_TIME}"
    rf"|\d{{1,4}}[-. /]{{1,2}}{_MONTH}(?:[-. /]{{1,2}}\d{{2,4}})?|{_MONTH}[-. /]{{1,2}}\d{{1,4}}",
    re.IGNORECASE,
)
_DAY_OR_MONTH = re.compile(r"(\d{1,4})[-/](\d{1,2})[-/](\d{1,4})")
_POWER = re.compile(r"[-+]?\d(?:[.,]\d+e[+-]?|e[+-])\d{1,3}", re.IGNORECASE)
_SUM_WORD = r"i alt|ialt|sum|subtotal|sub-total|total|totalt|delsum|mellemsum|mellemtotal|hovedtotal|resultat|samlet resultat"
_SUM = re.compile(
    rf"\W*\*+\W*|\*+\s*\S.*|.*\S\s*\*+|(?:{_SUM_WORD})\b.*|.*[\s\d:(–-](?:{_SUM_WORD})\W*", re.IGNORECASE | re.DOTALL
)
MOST_EXACT = 10**15  # a spreadsheet keeps fifteen digits of a number


def refuse_spoilt(value: Any) -> None:
    """Raises Bad where the cell is what a spreadsheet has made of an identifier."""
    if isinstance(value, dt.date):
        raise Bad("date_as_key")
    if isinstance(value, float) or (isinstance(value, int) and abs(value) >= MOST_EXACT and value % 10 == 0):
        raise Bad("power_as_key" if abs(value) >= 1 and value == int(value) else "fraction_as_key")
    if isinstance(value, int) and abs(value) >= 10**11 and value % 10**8 == 0:
        raise Bad("power_as_key")
    text = str(value).strip()
    if _POWER.fullmatch(text):
        raise Bad("power_as_key")
    if _DATE.fullmatch(text) and not _no_day(text):
        raise Bad("date_as_key")


def _no_day(text: str) -> bool:
    """5-28-21 is a function: no day has a month of 28 on either side."""
    parts = _DAY_OR_MONTH.fullmatch(text)
    if parts is None:
        return False
    first, second, third = (int(part) for part in parts.groups())
    return not (second <= 12 and 1 <= max(1, min(first, third)) <= 31)


def refuse_sum(value: Any) -> None:
    """Raises Bad where the cell says that its row is the sum of others: `5.28.21 I alt`, `Sum`, SAP's `*`."""
    if isinstance(value, str) and _SUM.fullmatch(value.strip()):
        raise Bad("subtotal")
