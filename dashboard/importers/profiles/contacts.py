"""First contact from a sheet of activities: the earliest day of a case's contacts, joined by the case number.

Activities are no source of their own: they complete the case list of the same command.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from dashboard.importers import codes, values
from dashboard.importers.table import Table
from dashboard.importers.template import Column, Template

SOURCE = "contacts"
TEMPLATE = Template(
    name="kontakter",
    source=SOURCE,
    title="Contacts with families",
    who="the superuser of the case system",
    columns=(
        Column("case", "Sagsnr.", codes.key, "The same case number as in the case list", required=True),
        Column("day", "Dato", values.date, "The day of the contact; empty where it is only planned"),
    ),
)


def first_contacts(tables: Sequence[Table]) -> dict[str, dt.date]:
    """By case number, the earliest day with a contact."""
    first: dict[str, dt.date] = {}
    for table in tables:
        for case, day in zip(table.columns["case"], table.columns["day"], strict=True):
            if case is not None and day is not None:
                first[case] = min(day, first.get(case, day))
    return first


def fill_in(cases: Table, first: dict[str, dt.date], heading: str) -> None:
    """Give each case without a first contact the one that was found; `heading` is what faults call the column."""
    column = cases.columns["contact"]
    for index, case in enumerate(cases.columns["case"]):
        if column[index] is None:
            column[index] = first.get(case)
    cases.headings.setdefault("contact", heading)
