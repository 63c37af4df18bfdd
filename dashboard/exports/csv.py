"""A table as CSV that a Danish Excel opens right: semicolons, decimal comma, UTF-8 with BOM.

The page's table, the downloaded file and `trinvis answer` are made from the same columns (columns.py), so they
cannot disagree.
"""

from __future__ import annotations

import csv
import io

from dashboard.exports.columns import Column, table_columns
from dashboard.exports.published import published_beside, published_headings
from dashboard.language import _, formats
from dashboard.measures import MEASURES
from dashboard.shapes import Answer

# A cell that begins like a formula would be run by a spreadsheet.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def csv_text(answer: Answer) -> str:
    """The answer's table with one heading row and, in every row, what kind of data it is; then, under headings of their
    own, the published figures that the page shows beside it.
    """
    columns, beside = table_columns(answer), published_beside(answer)
    more = published_headings() if beside else []
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";", lineterminator="\r\n")
    headings = [*(column.heading for column in columns), *more, _("Source")]
    writer.writerow(headings)
    source = source_text(answer)
    for row in range(len(answer.table)):
        writer.writerow([*(_cell(column, row) for column in columns), *("" for _heading in more), source])
    for published in beside:
        writer.writerow([_text(published.get(heading, "")) for heading in headings])
    return buffer.getvalue()


def csv_bytes(answer: Answer) -> bytes:
    return csv_text(answer).encode("utf-8-sig")


def file_name(answer: Answer) -> str:
    """`eksempeldata-sager-2025-11_2026-10.csv`; own data carry the data version instead."""
    kind = _("sample-data") if answer.origin == "sample" else "trinvis"
    period = answer.filters.period.key.replace("/", "_")
    return f"{kind}-{MEASURES[answer.measure].path}-{period}.csv"  # type: ignore[index]


def source_text(answer: Answer) -> str:
    if answer.origin == "sample":
        return _("Sample data (made up)")
    if answer.publication:
        return _("Publication {name}", name=answer.publication)
    return _("Own data, version {version}", version=answer.data_version)


def _cell(column: Column, row: int) -> str:
    value = column.values[row]
    if isinstance(value, str):
        return _text(value)
    if value is None:
        return column.words[row]
    return formats.for_file(value, column.file_decimals)


def _text(value: str) -> str:
    return f"'{value}" if value.startswith(FORMULA_STARTS) else value
