"""The ledgers of a command, and what several of its files hold of the same month."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.importers.again.judge import Line
from dashboard.importers.again.kinds import Name, Span
from dashboard.importers.ledger_stage import Staged


@dataclass(frozen=True)
class Numbered:
    """A ledger of the command. part: its number; sheet: the same for amounts that stand side by side in one sheet."""

    part: int
    sheet: int
    staged: Staged


@dataclass(frozen=True)
class Alike:
    """Two parts of the command that hold the same accounts of a month or year: the first is counted, or neither."""

    kind: Name
    span: Span
    parts: tuple[int, int]
    line: Line | None = None  # where they disagree, the largest of what they disagree on
