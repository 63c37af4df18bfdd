"""Every StatBank table that can be read, and which of them a file's headings are those of."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dashboard.importers.statbank import tables_accounts, tables_placements, tables_population, tables_support
from dashboard.importers.statbank.catalogue import Table, plain

TABLES: dict[str, Table] = {
    table.table_id: table
    for module in (tables_accounts, tables_support, tables_placements, tables_population)
    for table in module.TABLES
}
TIME, FIGURE = "TID", "INDHOLD"
_FIXED = {"TID": TIME, "TIME": TIME, "INDHOLD": FIGURE, "CONTENT": FIGURE, "CONTENTS": FIGURE}
PLACES = ("OMRADE", "REGION", "ADMKOM", "KOMMUNEDK", "REGI07A", "LANDDEL", "LANDSDEL", "KOMMUNE", "MUNICIPALITY")


def columns(table: Table, headings: Sequence[str]) -> dict[str, int] | None:
    """Where each of the table's columns stands; None where the headings are not this table's.

    Every heading has to be the table's own, and of its columns only those may be left out that have a total. Names
    are StatBank's codes, their texts in Danish or English, with or without Danish letters.
    """
    names = dict(_FIXED)
    if table.place_variable:
        names |= dict.fromkeys(PLACES, table.place_variable)
    for dimension in table.dimensions:
        names |= {plain(name): dimension.variable for name in (dimension.variable, *dimension.headings)}
    found: dict[str, int] = {}
    for position, heading in enumerate(headings):
        variable = names.get(plain(heading))
        if variable is None or variable in found:
            return None
        found[variable] = position
    needed = {TIME, FIGURE} | ({table.place_variable} if table.place_variable else set())
    needed |= {d.variable for d in table.dimensions if not (d.total or d.assumed)}
    return found if needed <= set(found) else None


def fitting(headings: Sequence[str], named: str) -> list[Table]:
    """The tables whose headings these are; where a file's name says one of the tables, no other can be meant.

    Some tables have the same columns (ANBAAR9 and ANBAAR14), and only their name tells stock from flow. Others differ
    in what they call their places: who uses a table's own word means it.
    """
    fit = [table for table in TABLES.values() if columns(table, headings) is not None]
    said = named_in(named)
    if said:
        return [table for table in fit if table.table_id in said]
    names = {plain(heading) for heading in headings}
    own = [table for table in fit if not table.place_variable or plain(table.place_variable) in names]
    return own or fit


def named_in(text: str) -> list[str]:
    """The tables that a text names."""
    return [name for name in TABLES if re.search(rf"(?<![a-z0-9]){name}(?![a-z0-9])", text, re.IGNORECASE)]


def is_answer(headings: Sequence[str]) -> bool:
    """Whether these are the API's own: a period and a figure, in capitals. Case systems have a `Tid` and `Indhold` too."""
    return {TIME, FIGURE} <= set(headings)
