"""What a rule may know beside the rows: which day it is, and what the data already hold."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from dashboard.importers.choices import Again, Choices
from dashboard.importers.lists_held import EarlierList
from dashboard.importers.surveys_forms import Earlier, Forms, Place, Wave

# (municipality, cost centre) → the months from, and to (None: still), that the mapping says its target group for.
Centres = Mapping[tuple[str, str], tuple[tuple[int, int | None], ...]]
Unassigned = Mapping[tuple[str, str], tuple[int, int]]  # (municipality, cost centre) → postings, and their sum in øre


class Posted(NamedTuple):
    """So many postings of one cost centre ('' none) in one month, and their sum in øre."""

    municipality: str
    cost_centre: str
    month: int
    n: int
    ore: int


class Control(NamedTuple):
    """A ledger's row that says a sum in øre (None: it cannot be read), and what its rows come to. part: of the command."""

    part: int
    said: int | None
    found: int


class Doubled(NamedTuple):
    """A function whose postings without a grouping are, in some month, what those with one come to. part: of the command."""

    part: int
    function: str
    parts: int


@dataclass(frozen=True)
class Before:
    """What the data hold of the sources in hand before the delivery takes their place; nothing of sample data."""

    cases: frozenset[tuple[str, str]] = frozenset()  # (municipality, case)
    on_cases: frozenset[tuple[str, str]] = frozenset()  # (municipality, coordinator) with an open case
    rows: Mapping[tuple[str, str], int] = field(default_factory=dict)  # by (source, municipality)
    open_cases: Mapping[str, int] = field(default_factory=dict)  # by municipality
    lists: Mapping[str, EarlierList] = field(default_factory=dict)  # the case list before the one in hand, by municipality
    services: Mapping[tuple[str, str], int] = field(default_factory=dict)  # by (municipality, system)
    persons: Mapping[tuple[str, int], int] = field(default_factory=dict)  # by (municipality, year)
    centres: Centres = field(default_factory=dict)
    postings: Mapping[tuple[str, int], int] = field(default_factory=dict)  # by (municipality, month)
    waves: Mapping[Wave, int] = field(default_factory=dict)  # invitations, by (municipality, form, day sent)
    posted: tuple[Posted, ...] = ()  # of the municipalities whose cost centres are delivered
    invitations: Mapping[Place, Earlier] = field(default_factory=dict)  # of those that the delivery speaks of


@dataclass(frozen=True)
class Context:
    """as_of: the day the case list describes, where the caller has said it; else the latest day in the list.

    cases, coordinators and on_cases are known when the delivery has been loaded: what the data hold, and what comes
    with the same command.
    """

    today: dt.date
    as_of: dt.date | None
    municipality: str | None  # of rows that do not name one
    functions: frozenset[str]  # account functions with a class of spending
    coordinators: frozenset[tuple[str, str]]  # (municipality, coordinator) with hours in the data
    cases: frozenset[tuple[str, str]] = frozenset()  # (municipality, case)
    on_cases: frozenset[tuple[str, str]] = frozenset()  # (municipality, coordinator) with an open case
    before: Before = Before()
    centres: Centres = field(default_factory=dict)
    unassigned: Unassigned = field(default_factory=dict)  # postings that the municipality's mapping has no group for
    controls: tuple[Control, ...] = ()  # of the ledgers in the command
    doubled: tuple[Doubled, ...] = ()
    forms: Forms = field(default_factory=Forms)  # of the surveys in the command, joined with what the data hold
    choices: Choices = field(default_factory=Choices)

    @property
    def again(self) -> Again:
        """What becomes of what is held of the same day."""
        return self.choices.again

    @property
    def day(self) -> dt.date:
        """The day that a ledger describes: it does not say so itself."""
        return self.choices.as_of or self.today
