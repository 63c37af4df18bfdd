"""The file of one version, written once: filled, checked, rolled up, and on the disk before anybody hears of it."""

from __future__ import annotations

import errno
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from dashboard.database import content, rollups
from dashboard.database.metadata import facts
from dashboard.database.pointer import flush
from dashboard.database.tables import account_class, version_info

# How the system and DuckDB say that there is no room; the second is a limit on a file's size, the third a quota.
FULL = {errno.ENOSPC, errno.EFBIG, errno.EDQUOT}
FULL_TEXTS = ("No space left on device", "File too large", "Disk quota exceeded")


def make(path: Path, name: str, fill: Callable[[sa.Connection], None], start_from: Path | None = None) -> None:
    """Write the version `name` into a new file. Whatever fails leaves a file that nothing names."""
    if start_from is not None:
        shutil.copyfile(start_from, path)
    engine = sa.create_engine(f"duckdb:///{path}")
    try:
        with engine.begin() as connection:
            connection.exec_driver_sql("set enable_progress_bar = false")  # ours tells more, and logs stay clean
            facts.create_all(connection, checkfirst=True)
            fill(connection)
            connection.execute(sa.update(version_info).values(version=name))
            _check(connection)
            rollups.build(connection)
            content.write(connection)
        with engine.connect() as connection:
            driver: Any = connection.connection.driver_connection
            driver.execute("checkpoint")  # closing would do it too, but silently leave a log where the disk is full
    finally:
        engine.dispose()
    if path.with_name(f"{path.name}.wal").exists():
        raise ValueError("a part of the version is still in its log")
    flush(path)


def _check(connection: sa.Connection) -> None:
    one = connection.execute(sa.select(sa.func.count()).select_from(version_info)).scalar_one()
    if one != 1:
        raise ValueError(f"a version says what it is in one row of version_info, not {one}")
    if not connection.execute(sa.select(sa.func.count()).select_from(account_class)).scalar_one():
        raise ValueError("a version carries its mapping of accounts")


def is_disk_full(error: BaseException) -> bool:
    """Whether this, or what it came from, is a disk without room."""
    return (isinstance(error, OSError) and error.errno in FULL) or any(text in str(error) for text in FULL_TEXTS)
