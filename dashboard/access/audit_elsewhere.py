"""What was written of the audit log outside the data folder: the file in TRINVIS_AUDIT_TO, where that is a file.

Whoever can write the data folder can write log and heads anew, each whole in itself; these lines they cannot reach.
What a syslog has collected is not read here: `trinvis audit verify --mod` takes it as a file.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

NEWEST_BYTES = 65_536  # at the end: some five hundred entries, so that a power cut's last ones are among them
_HEAD = re.compile(r"audit entry (\d+) ([0-9a-f]{64})")  # as audit_log writes it, in whatever line


def heads(lines: Iterable[str]) -> Iterator[tuple[int, str]]:
    """Number and hash of each entry that the lines tell of, in their order."""
    return ((int(number), head) for line in lines for number, head in _HEAD.findall(line))


def newest_heads(place: str) -> list[tuple[int, str]]:
    """The last entries that were written there, the newest last. Empty where nothing has been, or it is no file.

    Raises OSError where the file cannot be read.
    """
    path = Path(place)
    if not path.is_absolute() or not path.is_file():
        return []
    with path.open("rb") as file:
        file.seek(max(0, os.fstat(file.fileno()).st_size - NEWEST_BYTES))
        return list(heads(file.read().decode("utf-8", "replace").splitlines()))
