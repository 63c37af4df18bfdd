"""Small worlds with true intervals, and sequences of deliveries that tell of them: overlapping, late, corrected, partial.

A world knows who had which case on every day. A list tells of one day of it, as far as it is let: open cases alone or
closed ones too, with or without the day the coordinator took over, of some municipalities.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from dashboard.importers import Given
from tests.importers.files import csv_file

FIRST, LAST = dt.date(2025, 1, 1), dt.date(2025, 7, 31)
CODES = ("0219", "0657")
PEOPLE = ("R1", "R2", "R3")
TEAMS = ("Nord", "Syd")
DAY = dt.timedelta(days=1)
LIST = ("Sagsnr.", "Team", "Rådgiver", "Målgruppe", "Modtaget", "Lukket", "Rådgiver siden", "Dækkes af", "Kommune")
TOLD = ("Sagsnr.", "Rådgiver", "Rolle", "Fra", "Til", "Kommune")
HOURS = ("Rådgiver", "Team", "Timer", "Fra", "Til", "Kommune")
Span = tuple[dt.date, dt.date | None, str]  # from, to, who ('' nobody)


@dataclass(frozen=True)
class Case:
    code: str
    case: str
    received: dt.date
    closed: dt.date | None
    spans: tuple[Span, ...]  # one after the other, from the day received to the end
    teams: tuple[tuple[dt.date, str], ...]

    def span(self, day: dt.date) -> Span:
        return next(span for span in reversed(self.spans) if span[0] <= day)

    def team(self, day: dt.date) -> str:
        return [team for start, team in self.teams if start <= day or start == self.teams[0][0]][-1]

    def is_open(self, day: dt.date) -> bool:
        return self.received <= day and (self.closed is None or day < self.closed)


@dataclass(frozen=True)
class Command:
    """One import: a file of one kind, as of a day."""

    kind: str  # cases | assignments | coordinators
    as_of: dt.date
    rows: tuple[tuple[str, ...], ...]

    def file(self, folder: Path, number: int) -> Given:
        headings = {"cases": LIST, "assignments": TOLD, "coordinators": HOURS}[self.kind]
        return Given(f"{number}.csv", path=csv_file(folder / f"{number}.csv", headings, self.rows))

    @property
    def places(self) -> set[tuple[str, dt.date, str]]:
        """Of what it is the word: two commands with one of these in common are a delivery and its correction."""
        return {(self.kind, self.as_of, row[-1]) for row in self.rows}


@dataclass
class World:
    cases: list[Case]
    commands: list[Command] = field(default_factory=list)


def days(first: dt.date = FIRST, last: dt.date = LAST) -> st.SearchStrategy[dt.date]:
    """Month ends more often than other days."""
    edges = [day for month in range(1, 9) for day in (dt.date(2025, month, 1), dt.date(2025, month, 1) - DAY)]
    return st.sampled_from([day for day in (*edges, first, last) if first <= day <= last]) | st.dates(first, last)


@st.composite
def worlds(draw: Any) -> World:
    world = World([])
    for code in CODES[: draw(st.integers(1, 2))]:
        world.cases += [_case(draw, code, f"S-{number}") for number in range(1, 1 + draw(st.integers(1, 5)))]
    for day in sorted(draw(st.sets(days(dt.date(2025, 1, 31)), min_size=1, max_size=5))):
        world.commands += _lists(draw, world, day)
    if draw(st.booleans()):
        world.commands += _told(draw, world)
    for day in sorted(draw(st.sets(days(), max_size=3))):
        world.commands += _hours(draw, world, day)
    return world


def _case(draw: Any, code: str, case: str) -> Case:
    received = draw(days(dt.date(2024, 11, 1), dt.date(2025, 6, 30)))
    closed = draw(st.none() | st.none() | days(max(received + DAY, FIRST)))
    turns = sorted({received, *draw(st.sets(days(received, (closed or LAST + DAY) - DAY), max_size=3))})
    ends = [*turns[1:], closed]
    people = [draw(st.sampled_from((*PEOPLE, *PEOPLE, ""))) for _ in turns]
    moved = sorted({received, *draw(st.sets(days(received), max_size=1))})
    teams = tuple((start, draw(st.sampled_from(TEAMS))) for start in moved)
    return Case(code, case, received, closed, tuple(zip(turns, ends, people, strict=True)), teams)


def _lists(draw: Any, world: World, day: dt.date) -> list[Command]:
    """A list of the day, of all municipalities or of one; one in three was wrong at first."""
    codes = draw(st.sampled_from((CODES, CODES, CODES[:1], CODES[1:])))
    with_closed, with_since = draw(st.booleans()), draw(st.booleans())
    rows = []
    for case in world.cases:
        listed = case.code in codes and case.received <= day and (with_closed or case.is_open(day))
        if listed and draw(st.integers(0, 9)):  # one in ten is not on the list, though it ought to be
            rows.append(_listed(case, day, with_since=with_since))
    found = [Command("cases", day, tuple(rows))] if rows else []
    if found and draw(st.integers(0, 2)) == 0:
        wrong = tuple((*row[:2], draw(st.sampled_from(PEOPLE)), *row[3:6], "", *row[7:]) for row in rows[draw(st.integers(0, 1)) :])
        return ([Command("cases", day, wrong)] if wrong else []) + found
    return found


def _listed(case: Case, day: dt.date, *, with_since: bool) -> tuple[str, ...]:
    start, _end, who = case.span(day)
    closed = case.closed if case.closed is not None and case.closed <= day else None
    since = start if with_since and who and closed is None else None
    return (case.case, case.team(day), who, "handicap", _text(case.received), _text(closed), _text(since), "", case.code)


def _told(draw: Any, world: World) -> list[Command]:
    """The true history of everybody until a day."""
    day = draw(days(dt.date(2025, 3, 1)))
    rows = [
        (case.case, who, draw(st.sampled_from(("", "primær"))), _text(start), _text(end - DAY if end and end <= day else None), case.code)
        for case in world.cases
        for start, end, who in case.spans
        if start <= day and who
    ]
    covers = [(case.case, draw(st.sampled_from(PEOPLE)), "dækning", _text(case.received), "", case.code) for case in world.cases[:1]]
    return [Command("assignments", day, tuple(rows + (covers if case_told(rows, covers) else [])))] if rows else []


def case_told(rows: list[tuple[str, ...]], covers: list[tuple[str, ...]]) -> bool:
    """Whether somebody is told to have the case that is covered."""
    return any((row[0], row[-1]) == (covers[0][0], covers[0][-1]) for row in rows)


def _hours(draw: Any, world: World, day: dt.date) -> list[Command]:
    """Who works that day, from when; some with their earlier hours too."""
    rows = []
    for code in sorted({case.code for case in world.cases}):
        for who in draw(st.sets(st.sampled_from(PEOPLE), min_size=1)):
            turns = sorted(draw(st.sets(days(FIRST, day), min_size=1, max_size=2)))
            last = draw(st.none() | st.none() | days(turns[-1]))
            for start, end in zip(turns, [*turns[1:], last and last + DAY], strict=True):
                hours, team = draw(st.sampled_from(("37", "18,5", "0", ""))), draw(st.sampled_from(TEAMS))
                rows.append((who, team, hours, _text(start), _text(end and end - DAY), code))
    return [Command("coordinators", day, tuple(sorted(rows)))]


def _text(day: dt.date | None) -> str:
    return day.strftime("%d-%m-%Y") if day else ""


@st.composite
def shuffled(draw: Any, commands: list[Command]) -> list[Command]:
    """The commands in another order; a correction still comes after what it corrects."""
    left, found = list(commands), []
    while left:
        ready = [c for at, c in enumerate(left) if not any(c.places & earlier.places for earlier in left[:at])]
        found.append(draw(st.sampled_from(ready)))
        left.remove(found[-1])
    return found
