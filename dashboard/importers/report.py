"""What an import says back: which file, which row, which column, what is wrong and how serious it is.

Codes and values only; the sentences are in wording.py, so that a report can be shown in either language.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from dashboard.importers import cpr, visible

Outcome = Literal["checked", "loaded", "unchanged", "refused"]
MOST_FAULTS = 1000  # of one file: who has more needs another export, not a longer list
SHOWN_LENGTH = 40

# One error stops the whole import. A warning is said and the row is kept; information asks nobody to do anything.
Severity = Literal["error", "warning", "info"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")
SEVERITY_NAMES: dict[Severity, str] = {"error": "Error", "warning": "Warning", "info": "Information"}  # message ids


@dataclass(frozen=True)
class Fault:
    """One thing wrong. row counts as the spreadsheet does (1 is the top); None: the whole file.

    What cannot be read is an error; of what a rule finds, the rule says how serious it is. n: how many cases or rows
    the fault speaks of.
    """

    file: str
    row: int | None
    column: str  # the heading as it stands in the file; '' where the fault has none
    code: str
    values: Mapping[str, str] = field(default_factory=dict)
    severity: Severity = "error"
    n: int = 1

    @property
    def is_error(self) -> bool:
        return self.severity == "error"


@dataclass(frozen=True)
class Remark:
    """Something done or assumed that the reader must know."""

    code: str
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class FileReport:
    """One file, or one sheet of a workbook. source is '' where the file was not recognised.

    faults are to be corrected or looked at; information asks nobody to do anything. Both are the first MOST_FAULTS;
    counts holds all of them: by code, how many cases or rows. places: the codes of the municipalities in it.
    """

    file: str
    source: str
    rows_in: int
    faults: tuple[Fault, ...] = ()
    remarks: tuple[Remark, ...] = ()
    information: tuple[Fault, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)
    places: frozenset[str] = frozenset()

    @property
    def ok(self) -> bool:
        return not any(fault.is_error for fault in self.faults)


@dataclass(frozen=True)
class Understood:
    """What a source of one municipality was understood as (importers.understood), and the delivery before it: empty
    where there is none."""

    source: str
    municipality: str
    figures: Mapping[str, int]
    before: Mapping[str, int]


@dataclass(frozen=True)
class Report:
    """All files of one command. version is the new version's name, None where nothing was changed.

    places: codes of the municipalities whose own data the files hold.
    """

    files: tuple[FileReport, ...]
    outcome: Outcome
    version: str | None = None
    places: frozenset[str] = frozenset()
    understood: tuple[Understood, ...] = ()  # by source and municipality

    @property
    def ok(self) -> bool:
        return all(file.ok for file in self.files)

    @property
    def faults(self) -> tuple[Fault, ...]:
        return tuple(fault for file in self.files for fault in file.faults)


class Bad(Exception):
    """A cell that cannot be understood; the message is the fault's code."""

    @property
    def code(self) -> str:
        return str(self.args[0])


class Refused(Exception):
    """A whole file that cannot be taken in; carries the fault's code and values."""

    def __init__(self, code: str, **values: str) -> None:
        super().__init__(code)
        self.code = code
        self.values = values


def shown(value: object) -> str:
    """A cell's value as a report may repeat it: short, on one line, and without any CPR number."""
    text = visible.visible(cpr.mask(" ".join(str(value).split())))
    return text if len(text) <= SHOWN_LENGTH else text[: SHOWN_LENGTH - 1] + "…"
