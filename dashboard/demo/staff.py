"""Who works on the cases: how many full-time positions, hired and leaving when, part-time, new or ill?

A team has desks 0, 1, 2 …, each of a fixed size; the number in use follows the open cases with a quarter's delay,
and a chain of people holds each desk. A gap between two people leaves the desk's cases without a coordinator.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pandas as pd

from dashboard.demo.places import TEAM_IDS, Place
from dashboard.demo.programmes import experience
from dashboard.demo.window import FAR, FIRST_DAY, LAST_DAY, WINDOW, Days, Floats, month_starts, running

NEW_DAYS = 183  # six months; DS names about half a year for the lower number of new staff (domain.md 2.1)
_TENURE = 4.0 * 365
_LONG_AGO = -FAR
_QUARTERS = month_starts(WINDOW.first, WINDOW.last)[::3]
Span = tuple[int, int]


@dataclass(frozen=True)
class Desks:
    """One team's desks: sizes in full-time positions, and how many are in use from each day on."""

    team: int
    sizes: Floats
    since: Days  # the first is long ago
    in_use: Days

    def positions(self, at: Days) -> Floats:
        """Full-time positions in use on each day."""
        index = np.searchsorted(self.since, at, side="right") - 1
        return np.asarray(np.cumsum(self.sizes)[self.in_use[index] - 1], dtype=np.float64)

    def spans(self, desk: int) -> list[Span]:
        """When a desk is in use, [start, end)."""
        ends = [*self.since[1:].tolist(), FAR]
        found: list[Span] = []
        for start, end, count in zip(self.since.tolist(), ends, self.in_use.tolist(), strict=True):
            if count <= desk:
                continue
            if found and found[-1][1] == start:
                start = found.pop()[0]
            found.append((start, end))
        return found


@dataclass(frozen=True)
class Staff:
    """desks by team; coordinators (coordinator, team, desk, start, end, new_until); spans of positions and illness."""

    desks: tuple[Desks, ...]
    coordinators: pd.DataFrame
    positions: pd.DataFrame  # coordinator, start, end, fte_milli
    ill: pd.DataFrame  # coordinator, start, end

    def positions_at(self, at: Days) -> Floats:
        return np.asarray(sum(desks.positions(at) for desks in self.desks), dtype=np.float64)


def staff(rng: np.random.Generator, place: Place, cases: pd.DataFrame) -> Staff:
    desks = tuple(_desks(rng, place, TEAM_IDS.index(team), cases) for team in place.teams)
    people = pd.DataFrame(
        [(d.team, desk, *span) for d in desks for desk in range(len(d.sizes)) for span in _people(rng, d.spans(desk))],
        columns=["team", "desk", "start", "end"],
    )
    people = people.sort_values(["start", "team", "desk"], kind="stable", ignore_index=True)
    people["coordinator"] = people.index + 1
    people["new_until"] = np.where(people["start"] >= FIRST_DAY, people["start"] + NEW_DAYS, FAR)
    sizes = {d.team: d.sizes for d in desks}
    employed = dict(zip(people["coordinator"].tolist(), _spans(people), strict=True))
    ill = _illness(rng, employed)
    seats = zip(employed, people["team"].tolist(), people["desk"].tolist(), strict=True)
    spans = [
        (person, *span)
        for person, team, desk in seats
        for span in _positions(rng, employed[person], 1000 * float(sizes[team][desk]), ill.get(person, []))
    ]
    return Staff(
        desks,
        people,
        pd.DataFrame(spans, columns=["coordinator", "start", "end", "fte_milli"]),
        pd.DataFrame([(c, *s) for c, found in ill.items() for s in found], columns=["coordinator", "start", "end"]),
    )


def aimed_caseload(place: Place, days: Days) -> Floats:
    """Cases per full-time position aimed at: falling over the years, lower where a programme works. Made up."""
    before, after = place.caseload
    years = (days - FIRST_DAY) / (LAST_DAY - FIRST_DAY)
    return np.asarray((before + (after - before) * years) * (1 - 0.1 * experience(place.code, days)), dtype=np.float64)


