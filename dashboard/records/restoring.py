"""Back from a backup: unpacked beside the data folder, held against itself, and only then put in its place."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from dashboard.access import audit_check
from dashboard.database import kept, pointer
from dashboard.database.errors import NoData
from dashboard.database.import_lock import import_lock
from dashboard.database.operational import operational_engine

MANIFEST = "manifest.json"
OPERATIONAL = "operational.sqlite"
UNFINISHED = ".trinvis-"  # how the name of what is not finished begins, beside what it is to become
CHUNK = 1 << 20  # bytes


class NotWhole(Exception):
    """A backup, or what was restored of it, is not as it was written; says what is wrong."""


class InTheWay(Exception):
    """There is something already where a backup or restored data are to stand; args: its path."""


@dataclass(frozen=True)
class Backup:
    """version: the one that counts, '' where there are no facts. entries: of the audit log."""

    path: Path
    version: str
    entries: int
    size: int  # bytes


def restore(source: Path, data_folder: Path, *, instead: bool = False) -> tuple[Backup, Path | None]:
    """Put what a backup holds where data_folder is; what is there now must go by `instead`, and is kept beside it.

    Returns the backup and where the earlier folder went. Raises InTheWay, NotWhole, DamagedData and OSError; then
    nothing has been changed.
    """
    data_folder = data_folder.resolve()
    there = data_folder.exists() and any(path.name != "import.lock" for path in data_folder.iterdir())
    if there and not instead:
        raise InTheWay(data_folder)
    data_folder.parent.mkdir(parents=True, exist_ok=True)
    forget_unfinished(data_folder.parent)
    with _unpacked(source, data_folder.parent) as folder:
        found = _held_against_itself(folder, source)
        if not data_folder.exists():
            folder.rename(data_folder)
            return found, None
        with import_lock(data_folder):
            aside = _free(data_folder.with_name(f"{data_folder.name}.foer"))
            data_folder.rename(aside)
            folder.rename(data_folder)
    return found, aside


def _free(path: Path) -> Path:
    names = (path if n == 1 else path.with_name(f"{path.name}-{n}") for n in range(1, 1000))
    return next(name for name in names if not name.exists())


def checked(path: Path) -> Backup:
    with _unpacked(path, path.parent) as folder:
        return _held_against_itself(folder, path)


@contextmanager
def _unpacked(source: Path, beside: Path) -> Iterator[Path]:
    """A backup as a folder of its own; what is still there in the end goes. Raises NotWhole and OSError."""
    folder = Path(tempfile.mkdtemp(prefix=f"{UNFINISHED}{os.getpid()}-", dir=beside))
    try:
        with zipfile.ZipFile(source) as archive:
            about = json.loads(archive.read(MANIFEST))
            for name, said in about["files"].items():
                _unpack(archive, name, said, folder)
        yield folder
    except (zipfile.BadZipFile, KeyError, ValueError, TypeError) as error:
        raise NotWhole(str(error)) from error
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _unpack(archive: zipfile.ZipFile, name: str, said: dict[str, Any], folder: Path) -> None:
    inside = PurePosixPath(name)
    if inside.is_absolute() or ".." in inside.parts:
        raise NotWhole(name)
    path, digest = folder / inside, hashlib.sha256()
    path.parent.mkdir(parents=True, exist_ok=True)
    with archive.open(name) as file, path.open("wb") as into:
        while some := file.read(CHUNK):
            digest.update(some)
            into.write(some)
        into.flush()
        os.fsync(into.fileno())
    if digest.hexdigest() != said["sha256"]:
        raise NotWhole(name)


def _held_against_itself(folder: Path, source: Path) -> Backup:
    """Every version against the fingerprints it was written with, and the log's chain. Raises NotWhole, DamagedData."""
    counting, names = "", set[str]()
    with suppress(NoData):
        pointed = pointer.read(folder)
        pointed.check_newer()
        counting, names = pointed.counting, {*pointed.kept, pointed.counting}
    for name in sorted(names):
        if kept.verify(folder, name):
            raise NotWhole(pointer.file_of(folder, name).name)
    entries = 0
    if (folder / OPERATIONAL).exists():
        checked = audit_check.verify(folder)
        operational_engine(folder).dispose()
        if checked.broken:
            raise NotWhole(f"audit log, {checked.at}")
        entries = checked.entries
    return Backup(source, counting, entries, source.stat().st_size)


def forget_unfinished(folder: Path) -> None:
    """What a process left that was killed at it: its number stands in the name."""
    for path in folder.glob(f"{UNFINISHED}*-*"):
        number = path.name.removeprefix(UNFINISHED).split("-")[0]
        if number.isdigit() and not Path(f"/proc/{number}").exists():
            shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(missing_ok=True)
