"""How gunicorn is told that Trinvis will not start: it would try again for ever. Imports nothing that reads the settings."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

WORKER_BOOT_ERROR = 3  # how a process tells gunicorn that no other will do better


@contextmanager
def said_to_gunicorn() -> Iterator[None]:
    """What the block will not start with is said in its sentence, and gunicorn stops."""
    try:
        yield
    except SystemExit as ended:
        if "gunicorn" not in os.environ.get("SERVER_SOFTWARE", ""):
            raise
        sys.stderr.write(f"{ended.code}\n")
        raise SystemExit(WORKER_BOOT_ERROR) from None
