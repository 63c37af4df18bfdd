"""Files as people write them, for the import tests; nothing here uses the importers."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import sqlalchemy as sa
import xlsxwriter

from dashboard.database.metadata import facts
from dashboard.database.versions import NoData, current

HERNING = "0657"


def csv_file(
    path: Path, headings: Sequence[str], rows: Sequence[Sequence[Any]], encoding: str = "utf-8-sig", sign: str = ";"
) -> Path:
    lines = [sign.join("" if cell is None else str(cell) for cell in row) for row in [headings, *rows]]
    path.write_bytes(("\r\n".join(lines) + "\r\n").encode(encoding))
    return path


def excel_file(path: Path, headings: Sequence[str], rows: Sequence[Sequence[Any]], sheet: str = "Ark1") -> Path:
    with xlsxwriter.Workbook(path, {"default_date_format": "dd-mm-yyyy"}) as book:
        page = book.add_worksheet(sheet)
        for number, row in enumerate([headings, *rows]):
            page.write_row(number, 0, row)
    return path


def table(folder: Path, name: str, order: str = "1") -> list[dict[str, Any]]:
    """All rows of a table in the version that counts."""
    with current(folder).engine.connect() as connection:
        select = sa.select(facts.tables[name]).order_by(sa.text(order))
        return [dict(row) for row in connection.execute(select).mappings()]


def version_name(folder: Path) -> str | None:
    try:
        return current(folder).name
    except NoData:
        return None


REGK31 = {"Hele landet": 1351, "Herning": 1167, "Randers": 970, "Hillerød": 1737}
LABEL = "5.28.21 Rådgivning samt forebyggende indsatser eller foranstaltninger og støttende indsatser for børn og unge"
PER_INHABITANT = "Pr. indbygger, løbende priser (kr.)"


def website_export(path: Path, encoding: str = "latin-1", figures: dict[str, Any] = REGK31) -> Path:
    """What StatBank's web page downloads: five quoted columns, no headings, no year."""
    lines = [f'"{PER_INHABITANT}","I alt (netto)","{LABEL}","{place}",{figure}' for place, figure in figures.items()]
    path.write_bytes(("\n".join(lines) + "\n").encode(encoding))
    return path


def api_answer(path: Path, headings: Sequence[str], rows: Sequence[Sequence[Any]]) -> Path:
    """What StatBank's API answers as CSV or BULK: a byte order mark, capitals, semicolons."""
    return csv_file(path, headings, rows, "utf-8-sig", ";")
