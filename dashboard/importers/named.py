"""Teams and programmes are not delivered on their own: they are those that the rows name."""

from __future__ import annotations

import datetime as dt

import pandas as pd

from dashboard.importers.codes import slug
from dashboard.importers.template import Rows

# Of the five programmes this one is for adults of 17-30 years: outside the four measures (people.md).
ADULT_PROGRAMMES = frozenset({"mit-liv-min-plan"})


def named_teams(rows: Rows) -> pd.DataFrame:
    """Rows of table team; two spellings of one name are one team, under the first spelling."""
    found: dict[tuple[str, str], str] = {}
    for code, name in rows.together("municipality", "team"):
        if name:
            found.setdefault((code, slug(name)), name)
    return pd.DataFrame(
        [(code, team_id, name) for (code, team_id), name in found.items()],
        columns=["municipality_code", "team_id", "name"],
    )


def named_programmes(rows: Rows, day: str) -> dict[str, pd.DataFrame]:
    """Rows of programme and programme_municipality; a municipality joined on the first `day` that names it,
    or where none does on the first of all, which is never late."""
    names: dict[str, str] = {}
    joined: dict[tuple[str, str], list[dt.date | None]] = {}
    for code, name, when in rows.together("municipality", "programme", day):
        if name:
            names.setdefault(slug(name), name)
            joined.setdefault((slug(name), code), []).append(when)
    first = min((when for when in rows[day] if when is not None), default=None)
    return {
        "programme": pd.DataFrame(
            [(key, name, key in ADULT_PROGRAMMES) for key, name in names.items()],
            columns=["programme_id", "name", "adults"],
        ),
        "programme_municipality": pd.DataFrame(
            [(key, code, min((d for d in days if d is not None), default=first), None) for (key, code), days in joined.items()],
            columns=["programme_id", "municipality_code", "joined_on", "left_on"],
        ),
    }
