"""The municipalities' accounts and budgets: REGK31, REGK100, REGKC, BUDK32, BUDK100 and BUDKC.

Every one has two units in one column (PRISENHED), which doubles all rows, and net, gross and income in another (ART).
A fetch asks for the functions of our own mapping alone: a whole table has millions of cells.
"""

from __future__ import annotations

import re
from typing import Any

from dashboard.database.accounts import FUNCTION_NAMES
from dashboard.importers import accounts
from dashboard.importers.report import Bad
from dashboard.importers.statbank import words
from dashboard.importers.statbank.catalogue import Dimension, Table

UNITS = {"LOBM": "1.000 kr.", "INDL": "kr. pr. indbygger"}
UNIT_TEXTS = {"LOBM": "Løbende priser (1.000 kr.)", "INDL": "Pr. indbygger, løbende priser (kr.)"}


def _function(value: Any) -> tuple[str, str]:
    """Danmarks Statistik's code has no leading zeros and no points: 52821, 2201."""
    number, label = words.function(re.sub(r"^([0-9]{4,5})\.0$", r"\1", str(value)))  # BUDK32 in copies: 52821.0
    return number.replace(".", "").lstrip("0"), label


def _grouping(value: Any) -> tuple[str, str]:
    found = re.fullmatch(r"0*([0-9]{1,3})(?:\.0)?(?:\s+(.*))?", str(value))
    if not found:
        raise Bad("unknown_category")
    return found[1], found[2] or found[1].zfill(3)


def _account(value: Any) -> tuple[str, str]:
    """`152821003 Drift - 5.28.21 … - Grp. 3 …`: dranst, function and grouping in one code of nine digits.

    A bare code whose main account is 0 or 1 can be a CPR number without its first zero: it is not taken for an
    account, unless the text beside it names the same function.
    """
    found = re.fullmatch(r"([1-9])([0-9])([0-9][0-9])([0-9][0-9])([0-9]{3})(?:\s+(.*))?", str(value))
    if not found:
        raise Bad("unknown_category")
    _dranst, main, middle, last, _grouping, label = found.groups()
    if main in "01" and f"{main}.{middle}.{last}" not in (label or ""):
        raise Bad("unknown_category")
    return str(value)[:9], label or accounts.parse_function(str(value)[1:6])


def _unit(value: Any) -> tuple[str, str]:
    """A unit that nobody knows would leave the figures without one: it is refused, unlike other new codes."""
    code = words.unit(value)
    return code, UNIT_TEXTS[code]


_FUNCTIONS = tuple(number.replace(".", "") for number in FUNCTION_NAMES)
FUNCTION = Dimension("FUNKTION", parse=_function, headings=("FUNCTION",), wanted=_FUNCTIONS)
GROUPING = Dimension("GRUPPERING", parse=_grouping, headings=("GROUPING",))
ACCOUNT = Dimension(
    "DRANST1",
    parse=_account,
    headings=("DRANST FUNKTION OG GRUPPERING",),
    wanted=_FUNCTIONS,
    key=lambda code: code[1:6],
)
DRANST = Dimension(
    "DRANST",
    {
        "1": "1 Driftskonti",
        "2": "2 Statsrefusion",
        "3": "3 Anlægskonti",
        "4": "4 Renter",
        "5": "5 Finansforskydninger",
        "6": "6 Afdrag på lån",
        "7": "7 Finansiering",
    },
    wanted=("1", "2"),
    assumed="1",
)
OWNER = Dimension(
    "EJER",  # has no total: a file without it is refused, for nobody can tell what it then holds
    {
        "0": "Ikke angivet",
        "1": "Egne",
        "2": "Selvejende/private",
        "3": "Andre offentlige myndigheder",
        "4": "Private leverandører af ikke-momsbelagte tjenesteydelser",
    },
    headings=("EJERFORHOLD",),
)
ART = Dimension(
    "ART",
    {"TOT": "I alt (netto)", "UE": "Bruttoudgifter", "I": "Indtægter"},
    total="TOT",
    listed=False,
    kind="nested",
    wanted=("TOT", "UE", "I"),
)
UNIT = Dimension("PRISENHED", UNIT_TEXTS, headings=("PRICE UNIT",), parse=_unit)
_UNIT = ("PRISENHED", UNITS)
_CAUTIONS = ("units_side_by_side",)

REGK31 = Table(
    "REGK31",
    "Kommunernes regnskaber på funktioner",
    (FUNCTION, DRANST, ART, UNIT),
    unit=_UNIT,
    cautions=_CAUTIONS,
)
TABLES = (
    REGK31,
    Table(
        "REGK100",
        "Kommunernes regnskaber på gruppering uden tekst",
        (FUNCTION, DRANST, OWNER, GROUPING, ART, UNIT),
        unit=_UNIT,
        cautions=_CAUTIONS,
    ),
    Table(
        "REGKC",
        "Kommunernes regnskaber på gruppering med tekst",
        (ACCOUNT, OWNER, ART, UNIT),
        unit=_UNIT,
        cautions=_CAUTIONS,
    ),
    Table(
        "BUDK32",
        "Kommunernes budgetter, funktioner",
        (FUNCTION, DRANST, ART, UNIT),
        place_variable="REGI07A",  # the budgets' older tables name their geography otherwise than the accounts
        unit=_UNIT,
        cautions=_CAUTIONS,
    ),
    Table(
        "BUDK100",
        "Kommunernes budgetter, grupperinger uden tekst",
        (FUNCTION, DRANST, OWNER, GROUPING, ART, UNIT),
        unit=_UNIT,
        cautions=_CAUTIONS,
    ),
    Table(
        "BUDKC",
        "Kommunernes budgetter, grupperinger med tekst",
        (ACCOUNT, OWNER, ART, UNIT),
        unit=_UNIT,
        cautions=_CAUTIONS,
    ),
)
