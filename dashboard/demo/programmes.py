"""Which programmes are in the sample data, where, and from when?

Names, municipalities and periods are facts where marked so (the programmes' own pages, 2016-2023; domain.md 1).
What a programme does to waiting times, caseload and trust in the sample is made up, and small.
"""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

import numpy as np

from dashboard.demo.window import FAR, Days, Floats, day_number


class Programme(NamedTuple):
    programme_id: str
    name: str
    adults: bool


class Participation(NamedTuple):
    programme_id: str
    municipality_code: str
    joined_on: dt.date
    left_on: dt.date | None


PROGRAMMES = (
    Programme("mestringsstoette", "Mestringsstøtte", False),
    Programme("en-familie-en-indgang", "Én familie – én indgang", False),
    Programme("sammen-om-familien", "Sammen om familien", False),
    Programme("familiekurser", "Familiekurser og samarbejdsmodeller", False),
    # Adults of 17-30 years: it stands in the list, but none of the four measures has cases of it.
    Programme("mit-liv-min-plan", "Mit liv – min plan", True),
)
PROGRAMME_IDS = ("", *(p.programme_id for p in PROGRAMMES))

_ONE_ENTRANCE = ("0151", "0183", "0230", "0350", "0410", "0607")

PARTICIPATIONS = (
    # Fact: trial in these three from summer 2016. It ended in April 2018; that they go on is made up, so that a
    # filter on today's cases finds some. The day is made up.
    *(Participation("mestringsstoette", code, dt.date(2016, 8, 1), None) for code in ("0219", "0657", "0730")),
    # Fact: these six of the twelve municipalities, 2019-2021.
    *(Participation("en-familie-en-indgang", code, dt.date(2019, 1, 1), dt.date(2022, 1, 1)) for code in _ONE_ENTRANCE),
    # Fact: Hillerød, grant for two and a half years, two new advisers from September 2019.
    Participation("sammen-om-familien", "0219", dt.date(2019, 9, 1), dt.date(2022, 3, 1)),
    # Fact: Aarhus and Randers with Ligeværd. The days are made up.
    Participation("familiekurser", "0751", dt.date(2021, 2, 1), None),
    Participation("familiekurser", "0730", dt.date(2022, 8, 1), None),
    # Fact: Aarhus, 2017 to summer 2019.
    Participation("mit-liv-min-plan", "0751", dt.date(2017, 1, 1), dt.date(2019, 7, 1)),
)

SHARE_OF_CASES = 0.4  # of the families received while their municipality takes part; made up


def participations(code: str) -> list[Participation]:
    """Where a municipality takes part with children's cases, oldest first."""
    adults = {p.programme_id for p in PROGRAMMES if p.adults}
    found = [p for p in PARTICIPATIONS if p.municipality_code == code and p.programme_id not in adults]
    return sorted(found, key=lambda p: p.joined_on)


def programmes_of_cases(code: str, received: Days, lot: Floats) -> Days:
    """Each case's programme as an index of PROGRAMME_IDS, 0 for none; `lot` in [0, 1) is drawn once per family."""
    chosen = np.zeros(len(received), dtype=np.int64)
    for part in participations(code):
        left = FAR if part.left_on is None else day_number(part.left_on)
        inside = (received >= day_number(part.joined_on)) & (received < left) & (lot < SHARE_OF_CASES)
        # In two programmes at once, the families of the even lots stay in the older one.
        inside &= (chosen == 0) | (lot < SHARE_OF_CASES / 2)
        chosen[inside] = PROGRAMME_IDS.index(part.programme_id)
    return chosen


def experience(code: str, days: Days) -> Floats:
    """0 before a municipality's first programme, rising to 1 over its first two years; it stays afterwards."""
    parts = participations(code)
    if not parts:
        return np.zeros(len(days))
    return np.asarray(np.clip((days - day_number(parts[0].joined_on)) / 730, 0, 1), dtype=np.float64)
