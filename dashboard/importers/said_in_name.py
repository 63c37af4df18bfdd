"""What the name of a file or of a sheet says of the amounts in it, and nothing else does: `Regnskab i tkr.csv`.

A name is no place to say in what amounts are written; but who reads it and not the rows would be a thousand times wrong.
"""

from __future__ import annotations

import re

from dashboard.importers import units
from dashboard.importers.declared import READ_AS, TO_DATE_IN_TEXT
from dashboard.importers.parts import Part
from dashboard.importers.report import Fault
from dashboard.importers.values import decimals_of

_OF_MONEY = ("ledger", "budget")
_ENDING = re.compile(r"\.\w{2,4}(?= ›|$)")


def faults_of_name(part: Part) -> list[Fault]:
    """Of a ledger or a budget whose name says a unit that it was not read as, or that its amounts are of the year to date."""
    if part.source not in _OF_MONEY:
        return []
    name = _ENDING.sub("", part.file).replace("_", " ")
    found = [Fault(part.file, None, "", "unit_in_name", {"unit": unit}) for unit in _units_not_read(part, name)]
    if TO_DATE_IN_TEXT.search(name) and not any(remark.code == "cumulated_unused" for remark in part.remarks):
        found.append(Fault(part.file, None, "", "name_to_date"))
    return found


def _units_not_read(part: Part, name: str) -> list[str]:
    read = {remark.code for remark in part.remarks}
    return [text for text, unit in units.written_in(name) if not text[-1].isdigit() and not _is_read(unit, read)]


def _is_read(unit: units.Unit, read: set[str]) -> bool:
    if unit.factor is None:
        return False
    power = decimals_of(unit)
    return power == 0 or READ_AS[power] in read
