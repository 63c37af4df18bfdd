"""The one partition of parents' answers: which of them are counted together, for every reader alike.

Every number about trust that anybody sees is a sum of whole groups of this partition, so that whoever holds the pages
of all roles and adds and subtracts is left with such groups. A group is sound: to no question fewer than five answered
it, nor fewer than ten who all said the same, and no fewer than five were asked. What is sound together with something
sound stays so, hence every union of groups.

A group once shown stays as it is, whatever is delivered later, or two publications could be subtracted. Therefore a
quarter that is sound stands alone from the beginning, and one that is not waits until the year is over: then the year's
small quarters are one group, and if they are too few even so, its last quarter is of it, which until then has waited
too. What is too few still is left out of the municipality's numbers and counted beside them.

Within a group the categories of a kind (team, programme, target group) stand apart where what remains is sound or
nothing: the remainder. When the year is over the remainders are divided again, by category over the whole year
(`columns`). The same is done over all municipalities with what each of them leaves out, for totals of them all.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product

import numpy as np

from dashboard.disclosure.surveys import Array
from dashboard.measures import SURVEY_MINIMUM

# What is added up of every group (rollup_tables.trust_month), in this order.
SUMS = (
    "invited",
    "invited_answered",
    "respondents",
    "coordinator_valid",
    "coordinator_agree",
    "municipality_valid",
    "municipality_agree",
    "scored",
    "score60_sum",
    "score60_square_sum",
)
KINDS = ("all", "team", "programme", "target_group")
POOLED_KINDS = ("programme", "target_group")  # two municipalities' teams have nothing to do with each other
_OPINIONS = [
    tuple(SUMS.index(name) for name in names)
    for names in (
        ("coordinator_valid", "coordinator_agree", "coordinator_agree"),
        ("municipality_valid", "municipality_agree", "municipality_agree"),
        ("scored", "score60_sum", "score60_square_sum"),
    )
]
_INVITED, _RESPONDENTS = SUMS.index("invited"), SUMS.index("respondents")
MOST = 6  # categories of a year's remainders that are told apart: each doubles the sets to look at
LAST = 9  # the last quarter's first month in its year
Sums = Sequence[int]
Quarters = tuple[int, ...]  # their first months
Key = tuple[str, int, str, str]  # municipality, quarter (its first month), kind, category
Remainder = tuple[Quarters, dict[str, Sums]]  # of a group: its quarters, and the categories that do not stand apart


def sound(sums: Sums) -> bool:
    """At least five answers to each question that anybody answered; where all said the same, at least ten."""
    for n, total, square in _OPINIONS:
        answers = sums[n]
        if answers and answers < SURVEY_MINIMUM * (1 + (sums[total] ** 2 == answers * sums[square])):
            return False
    counted = sums[_INVITED], sums[_RESPONDENTS]
    return any(counted) and all(n == 0 or n >= SURVEY_MINIMUM for n in counted)


def total(parts: Iterable[Sums]) -> Sums:
    return [sum(column) for column in zip(*parts, strict=True)] or [0] * len(SUMS)


def groups_of_year(quarters: Mapping[int, Sums], over: bool) -> tuple[list[Quarters], Quarters]:
    """The groups of one municipality's quarters of one calendar year in order, and those that are in none (yet)."""
    small = tuple(sorted(quarter for quarter, sums in quarters.items() if any(sums) and not sound(sums)))
    alone = [quarter for quarter in sorted(quarters) if sound(quarters[quarter])]
    together = small
    if small and alone and alone[-1] % 12 == LAST and not sound(total(quarters[one] for one in small)):
        together = (*small, alone[-1])
    groups: list[Quarters] = [(quarter,) for quarter in alone if quarter not in together]
    if not together:
        return groups, ()
    if over and sound(total(quarters[one] for one in together)):
        return sorted([*groups, together], key=max), ()
    if over and together != small:  # nobody answered that question in the last quarter
        return [*groups, (alone[-1],)], small
    return groups, together


def apart(parts: Mapping[str, Sums]) -> set[str]:
    """The categories of one group that stand apart beside its total: what they leave is sound or nothing."""
    shown = {name for name, sums in parts.items() if sound(sums)}
    while shown:
        rest = total(sums for name, sums in parts.items() if name not in shown)
        if not any(rest) or sound(rest):
            break
        shown.remove(min(shown, key=lambda name: (parts[name][_RESPONDENTS], name)))
    return shown


