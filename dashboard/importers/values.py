"""What does this cell mean: dates, amounts, hours and codes as Danes write them.

Every parser takes a cell as reading.Sheet gives it (never None) and raises Bad with the fault's code.
Where a text has two readings it is refused: nothing is guessed.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from dashboard.importers import numerals
from dashboard.importers.numerals import Sign
from dashboard.importers.report import Bad
from dashboard.importers.spoilt import refuse_sum
from dashboard.importers.units import KRONER, Unit
from dashboard.periods import month_key

EARLIEST = dt.date(1990, 1, 1)  # before this a date is a slip of the keyboard, or Excel's day zero
MONTH_NAMES = ("jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
FULL_TIME_HOURS = 37  # a Danish full-time week
MOST_HOURS = 40
MOST_DECIMALS = 20  # of what is no money
LONGEST_LABEL = 40  # of an answer in words: hverken enig eller uenig

_NO_ANSWER = frozenset(
    ("vedikke", "vi", "ikkerelevant", "vedikkeikkerelevant", "ønskerikkeatsvare", "ikkebesvaret", "intetsvar", "dontknow")
)
_CODE_FIRST = re.compile(r"[\[(]?(?P<code>-?\d{1,3})[\])]?(?: ?[-–—:.)=] ?| )(?P<words>[^\W\d].*)")
_CODE_LAST = re.compile(r"(?P<words>[^\W\d].*?) ?(?:[\[(](?P<code>-?\d{1,3})[\])])")
_DAY_FIRST = re.compile(r"(\d{1,2})[-./](\d{1,2})[-./](\d{4})(?:[ T]\d\d[:.]\d\d.*)?")
_YEAR_FIRST = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T]\d\d[:.]\d\d.*)?")
_SERIAL_DAY = re.compile(r"[34]\d{4}(?:\.\d+)?")  # as Excel counts them: 1982 to 2036


def reads(parse: Callable[[Any], Any], cell: Any) -> bool:
    """Whether a parser takes the cell."""
    try:
        parse(cell)
    except Bad:
        return False
    return True


def date(value: Any) -> dt.date:
    """dd-mm-åååå, dd.mm.åååå, dd/mm/åååå, åååå-mm-dd, or Excel's own date."""
    day = value if isinstance(value, dt.date) else _date_of(str(value))
    if not EARLIEST <= day <= dt.date(2100, 1, 1):
        raise Bad("bad_date")
    return day


def _date_of(text: str) -> dt.date:
    day_first, year_first = _DAY_FIRST.fullmatch(text), _YEAR_FIRST.fullmatch(text)
    if day_first:
        day, month, year = (int(part) for part in day_first.groups())
    elif year_first:
        year, month, day = (int(part) for part in year_first.groups())
    else:
        raise Bad("serial_day" if _SERIAL_DAY.fullmatch(text) else "bad_date")
    try:
        return dt.date(year, month, day)
    except ValueError as error:
        raise Bad("bad_date") from error


def month(value: Any) -> int:
    """`2025-07`, `07-2025`, `007.2025`, `202507`, `juli 2025`, or any date in the month; as a month key of periods."""
    if isinstance(value, dt.date):
        return month_key(date(value))
    refuse_sum(value)
    text = str(value).casefold()
    found = re.fullmatch(r"(?P<y>\d{4})[-./]?(?P<m>\d\d)|0?(?P<m2>\d{1,2})[-./ ](?P<y2>\d{4})", text)
    if found:
        year, number = int(found["y"] or found["y2"]), int(found["m"] or found["m2"])
    else:
        named = re.fullmatch(r"([a-zæøå]{3,9})\.? (\d{4})", text)
        if not named:
            return month_key(date(value))
        year, number = int(named[2]), _named_month(named[1])
    if not (1 <= number <= 12 and EARLIEST.year <= year <= 2100):
        raise Bad("bad_date")
    return 12 * year + number - 1


def month_or_period(value: Any) -> int:
    """A month as in month, or a ledger's period of the year as that number: 1-12, and 13-16 for year-end postings."""
    text = str(value)
    if re.fullmatch(r"0?[1-9]|1[0-6]", text):
        return int(text)
    return month(value)


def _named_month(name: str) -> int:
    if name[:3] not in MONTH_NAMES:
        raise Bad("bad_date")
    return MONTH_NAMES.index(name[:3]) + 1


@dataclass(frozen=True)
class Reading:
    """How the numbers of a column are read, as its file says (dialect, declared).

    sign: before the decimals; '' where each cell says it. unit: None where the heading says none. rounded: somebody has
    said what the sign means, so decimals beyond the øre are rounded away and not refused.
    """

    sign: Sign = ""
    unit: Unit | None = None
    rounded: bool = False


ALONE = Reading()


