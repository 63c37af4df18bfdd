"""Random municipalities that ask parents: large and small, with many and few answers, so that much is shown and much not."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np

from dashboard.periods import Period, month_key, month_start
from tests.histories import CODES, History, empty_history

TEAMS = ("t1", "t2", "t3")
PROGRAMMES = ("", "p1", "p2")
GROUPS = ("", "familie", "handicap")
TODAYS = (dt.date(2025, 12, 31), dt.date(2026, 2, 15), dt.date(2025, 11, 20))
YEARS = (2024, 2025)


def survey_world(seed: int) -> History:
    """Two years of one to three municipalities; some hardly ask anybody, in some quarters nobody answers."""
    random = np.random.default_rng(seed)
    today = TODAYS[int(random.integers(len(TODAYS)))]
    codes = CODES[: int(random.integers(1, len(CODES) + 1))]
    history = empty_history(today, codes)
    last = month_key(today)
    months = Period(12 * YEARS[0], last).months
    history["team"] = [{"municipality_code": c, "team_id": t, "name": t} for c in codes for t in TEAMS]
    for code in codes:
        history["coverage"] += [{"municipality_code": code, "source": "surveys", "month": m} for m in months]
        _ask(random, history, code, [m for m in months if m % 3 == 0])
    return history


def _ask(random: np.random.Generator, history: History, code: str, quarters: list[int]) -> None:
    size, agrees = random.choice([2, 6, 15, 40]), random.choice([0.6, 0.9, 1.0])
    waves = random.random() < 0.5  # every other quarter, with stragglers in between
    number = 0
    for quarter in quarters:
        few = waves and quarter % 6 == 3
        for _ in range(int(random.poisson(size / 6 if few else size))):
            number += 1
            key = {"municipality_code": code, "invitation_id": f"i{number}"}
            history["survey_invitation"].append(key | _person(random, quarter, -3 if few else 0))
            if history["survey_invitation"][-1]["answered_on"]:
                history["survey_answer"] += [key | answer for answer in _answers(random, agrees)]


def _person(random: np.random.Generator, quarter: int, earlier: int) -> dict[str, Any]:
    asked = month_start(quarter + earlier) if month_start(quarter + earlier).year >= YEARS[0] else month_start(quarter)
    answered = month_start(quarter) + dt.timedelta(days=int(random.integers(0, 80)))
    return {
        "team_id": str(random.choice(TEAMS, p=[0.6, 0.3, 0.1])),
        "programme_id": str(random.choice(PROGRAMMES, p=[0.6, 0.3, 0.1])),
        "target_group": str(random.choice(GROUPS, p=[0.1, 0.3, 0.6])),
        "instrument": "foraeldre",
        "wave": "",
        "respondent": "mother",
        "invited_on": asked,
        "reminded_on": None,
        "answered_on": answered if earlier or random.random() < 0.8 else None,
    }


def _answers(random: np.random.Generator, agrees: float) -> list[dict[str, Any]]:
    items = range(1, 4) if random.random() < 0.1 else range(1, 7)
    values = [4 if random.random() < agrees else 2 for _ in items]
    return [{"item": i, "value": None if random.random() < 0.05 else v} for i, v in zip(items, values, strict=True)]
