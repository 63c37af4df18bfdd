"""The small file `current`: which version counts, and which are kept. What it does not name is nobody's.

Written beside itself, flushed to the disk and put in place by one rename, so a reader finds the old or the new one
whole. It says which layout the versions have, by a number that people raise and by a fingerprint of the tables.
"""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from dashboard.database.engine import VERSIONS_KEPT
from dashboard.database.errors import DamagedPointer, NewerLayout, NoData, NotReadable, OlderLayout
from dashboard.database.rollup_tables import RETAINED, ROLLUPS
from dashboard.database.tables import SOURCES

LAYOUT = 4  # raise it when what the tables mean changes: a version of an older layout is rebuilt (upgrade.py)
POINTER = "current"


@dataclass(frozen=True)
class Pointer:
    """Names of versions; kept: newest first, the counting one among them, empty where an old pointer says nothing."""

    counting: str
    kept: tuple[str, ...]
    layout: int
    shape: str

    def knows(self, name: str) -> bool:
        """Whether this is a version of the folder's, however often it has been written anew."""
        return made(name) in {made(one) for one in (self.counting, *self.kept)}

    def check_newer(self) -> None:
        """Raises NewerLayout where this program may not touch the versions."""
        if self.layout > LAYOUT:
            raise NewerLayout(self.layout, LAYOUT)

    def check_layout(self) -> None:
        """Raises NewerLayout or OlderLayout where the versions are not of this program's layout."""
        self.check_newer()
        if self.layout < LAYOUT or self.shape != shape():
            raise OlderLayout(f"layout {self.layout}, this program writes {LAYOUT}")


_known: dict[str, tuple[tuple[int, ...], Pointer]] = {}  # one for each data folder that was asked for


@lru_cache(maxsize=64)
def file_of(data_folder: Path, name: str) -> Path:
    """The file of the version of that name."""
    return data_folder / f"facts-{name}.duckdb"


def made(name: str) -> str:
    """When the version was first made; upgrade.py adds how often it has been rebuilt."""
    return name.partition("r")[0]


@lru_cache(maxsize=1)
def shape() -> str:
    """A fingerprint of every table's columns, so that no change of them can be forgotten."""
    columns = [
        (table.name, column.name, str(column.type), bool(column.nullable))
        for table in (*SOURCES, *RETAINED, *ROLLUPS)
        for column in table.columns
    ]
    return hashlib.sha256(repr(columns).encode()).hexdigest()[:16]


def read(data_folder: Path) -> Pointer:
    """Of whatever layout. Raises NoData or DamagedPointer."""
    path = data_folder / POINTER
    try:
        known = _known.get(str(path))
        if known is not None and known[0] == _stamp(path.stat()):
            return known[1]  # every request asks: 5 µs instead of 50
        with path.open(encoding="utf-8") as file:
            stamp, content = _stamp(os.fstat(file.fileno())), json.load(file)
    except FileNotFoundError as error:
        raise NoData(str(data_folder)) from error
    except PermissionError as error:
        raise NotReadable(path if os.access(data_folder, os.X_OK) else data_folder) from error
    except (OSError, ValueError) as error:
        raise DamagedPointer("the pointer cannot be read") from error
    found = _understood(content)
    _known[str(path)] = stamp, found
    return found


def _stamp(stat: os.stat_result) -> tuple[int, ...]:
    """What tells one pointer from the next, which is another file put in its place; and from one written over."""
    return stat.st_ino, stat.st_ctime_ns, stat.st_mtime_ns, stat.st_size


def _understood(content: Any) -> Pointer:
    try:
        kept = tuple(_name(file) for file in content.get("kept", ()))
        return Pointer(_name(content["file"]), kept, int(content["layout"]), str(content.get("shape", "")))
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise DamagedPointer("the pointer cannot be understood") from error


def _name(file: str) -> str:
    if not (file.startswith("facts-") and file.endswith(".duckdb") and "/" not in file):
        raise ValueError(file)
    return file.removeprefix("facts-").removesuffix(".duckdb")


def write(data_folder: Path, counting: str, kept: tuple[str, ...]) -> None:
    """Let `counting` count from now on, on the disk and not only in memory."""
    files = [file_of(data_folder, name).name for name in kept]
    content = {"layout": LAYOUT, "shape": shape(), "file": file_of(data_folder, counting).name, "kept": files}
    new = data_folder / f"{POINTER}.new"
    with new.open("w", encoding="utf-8") as file:
        json.dump(content, file)
        file.flush()
        os.fsync(file.fileno())
    flush(data_folder)  # the version's own name first: a pointer to a file that a power cut took would be damage
    new.replace(data_folder / POINTER)
    flush(data_folder)


def flush(path: Path) -> None:
    """What the system still holds of a file or a folder, to the disk."""
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def there(data_folder: Path) -> tuple[str, ...]:
    """The names of all the files that may be versions, newest first: what there is where the pointer does not tell."""
    return tuple(sorted((_name(path.name) for path in data_folder.glob("facts-*.duckdb")), reverse=True))


def kept_with(kept: tuple[str, ...], counting: str, new: str) -> tuple[str, ...]:
    """The names to keep beside a new one: the one that counted until now, and the newest of the others."""
    others = sorted({*kept, counting} - {new, counting}, reverse=True)[: VERSIONS_KEPT - 2]
    return tuple(sorted({new, counting, *others}, reverse=True))
