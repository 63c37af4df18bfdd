"""Files of an inbox loaded in a process of its own: one that takes too much is refused, and the next round goes on."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from dashboard import guarded
from dashboard.importers import load, visible
from dashboard.importers.report import Fault, FileReport, Report

SECONDS = 3_600  # of processors: twenty million postings take a hundred


def load_apart(paths: Sequence[Path], *, data_folder: Path, municipality: str | None) -> Report:
    """As importers.load. Raises what it raises, and guarded.Failed."""
    work = partial(load, data_folder=data_folder, municipality=municipality)
    try:
        return guarded.call(work, list(paths), memory=guarded.MEMORY_OF_A_COMMAND, seconds=SECONDS)
    except guarded.Stopped:
        return Report(tuple(_too_much(visible.name(path.name)) for path in paths), "refused")


def _too_much(name: str) -> FileReport:
    return FileReport(name, "", 0, (Fault(name, None, "", "too_much"),))
