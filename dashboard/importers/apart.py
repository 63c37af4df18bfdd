"""Files of an inbox loaded in a process of its own: one that takes too much is refused, and the next round goes on."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from dashboard import guarded
from dashboard.database.publishing import in_both
from dashboard.importers import load, visible
from dashboard.importers.report import Fault, FileReport, Report
from dashboard.settings import settings

SECONDS = 3_600  # of processors: twenty million postings take a hundred


def load_apart(paths: Sequence[Path], *, data_folder: Path, municipality: str | None) -> Report:
    """As importers.load. Raises what it raises, and guarded.Failed."""
    work = partial(_loaded, data_folder=data_folder, municipality=municipality)
    try:
        return guarded.call(work, list(paths), memory=guarded.MEMORY_OF_A_COMMAND, seconds=SECONDS)
    except guarded.Stopped:
        return Report(tuple(_too_much(visible.name(path.name)) for path in paths), "refused")


def _loaded(paths: Sequence[Path], *, data_folder: Path, municipality: str | None) -> Report:
    """In the process that loads, since nobody else may import while it does (import_lock.py)."""
    with in_both(data_folder, settings().facts_url, settings().facts_owner_url):
        return load(paths, data_folder=data_folder, municipality=municipality)


def _too_much(name: str) -> FileReport:
    return FileReport(name, "", 0, (Fault(name, None, "", "too_much"),))
