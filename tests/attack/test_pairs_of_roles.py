"""Two roles, two pages: they never disagree, nobody who holds both finds what neither shows, and nothing is lost.

Random municipalities go through the program's own import, publication and gate. What each page shows is held against
the answers themselves (tests/oracle_partition), in every position of the filters. Whoever holds the pages of two roles
holds less than one who has all of them, so the attacker is given all.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from dashboard import answers
from dashboard.access.scope import settled
from dashboard.access.viewer import LOCAL_HEAD, Viewer
from dashboard.database import versions
from dashboard.filters import Filters
from dashboard.periods import Period
from dashboard.publication.command import publish
from dashboard.publication.reading import held
from dashboard.settings import Settings, settings
from tests.histories import History, codes, load
from tests.oracle_partition import KINDS, Event, Line, Twin, sound, valid
from tests.published_sample import reading
from tests.rounds import rounds
from tests.survey_world import PROGRAMMES, TEAMS, survey_world

SEEDS = range(rounds(60, 4))
QUESTIONS = ("coordinator", "municipality", "score")


@dataclass(frozen=True)
class Page:
    """One table row of one role: whose answers, when, and what is said of them."""

    role: str
    line: Line
    quarters: tuple[int, int]
    together: bool
    row: dict[str, Any] = field(hash=False)

    @property
    def question(self) -> str:
        return str(self.row.get("question", "coordinator"))  # a publication has that alone

    @property
    def numbers(self) -> tuple[float, float] | None:
        return (self.row["n"], self.row["numerator"]) if self.row["state"] == "ok" else None


@pytest.fixture(params=SEEDS)
def world(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[History, list[Page]]]:
    """A history, and every page that any role may open of it."""
    history = survey_world(request.param)
    versions.build(tmp_path, lambda connection: load(connection, history))
    publish(Settings(data_folder=tmp_path), versions.current(tmp_path, ""), lambda name, share: None)
    with reading(tmp_path):
        yield history, [page for viewer in viewers(history) for page in pages(viewer)]


def viewers(history: History) -> list[Viewer]:
    every = frozenset(codes(history))
    each = [frozenset({code}) for code in sorted(every)]
    return [
        LOCAL_HEAD,
        *(Viewer("head", code) for code in each),
        *(Viewer("team_lead", code, teams=frozenset({team})) for code in each for team in TEAMS),
        *(Viewer("committee", code) for code in each),
        *(Viewer("project_lead", every, programmes=frozenset({one})) for one in PROGRAMMES[1:]),
        Viewer("national", None),
    ]


def pages(viewer: Viewer) -> Iterator[Page]:
    """All that a role's filters can be set to: places, ranges of quarters, intervals and one category."""
    choices = answers.options(viewer)
    start = replace(Filters.default(choices), period=choices.period)
    every = tuple(sorted(choices.municipalities))
    places = (
        [every] if viewer.shared else [tuple(one) for n in range(1, len(every) + 1) for one in combinations(every, n)]
    )
    for municipalities in places:
        for kind, category in _categories(viewer, choices, municipalities):
            for period in [start.period] if viewer.shared else _ranges(choices.period):
                for interval in choices.intervals if viewer.shared or period == start.period else ("year",):
                    view = replace(start, municipalities=municipalities, interval=interval, period=period)
                    asked = settled(viewer, replace(view, **({kind: category} if kind != "all" else {})), choices)
                    yield from _rows(viewer, asked, kind, category)


def _categories(viewer: Viewer, choices: Any, municipalities: tuple[str, ...]) -> list[tuple[str, str]]:
    found = [("all", "")] if viewer.role not in ("project_lead", "team_lead") else []
    if viewer.role == "team_lead":
        return [("team", team) for team in choices.teams[municipalities[0]]]
    found += [("programme", one) for one in choices.programmes] + [
        ("target_group", one) for one in choices.target_groups
    ]
    teams = choices.teams.get(municipalities[0], {}) if len(municipalities) == 1 else {}
    return found + [("team", one) for one in teams]


def _ranges(whole: Period) -> list[Period]:
    quarters = range(whole.first - whole.first % 3, whole.last + 1, 3)
    return [Period(a, b + 2) for a in quarters for b in quarters if a <= b]


def _rows(viewer: Viewer, asked: Filters, kind: str, category: str) -> Iterator[Page]:
    answer = answers.answer("trust", asked, viewer)
    nation = tuple(held(settings().data_folder).made.nation["trust"]) if viewer.shared else asked.municipalities
    for row in answer.table.records():
        together = row["municipality_code"] == "*"
        period = Period.from_key(row["period"])
        line = Line(nation if together else (row["municipality_code"],), kind, category)
        yield Page(viewer.role, line, (period.first - period.first % 3, period.last - 2), together, row)
    for row in answer.parts["teams"].records() if "teams" in answer.parts else ():
        period = asked.period
        quarters = (period.first - period.first % 3, period.last - period.last % 3)
        yield Page(viewer.role, Line(asked.municipalities, "team", row["team_id"]), quarters, False, row)


def test_the_pages_agree_hide_and_count(world: tuple[History, list[Page]]) -> None:
    history, every = world
    twin = Twin(history)
    assert {page.role for page in every} >= {"head", "team_lead", "committee", "national"}
    _agree(every)
    shown = _right(twin, every)
    _counted(twin, every)
    _nothing_is_found(twin, shown)


