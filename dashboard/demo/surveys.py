"""Which parents were asked twice a year, who answered, and what did they say?

A parent has one mood for all six items, and it is better in a programme, worse after a long wait or a recent change
of coordinator: the survey agrees with the cases. What programmes and changes do here is made up. The first time a
family is asked is before (T0), the second during (T1), and every later time after (T2).
"""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd

from dashboard.demo import gaps
from dashboard.demo.assignments import PRIMARY
from dashboard.demo.places import Place
from dashboard.demo.programmes import experience
from dashboard.demo.window import FAR, LAST_DAY, Days, Flags, Floats, day_number, on_weekday
from dashboard.instruments import WAVES
from dashboard.measures import SURVEY_ITEMS
from dashboard.periods import month_key

ROUNDS = tuple(dt.date(year, month, 6) for year in range(2017, 2027) for month in (3, 9))
_LEVEL = np.array([4.20, 3.75, 3.95, 4.00, 4.05, 3.50])  # the six items of domain.md 2.4, made-up means
_UNSURE = np.array([0.02, 0.05, 0.04, 0.03, 0.03, 0.09])  # "ved ikke"
_STOPS_EARLY = 0.05
_LATELY = 270  # days
_REMINDED_AFTER = 14  # days without an answer
# Everyday life hangs together; the parent has to coordinate, which is no good news (forms/foraeldre.toml, 7 and 8).
_OTHER_LEVELS = np.array([3.60, 3.30])
_OTHER_MOODS = np.array([0.85, -0.60])
ITEM_COLUMNS = tuple(f"item{n}" for n in range(1, SURVEY_ITEMS + len(_OTHER_LEVELS) + 1))
RESPONDENTS = ("mother", "father", "other")
_OF_TEN = np.array([0] * 6 + [1] * 3 + [2])  # who answers for ten families


def surveys(rng: np.random.Generator, place: Place, cases: pd.DataFrame, assigned: pd.DataFrame) -> pd.DataFrame:
    """One row per invitation: round (of ROUNDS), number, team, programme, target_group, wave (of WAVES), respondent (of
    RESPONDENTS), invited, reminded and answered (FAR: not), and item1 to item8 with 1-5, 0 for "ved ikke" or left out.
    """
    found = _asked(rng, place, cases)
    asked = cases.loc[found["case"]].reset_index(drop=True)
    invited = found["invited"].to_numpy()
    mood = _mood(rng, place, asked, invited) - 0.4 * _changed_lately(assigned, found["case"].to_numpy(), invited)
    answered = _answered(rng, place, invited, mood)
    items = np.where((answered == FAR)[:, None], 0, _items(rng, mood))
    family = asked["family"]
    return found.drop(columns="case").assign(
        number=found.groupby("round").cumcount() + 1,
        wave=np.minimum(family.groupby(family).cumcount(), len(WAVES) - 1),
        respondent=_OF_TEN[family % len(_OF_TEN)],
        reminded=_reminded(invited, answered),
        team=asked["team"],
        programme=asked["programme"],
        target_group=asked["target_group"],
        answered=answered,
        **{name: items[:, item] for item, name in enumerate(ITEM_COLUMNS)},
    )


def _asked(rng: np.random.Generator, place: Place, cases: pd.DataFrame) -> pd.DataFrame:
    """round, case and invited: a share of the families with an open case that somebody has spoken with."""
    delivered = gaps.survey_months(place.code)
    contact, closed, family = (cases[name].to_numpy() for name in ("contact", "closed", "family"))
    parts = [np.empty((0, 3), dtype=np.int64)]
    for number, day in enumerate(ROUNDS):
        if month_key(day) not in delivered:
            continue
        sent = day_number(day)
        reached = np.flatnonzero((contact < sent - 30) & (closed > sent + 45))
        reached = np.sort(reached[np.unique(family[reached], return_index=True)[1]])
        chosen = reached[rng.random(len(reached)) < place.scale.asked]
        invited = on_weekday(sent + rng.integers(0, 10, len(chosen)))
        parts.append(np.stack([np.full(len(chosen), number), chosen, invited], axis=1))
    return pd.DataFrame(np.concatenate(parts), columns=["round", "case", "invited"])


def _changed_lately(assigned: pd.DataFrame, case: Days, at: Days) -> Flags:
    """Whether each case got another coordinator in the nine months before each day."""
    primary = assigned[assigned["role"] == PRIMARY]
    changes = primary[primary["case"].duplicated().to_numpy()]
    keys = np.sort(changes["case"].to_numpy() * FAR + changes["start"].to_numpy())
    until = np.searchsorted(keys, case * FAR + at, side="right")
    return np.asarray(until > np.searchsorted(keys, case * FAR + at - _LATELY, side="right"), dtype=np.bool_)


def _mood(rng: np.random.Generator, place: Place, asked: pd.DataFrame, at: Days) -> Floats:
    """How a parent feels about the cooperation, in standard deviations between parents."""
    days = asked["contact"].to_numpy() - asked["received"].to_numpy()
    waited = np.log1p(np.clip(days, 0, 120) / 10)
    helped = experience(place.code, at) * (0.12 + 0.28 * (asked["programme"].to_numpy() > 0))
    own = 0.8 * asked["mood"].to_numpy() + 0.6 * rng.normal(size=len(asked))
    return np.asarray(own + place.trust + helped - 0.25 * (waited - 0.7), dtype=np.float64)


def _answered(rng: np.random.Generator, place: Place, invited: Days, mood: Floats) -> Days:
    """The day each answer came; the content answer a little more often, and most before the reminder."""
    chance = np.clip(place.response + 0.03 * mood, 0.05, 0.95)
    day = on_weekday(invited + 1 + rng.gamma(1.4, 8, len(invited)).astype(np.int64))
    return np.where((rng.random(len(invited)) < chance) & (day <= LAST_DAY), day, FAR)


def _reminded(invited: Days, answered: Days) -> Days:
    """The day of the reminder to those who had not answered by then; FAR for the others."""
    day = on_weekday(invited + _REMINDED_AFTER)
    return np.where((answered > day) & (day <= LAST_DAY), day, FAR)


def _items(rng: np.random.Generator, mood: Floats) -> Days:
    shape = (len(mood), SURVEY_ITEMS)
    felt = _LEVEL + 0.85 * mood[:, None] + rng.normal(0, 0.65, shape)
    items = _on_scale(felt)
    stops = np.where(rng.random(len(mood)) < _STOPS_EARLY, rng.integers(1, SURVEY_ITEMS, len(mood)), SURVEY_ITEMS)
    left_out = (rng.random(shape) < _UNSURE) | (np.arange(SURVEY_ITEMS) >= stops[:, None])
    others = _OTHER_LEVELS + _OTHER_MOODS * mood[:, None] + rng.normal(0, 0.65, (len(mood), len(_OTHER_LEVELS)))
    stopped = (stops < SURVEY_ITEMS)[:, None]
    return np.hstack([np.where(left_out, 0, items), np.where(stopped, 0, _on_scale(others))])


def _on_scale(felt: Floats) -> Days:
    return np.clip(np.rint(felt), 1, 5).astype(np.int64)
