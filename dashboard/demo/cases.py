"""Which families came with which children, when, and how did their cases end?

Families arrive by the municipality's number of children, the season and a slow growth. A family's move and a child's
death or 18th birthday end all the cases they concern, so that siblings and second cases agree with each other.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from dashboard.demo.places import TEAM_IDS, Place
from dashboard.demo.programmes import programmes_of_cases
from dashboard.demo.window import FAR, FIRST_DAY, LAST_DAY, Days, Flags, Floats, month_of, on_weekday, year_of
from dashboard.measures import CLOSE_REASONS

OPEN_SHARE = 0.02  # of the 0-22-year-olds have an open case, roughly
_CASE_DAYS = 1_110  # mean length of a case under the endings below, found by running them
_CASES_PER_FAMILY = 1.2  # the same
_RUN_IN = 3_650  # days before the window, so that it begins with old cases
# Holidays slow the referrals down. Months from January.
_SEASON = np.array([1.05, 1.0, 1.1, 1.0, 1.0, 1.0, 0.6, 1.0, 1.15, 1.1, 1.1, 0.85])
_LOCKDOWN = (18_334, 18_397)  # 13 March to 15 May 2020: fewer referrals
_EIGHTEEN = 6_574  # days
_RECEPTION = TEAM_IDS.index("modtagelse")

COMPLETED, NO_CONTACT, MOVED, TURNED_18, DIED, OTHER = range(len(CLOSE_REASONS))
HANDICAP, FAMILIE = 0, 1


def cases(rng: np.random.Generator, place: Place) -> pd.DataFrame:
    """One row per case that was open in the window, by day received. Columns, all whole numbers but the last two:

    family, child, team, target_group, programme, received, closed (FAR: open), close_reason, year and number (the
    case system's own number), lot and mood (drawn once per family, in [0, 1) and standard normal).
    """
    children = _children(rng, place)
    frame = pd.concat([children, _second_cases(rng, children)], ignore_index=True)
    frame = frame.sort_values(["received", "child"], kind="stable", ignore_index=True)
    frame["programme"] = programmes_of_cases(place.code, frame["received"].to_numpy(), frame["lot"].to_numpy())
    frame["year"] = year_of(frame["received"].to_numpy())
    frame["number"] = frame.groupby("year").cumcount() + 1
    seen = (frame["received"] <= LAST_DAY) & (frame["closed"] > FIRST_DAY)
    return frame[seen].drop(columns=["born", "until", "until_reason"]).reset_index(drop=True)


def _arrivals(rng: np.random.Generator, place: Place) -> Days:
    days = np.arange(FIRST_DAY - _RUN_IN, LAST_DAY + 1, dtype=np.int64)
    years = 1970 + days / 365.25
    per_day = OPEN_SHARE * place.scale.cases * place.children(years) / (_CASE_DAYS * _CASES_PER_FAMILY)
    per_day *= (1 + 0.02 * (years - 2021)) * _SEASON[month_of(days) % 12]
    per_day[(days >= _LOCKDOWN[0]) & (days < _LOCKDOWN[1])] *= 0.6
    return np.repeat(days, rng.poisson(per_day))


def _children(rng: np.random.Generator, place: Place) -> pd.DataFrame:
    """The first case of every child."""
    arrivals = _arrivals(rng, place)
    sizes = rng.choice([1, 2, 3], size=len(arrivals), p=[0.87, 0.11, 0.02])
    family = np.repeat(np.arange(len(arrivals)), sizes)
    n = len(family)
    eldest = np.concatenate([[True], family[1:] != family[:-1]]) if n else np.zeros(0, bool)
    # A sibling comes the same day, or later on its own account.
    later = np.where(eldest | (rng.random(n) < 0.35), 0, rng.exponential(500, n)).astype(np.int64)
    received = on_weekday(arrivals[family] + later)
    moved = arrivals + rng.exponential(40 * 365, len(arrivals)).astype(np.int64) + 30
    frame = pd.DataFrame(
        {
            "family": family,
            "child": np.arange(n),
            "team": _teams(rng, place, len(arrivals))[family],
            "target_group": np.where(rng.random(n) < 0.78, HANDICAP, FAMILIE),
            "received": received,
            "born": received - (rng.beta(1.3, 1.4, n) * (_EIGHTEEN - 60)).astype(np.int64),
            "lot": rng.random(len(arrivals))[family],
            "mood": rng.normal(size=len(arrivals))[family],
        }
    )
    died = received + 1 + rng.exponential(1_500 * 365, n).astype(np.int64)
    frame["until"], frame["until_reason"] = _outer_end(moved[family], frame["born"].to_numpy() + _EIGHTEEN, died)
    return _ended(rng, frame)


def _teams(rng: np.random.Generator, place: Place, families: int) -> Days:
    weights = np.array([0.5 if team == "modtagelse" else 1.0 for team in place.teams])
    indices = np.array([TEAM_IDS.index(team) for team in place.teams])
    return indices[rng.choice(len(indices), size=families, p=weights / weights.sum())]


def _outer_end(moved: Days, grown: Days, died: Days) -> tuple[Days, Days]:
    """The day after which a child has no case here whatever is agreed, and why."""
    ends = np.stack([moved, grown, died])
    return ends.min(axis=0), np.array([MOVED, TURNED_18, DIED])[ends.argmin(axis=0)]


def _ended(rng: np.random.Generator, frame: pd.DataFrame) -> pd.DataFrame:
    """The rows that begin before their outer end, with closed and close_reason."""
    frame = frame[frame["received"] < frame["until"]].reset_index(drop=True)
    received, reception = frame["received"].to_numpy(), (frame["team"] == _RECEPTION).to_numpy()
    length, reason = _lengths(rng, reception)
    agreed = on_weekday(received + length)
    outer = frame["until"].to_numpy() <= agreed
    frame["closed"] = np.where(outer, frame["until"], agreed)
    frame["close_reason"] = np.where(outer, frame["until_reason"], reason)
    return frame


def _lengths(rng: np.random.Generator, reception: Flags) -> tuple[Days, Days]:
    """Days until a case is closed by agreement or for want of contact, and the reason. Made-up shares."""
    n = len(reception)
    brief = rng.random(n) < np.where(reception, 0.75, 0.2)
    length: Floats = np.where(brief, rng.gamma(2, 60, n), rng.gamma(1.6, 1_150, n))
    drawn = rng.random(n)
    reason = np.where(drawn < 0.035, NO_CONTACT, np.where(drawn < 0.08, OTHER, COMPLETED))
    length = np.where(reason == NO_CONTACT, rng.uniform(20, 150, n), length)
    return np.maximum(length, 1).astype(np.int64), reason


def _second_cases(rng: np.random.Generator, first: pd.DataFrame) -> pd.DataFrame:
    """A second case of the same child: beside the first one for the other target group, or a return later."""
    lot = rng.random(len(first))
    beside = lot < 0.03
    back = (lot > 0.94) & (first["close_reason"].to_numpy() == COMPLETED)
    after_first = first["received"].to_numpy() + rng.integers(30, 600, len(first))
    after_end = np.minimum(first["closed"].to_numpy(), FAR) + rng.integers(120, 900, len(first))
    second = first.assign(received=on_weekday(np.where(beside, after_first, after_end)))
    second["target_group"] = np.where(beside, 1 - first["target_group"], first["target_group"])
    wanted = back | (beside & (after_first < first["closed"].to_numpy()))
    return _ended(rng, second[wanted].drop(columns=["closed", "close_reason"]))
