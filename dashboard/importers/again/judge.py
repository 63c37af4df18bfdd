"""What becomes of one month or year that was delivered before: decided from what differs, and from what was said of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from dashboard.importers.again.kinds import Span
from dashboard.importers.choices import Again

# Of a cell: only held (lost), held from a newer delivery (newer), only delivered (added), in both with the same numbers
# (same), with others from an older day (changed) or from the very same day (tied). What is lost or added and comes to
# 0 kr. is nothing: an account without postings may stand in an extract or be left out of it.
Fate = Literal["lost", "newer", "added", "same", "changed", "tied", "nothing"]
Question = Literal["would_disappear", "same_day_other", "comes_to_nothing", "older_has_more"]
LISTED = 5  # cells of each fate that are named


class Line(NamedTuple):
    """One cell by name, and what it was and would be, in øre."""

    label: str
    held: int
    new: int


@dataclass(frozen=True)
class Tally:
    """The cells of one fate: how many, and what they are and would be, in øre; lines: the largest of them."""

    n: int = 0
    held: int = 0
    new: int = 0
    lines: Sequence[Line] = ()


@dataclass(frozen=True)
class Before:
    """whole_on: the newest day of a delivery of all of it; replaced_on: of one that was said to replace everything
    before it; held_on: the newest day of anything in it. None: there is none."""

    whole_on: dt.date | None = None
    replaced_on: dt.date | None = None
    held_on: dt.date | None = None


@dataclass(frozen=True)
class Difference:
    """A month or year that is held and delivered. day: what the delivery describes."""

    span: Span
    day: dt.date
    before: Before
    fates: Mapping[Fate, Tally] = field(default_factory=dict)

    def of(self, *fates: Fate) -> Tally:
        found = [self.fates[fate] for fate in fates if fate in self.fates]
        lines = sorted((line for one in found for line in one.lines), key=lambda line: -abs(line.held or line.new))
        return Tally(sum(f.n for f in found), sum(f.held for f in found), sum(f.new for f in found), lines)

    @property
    def held(self) -> int:
        return sum(tally.held for tally in self.fates.values())


@dataclass(frozen=True)
class Verdict:
    """question: what has to be answered first; None where nothing has. take: whether anything of it comes in.

    older: what comes in stands under a newer delivery of the whole. after: the sum that would stand, in øre.
    """

    difference: Difference
    question: Question | None
    take: bool
    older: bool
    after: int

    @property
    def changes(self) -> bool:
        return self.take and bool(self.difference.of("changed", "tied", "added", "lost").n)


def judge(difference: Difference, again: Again) -> Verdict:
    """again: what was answered; '' where nobody has."""
    before, day = difference.before, difference.day
    older = before.whole_on is not None and before.whole_on > day
    if before.replaced_on is not None and before.replaced_on > day:
        return Verdict(difference, None, False, older, difference.held)
    if again == "suppler":
        return Verdict(difference, None, True, older, _added_to(difference))
    if older:
        more = difference.of("added", "changed", "tied").n
        asked: Question | None = "older_has_more" if more and not again else None
        return Verdict(difference, asked, False, older, difference.held)
    after = difference.of("newer").held + difference.of("same", "changed", "tied", "added", "nothing").new
    return Verdict(difference, None if again else _question(difference, after), True, older, after)


def _question(difference: Difference, after: int) -> Question | None:
    if difference.of("lost").n:
        return "would_disappear"
    if difference.of("tied").n:
        return "same_day_other"
    return "comes_to_nothing" if difference.held and not after else None


def _added_to(difference: Difference) -> int:
    replaced = difference.of("same", "changed", "tied")
    return difference.held - replaced.held + replaced.new + difference.of("added").new
