"""A file that lies nowhere on a disk and not in this process: memory that the system holds for as long as it is open."""

from __future__ import annotations

import os
from typing import IO


def file_in_memory() -> IO[bytes]:
    """Empty, to be written and read. Other processes can be given it by its number (memfd_create, Linux)."""
    return os.fdopen(os.memfd_create("upload"), "w+b")
