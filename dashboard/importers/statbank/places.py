"""Which place does a cell of StatBank's geography column mean, and on which level?

Country, regions, parts of the country, groups of municipalities and municipalities stand in one column, so that its
rows must never be added together (domain.md 4.1: FOLK1A, January 2025, gives 17.98 million that way, not 5.99).
A place may come as its code (with or without its leading zeros), its name, or both.
"""

from __future__ import annotations

import re
from typing import Any, Literal, NamedTuple

from dashboard.database.municipalities import MUNICIPALITIES, by_name
from dashboard.importers.report import Bad

Level = Literal["country", "region", "landsdel", "group", "municipality", "unknown"]
Geography = Literal["municipalities", "landsdele", "country"]  # what a table's column holds beside the country

COUNTRY = "0000"
CHRISTIANSOE = "0411"  # in FOLK1A and on maps; keeps no accounts and is not one of the 98


class Place(NamedTuple):
    """code: four digits for municipalities and the country, else Danmarks Statistik's own (084, 910, 06)."""

    code: str
    level: Level


LANDSDELE = {
    "01": "Byen København",
    "02": "Københavns omegn",
    "03": "Nordsjælland",
    "04": "Bornholm",
    "05": "Østsjælland",
    "06": "Vest- og Sydsjælland",
    "07": "Fyn",
    "08": "Sydjylland",
    "09": "Østjylland",
    "10": "Vestjylland",
    "11": "Nordjylland",
}
REGIONS = {
    "081": "Region Nordjylland",
    "082": "Region Midtjylland",
    "083": "Region Syddanmark",
    "084": "Region Hovedstaden",
    "085": "Region Sjælland",
}
GROUPS = {
    "910": "Hovedstadskommuner",
    "920": "Storbykommuner",
    "930": "Provinsbykommuner",
    "940": "Oplandskommuner",
    "950": "Kommunegruppe 950",
    "960": "Landkommuner",
}
_COUNTRY = re.compile(r"(0{1,4})?\s*(hele landet|all\s+denmark)?", re.IGNORECASE)
_CODED = re.compile(r"([0-9]{1,4})(?:\.0)?(?:\s+.*)?")  # a spreadsheet writes 101.0 where it took codes for numbers
_UNKNOWN_CODES = frozenset({"998", "999"})  # "uoplyst kommune" in the tables by administrationskommune


def place(value: Any, geography: Geography) -> Place:
    """Raises Bad where the place is not a Danish one; nothing is guessed."""
    text = " ".join(str(value).split())
    if _COUNTRY.fullmatch(text) or re.fullmatch(r"0{1,4}\.0", text):
        return Place(COUNTRY, "country")
    coded = _CODED.fullmatch(text)
    found = None
    if geography == "landsdele":
        found = _landsdel_by_code(coded[1]) if coded else _landsdel_by_name(text)
    elif geography == "municipalities":
        found = _municipal_by_code(coded[1]) if coded else _municipal_by_name(text)
    if found is None:
        raise Bad("unknown_place")
    return found


def _landsdel_by_code(digits: str) -> Place | None:
    code = digits.lstrip("0").zfill(2)
    if code in LANDSDELE:
        return Place(code, "landsdel")
    return Place(code, "unknown") if code in ("12", "99") else None


def _landsdel_by_name(text: str) -> Place | None:
    plain = re.sub(r"^(landsdel|province)\s+", "", text, flags=re.IGNORECASE).casefold()
    for code, name in LANDSDELE.items():
        if name.casefold() == plain:
            return Place(code, "landsdel")
    return Place("99", "unknown") if plain.startswith("uoplyst") else None


def _municipal_by_code(digits: str) -> Place | None:
    bare = digits.lstrip("0")
    code = bare.zfill(4)
    if code in MUNICIPALITIES or code == CHRISTIANSOE:
        return Place(code, "municipality")
    region = bare.removeprefix("10").zfill(3)  # 1084 in the regions' own numbers, 084 in StatBank's, 84 without zero
    if region in REGIONS:
        return Place(region, "region")
    if bare in GROUPS:
        return Place(bare, "group")
    return Place(code, "unknown") if bare in _UNKNOWN_CODES else None


def _municipal_by_name(text: str) -> Place | None:
    plain = text.casefold()
    if plain.startswith("christiansø"):
        return Place(CHRISTIANSOE, "municipality")
    code = by_name(text)
    if code is not None:
        return Place(code, "municipality")
    for names, level in ((REGIONS, "region"), (GROUPS, "group")):
        for key, name in names.items():
            if name.casefold() == plain:
                return Place(key, level)  # type: ignore[arg-type]
    return Place("0998", "unknown") if plain.startswith("uoplyst") else None
