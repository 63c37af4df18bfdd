"""Which of the sample's cost centres are børn med handicap? Four municipalities have said; all of it is made up.

The others, København among them, have not: as in most ledgers, theirs hold the whole specialised children's area.
"""

from __future__ import annotations

import pandas as pd

from dashboard.demo.places import Place
from dashboard.measures import TARGET_GROUPS
from dashboard.periods import parse_month

FIRST_TEAM, PER_TEAM, FIRST_OF_FUNCTIONS = 4_010, 10, 4_500
# Municipality: the editions of its mapping, each with its first month and its last; '' still counts.
EDITIONS = {
    "0219": (("2017-1", "2017-01", ""),),
    "0657": (("2017-1", "2017-01", ""),),
    "0730": (("2022-1", "2022-01", "2023-12"), ("2024-1", "2024-01", "")),
    "0751": (("2021-1", "2021-01", ""),),
}
# '' is said to be of both.
_TEAMS = {"nord": "handicap", "syd": "familie", "oest": "handicap", "vest": "handicap", "modtagelse": ""}
_FUNCTIONS = {
    "5.28.20": "", "5.28.21": "handicap", "5.28.22": "familie", "5.28.23": "handicap", "5.28.24": "familie",
    "5.28.25": "handicap", "5.28.26": "familie", "5.57.72": "handicap", "5.22.07": "", "6.45.58": "",
}  # fmt: skip
GROUPS = ("", *TARGET_GROUPS)


def team_centre(number: int) -> int:
    """Of a municipality's team, by its place among them."""
    return FIRST_TEAM + PER_TEAM * number


def function_centre(function: str) -> int:
    """Of what no team pays by itself."""
    return FIRST_OF_FUNCTIONS + int(function[-2:])


def divided(here: Place) -> pd.DataFrame:
    """Columns cost_centre, group (of GROUPS), first, last and edition; no row where nobody has said."""
    centres = {team_centre(number): _TEAMS[team] for number, team in enumerate(here.teams)}
    centres |= {function_centre(function): group for function, group in _FUNCTIONS.items()}
    rows = [
        (centre, GROUPS.index(group), parse_month(first), parse_month(last) if last else None, edition)
        for edition, first, last in EDITIONS.get(here.code, ())
        for centre, group in centres.items()
    ]
    found = pd.DataFrame(rows, columns=["cost_centre", "group", "first", "last", "edition"])
    return found.astype({"last": "Int64"})
