"""A backup of the whole data folder as one file, taken while pages are served and files are loaded.

A folder that is copied while it is in use holds an operational database torn in two. So the versions are opened before
anything can take them away (an opened file lasts, whatever its name does), SQLite hands out the operational tables as
they were at one moment (its online backup, sqlite.org/backup.html; those of PostgreSQL are written into such a file), and of the file with the audit log's heads only
those lines count that the log of that moment knows. Each backup is read back and held against the fingerprints of the
facts and the chain of the log before it has its name (restoring.py).
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import sqlite3
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import ExitStack, closing, suppress
from pathlib import Path
from typing import IO, Any

from dashboard.access.audit_log import HEADS
from dashboard.database import installation, pointer, shared_files
from dashboard.database.carried_over import write_file
from dashboard.database.errors import DamagedData, NoData
from dashboard.database.operational import operational_engine
from dashboard.database.operational_file import ASIDE
from dashboard.database.server_mode import server_url
from dashboard.records.restoring import (
    CHUNK,
    MANIFEST,
    OPERATIONAL,
    UNFINISHED,
    Backup,
    InTheWay,
    checked,
    forget_unfinished,
)

# What is made anew where it is missing, or belongs to a process under way.
_LEFT_OUT = ("facts-", pointer.POINTER, OPERATIONAL, HEADS, "import.lock", installation.FILE, ASIDE)
_TRIES = 20


def backup(data_folder: Path, target: Path, now: dt.datetime) -> Backup:
    """Write a backup to target (a folder, or a file that is not there yet), and read it back.

    Raises InTheWay, NotWhole, NoData where there is nothing to keep, DamagedData and OSError.
    """
    path = target / f"trinvis-{now:%Y-%m-%dT%H%M%S}.zip" if target.is_dir() else target
    if path.exists() or path.resolve().is_relative_to(data_folder.resolve()):
        raise InTheWay(path)
    if not data_folder.exists():
        raise NoData(str(data_folder))
    forget_unfinished(path.parent)
    unfinished = path.with_name(f"{UNFINISHED}{os.getpid()}-{path.name}")
    try:
        _write(data_folder, unfinished, now)
        pointer.flush(unfinished)
        found = checked(unfinished)
        unfinished.rename(path)
        pointer.flush(path.parent)
    finally:
        unfinished.unlink(missing_ok=True)
    return Backup(path, found.version, found.entries, path.stat().st_size)


def _write(data_folder: Path, path: Path, now: dt.datetime) -> None:
    shared_files.refresh(data_folder)
    with ExitStack() as stack:
        scratch = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix=f"{path.name}-", dir=path.parent)))
        heads = _read(data_folder / HEADS)  # before the log: what it knows more than the log is cut off
        pointed, versions = _opened(data_folder, stack)
        last = _operational(data_folder, scratch / OPERATIONAL)
        if server_url(data_folder):  # other machines have their own
            heads = _head_of(scratch / OPERATIONAL)
        with zipfile.ZipFile(path, "x", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            written = {name: _add(archive, name, file) for name, file in versions.items()}
            rest = {pointer.POINTER: pointed, HEADS: _known_to(heads, last)}
            for name, content in rest.items():
                if content:
                    written[name] = _add_bytes(archive, name, content)
            for name, file in _others(data_folder, scratch, stack):
                written[name] = _add(archive, name, file)
            about = {"made": now.isoformat(timespec="seconds"), "layout": pointer.LAYOUT, "files": written}
            archive.writestr(MANIFEST, json.dumps(about, indent=1))


def _opened(data_folder: Path, stack: ExitStack) -> tuple[bytes, dict[str, IO[bytes]]]:
    """The pointer as it is, and every version that it names, opened; none where there are no facts."""
    for _ in range(_TRIES):
        content = _read(data_folder / pointer.POINTER)
        if not content:
            return b"", {}
        pointed = pointer.read(data_folder)
        with suppress(FileNotFoundError), ExitStack() as trial:  # an import has just taken one away: look again
            names = {pointer.file_of(data_folder, name).name for name in (*pointed.kept, pointed.counting)}
            files: dict[str, IO[bytes]] = {n: trial.enter_context((data_folder / n).open("rb")) for n in sorted(names)}
            if content == _read(data_folder / pointer.POINTER):
                stack.push(trial.pop_all())
                return content, files
    raise DamagedData("the pointer names versions that are not there")


def _operational(data_folder: Path, into: Path) -> int:
    """The operational tables as they are at one moment; returns the newest entry of the audit log."""
    if server_url(data_folder):
        return _of_postgresql(data_folder, into)
    source = data_folder / OPERATIONAL
    if not source.exists():
        return 0
    with closing(sqlite3.connect(source)) as live, closing(sqlite3.connect(into)) as copy:
        live.backup(copy)
        copy.execute("pragma journal_mode=delete")
        (last,) = copy.execute("select coalesce(max(entry_id), 0) from audit_entry").fetchone()
    return int(last)


def _of_postgresql(data_folder: Path, into: Path) -> int:
    one_moment = operational_engine(data_folder).execution_options(isolation_level="REPEATABLE READ")
    with one_moment.connect() as connection:
        return write_file(connection, into)


def _head_of(file: Path) -> bytes:
    """What the file of heads says of a log of which only the newest entry is to be told."""
    with closing(sqlite3.connect(file)) as copy:
        newest = copy.execute("select entry_id, hash from audit_entry order by entry_id desc limit 1").fetchone()
    return f"{newest[0]} {newest[1]}\n".encode() if newest else b""


def _known_to(heads: bytes, last: int) -> bytes:
    lines = heads.splitlines(keepends=True)
    return b"".join(line for line in lines if line.endswith(b"\n") and int(line.split()[0]) <= last)


def _others(data_folder: Path, scratch: Path, stack: ExitStack) -> Iterator[tuple[str, IO[bytes]]]:
    """Publications, own forms and profiles: files put in place by one rename, so that whatever is there is whole."""
    for folder in (scratch, data_folder):
        for path in sorted(folder.rglob("*")):
            name = path.relative_to(folder).as_posix()
            ours = folder == data_folder and name.startswith(_LEFT_OUT)
            if path.is_file() and not ours and not name.endswith((".new", "-wal", "-shm")):
                with suppress(FileNotFoundError):
                    yield name, stack.enter_context(path.open("rb"))


def _add(archive: zipfile.ZipFile, name: str, file: IO[bytes]) -> dict[str, Any]:
    digest, size = hashlib.sha256(), 0
    with archive.open(zipfile.ZipInfo(name), "w", force_zip64=True) as into:
        while some := file.read(CHUNK):
            digest.update(some)
            size += into.write(some)
    return {"sha256": digest.hexdigest(), "bytes": size}


def _add_bytes(archive: zipfile.ZipFile, name: str, content: bytes) -> dict[str, Any]:
    archive.writestr(zipfile.ZipInfo(name), content)
    return {"sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)}


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return b""
