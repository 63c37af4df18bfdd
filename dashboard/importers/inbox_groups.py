"""Which files of the inbox belong together, and what is said of one of them alone.

Together are files of the same kind for the same municipality, since each delivery takes the place of the one before: half
of it would take the other half away. And case lists with the activities that complete them, for a list without its
activities would turn families who have been contacted into families who wait.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from dashboard.importers import visible
from dashboard.importers.profiles import contacts
from dashboard.importers.render import render
from dashboard.importers.report import FileReport, Report
from dashboard.language import _

CASES = "cases"


def groups(files: Sequence[Path], together: Report) -> list[list[Path]]:
    """The files in groups that are tried apart, in the order of their first. Activities stand in each group that they
    may complete. together: what was found when all were tried at once.
    """
    found: list[tuple[set[tuple[str, str]], list[Path]]] = []
    activities = [file for file in files if contacts.SOURCE in _sources(file, together)]
    for file in files:
        if file in activities:
            continue
        kinds = {(part.source, place) for part in parts(file, together) for place in part.places if part.source}
        same = [one for one in found if one[0] & kinds]
        found = [one for one in found if one not in same]
        found.append((kinds.union(*(one[0] for one in same)), [*(path for one in same for path in one[1]), file]))
    lists = [group for kinds, group in found if any(source == CASES for source, _place in kinds)]
    for group in lists:
        group += activities
    alone = [] if lists else [[file] for file in activities]
    return sorted(
        (sorted(group, key=files.index) for group in ([g for _k, g in found] + alone)), key=lambda g: files.index(g[0])
    )


def parts(file: Path, report: Report) -> tuple[FileReport, ...]:
    """What a report says of the file's sheets."""
    shown = name(file)
    return tuple(part for part in report.files if part.file == shown or part.file.startswith(f"{shown} › "))


def own(file: Path, report: Report) -> Report:
    """The report of a group as far as it speaks of the file: nobody is shown what is wrong in another's."""
    return replace(report, files=parts(file, report))


def lines(file: Path, group: Sequence[Path], report: Report, *, refused: bool) -> list[str]:
    """What stands in the report beside the file. report: of the group. refused: the file is, whatever was loaded of it."""
    mine, others = own(file, report), ", ".join(name(one) for one in group if one != file)
    said = render(mine)
    if refused and mine.ok:  # the last line would count its errors, of which there are none
        return [*said[:-1], belongs(others)]
    return [*said, _("Loaded together with: {files}", files=others)] if others and not refused else said


def belongs(others: str) -> str:
    """Why a file without a fault is refused. others: the names of those that it belongs to."""
    return _(
        "There is no error in this file. It is refused because it belongs together with {files}, where there is one: "
        "the same kind of data for the same municipality, or a case list and its activities. Put all of them into the "
        "inbox again when the error has been corrected.",
        files=others,
    )


def name(file: Path) -> str:
    """As others may be shown it."""
    return visible.name(file.name)


def completes_more(file: Path, report: Report) -> bool:
    """Whether activities speak of cases that were not in the lists they were tried with."""
    return any(remark.code == "contacts_of_others" for part in parts(file, report) for remark in part.remarks)


def _sources(file: Path, report: Report) -> set[str]:
    return {part.source for part in parts(file, report)}
