"""Files with personal data are for the account that runs Trinvis alone, whatever the machine's umask."""

from __future__ import annotations

import os
import stat
from pathlib import Path

OTHERS = stat.S_IRWXG | stat.S_IRWXO


def write_privately() -> None:
    """From here on this process and its children make files 0600 and folders 0700. For the programs that people start."""
    os.umask(OTHERS)


def open_to_others(folder: Path) -> Path | None:
    """The folder, or the first file or folder in it, that other accounts may read, write or enter; None where none is.

    What cannot be looked at is not this account's, so it is named too. A folder that is closed guards what lies in it.
    """
    if not folder.exists():
        return None
    if not folder.stat().st_mode & OTHERS:
        return None
    return next((path for path in (folder, *sorted(folder.rglob("*"))) if _is_open(path)), None)


def _is_open(path: Path) -> bool:
    try:
        return bool(path.lstat().st_mode & OTHERS) and not path.is_symlink()
    except OSError:
        return True
