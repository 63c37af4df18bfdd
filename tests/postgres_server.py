"""A PostgreSQL server of the tests' own: its own data folder, a socket instead of a port, gone afterwards."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa

from tests.patience import PATIENCE

BINARIES = Path("/usr/lib/postgresql/15/bin")
# Nothing here has to survive a crash of the machine; what was committed survives one of the server (`away`).
FAST = "-F -c full_page_writes=off -c shared_buffers=64MB -c max_connections=40"


@contextmanager
def postgres_server() -> Iterator[str]:
    """The SQLAlchemy address of a server that nobody else uses."""
    folder = Path(tempfile.mkdtemp(prefix="trinvis-pg-"))
    try:
        if os.geteuid() == 0:
            shutil.chown(folder, "postgres")
        data, patiently = folder / "data", ("-t", f"{PATIENCE:.0f}")
        _run("initdb", "-D", data, "-U", "trinvis", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
        _run("pg_ctl", "-D", data, "-w", *patiently, "-l", folder / "log", "-o", _options(folder), "start")
        try:
            yield f"postgresql+psycopg://trinvis@/postgres?host={folder}"
        finally:
            _run("pg_ctl", "-D", data, "-w", *patiently, "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder)


def away(url: str) -> None:
    """The server of that address falls, in the middle of whatever it does."""
    _run("pg_ctl", "-D", _data(url), "-w", "-m", "immediate", "stop")


def back(url: str) -> None:
    """It is started again, as it was."""
    folder = _data(url).parent
    _run("pg_ctl", "-D", _data(url), "-w", "-l", folder / "log", "-o", _options(folder), "start")


def _data(url: str) -> Path:
    return Path(str(sa.make_url(url).query["host"])) / "data"


def _options(folder: Path) -> str:
    return f"{FAST} -c listen_addresses='' -c unix_socket_directories={folder}"


def _run(program: str, *arguments: str | Path) -> None:
    command = [str(BINARIES / program), *map(str, arguments)]
    # The server refuses to run as root.
    as_postgres = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    # Not captured through a pipe: the server would inherit it and keep it open.
    subprocess.run([*as_postgres, *command], check=True, stdout=subprocess.DEVNULL, cwd="/")
