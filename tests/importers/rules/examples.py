"""What a rule finds and what it only nearly finds, as files that are really checked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from dashboard.importers import check, load
from dashboard.importers.report import Fault, Report
from dashboard.importers.rules import RULES
from dashboard.importers.wording import fault_text
from dashboard.language import set_language
from tests.importers.files import csv_file

TODAY = dt.date.today()
Lines = Sequence[str]  # headings, then rows, with semicolons


def day(ago: int) -> str:
    """A day so many days ago, as people write it; the future is negative."""
    return (TODAY - dt.timedelta(days=ago)).strftime("%d-%m-%Y")


@dataclass(frozen=True)
class Example:
    """found breaks the rule and missed nearly does; sentence and effect are what is said of found, in Danish.

    before: files that are loaded first. beside: files in the same command as found and missed.
    """

    code: str
    severity: str
    found: Lines
    missed: Lines
    sentence: str
    effect: str | None = None
    before: Sequence[Lines] = ()
    beside: Sequence[Lines] = ()
    as_of: dt.date | None = None

    def holds(self, folder: Path) -> None:
        data = folder / "data"
        for number, lines in enumerate(self.before):
            assert load([_file(folder / f"f{number}.csv", lines)], data_folder=data, municipality="Herning").ok
        report = self._checked(folder, data, self.found)
        hits = [fault for fault in _all(report) if fault.code == self.code]
        assert [fault.severity for fault in hits] == [self.severity], [fault.code for fault in _all(report)]
        set_language("da")
        assert fault_text(hits[0]) == self.sentence
        effect = RULES[self.code].effect
        assert (effect.text(hits[0].n) if effect else None) == self.effect
        assert self.code not in {fault.code for fault in _all(self._checked(folder, data, self.missed))}

    def _checked(self, folder: Path, data: Path, lines: Lines) -> Report:
        files = [_file(folder / f"{number}.csv", text) for number, text in enumerate((lines, *self.beside))]
        return check(files, data_folder=data, municipality="Herning", as_of=self.as_of)


def _file(path: Path, lines: Lines) -> Path:
    return csv_file(path, lines[0].split(";"), [line.split(";") for line in lines[1:]])


def _all(report: Report) -> list[Fault]:
    return [fault for file in report.files for fault in (*file.faults, *file.information)]