def columns(blocks: Array) -> list[int]:
    """Which categories can be told apart over all the blocks, each of which is known as a whole only.

    blocks: blocks × categories × SUMS. Whoever knows the sum of each block and of each of these columns can add and
    subtract: of any set of columns, less the blocks that lie wholly within it, what is left must be sound. Sets of
    columns are enough, since other weights come to sums of such sets.
    """
    there = blocks.any(axis=2)
    told: list[int] = []
    weight = blocks[:, :, _RESPONDENTS].sum(axis=0).tolist()
    for category in sorted(np.flatnonzero(there.any(axis=0)).tolist(), key=lambda one: (-weight[one], one)):
        if len(told) < MOST and sound(blocks[:, category].sum(axis=0).tolist()) and _holds(blocks, [*told, category]):
            told.append(category)
    return sorted(told)


def _holds(blocks: Array, told: Sequence[int]) -> bool:
    """Whether nothing unsound can be worked out from the blocks and these columns; the others stand as one."""
    there = blocks.any(axis=2)
    others = [one for one in np.flatnonzero(there.any(axis=0)).tolist() if one not in told]
    parts = [*([one] for one in told), *([others] if others else [])]
    member = np.zeros((len(parts), blocks.shape[1]), np.int64)
    for part, of in enumerate(parts):
        member[part, of] = 1
    chosen = np.array(list(product((0, 1), repeat=len(parts)))[1:-1], np.int64).reshape(-1, len(parts)) @ member
    inside, outside = chosen @ there.T > 0, (1 - chosen) @ there.T > 0
    left = np.einsum("pb,pc,bcs->ps", (inside & outside).astype(np.int64), chosen, blocks).tolist()
    return all(not any(sums) or sound(sums) for sums in left)


@dataclass
class _Year:
    """One municipality's calendar year. by_kind: kind → quarter → category → SUMS. over: nothing more will come."""

    by_kind: Mapping[str, Mapping[int, Mapping[str, Sums]]]
    over: bool
    groups: list[Quarters] = field(default_factory=list)
    waiting: Quarters = ()
    # Kind → the groups' remainders, where none of them is divided: quarters and category → SUMS.
    undivided: dict[str, list[Remainder]] = field(default_factory=dict)


Span = tuple[int, int, int]  # first and last quarter of the group, 0 for none; municipalities that it takes, or 0


