"""Which answers are counted together, person by person from the histories: no sums, no arrays, every set spelled out.

The twin of dashboard.disclosure.partition. A group is a list of what happened: somebody was asked, or said something.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from fractions import Fraction
from itertools import combinations
from typing import Any, NamedTuple

from tests.histories import History, as_of
from tests.oracle_trust import is_a_parents, month_of, score

KINDS = {"all": None, "team": "team_id", "programme": "programme_id", "target_group": "target_group"}
Place = tuple[int, int, int]  # first and last quarter, and how many municipalities; (0, 0, 0): in no group
Key = tuple[str, int, str, str]  # municipality, quarter, kind, category


class Event(NamedTuple):
    """Somebody was asked (said nothing yet) or answered. None: no valid answer to that."""

    code: str
    quarter: int
    person: Mapping[str, Any]
    asked: bool
    trusts_coordinator: bool | None = None
    trusts_municipality: bool | None = None
    score: Fraction | None = None

    def of(self, kind: str) -> str:
        field = KINDS[kind]
        return str(self.person[field]) if field else ""


def events(history: History) -> list[Event]:
    """Of delivered months, in no order."""
    delivered = {(r["municipality_code"], r["month"]) for r in history["coverage"] if r["source"] == "surveys"}
    answers: dict[tuple[str, str], dict[int, int]] = defaultdict(dict)
    for answer in history["survey_answer"]:
        if answer["value"] is not None and answer["item"] <= 6:
            answers[answer["municipality_code"], answer["invitation_id"]][answer["item"]] = answer["value"]
    found = []
    for person in filter(is_a_parents, history["survey_invitation"]):
        code, answered = person["municipality_code"], person["answered_on"]
        if (code, month := month_of(person["invited_on"])) in delivered:
            found.append(Event(code, month - month % 3, person, asked=True))
        if answered is None or answered > as_of(history) or (code, month := month_of(answered)) not in delivered:
            continue
        items = answers[code, person["invitation_id"]]
        first, second = (items[item] >= 4 if item in items else None for item in (1, 2))
        found.append(Event(code, month - month % 3, person, False, first, second, score(list(items.values()))))
    return found


def sound(group: Iterable[Event]) -> bool:
    of = list(group)
    said = [event for event in of if not event.asked]
    for question in ("trusts_coordinator", "trusts_municipality", "score"):
        values = [value for event in said if (value := getattr(event, question)) is not None]
        if values and len(values) < (10 if len(set(values)) == 1 else 5):
            return False
    return bool(of) and all(n == 0 or n >= 5 for n in (len(said), len(of) - len(said)))


def partition(history: History) -> dict[Key, Place]:
    """The group of every municipality, quarter, kind and category in which anything happened."""
    every = events(history)
    places = {(e.code, e.quarter, kind, e.of(kind)): (0, 0, 0) for e in every for kind in KINDS}
    years = sorted({(e.code, e.quarter // 12) for e in every})
    left: dict[int, dict[str, list[Event]]] = defaultdict(dict)
    remainders: dict[tuple[int, str], dict[str, list[list[Event]]]] = defaultdict(dict)
    for code, year in years:
        mine = [e for e in every if (e.code, e.quarter // 12) == (code, year)]
        over = is_over(history, code, year)
        groups, waiting = over_time(mine, over)
        if waiting:
            left[year][code] = [e for e in mine if e.quarter in waiting]
        for group in groups:
            places |= {(code, q, "all", ""): (min(group), max(group), 0) for q in group}
        for kind in list(KINDS)[1:]:
            told, rest = divided([[e for e in mine if e.quarter in group] for group in groups], kind, over)
            for together in told:
                quarters = [e.quarter for block in together for e in block]
                span = (min(quarters), max(quarters), 0)
                # The span is of the groups, also of their quarters in which nobody of the category did anything.
                whole = [q for group in groups for q in group if set(group) & set(quarters)]
                span = (min(whole), max(whole), 0)
                places |= {(code, e.quarter, kind, e.of(kind)): span for block in together for e in block}
            remainders[year, kind][code] = rest
    for year in {year for _code, year in years}:
        if all(is_over(history, code, year) for code, one in years if one == year):
            places |= over_places(year, left[year], {kind: remainders[year, kind] for kind in list(KINDS)[2:]})
    return places


def is_over(history: History, code: str, year: int) -> bool:
    december = {"municipality_code": code, "source": "surveys", "month": 12 * year + 11}
    today = as_of(history)
    return december in history["coverage"] and (today.year, today.month, today.day) >= (year, 12, 31)


def over_time(mine: list[Event], over: bool) -> tuple[list[list[int]], list[int]]:
    """The groups of quarters of one municipality's year, and the quarters that are in none."""

    def within(quarters: Iterable[int]) -> list[Event]:
        return [e for e in mine if e.quarter in set(quarters)]

    there = sorted({e.quarter for e in mine})
    small = [q for q in there if not sound(within([q]))]
    large = [q for q in there if q not in small]
    fourth = [q for q in large if q % 12 == 9]
    if not small:
        return [[q] for q in large], []
    if sound(within(small)):
        return ([[q] for q in large] + [small], []) if over else ([[q] for q in large], small)
    if over and fourth and sound(within(small + fourth)):
        return [[q] for q in large if q not in fourth] + [small + fourth], []
    if over:
        return [[q] for q in large], small
    return [[q] for q in large if q not in fourth], small + fourth