def _desks(rng: np.random.Generator, place: Place, team: int, cases: pd.DataFrame) -> Desks:
    own = cases[cases["team"] == team]
    load = running(own["received"].to_numpy(), own["closed"].to_numpy(), _QUARTERS)
    needed = load / aimed_caseload(place, _QUARTERS)
    needed = np.concatenate([needed[:1], needed[:-1]])
    most = int(needed.max() * 1.5) + 4
    sizes = np.where(rng.random(most) < 0.65, 1.0, rng.choice([0.5, 0.8, 0.865], most))
    if needed.max() < 1:  # an island's only desk is as small as its work
        sizes[0] = max(0.2, round(float(needed.mean()), 1))
    counts = _desks_in_use(np.cumsum(sizes), needed)
    changes = np.flatnonzero(np.diff(counts)) + 1
    # People begin and leave on any day: handovers fall in mid-month.
    since = _QUARTERS[changes] + rng.integers(0, 60, len(changes))
    since = np.concatenate([[_LONG_AGO], since])
    return Desks(team, sizes[: counts.max()], since, counts[np.concatenate([[0], changes])])


def _desks_in_use(total: Floats, needed: Floats) -> Days:
    """Desks per quarter: enough for the need, and slow to follow it either way."""
    count = int(np.searchsorted(total, needed[0] - 0.3)) + 1
    counts = []
    for need in needed.tolist():
        while total[count - 1] < need - 0.4:
            count += 1
        while count > 1 and total[count - 2] > need + 0.4:
            count -= 1
        counts.append(count)
    return np.array(counts, dtype=np.int64)


def _people(rng: np.random.Generator, spans: list[Span]) -> list[Span]:
    """The people at one desk, one after the other, some with days between them when nobody sits there."""
    found: list[Span] = []
    for first, end in spans:
        start = first if first > _LONG_AGO else FIRST_DAY - 30 - int(rng.exponential(1_500))
        while start < min(end, LAST_DAY + 1):
            leaves = min(end, start + 90 + int(rng.exponential(_TENURE)))
            found.append((start, leaves if leaves <= LAST_DAY else FAR))
            start = leaves + (0 if rng.random() < 0.5 else int(rng.integers(3, 45)))
    return [span for span in found if span[1] > FIRST_DAY]


def _spans(frame: pd.DataFrame) -> list[Span]:
    return list(zip(frame["start"].tolist(), frame["end"].tolist(), strict=True))


def _illness(rng: np.random.Generator, employed: dict[int, Span]) -> dict[int, list[Span]]:
    """Long sick leaves within each person's time in the window: about one in eight a year."""
    found: dict[int, list[Span]] = {}
    for person, (start, leaves) in employed.items():
        day, last = max(start, FIRST_DAY), min(leaves, LAST_DAY + 1)
        while (day := day + int(rng.exponential(8 * 365))) < last:
            end = day + int(rng.integers(15, 150))
            found.setdefault(person, []).append((day, end if end < last else leaves))
            day = end
    return found


def _positions(rng: np.random.Generator, span: Span, size: float, ill: list[Span]) -> list[tuple[int, int, int]]:
    """One person's positions as spans that touch: (start, end, thousandths), 0 while ill."""
    start, end = span
    full = round(size)
    days = {start, end, *(day for leave in ill for day in leave)}
    change = FAR
    if rng.random() < 0.25 and min(end, LAST_DAY) - start > 400:
        change = int(rng.integers(start + 200, min(end, LAST_DAY)))
        # Nobody changes hours while ill: then the change counts from the return.
        change = next((e for s, e in ill if s <= change < e), change)
        days.add(min(change, end))
    changed = 800 if full == 1000 else round(0.75 * full)
    return [
        (a, b, 0 if any(s <= a < e for s, e in ill) else changed if a >= change else full)
        for a, b in pairwise(sorted(days))
    ]
