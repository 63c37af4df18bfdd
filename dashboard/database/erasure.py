"""One case out of every kept version: each file is made again without it, and the old file goes.

What is counted of the case goes with it, for the rollups are made anew; months that are kept by retention stay as they
were. Other cases of the same child stay.
"""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa

from dashboard.database import pointer
from dashboard.database.engine import duckdb_engine
from dashboard.database.tables import SOURCES
from dashboard.database.upgrade import Change, rewrite

TABLES = tuple(table for table in SOURCES if "case_id" in table.c and "municipality_code" in table.c)


def erase_case(data_folder: Path, municipality_code: str, case_id: str) -> str | None:
    """The name of the version that counts, or None where no kept version has the case.

    Raises NoData, DamagedData, DiskFull and ImportRunning; then nothing has been changed.
    """
    there = holding(data_folder, municipality_code, case_id)
    change = Change({table.name: f"it.{_same(municipality_code, case_id)}" for table in TABLES})
    return rewrite(data_folder, lambda name: change if name in there else None)


def holding(data_folder: Path, municipality_code: str, case_id: str) -> list[str]:
    """The kept versions that have the case, newest first, and those that cannot be read: they are dropped."""
    pointed = pointer.read(data_folder)
    pointed.check_layout()
    return [name for name in pointed.kept if _holds(pointer.file_of(data_folder, name), municipality_code, case_id)]


def _holds(file: Path, municipality_code: str, case_id: str) -> bool:
    try:
        with duckdb_engine(file).connect() as connection:
            return any(
                connection.execute(
                    sa.select(sa.literal(1)).where(
                        table.c.municipality_code == municipality_code, table.c.case_id == case_id
                    )
                ).first()
                for table in TABLES
            )
    except sa.exc.SQLAlchemyError:
        return True


def _same(municipality_code: str, case_id: str) -> str:
    code, case = (text.replace("'", "''") for text in (municipality_code, case_id))
    return f"municipality_code = '{code}' and it.case_id = '{case}'"
