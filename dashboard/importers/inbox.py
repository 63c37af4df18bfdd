"""A folder into which others put files: checked, loaded and moved, with a report beside each.

SFTP servers, robots and people drop files there. Those that lie there together are tried together, for a case list and
its coordinators speak of each other; where one is refused, they are tried apart, so that it holds up none that does not
belong to it (inbox_groups.py).

It may be stopped at any moment: a file is moved only when it has been loaded or refused, and a file that is loaded a
second time changes nothing.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from dashboard.database.errors import DatabaseAway, DiskFull, ImportRunning
from dashboard.importers import cpr, inbox_groups, visible
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
    """One file's end: where it lies now, what was said of it alone, and where that stands written.

    because_of: the names of the files that it was refused with, where there is no error in itself.
    """

    moved_to: Path
    fate: Fate
    report: Report
    report_file: Path
    because_of: tuple[str, ...] = ()


def handle(folder: Path, load: Load, *, settled: float = SETTLED) -> list[Handled]:
    """Take in every finished file of the folder once. load: importers.load with all but the files filled in.

    Raises ImportRunning where another import is under way, and what else load does: what was not taken in lies where it
    lay, and is there next time.
    """
    return list(_handled(folder, load, settled))


def _handled(folder: Path, load: Load, settled: float) -> Iterator[Handled]:
    """As handle, one by one: whoever listens has heard of those that were moved before something stood in the way."""
    files = waiting(folder, settled)
    if not files:
        return
    together = load(files)
    if together.ok or len(files) == 1:
        yield from (_move(folder, file, files, together) for file in files)
    else:
        yield from _handle_apart(folder, inbox_groups.groups(files, together), load)


def _handle_apart(folder: Path, groups: list[list[Path]], load: Load) -> Iterator[Handled]:
    """Each group by itself, moved before the next is tried. Activities of several groups are moved with the last: to
    refused/ where one of their groups was refused, since it needs them again."""
    refused_with: dict[Path, tuple[list[Path], Report]] = {}
    for number, group in enumerate(groups):
        report = load(group)
        later = {file for other in groups[number + 1 :] for file in other}
        for file in group:
            if not report.ok:
                refused_with.setdefault(file, (group, report))
            if file not in later:
                known = refused_with.get(file)
                needed = known is not None and (not report.ok or inbox_groups.completes_more(file, report))
                yield _move(folder, file, *(known if known is not None and needed else (group, report)))


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


def _move(folder: Path, file: Path, group: Sequence[Path], report: Report) -> Handled:
    """group: what it was tried with. report: of the group."""
    fate: Fate = "loaded" if report.ok else "refused"
    mine = inbox_groups.own(file, report)
    others = tuple(inbox_groups.name(one) for one in group if one != file)
    target = _free(folder / FOLDERS[fate], file)
    beside = target.with_name(target.name + REPORT)
    lines = inbox_groups.lines(file, group, report, refused=fate == "refused")
    beside.write_text("\n".join(lines) + "\n", encoding="utf-8")
    file.replace(target)
    return Handled(target, fate, mine, beside, others if fate == "refused" and mine.ok else ())


def _free(folder: Path, file: Path) -> Path:
    """A name that nobody has: the day and time before the file's own, which is not repeated if it may hold a CPR number."""
    folder.mkdir(exist_ok=True)
    stem = "fil" if cpr.found_in_name(file.name) else visible.visible(file.stem)[:LONGEST_STEM]
    name = stem + (file.suffix[:10] if file.suffix[1:].isalpha() else "")
    moment = dt.datetime.now().strftime("%Y-%m-%d %H.%M.%S")
    path, number = folder / f"{moment} {name}", 1
    while path.exists():
        number += 1
        path = folder / f"{moment} ({number}) {name}"
    return path


def watch(
    folder: Path,
    load: Load,
    tell: Callable[[Handled], None],
    *,
    stopped: Callable[[], bool],
    held_up: Callable[[Exception], None] = lambda _error: None,
) -> None:
    """Handle the folder until `stopped` says so, which is asked after each round and waits for as long as there is to wait.

    held_up: told what stood in the way of a round, after which the files lie where they lay.
    """
    while True:
        try:
            for handled in _handled(folder, load, SETTLED):
                tell(handled)
        except (ImportRunning, DatabaseAway, DiskFull) as error:
            held_up(error)
        if stopped():
            return