def by_category(block: list[Event], kind: str) -> dict[str, list[Event]]:
    found: dict[str, list[Event]] = defaultdict(list)
    for event in block:
        found[event.of(kind)].append(event)
    return dict(found)


def answered(group: Iterable[Event]) -> int:
    return sum(not event.asked for event in group)


def stand_apart(block: list[Event], kind: str) -> set[str]:
    of = by_category(block, kind)
    shown = {name for name in of if sound(of[name])}
    while shown and (rest := [e for e in block if e.of(kind) not in shown]) and not sound(rest):
        shown -= {min(shown, key=lambda name: (answered(of[name]), name))}
    return shown


Told = list[list[list[Event]]]  # for each thing that is told apart, its events by block


def divided(blocks: list[list[Event]], kind: str, over: bool) -> tuple[Told, list[list[Event]]]:
    """What stands apart in one municipality's year, and its remainders where none of them could be divided."""
    ways = [[stand_apart(block, kind) for block in blocks]]
    fourth = [any(e.quarter % 12 == 9 for e in block) for block in blocks]
    if any(fourth):
        ways.append([set() if last else shown for last, shown in zip(fourth, ways[0], strict=True)])
    if not over or all(shown == set(by_category(block, kind)) for block, shown in zip(blocks, ways[0], strict=True)):
        ways = ways[:1]
    best: tuple[int, Told, list[list[Event]]] | None = None
    for apart in ways:
        rests = [[e for e in b if e.of(kind) not in shown] for b, shown in zip(blocks, apart, strict=True)]
        rests = [rest for rest in rests if rest]
        columns = told_apart(rests, kind) if over else []
        told = [[[e for e in b if e.of(kind) == n]] for b, shown in zip(blocks, apart, strict=True) for n in shown]
        told += [[[e for e in rest if e.of(kind) == name] for rest in rests] for name in columns]
        out = sum(answered(e for e in rest if e.of(kind) not in columns) for rest in rests)
        if best is None or out < best[0]:
            best = (out, told, [] if columns else rests)
    assert best is not None
    return best[1], best[2]


def told_apart(blocks: list[list[Event]], kind: str) -> list[str]:
    """The categories whose sums over all blocks may be known to somebody who knows the sum of each block."""
    names = {e.of(kind) for block in blocks for e in block}
    of = {name: [e for block in blocks for e in block if e.of(kind) == name] for name in names}
    told: list[str] = []
    for name in sorted(names, key=lambda one: (-answered(of[one]), one)):
        if len(names) > 1 and len(told) < 6 and sound(of[name]) and nothing_left(blocks, kind, [*told, name]):
            told.append(name)
    return told