def _number(value: Any, reading: Reading, most: int) -> tuple[Decimal, Unit | None]:
    """The number and the unit beside it in its cell. most: how many decimals it may have.

    `1.234,50`, `1,234.50`, `1 234,5`, `-12`, `12-`, `(12)`, `12 kr.`; a lone sign before three digits is a thousand's.
    """
    if isinstance(value, int | float):
        return Decimal(repr(value)), None
    digits, negative, unit = numerals.written(str(value))
    most += decimals_of(unit or reading.unit)
    told = numerals.tells(digits) or _by_meaning(digits, most)
    found = numerals.value(digits, reading.sign or told or ",")
    if found is None:
        raise Bad("other_decimal_sign")
    if not reading.sign and not told and numerals.open_sign(digits):
        raise Bad("which_decimal_sign")
    amount, decimals = found
    exact = amount == round(amount, most)
    if not reading.rounded and (not exact or decimals == 3 > most):
        raise Bad("many_decimals" if most else "bad_number")
    return -amount if negative else amount, unit


def _by_meaning(digits: str, most: int) -> Sign:
    """Of `12.345` the thousands, where three decimals are too many. `12,345` is asked about: see decision 63."""
    return "," if numerals.open_sign(digits) == "." and most < 3 else ""


def decimals_of(unit: Unit | None) -> int:
    """How many decimals more a unit allows: 1,25 of a thousand are 1.250 kr."""
    return unit.factor.adjusted() if unit is not None and unit.factor is not None else 0


def ore(value: Any, reading: Reading = ALONE) -> int:
    """An amount as whole øre, in kroner where neither its cell nor the reading says another unit."""
    amount, own = _number(value, reading, 2)
    if own is not None and reading.unit is not None and own.factor != reading.unit.factor:
        raise Bad("units_differ")
    kroner = amount * ((own or reading.unit or KRONER).factor or 0)
    if not kroner.is_finite() or abs(kroner) >= 10**14:
        raise Bad("bad_number")
    return round(kroner * 100)


def has_more_than_ore(value: Any, reading: Reading) -> bool:
    """Whether an amount that was read has decimals beyond the øre; what a computer's sums leave behind is none."""
    if type(value) is not float and not (reading.rounded and isinstance(value, str)):
        return False
    try:
        amount, own = _number(value, reading, 2)
    except Bad:
        return False
    ore = amount * ((own or reading.unit or KRONER).factor or 0) * 100
    return ore.is_finite() and abs(ore - round(ore)) > Decimal("0.00001")


def hours(value: Any, reading: Reading = ALONE) -> int:
    """Hours a week on cases, as thousandths of a full-time position. A thousand of them is no reading."""
    own = reading if reading.sign or isinstance(value, int | float) else Reading(_only_decimals(str(value)))
    given, unit = _number(value, own, MOST_DECIMALS)
    if unit is not None:
        raise Bad("bad_number")
    if not 0 <= given <= MOST_HOURS:
        raise Bad("hours_out_of_range")
    return round(given * 1000 / FULL_TIME_HOURS)


def _only_decimals(text: str) -> Sign:
    return numerals.open_sign(text.strip())


def year(value: Any) -> int:
    refuse_sum(value)
    if not re.fullmatch(r"(19|20)\d\d", str(value)):
        raise Bad("bad_number")
    return int(value)


def count(value: Any, reading: Reading = ALONE) -> int:
    """A number of persons: whole and above zero."""
    given, unit = _number(value, reading, 0)
    if unit is not None or given != given.to_integral_value() or not 0 < given < 10**7:
        raise Bad("bad_number")
    return int(given)


def flag(value: Any) -> int:
    """1 or 0; also ja and nej."""
    found = {"1": 1, "0": 0, "ja": 1, "nej": 0}.get(str(value).casefold())
    if found is None:
        raise Bad("bad_number")
    return found


def answer(value: Any) -> int | str | None:
    """A number, the words that stand for one (each form has its own: surveys_answers), or None for `ved ikke`.

    That is missing, not an opinion. Whatever is longer than a label or has another number in it than one before or after
    its words (`5 - Helt enig`, `Helt enig (5)`) is what somebody wrote.
    """
    text = " ".join(str(value).split())
    number, words = coded(text)
    if number is None and _no_answer(words):
        return None
    if re.fullmatch(r"-?[0-9]{1,3}(?:[.,]0)?", text):
        return int(re.split(r"[.,]", text)[0])
    if re.fullmatch(r"-?[0-9]{1,3}[.,][0-9]{1,4}", text):
        raise Bad("answer_not_whole")
    if len(words) > LONGEST_LABEL or any(sign.isnumeric() for sign in words):
        raise Bad("free_text_answer")
    return text


def coded(text: str) -> tuple[int | None, str]:
    """The number and the words of an answer that has both; (None, the text) of any other."""
    found = _CODE_FIRST.fullmatch(text) or _CODE_LAST.fullmatch(text)
    return (int(found["code"]), found["words"].strip()) if found else (None, text)


def _no_answer(words: str) -> bool:
    return re.sub(r"[\W_]", "", words).casefold() in _NO_ANSWER
