"""What the data hold of one source, under the headings of its template: a municipality can always take its data along.

What is written here and read again gives the same facts (tests/importers/test_export.py).
"""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from dashboard.database.metadata import facts
from dashboard.importers import codes, values
from dashboard.importers.export_rows import ROWS
from dashboard.importers.sources import ALL_TEMPLATES
from dashboard.importers.template import Column, Template
from dashboard.periods import month_text


def export(connection: sa.Connection, name: str, folder: Path, municipality: str = "") -> Path:
    """Write the CSV file of a template's source and return its path. municipality: four digits, '' for all.

    Raises KeyError where there is no template of that name.
    """
    template = {template.name: template for template in ALL_TEMPLATES}[name]
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as file:  # as Excel in Danish reads it
        writer = csv.writer(file, delimiter=";")
        writer.writerow(column.heading for column in template.columns)
        writer.writerows(cells(template, given_back(connection, template.source, municipality)))
    return path


def given_back(connection: sa.Connection, source: str, municipality: str = "") -> Iterable[dict[str, Any]]:
    """The rows of a source by template key, with what an import understood of each cell."""
    return ROWS[source](lambda name: _read(connection, name, municipality))


def _read(connection: sa.Connection, name: str, municipality: str) -> list[dict[str, Any]]:
    table = facts.tables[name]
    where = [table.c.municipality_code == municipality] if municipality and "municipality_code" in table.c else []
    select = sa.select(table).where(*where).order_by(*(column for column in table.columns))
    return [dict(row) for row in connection.execute(select).mappings()]


def cells(template: Template, rows: Iterable[dict[str, Any]]) -> Iterable[Sequence[str]]:
    """Each row's cells as text, in the template's order."""
    for row in rows:
        yield [_written(column, row.get(column.key)) for column in template.columns]


def _written(column: Column, value: Any) -> str:
    if value is None:
        return ""
    write = WRITERS.get(column.parse)
    return write(value) if write else str(value)


def _day(value: dt.date) -> str:
    return value.strftime("%d-%m-%Y")


def _kroner(ore: int) -> str:
    return f"{'-' if ore < 0 else ''}{abs(ore) // 100},{abs(ore) % 100:02d}"


def _hours(milli: int) -> str:
    return str(milli * values.FULL_TIME_HOURS / 1000).replace(".", ",")



# How a value that a parser understood is written so that it understands it again; other values as they are.
WRITERS: dict[Callable[[Any], Any], Callable[[Any], str]] = {
    values.date: _day,
    values.month_or_period: month_text,
    values.ore: _kroner,
    values.hours: _hours,
    codes.close_reason: lambda reason: codes.CLOSE_REASONS[reason][0],
    values.month: month_text,
    codes.divided: lambda group: codes.DIVIDED[group][0],
    codes.target_group: lambda group: codes.TARGET_GROUPS[group][0],
    codes.role: lambda role: codes.ROLES[role][0],
    codes.respondent: lambda who: codes.RESPONDENTS[who][0],
}
