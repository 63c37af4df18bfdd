"""What is handed to an import: a name that a report may show, and a file on disk, its bytes, or ready rows.

A file in a folder, an upload on a page (bytes that lie nowhere) and the rows of a query go the same way from here.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from dashboard.importers import reading
from dashboard.importers.reading import Sheet


@dataclass(frozen=True)
class Given:
    """Exactly one of path, content and rows is set."""

    name: str
    path: Path | None = None
    content: bytes | None = None
    rows: tuple[Sheet, ...] | None = None

    def sheets(self) -> list[Sheet]:
        """Raises Refused where it cannot be read."""
        if self.rows is not None:
            return list(self.rows)
        return reading.read(self.path) if self.path is not None else reading.sheets_of(self.content or b"")

    def beginning(self, size: int) -> bytes:
        """The first bytes; none of ready rows or where it cannot be opened, which is said when it is read."""
        if self.path is None:
            return (self.content or b"")[:size]
        try:
            with self.path.open("rb") as file:
                return file.read(size)
        except OSError:
            return b""

    @cached_property
    def sha256(self) -> str:
        """The fingerprint of the bytes or, where there are none, of every cell and its type."""
        if self.path is not None:
            with self.path.open("rb") as file:
                return hashlib.file_digest(file, "sha256").hexdigest()
        if self.content is not None:
            return hashlib.sha256(self.content).hexdigest()
        digest = hashlib.sha256()
        for sheet in self.rows or ():
            digest.update(repr(sheet).encode())
        return digest.hexdigest()


def given(source: Path | Given) -> Given:
    """A path as what is given under the file's name."""
    return source if isinstance(source, Given) else Given(source.name, path=source)
