"""Who has which case when, who covers for the ill, and when is a case without a coordinator?

Every family draws a lot for every desk of its team and has the desk with the lowest lot among those in use. So
siblings have the same coordinator, a large desk has more cases, and a new desk takes its share from all the others
while the rest stay where they are.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from dashboard.demo.staff import Desks, Staff
from dashboard.demo.window import FAR, FIRST_DAY, LAST_DAY, Days

PRIMARY, COVER = 0, 1


def assignments(rng: np.random.Generator, cases: pd.DataFrame, staff: Staff) -> pd.DataFrame:
    """Columns case (row of `cases`), coordinator, role, start, end; primary spans of one case never overlap."""
    begins = cases["received"].to_numpy() + _delay(rng, len(cases))
    at_desks = pd.concat([_at_desks(rng, cases, begins, desks) for desks in staff.desks], ignore_index=True)
    held = at_desks.merge(staff.coordinators, on=["team", "desk"], suffixes=("", "_person"))
    start = np.maximum(held["start"], held["start_person"])
    end = np.minimum(held["end"], held["end_person"])
    primary = pd.DataFrame({"case": held["case"], "coordinator": held["coordinator"], "start": start, "end": end})
    primary = primary[(start < end) & (start <= LAST_DAY) & (end > FIRST_DAY)].assign(role=PRIMARY)
    cover = _cover(primary, staff)
    found = pd.concat([primary, cover], ignore_index=True)
    return found.sort_values(["case", "start", "role"], kind="stable", ignore_index=True)


def _delay(rng: np.random.Generator, n: int) -> Days:
    """Days until somebody has the case: mostly at once, some wait for the weekly meeting or longer."""
    kind = rng.random(n)
    return np.where(
        kind < 0.5, rng.integers(0, 2, n), np.where(kind < 0.87, rng.integers(2, 9, n), rng.integers(8, 35, n))
    ).astype(np.int64)


def _at_desks(rng: np.random.Generator, cases: pd.DataFrame, begins: Days, desks: Desks) -> pd.DataFrame:
    """Each case's desks, one row per unbroken stay: case, team, desk, start, end."""
    own = np.flatnonzero(cases["team"].to_numpy() == desks.team)
    families, index = np.unique(cases["family"].to_numpy()[own], return_inverse=True)
    chosen = _lowest_lots(rng, len(families), desks)
    closed = cases["closed"].to_numpy()[own]
    ends = np.append(desks.since[1:], FAR)
    parts = []
    for since, until, count in zip(desks.since, ends, desks.in_use, strict=True):
        start, end = np.maximum(begins[own], since), np.minimum(closed, until)
        here = start < end
        parts.append((own[here], chosen[index[here], count - 1], start[here], end[here]))
    case, desk, start, end = (np.concatenate(column) for column in zip(*parts, strict=True))
    return _joined(pd.DataFrame({"case": case, "team": desks.team, "desk": desk, "start": start, "end": end}))


def _lowest_lots(rng: np.random.Generator, families: int, desks: Desks) -> Days:
    """[family, n − 1] → the desk among the first n with the family's lowest lot (rendezvous hashing)."""
    lots = rng.standard_exponential((families, len(desks.sizes)), dtype=np.float32) / desks.sizes.astype(np.float32)
    lowest = lots <= np.minimum.accumulate(lots, axis=1)
    desk = np.where(lowest, np.arange(len(desks.sizes)), 0)
    return np.maximum.accumulate(desk, axis=1).astype(np.int64)


def _joined(stays: pd.DataFrame) -> pd.DataFrame:
    """Stays that follow each other at the same desk made one."""
    stays = stays.sort_values(["case", "start"], kind="stable", ignore_index=True)
    new = (stays["case"] != stays["case"].shift()) | (stays["desk"] != stays["desk"].shift())
    first = stays[new].reset_index(drop=True)
    last = np.append(new.to_numpy()[1:], True)[: len(stays)]
    first["end"] = stays["end"].to_numpy()[last]
    return first


def _cover(primary: pd.DataFrame, staff: Staff) -> pd.DataFrame:
    """Colleagues of the same team look after the cases of the ill, who keep them; cut where either one leaves."""
    case, start, end = (primary[name].to_numpy() for name in ("case", "start", "end"))
    rows_of = primary.groupby("coordinator").indices
    person, team, since, until = (staff.coordinators[n].to_numpy() for n in ("coordinator", "team", "start", "end"))
    found = [np.empty((0, 4), dtype=np.int64)]
    leaves = staff.ill[["coordinator", "start", "end"]].to_numpy(dtype=np.int64)
    for ill, first, last in leaves.tolist():
        also_ill = leaves[(leaves[:, 1] <= first) & (leaves[:, 2] > first), 0]  # the person, and whoever else is away
        here = (team == team[ill - 1]) & (since <= first) & (until > first) & ~np.isin(person, also_ill)
        colleagues = person[here]
        own = rows_of.get(ill, np.empty(0, dtype=np.int64))
        own = own[(start[own] < last) & (end[own] > first)]
        if not len(colleagues):
            continue
        cover = colleagues[case[own] % len(colleagues)]
        ends = np.minimum(np.minimum(end[own], last), until[cover - 1])
        found.append(np.stack([case[own], cover, np.maximum(start[own], first), ends], axis=1))
    rows = pd.DataFrame(np.concatenate(found), columns=["case", "coordinator", "start", "end"])
    return rows[rows["start"] < rows["end"]].assign(role=COVER)
