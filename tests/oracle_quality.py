"""The slow twin of what has been delivered and what the rules found in it: one municipality, one source at a time."""

from __future__ import annotations

import datetime as dt

from tests.histories import History

# What a source may at most be old, in days: a third more than how often it comes (people.md section 7).
OLDEST = {
    "cases": 9,
    "coordinators": 122,
    "services": 41,
    "ledger": 41,
    "cost_centres": 488,
    "budget": 122,
    "surveys": 244,
    "population": 488,
}


def delivered(history: History, codes: tuple[str, ...], today: dt.date) -> list[tuple[object, ...]]:
    """municipality, source, day it came, day it describes, rows, age of what it describes in days, late."""
    found = []
    for code in sorted(codes):
        for source, oldest in OLDEST.items():
            for row in history["delivery"]:
                if (row["municipality_code"], row["source"]) == (code, source):
                    age = (today - row["as_of"]).days
                    days = (row["delivered_on"], row["as_of"])
                    found.append((code, source, *days, row["rows_in"], age, age > oldest))
    return found


def findings(history: History, codes: tuple[str, ...]) -> list[tuple[object, ...]]:
    """municipality, source, rule, n; the most first."""
    found = []
    for code in sorted(codes):
        for source in OLDEST:
            rows = [r for r in history["quality_finding"] if (r["municipality_code"], r["source"]) == (code, source)]
            rows.sort(key=lambda row: row["rule"])
            rows.sort(key=lambda row: -row["n"])
            found += [(code, source, row["rule"], row["n"]) for row in rows]
    return found
