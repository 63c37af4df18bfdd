"""PostgreSQL as docs/postgresql.md sets it up: a role that owns, and a role that reads."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import sqlalchemy as sa

from dashboard.settings import PROJECT
from tests.postgres_server import BINARIES

DATABASE = "trinvis"  # the page's
OWNER, READER = "trinvis_ejer", "trinvis_laeser"


@dataclass(frozen=True)
class Roles:
    """The addresses of one database, by who connects."""

    superuser: str
    owner: str
    reader: str


def set_up(superuser_url: str) -> Roles:
    """What an administrator types out of the page, typed at this server."""
    page = (PROJECT / "docs/postgresql.md").read_text(encoding="utf-8")
    (typed,) = re.findall(r"```sql\n(.*?)```", page, re.DOTALL)
    url = sa.make_url(superuser_url)
    psql = [BINARIES / "psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-h", url.query["host"], "-U", url.username]
    subprocess.run([*map(str, psql), "postgres"], input=typed, text=True, check=True)
    return _roles(superuser_url, DATABASE)


def _roles(superuser_url: str, database: str) -> Roles:
    url = sa.make_url(superuser_url).set(database=database)
    by = [url, url.set(username=OWNER), url.set(username=READER)]
    return Roles(*(one.render_as_string(hide_password=False) for one in by))


@contextmanager
def database(roles: Roles, name: str) -> Iterator[Roles]:
    """Another database with the same two roles, gone afterwards."""
    server = sa.create_engine(roles.superuser, isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(sa.text(f"create database {name} owner {OWNER}"))
        connection.execute(sa.text(f"revoke all on database {name} from public"))
        connection.execute(sa.text(f"grant connect on database {name} to {READER}"))
    try:
        yield _roles(roles.superuser, name)
    finally:
        with server.connect() as connection:
            connection.execute(sa.text(f"drop database {name} with (force)"))
        server.dispose()