def _agree(every: list[Page]) -> None:
    """A number that two roles show under the same filter is the same."""
    known: dict[Any, tuple[float, float]] = {}
    for page in every:
        if page.numbers:
            key = (page.line, page.quarters, page.together and len(page.line.codes) > 1, page.question)
            assert known.setdefault(key, page.numbers) == pytest.approx(page.numbers), page


def _right(twin: Twin, every: list[Page]) -> list[list[Event]]:
    """What is shown is what whole groups hold, share and interval alike; and which answers all of that is made of."""
    sets: dict[tuple[Line, tuple[int, int], bool], list[Event]] = {}
    for page in every:
        key = (page.line, page.quarters, page.together)
        of = sets[key] if key in sets else sets.setdefault(key, twin.shown(page.line, *page.quarters, page.together))
        if page.numbers:
            values = valid(of, page.question)
            assert page.numbers == pytest.approx((len(values), float(sum(values)))), page
            assert page.row["lower"] <= page.row["value"] <= page.row["upper"], page
    shown = {key for page in every if page.numbers and (key := (page.line, page.quarters, page.together))}
    return [sets[key] for key in shown]


def _counted(twin: Twin, every: list[Page]) -> None:
    """What is left out and what is shown is all there is; a publication tells how many from ten on."""
    known: dict[tuple[Line, tuple[int, int]], list[Event]] = {}
    for page in every:
        key = (page.line, page.quarters)
        of = known[key] if key in known else known.setdefault(key, twin.happened(*key[:1], *key[1]))
        there = len(valid(of, page.question))
        n = page.row["n"] if page.row["state"] == "ok" else 0
        word = page.row.get("left_out_word", "")
        if "left_out_word" not in page.row or (page.row["state"] == "ok" and not word):
            assert n + page.row["left_out"] == there, page
        elif page.row["state"] == "ok":
            assert math.isnan(page.row["left_out"]), page
            assert word == "some" or there - n < 10, page


def _nothing_is_found(twin: Twin, shown: list[list[Event]]) -> None:
    """No sum and difference of all that is shown is the answers of a quarter, or of a category or two in it, that are
    too few. The attacker does not know who answered what, but knows of every number whose answers it is made of."""
    place = {id(event): at for at, event in enumerate(twin.events)}

    def vector(group: list[Event]) -> np.ndarray:
        found = np.zeros(len(place))
        found[[place[id(event)] for event in group]] = 1
        return found

    atoms: dict[tuple[str, ...], list[Event]] = {}
    for event in twin.events:
        atoms.setdefault((event.code, str(event.quarter), *(event.of(kind) for kind in KINDS)), []).append(event)
    first = [place[id(group[0])] for group in atoms.values()]  # answers of one atom always go together
    known = np.array([vector(group)[first] for group in shown] or [np.zeros(len(first))])
    _u, size, basis = np.linalg.svd(known, full_matrices=False)
    basis = basis[size > 1e-9]
    for group in _too_few(twin):
        wanted = vector(group)[first]
        assert np.abs(wanted - basis.T @ (basis @ wanted)).max() > 1e-6, [e.person for e in group]


def _too_few(twin: Twin) -> Iterator[list[Event]]:
    """Quarters, their categories, and sums of two of these: those that nobody may find."""
    of: dict[tuple[str, int], dict[tuple[str, str], list[Event]]] = {}
    for event in twin.events:
        for kind in KINDS:
            of.setdefault((event.code, event.quarter), {}).setdefault((kind, event.of(kind)), []).append(event)
    singles = [(at, kind, group) for at, parts in of.items() for (kind, _name), group in parts.items()]
    pairs = [
        a + b for (at, kind, a), (other, alike, b) in combinations(singles, 2) if kind == alike and at[0] == other[0]
    ]
    for group in [*(group for _at, _kind, group in singles), *pairs]:
        if any(not e.asked for e in group) and not sound(group):
            yield group


def test_the_worlds_hold_what_is_looked_for() -> None:
    worlds = [Twin(survey_world(one)) for one in range(12)]
    spans = [(span, kind) for twin in worlds for (_c, _q, kind, _n), span in twin.groups.items()]
    assert any(n for (_f, _l, n), kind in spans if kind == "all"), "what only all together can hold"
    assert any(last > first and not n for (first, last, n), _kind in spans)
    assert any(first == 0 for (first, _l, _n), _kind in spans)


def test_herning_2025_is_one_number_for_head_committee_and_country(published_folder: Path) -> None:
    """Once 113 of 147 to the head and 118 of 152 to the committee: the quarter between them was shown as hidden."""
    everybody = Viewer("head", frozenset({"0657"})), Viewer("committee", frozenset({"0657"})), Viewer("national", None)
    with reading(published_folder):
        for viewer in everybody:
            choices = answers.options(viewer)
            year = Filters(("0657",), Period.from_key("2025"), "year")
            (row, *_) = answers.answer("trust", settled(viewer, year, choices), viewer).table.records()
            assert (row["n"], row["numerator"], row["left_out"]) == (152, 118, 0), viewer.role
