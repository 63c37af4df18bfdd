"""Which accounts of a month count, worked out plainly from everything that was delivered: the twin of importers.again.

The newest delivery of the whole month counts, and over it every part by its day; what was said to replace, replaces all
that is older. Nothing here is kept from one delivery to the next: each answer is made anew from all that were taken in.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

Cell = tuple[str, ...]
Amounts = tuple[int, ...]  # what a cell says; the first is its sum
Span = int  # a month, or a year


@dataclass(frozen=True)
class Command:
    """One command. again: as it is said. files: what each file holds of each month. once: no cell may stand in two
    files, not even alike."""

    day: dt.date
    again: str
    files: tuple[Mapping[Span, Mapping[Cell, Amounts]], ...]
    once: bool = False

    def holds(self) -> dict[Span, dict[Cell, Amounts]] | None:
        """All files together; None where two of them tell a cell differently."""
        found: dict[Span, dict[Cell, Amounts]] = {}
        for file in self.files:
            for span, cells in file.items():
                for cell, amounts in cells.items():
                    told = cell in found.setdefault(span, {})
                    if told and (self.once or found[span][cell] != amounts):
                        return None
                    found[span][cell] = amounts
        return found


@dataclass(frozen=True)
class Part:
    """What one command said of one month. order: the day, and which command of that day it was."""

    order: tuple[dt.date, int]
    again: str
    cells: Mapping[Cell, Amounts]


class World:
    """Everything that was taken in so far."""

    def __init__(self) -> None:
        self.parts: dict[Span, list[Part]] = {}
        self.commands = 0

    def take(self, command: Command) -> bool:
        """Whether the command is taken in; where it has to be asked about, nothing of it is."""
        holds = command.holds()
        if holds is None or any(self.asked(span, command, cells) for span, cells in holds.items()):
            return False
        self.commands += 1
        for span, cells in holds.items():
            self.parts.setdefault(span, []).append(Part((command.day, self.commands), command.again, cells))
        return True

    def counted(self, span: Span) -> list[Part]:
        """Without what was replaced by word."""
        parts = self.parts.get(span, [])
        replaced = max((part.order for part in parts if part.again == "erstat"), default=None)
        return [part for part in parts if replaced is None or part.order >= replaced]

    def whole(self, span: Span) -> Part | None:
        return max((p for p in self.counted(span) if p.again != "suppler"), key=lambda p: p.order, default=None)

    def facts(self, span: Span) -> dict[Cell, tuple[Amounts, dt.date]]:
        """What each account says, and as of which day."""
        whole = self.whole(span)
        layers = [p for p in self.counted(span) if p.again == "suppler" or p is whole]
        found: dict[Cell, tuple[Amounts, dt.date]] = {}
        for part in sorted(layers, key=lambda p: p.order):
            if part is whole:
                found = {}  # nothing older is in it, but what was added to it afterwards
            for cell, amounts in part.cells.items():
                found[cell] = (amounts, part.order[0])
        if whole is not None:
            for part in sorted(layers, key=lambda p: p.order):
                if part.order < whole.order:
                    under = {c: a for c, a in part.cells.items() if a[0] != 0 and c not in whole.cells}
                    for cell, amounts in under.items():
                        if cell not in found or found[cell][1] <= part.order[0]:
                            found[cell] = (amounts, part.order[0])
        return found

    def asked(self, span: Span, command: Command, cells: Mapping[Cell, Amounts]) -> bool:
        """Whether it would take something away that nobody has said may go."""
        if command.again or not self.parts.get(span):
            return False
        day, facts, whole = command.day, self.facts(span), self.whole(span)
        replaced = [p.order[0] for p in self.parts[span] if p.again == "erstat"]
        if replaced and max(replaced) > day:
            return False
        if whole is not None and whole.order[0] > day:
            return any(
                amounts[0] != 0 if cell not in facts else facts[cell][1] <= day and facts[cell][0] != amounts
                for cell, amounts in cells.items()
            )
        lost = [c for c, (amounts, at) in facts.items() if at <= day and c not in cells and amounts[0] != 0]
        tied = [c for c, a in cells.items() if c in facts and facts[c][1] == day and facts[c][0] != a]
        before = sum(amounts[0] for amounts, _at in facts.values())
        after = sum(a[0] for c, a in cells.items() if c not in facts or facts[c][1] <= day)
        after += sum(amounts[0] for amounts, at in facts.values() if at > day)
        return bool(lost or tied) or (before != 0 and after == 0)

    def spans(self) -> Sequence[Span]:
        return sorted(self.parts)