def nothing_left(blocks: list[list[Event]], kind: str, told: list[str]) -> bool:
    others = {e.of(kind) for block in blocks for e in block} - set(told)
    columns = [{name} for name in told] + ([others] if others else [])
    for size in range(1, len(columns)):
        for chosen in combinations(columns, size):
            inside = set().union(*chosen)
            left = [e for block in blocks for e in block if e.of(kind) in inside]
            left = [e for e in left if not _whole(e, blocks, kind, inside)]
            if left and not sound(left):
                return False
    return True


def _whole(event: Event, blocks: list[list[Event]], kind: str, inside: set[str]) -> bool:
    """Whether the event's block lies within the chosen columns: then it can be taken away."""
    block = next(block for block in blocks if any(one is event for one in block))
    return all(one.of(kind) in inside for one in block)


def over_places(
    year: int, left: dict[str, list[Event]], remainders: dict[str, dict[str, list[list[Event]]]]
) -> dict[Key, Place]:
    """What is shown in totals over municipalities alone."""
    found: dict[Key, Place] = {}
    if sound(e for of in left.values() for e in of):
        span = (12 * year, 12 * year + 9, len(left))
        found |= {(code, e.quarter, "all", ""): span for code, of in left.items() for e in of}
    for kind, by_place in remainders.items():
        for name in told_apart([block for blocks in by_place.values() for block in blocks], kind):
            mine = [e for blocks in by_place.values() for block in blocks for e in block if e.of(kind) == name]
            span = (12 * year, 12 * year + 9, len({e.code for e in mine}))
            found |= {(e.code, e.quarter, kind, name): span for e in mine}
    return found


class Line(NamedTuple):
    """Whose answers: the municipalities, and everybody or one category of a kind."""

    codes: tuple[str, ...]
    kind: str = "all"
    category: str = ""


class Twin:
    """A history's events and their groups, worked out once."""

    def __init__(self, history: History) -> None:
        self.history, self.events, self.groups = history, events(history), partition(history)
        self.members: dict[tuple[int, str, str], set[str]] = defaultdict(set)  # of what stands in totals alone
        for (code, quarter, kind, category), (_first, _last, together) in self.groups.items():
            if together:
                self.members[quarter // 12, kind, category].add(code)

    def happened(self, line: Line, first: int, last: int) -> list[Event]:
        """All that happened in the quarters from `first` to `last` (their first months)."""
        mine = [e for e in self.events if e.code in line.codes and e.of(line.kind) == line.category]
        return [e for e in mine if first <= e.quarter <= last]

    def shown(self, line: Line, first: int, last: int, together: bool = False) -> list[Event]:
        """What of it stands in a number. together: the line is all of its municipalities together."""
        found = []
        for event in self.happened(line, first, last):
            begins, ends, n = self.groups[event.code, event.quarter, line.kind, line.category]
            members = self.members[event.quarter // 12, line.kind, line.category]
            if begins >= first and ends <= last and (not n or (together and members <= set(line.codes))):
                found.append(event)
        return found


def valid(group: Iterable[Event], question: str) -> list[Any]:
    """The valid answers to a question of the measure."""
    field = {"coordinator": "trusts_coordinator", "municipality": "trusts_municipality", "score": "score"}[question]
    return [value for event in group if not event.asked and (value := getattr(event, field)) is not None]


def response(history: History, group: Iterable[Event]) -> tuple[int, int]:
    """How many were asked, and how many of those have answered until the as-of date."""
    asked = [event.person for event in group if event.asked]
    return len(asked), sum(p["answered_on"] is not None and p["answered_on"] <= as_of(history) for p in asked)
