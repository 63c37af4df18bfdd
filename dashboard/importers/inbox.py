"""A folder into which others put files: checked, loaded and moved, with a report beside each.

SFTP servers, robots and people drop files there. Those that lie there together are tried together, for a case list and
its coordinators speak of each other; where one is refused, they are tried apart, so that it holds up no other.

It may be stopped at any moment: a file is moved only when it has been loaded or refused, and a file that is loaded a
second time changes nothing.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from dashboard.database.versions import ImportRunning
from dashboard.importers import cpr
from dashboard.importers.profiles import contacts
from dashboard.importers.render import render
from dashboard.importers.report import Report

Fate = Literal["loaded", "refused"]
FOLDERS: dict[Fate, str] = {"loaded": "indlaest", "refused": "afvist"}
REPORT = ".rapport.txt"
# Of programs that are still writing: Office's locks, and the names that transfers give what they have not finished.
UNFINISHED_BEGIN, UNFINISHED_END = ("~$", "."), (".part", ".filepart", ".tmp", ".crdownload", REPORT)
LONGEST_STEM = 100  # signs: with the time before it and the report's ending after it a name must still fit
SETTLED = 5.0  # seconds without a change: whoever is still writing is left in peace

Load = Callable[[Sequence[Path]], Report]


@dataclass(frozen=True)
class Handled:
    """One file's end: where it lies now, what was said of it, and where that stands written."""

    moved_to: Path
    fate: Fate
    report: Report
    report_file: Path


def handle(folder: Path, load: Load, *, settled: float = SETTLED) -> list[Handled]:
    """Take in every finished file of the folder once. load: importers.load with all but the files filled in.

    Raises ImportRunning where another import is under way: everything lies where it lay, and is there next time.
    """
    files = waiting(folder, settled)
    if not files:
        return []
    together = load(files)
    if together.ok or len(files) == 1:
        return [_move(folder, file, together) for file in files]
    handled: list[Handled] = []
    for group in _apart(files, together):
        report = load(group)
        handled += [_move(folder, file, report) for file in group]
    return handled


def _apart(files: Sequence[Path], together: Report) -> list[list[Path]]:
    """Each file alone, but for case lists and the activities that complete them: a list that was loaded without its
    activities would turn families who have been contacted into families who wait."""
    cases = [file for file in files if _sources(file, together) & {"cases", contacts.SOURCE}]
    return [*([cases] if cases else []), *([file] for file in files if file not in cases)]


def _sources(file: Path, report: Report) -> set[str]:
    name = cpr.mask(file.name)
    return {part.source for part in report.files if part.file == name or part.file.startswith(f"{name} › ")}


def waiting(folder: Path, settled: float = SETTLED) -> list[Path]:
    """The files that nobody is writing any more, by name. What cannot be looked at now is looked at next time."""
    latest = time.time() - settled
    return sorted(path for path in folder.iterdir() if not _unfinished(path.name) and _has_rested(path, latest))


def _unfinished(name: str) -> bool:
    return name.startswith(UNFINISHED_BEGIN) or name.casefold().endswith(UNFINISHED_END)


def _has_rested(path: Path, latest: float) -> bool:
    try:
        if path.is_symlink() or not path.is_file():  # a link could lead anywhere
            return False
        with path.open("rb"):  # Windows keeps a file that is open in Excel to itself
            return path.stat().st_ctime <= latest  # by this machine's clock; the other is whatever the sender says
    except OSError:
        return False


def _move(folder: Path, file: Path, report: Report) -> Handled:
    fate: Fate = "loaded" if report.ok else "refused"
    target = _free(folder / FOLDERS[fate], file)
    beside = target.with_name(target.name + REPORT)
    beside.write_text("\n".join(render(report)) + "\n", encoding="utf-8")
    file.replace(target)
    return Handled(target, fate, report, beside)


def _free(folder: Path, file: Path) -> Path:
    """A name that nobody has: the day and time before the file's own, which is not repeated if it may hold a CPR number."""
    folder.mkdir(exist_ok=True)
    stem = "fil" if cpr.found_in_name(file.name) else " ".join(file.stem[:LONGEST_STEM].split())
    name = stem + file.suffix[:10]
    moment = dt.datetime.now().strftime("%Y-%m-%d %H.%M.%S")
    path, number = folder / f"{moment} {name}", 1
    while path.exists():
        number += 1
        path = folder / f"{moment} ({number}) {name}"
    return path


def watch(
    folder: Path, load: Load, tell: Callable[[Handled], None], *, pause: float, stopped: Callable[[float], bool]
) -> None:
    """Handle the folder every `pause` seconds until `stopped` says so; it waits as long as it is told, and answers."""
    while True:
        try:
            for handled in handle(folder, load):
                tell(handled)
        except ImportRunning:
            pass  # the files lie there still
        if stopped(pause):
            return
