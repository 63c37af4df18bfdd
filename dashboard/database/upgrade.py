"""Versions that an earlier landing wrote, rebuilt for this one: facts are never migrated in place.

The source tables are copied, the translation of accounts is this program's, and everything made from them is made
anew. A killed rebuild leaves the old versions and their pointer as they were.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import sqlalchemy as sa

from dashboard.database import history_upgrade, pointer, version_file
from dashboard.database.accounts import MAPPING_VERSION, account_class_rows
from dashboard.database.engine import VERSIONS_KEPT
from dashboard.database.errors import DamagedData, DiskFull, NoData, OlderLayout
from dashboard.database.history_tables import case_horizon
from dashboard.database.import_lock import import_lock
from dashboard.database.pointer import file_of
from dashboard.database.provenance_tables import content_hash
from dashboard.database.rollup_tables import RETAINED
from dashboard.database.tables import SOURCES, account_class, version_info
from dashboard.database.versions import remove_leftovers
from dashboard.measures import SURVEY_INSTRUMENT

MADE_ANEW = (account_class, content_hash)

# What a column meant before it was there, as SQL. Others are NULL, or '' where they must say something.
BEFORE: dict[tuple[str, str], str] = {
    ("survey_invitation", "instrument"): f"'{SURVEY_INSTRUMENT}'",
    ("delivery", "as_of"): "delivered_on",
    ("kept_caseload_month", "unknown_case_days"): "0",
}


@dataclass(frozen=True)
class Change:
    """What a copy of a version is to be made without. without: by table, the SQL of the rows that are left out; they
    never get into the new file, not even for a moment. `it` is the row, `former.` stands before the tables of the old
    version. afterwards: what is to be done with the copy before it is rolled up.
    """

    without: Mapping[str, str] = field(default_factory=dict)
    afterwards: Callable[[sa.Connection], None] = lambda _connection: None


def bring_up_to_date(data_folder: Path, facts_url: str = "", owner_url: str = "") -> None:
    """What a server and an import begin with: versions of this program's layout, here and where they are published.

    Of several machines the first rebuilds them, the others follow. Raises what upgrade and follow do.
    """
    if facts_url:
        from dashboard.database.following import follow

        follow(data_folder)
    if upgrade(data_folder) is not None and facts_url:
        from dashboard.database.postgres import publish_current

        publish_current(data_folder, facts_url, owner_url)


def upgrade(data_folder: Path) -> str | None:
    """Rebuild all kept versions of an older layout; the name of the one that counts, or None where all is well.

    Raises NewerLayout, DamagedData where the counting version cannot be read, DiskFull and ImportRunning.
    """
    if not is_older(data_folder):
        return None
    with import_lock(data_folder):
        if not is_older(data_folder):  # another process was faster
            return None
        pointed = pointer.read(data_folder)
        rebuilt = {name: _rebuilt(data_folder, name, pointed.counting) for name in _there(data_folder, pointed)}
        counting = rebuilt[pointed.counting]
        assert counting is not None
        kept = sorted((name for name in rebuilt.values() if name is not None), reverse=True)
        pointer.write(data_folder, counting, tuple(kept))
        remove_leftovers(data_folder)
        return counting


def rewrite(data_folder: Path, change_of: Callable[[str], Change | None]) -> str | None:
    """Every kept version again, changed; None leaves one as it is. The name of the one that counts, or None where none
    is changed. An old file is gone afterwards. Raises what upgrade does.
    """
    with import_lock(data_folder):
        pointed = pointer.read(data_folder)
        pointed.check_layout()
        changes = {name: change for name in pointed.kept if (change := change_of(name)) is not None}
        if not changes:
            return None
        rebuilt = {
            name: _rebuilt(data_folder, name, pointed.counting, changes[name]) if name in changes else name
            for name in pointed.kept
        }
        counting = rebuilt[pointed.counting]
        assert counting is not None
        pointer.write(data_folder, counting, tuple(name for name in rebuilt.values() if name is not None))
        remove_leftovers(data_folder)
        return counting


def is_older(data_folder: Path) -> bool:
    try:
        pointer.read(data_folder).check_layout()
    except NoData:
        return False
    except OlderLayout:
        return True
    return False


def _there(data_folder: Path, pointed: pointer.Pointer) -> list[str]:
    """The kept versions. The first layout did not name them: they are the files up to the one that counts."""
    if pointed.kept:
        return list(pointed.kept)
    found = (path.stem.removeprefix("facts-") for path in data_folder.glob("facts-*.duckdb"))
    return sorted({pointed.counting, *(name for name in found if name <= pointed.counting)})[-VERSIONS_KEPT:]


def _rebuilt(data_folder: Path, name: str, counting: str, change: Change | None = None) -> str | None:
    """The new name; None where a version that does not count cannot be read, as what a killed import left cannot."""
    new, old = _renewed(name), file_of(data_folder, name)
    for leftover in data_folder.glob(f"facts-{new}.duckdb*"):
        leftover.unlink()
    try:
        version_file.make(file_of(data_folder, new), new, lambda made: _copy(made, old, name, change or Change()))
    except Exception as error:
        if version_file.is_disk_full(error):
            remove_rebuilt(data_folder)
            raise DiskFull(str(data_folder)) from error
        if name == counting:
            raise DamagedData(f"version {name} cannot be rebuilt") from error
        return None
    return new


def remove_rebuilt(data_folder: Path) -> None:
    """Room again for what counts: files of an unfinished rebuild."""
    pointed = pointer.read(data_folder)
    for path in data_folder.glob("facts-*r*.duckdb*"):
        if not any(path.name == file_of(data_folder, name).name for name in (pointed.counting, *pointed.kept)):
            path.unlink()


def _renewed(name: str) -> str:
    """A name that sorts where the old one did: a version's file is never written twice."""
    made, _, times = name.partition("r")
    return f"{made}r{int(times or 0) + 1}"


def _copy(connection: sa.Connection, old: Path, name: str, change: Change) -> None:
    quoted = str(old).replace("'", "''")
    connection.exec_driver_sql(f"attach '{quoted}' as former (read_only)")
    listed = "select table_name, column_name from duckdb_columns() where database_name = 'former'"
    there = {(table, column) for table, column in connection.exec_driver_sql(listed)}
    if connection.exec_driver_sql("select version from former.version_info").scalar_one() != name:
        raise ValueError("a copy that an import had not finished")
    for table in (*SOURCES, *RETAINED):
        if table not in MADE_ANEW and any(known == table.name for known, _ in there):
            names = ", ".join(f'"{column.name}"' for column in table.columns)
            values = ", ".join(_value(column, (table.name, column.name) in there) for column in table.columns)
            left = f" where not coalesce({change.without[table.name]}, false)" if table.name in change.without else ""
            rows = f"select {values} from former.{table.name} as it{left}"  # noqa: S608
            connection.exec_driver_sql(f"insert into {table.name} ({names}) {rows}")
    connection.execute(sa.insert(account_class), account_class_rows())
    connection.execute(sa.update(version_info).values(mapping_version=MAPPING_VERSION))
    if not any(known == case_horizon.name for known, _ in there):
        history_upgrade.say(connection)
    change.afterwards(connection)


def _value(column: sa.Column[object], is_there: bool) -> str:
    if is_there:
        return f'"{column.name}"'
    table = column.table
    assert isinstance(table, sa.Table)
    before = BEFORE.get((table.name, column.name), "''" if isinstance(column.type, sa.Text) else None)
    if column.nullable or before is None:  # a column that must say something else is to be named in BEFORE
        return "NULL"
    return before