def partition(sums: Mapping[Key, Sums], over: Iterable[tuple[str, int]]) -> dict[Key, Span]:
    """The group of each row. sums: only of delivered months. over: the municipalities' calendar years that are over.

    A span (first, last, 0) is a group within the municipality: rows of one category with the same span are one group.
    (first, last, n) is shown in totals over municipalities alone, where all its n municipalities are in them.
    """
    years: dict[tuple[str, int], dict[str, dict[int, dict[str, Sums]]]] = {}
    for (place, quarter, kind, category), row in sums.items():
        of_kind = years.setdefault((place, quarter // 12), {}).setdefault(kind, {})
        of_kind.setdefault(quarter, {})[category] = row
    ended = set(over)
    spans: dict[Key, Span] = {}
    by_year: dict[int, dict[str, _Year]] = {}
    for (place, year), by_kind in years.items():
        found = by_year.setdefault(year, {})[place] = _Year(by_kind, (place, year) in ended)
        spans |= {(place, *key): span for key, span in _within(found).items()}
    for year, places in by_year.items():
        if all(one.over for one in places.values()):
            spans |= _over_places(12 * year, places)
    return spans


def _within(year: _Year) -> dict[tuple[int, str, str], Span]:
    """The groups of one municipality's year, by quarter, kind and category."""
    quarters = {quarter: parts[""] for quarter, parts in year.by_kind["all"].items()}
    year.groups, year.waiting = groups_of_year(quarters, year.over)
    spans = {(quarter, "all", ""): _span(of) for of in year.groups for quarter in of}
    for kind in KINDS[1:]:
        for category, of in _of_kind(year, kind):
            span = _span([quarter for group in of for quarter in group])
            spans |= {(quarter, kind, category): span for group in of for quarter in group}
    return spans


def _span(quarters: Iterable[int]) -> Span:
    of = list(quarters)
    return min(of), max(of), 0


def _of_kind(year: _Year, kind: str) -> list[tuple[str, list[Quarters]]]:
    """The groups of one kind: a category, and the municipality's groups over which it stands."""
    parts = [(of, _parts(year.by_kind.get(kind, {}), of)) for of in year.groups]
    shown = [apart(of_group) for _of, of_group in parts]
    rests = [(of, _but(of_group, away)) for (of, of_group), away in zip(parts, shown, strict=True)]
    ways = [(shown, rests)]
    if parts and parts[-1][0][-1] % 12 == LAST:  # the last quarter takes in what waits
        ways.append(([*shown[:-1], set()], [*rests[:-1], parts[-1]]))
    if not year.over or not any(rest for _of, rest in rests):
        ways = ways[:1]
    divided = [_divided(rests, year.over) for _shown, rests in ways]
    way = min(range(len(ways)), key=lambda one: divided[one][0])  # where both leave as many out, the first
    told = divided[way][1]
    shown, rests = ways[way]
    year.undivided[kind] = [] if told else [(of, rest) for of, rest in rests if rest]
    found = [(category, [of]) for (of, _), away in zip(parts, shown, strict=True) for category in sorted(away)]
    return found + [(category, [of for of, rest in rests if category in rest]) for category in told]


def _parts(by_quarter: Mapping[int, Mapping[str, Sums]], of: Quarters) -> dict[str, Sums]:
    """The categories of a group of quarters; those nobody was asked or answered in are not there."""
    there = [by_quarter[quarter] for quarter in of if quarter in by_quarter]
    names = sorted({name for parts in there for name, sums in parts.items() if any(sums)})
    return {name: total(parts[name] for parts in there if name in parts) for name in names}


def _but(parts: Mapping[str, Sums], away: Iterable[str]) -> dict[str, Sums]:
    return {name: sums for name, sums in parts.items() if name not in set(away)}


def _divided(rests: Sequence[Remainder], over: bool) -> tuple[int, list[str]]:
    """How many answers are in no category's group then, and the categories told apart."""
    told = told_apart([rest for _of, rest in rests if rest]) if over else []
    left = (sums for _of, rest in rests for sums in _but(rest, told).values())
    return sum(sums[_RESPONDENTS] for sums in left), told


def told_apart(blocks: Sequence[Mapping[str, Sums]]) -> list[str]:
    """`columns` by name."""
    names = sorted({name for block in blocks for name in block})
    if len(names) < 2:  # of one category alone each block would have stood apart
        return []
    nothing = [0] * len(SUMS)
    return [names[at] for at in columns(np.array([[b.get(name, nothing) for name in names] for b in blocks], "int64"))]


def _over_places(january: int, places: Mapping[str, _Year]) -> dict[Key, Span]:
    """What the municipalities leave out of a year, where it can stand in totals of all that have some of it."""
    whole = january, january + 9
    waiting = {place: year.waiting for place, year in places.items() if year.waiting}
    found: dict[Key, Span] = {}
    if sound(total(places[place].by_kind["all"][one][""] for place, of in waiting.items() for one in of)):
        found |= {(place, one, "all", ""): (*whole, len(waiting)) for place, of in waiting.items() for one in of}
    for kind in POOLED_KINDS:
        found |= _columns_over_places(whole, kind, places)
    return found


def _columns_over_places(whole: tuple[int, int], kind: str, places: Mapping[str, _Year]) -> dict[Key, Span]:
    """Of municipalities that divide none of their remainders: what one divides, another's could be subtracted from."""
    blocks = {place: year.undivided[kind] for place, year in places.items()}
    found: dict[Key, Span] = {}
    for category in told_apart([rest for of_place in blocks.values() for _of, rest in of_place]):
        members = [place for place, of_place in blocks.items() if any(category in rest for _of, rest in of_place)]
        for place in members:
            quarters = [one for of, rest in blocks[place] if category in rest for one in of]
            found |= {(place, one, kind, category): (*whole, len(members)) for one in quarters}
    return found
