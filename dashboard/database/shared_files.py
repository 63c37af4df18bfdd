"""Publications of an installation: in server mode PostgreSQL holds the files, and each machine's folder a copy of them.

A file has its content for ever or is put in place of another whole; the folder's copy is known by its fingerprint.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Collection, Mapping
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from dashboard.database import operational_shared
from dashboard.database.carried_over import file_row
from dashboard.database.errors import DatabaseAway, PublishedMeanwhile, is_away
from dashboard.database.installation import PUBLICATIONS
from dashboard.database.operational_tables import publication_file
from dashboard.database.server_mode import server_url

LOOK_AGAIN = 1.0  # seconds: a page asks for its publication twenty times

_f = publication_file.c
_looked: dict[Path, float] = {}  # when a folder was last held against the table
_known: dict[Path, str] = {}  # the fingerprint of a folder's file


def put(data_folder: Path, contents: Mapping[str, bytes], *, upon: Collection[str] | None = None) -> None:
    """Let the files, by their names in the folder of publications, be those of all machines, all at once. Nothing is done without a server.

    upon: the publications that these were made from. Raises PublishedMeanwhile where there are others by now.
    """
    url = server_url(data_folder)
    if not url:
        return
    with operational_shared.engine(data_folder, url).begin() as connection:
        operational_shared.alone(connection)
        there = set(connection.execute(sa.select(_f.name).where(_f.name.like("publication-%"))).scalars())
        if upon is not None and there != set(upon):
            raise PublishedMeanwhile(", ".join(sorted(there - set(upon))))
        for name, content in contents.items():
            _write(connection, name, content)
    _looked.pop(data_folder, None)


def refresh(data_folder: Path, clock: float | None = None) -> None:
    """Let the folder have what the table has. clock: of seconds; looked at once a second. Raises DatabaseAway."""
    url, now = server_url(data_folder), time.monotonic() if clock is None else clock
    if not url or now - _looked.get(data_folder, -LOOK_AGAIN) < LOOK_AGAIN:
        return
    engine = operational_shared.engine(data_folder, url)
    try:
        with engine.connect() as connection:
            for name, sha256 in connection.execute(sa.select(_f.name, _f.sha256).order_by(_f.name)).all():
                path = data_folder / PUBLICATIONS / name
                if _sha256(path) != sha256:
                    _place(path, connection.execute(sa.select(_f.content).where(_f.name == name)).scalar_one())
    except sa.exc.SQLAlchemyError as error:
        if is_away(error):
            raise DatabaseAway("the database does not answer") from error
        raise
    _looked[data_folder] = now


def _write(connection: sa.Connection, name: str, content: bytes) -> None:
    row = file_row(name, content)
    statement = insert(publication_file).values(row)
    changed = {column: value for column, value in row.items() if column != "name"}
    connection.execute(statement.on_conflict_do_update(index_elements=[_f.name], set_=changed))


def _sha256(path: Path) -> str:
    if not path.exists():
        return ""
    if path not in _known:
        _known[path] = hashlib.sha256(path.read_bytes()).hexdigest()
    return _known[path]


def _place(path: Path, content: bytes) -> None:
    """In one step. By their names the private part comes before the publication: whoever finds that finds both."""
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(f"{path.name}.new")
    new.write_bytes(content)
    new.replace(path)
    _known[path] = hashlib.sha256(content).hexdigest()
