"""Danmarks Statistik's StatBank: its tables in the shapes in which they are met, and its API.

* the API's CSV or BULK: headings in capitals in any order, texts, codes or both (figures, regk31);
* the API's JSON-stat (jsonstat);
* the website's download of REGK31: five columns without headings and without a year (regk31).

The figures stay Danmarks Statistik's: they go to published_stat (REGK31, which the spending page shows) and
published_figure (all others), never among a municipality's own.
"""

from __future__ import annotations

from dashboard.importers.reading import Sheet
from dashboard.importers.report import Refused
from dashboard.importers.statbank import english, figures, regk31, tables
from dashboard.importers.statbank.published import Published

__all__ = ["Published", "read", "recognises"]


def recognises(sheet: Sheet) -> bool:
    return _is_table(sheet) or regk31.is_website(sheet) or english.is_website(sheet)


def read(sheet: Sheet, file_name: str, year: int | None) -> Published:
    """Every figure of a sheet that is recognised.

    Raises Refused where the headings are no known table's, where its texts are English and cannot be told by code, where they fit several and the file's name says none of
    them, and where the website's download has no year to be found.
    """
    if english.is_website(sheet):
        raise Refused("english_table")
    if not _is_table(sheet):
        return regk31.read_website(sheet, file_name, year)
    found = tables.fitting(_headings(sheet), f"{file_name} {sheet.name}")
    if not found and english.is_english(sheet):
        raise Refused("english_table")
    if not found:
        raise Refused("no_such_table", tables=", ".join(tables.TABLES))
    if len(found) > 1:
        raise Refused("several_tables", tables=", ".join(table.table_id for table in found))
    published = regk31.read(sheet, year) if found[0].table_id == regk31.TABLE else figures.read(sheet, found[0])
    where = tables.columns(found[0], _headings(sheet))
    unsure = where is not None and english.has_two_readings(sheet, where[tables.FIGURE])
    if english.is_english(sheet) and (unsure or published.faults):
        raise Refused("english_table")
    return published


def _is_table(sheet: Sheet) -> bool:
    headings = _headings(sheet)
    return tables.is_answer(headings) or bool(tables.fitting(headings, ""))


def _headings(sheet: Sheet) -> list[str]:
    return [str(cell or "") for cell in (sheet.rows[0] if sheet.rows else ())]
