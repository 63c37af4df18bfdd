"""The caseload again, slowly and obviously: one day after the other, in plain Python, from the rows themselves."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from itertools import product
from typing import Any

from dashboard.filters import Filters
from dashboard.periods import days_in_month, month_key, month_start

History = dict[str, list[dict[str, Any]]]
# level, programme, target group, municipality, team, coordinator, month
Key = tuple[str, str, str, str, str, str, int]
# level, municipality, team, coordinator
Level = tuple[str, str, str, str]
Rows = dict[tuple[str, str, str, str, int], tuple[Any, ...]]
UNKNOWN = "?"
METRICS = ("case", "child", "family", "unknown_fte", "unassigned", "unknown", "fte_milli")


def caseload_month(history: History) -> dict[Key, dict[str, int]]:
    """Every row of the rollup: key → metric → days."""
    found: dict[Key, Counter[str]] = {}
    for day in _days(history):
        for key, metric, count in _of_one_day(history, day):
            found.setdefault((*key, month_key(day)), Counter())[metric] += count
    return {key: {m: counts[m] for m in METRICS} for key, counts in found.items() if any(counts.values())}


def _days(history: History) -> Iterator[dt.date]:
    day = min((h["known_from"] for h in history["case_horizon"]), default=dt.date.max)
    while day <= max((h["as_of"] for h in history["case_horizon"]), default=dt.date.min):
        yield day
        day += dt.timedelta(days=1)


def is_known(history: History, code: str, day: dt.date) -> bool:
    """Whether the municipality's lists reach that day: of any other day nothing is counted, hours neither."""
    mine = (h for h in history["case_horizon"] if h["municipality_code"] == code)
    return any(h["known_from"] <= day <= h["as_of"] for h in mine)


def opened(history: History, case: dict[str, Any]) -> dt.date | None:
    """The day received, else the first of which it is known who had it, or that nobody knows."""
    if case["received_on"] is not None:
        return case["received_on"]  # type: ignore[no-any-return]
    key = (case["municipality_code"], case["case_id"])
    taken = (
        a["valid_from"]
        for a in history["case_assignment"]
        if (a["municipality_code"], a["case_id"]) == key and a["role"] != "cover"
    )
    return min(taken, default=None)


def is_open(history: History, case: dict[str, Any], day: dt.date) -> bool:
    since = opened(history, case)
    ends = [end for end in (case["closed_on"], case.get("unlisted_on")) if end is not None]
    return since is not None and since <= day and all(day < end for end in ends)


def _team_on(history: History, thing: dict[str, Any], key: str, table: str, day: dt.date) -> str:
    """The team of a case or a coordinator on a day: of one that has never moved, the only one."""
    for span in history[table]:
        same = (span["municipality_code"], span[key]) == (thing["municipality_code"], thing[key])
        begun = span["valid_from"] is None or span["valid_from"] <= day
        if same and begun and (span["valid_to"] is None or day < span["valid_to"]):
            return str(span["team_id"])
    return str(thing["team_id"])


def _covers(span: dict[str, Any], day: dt.date) -> bool:
    return bool(span["valid_from"] <= day and (span["valid_to"] is None or day < span["valid_to"]))


def _of_one_day(history: History, day: dt.date) -> Iterator[tuple[tuple[str, ...], str, int]]:
    """(level, programme, target group, municipality, team, coordinator), metric, how much of it on this day."""
    team_of = {
        (c["municipality_code"], c["coordinator_id"]): _team_on(history, c, "coordinator_id", "coordinator_team", day)
        for c in history["coordinator"]
    }
    hours = [f for f in history["coordinator_fte"] if _covers(f, day) and is_known(history, f["municipality_code"], day)]
    for f in hours:
        here, who = f["municipality_code"], f["coordinator_id"]
        for level in _levels(here, team_of.get((here, who), ""), who):
            yield (level[0], "*", "*", *level[1:]), "fte_milli", f["fte_milli"]
    known = {(f["municipality_code"], f["coordinator_id"]) for f in hours}
    # The children and families that were met at each key: a set holds each once.
    people: set[tuple[tuple[str, ...], str, str]] = set()
    for case in history["case_file"]:
        if is_known(history, case["municipality_code"], day) and is_open(history, case, day):
            case = case | {"team_id": _team_on(history, case, "case_id", "case_team", day)}
            for level, metric in _metric_at(case, _holders(history, case, day), known, team_of).items():
                for programme, target in _combinations(case, level[0]):
                    key = (level[0], programme, target, *level[1:])
                    yield key, metric, 1
                    # Positions are not split: only where everybody is counted is anything divided by hours.
                    held = metric == "unknown_fte" and (programme, target) != ("*", "*")
                    if held:
                        yield key, "case", 1
                    if held or metric == "case":
                        people |= {(key, "child", case["child_id"]), (key, "family", case["family_id"])}
    for key, metric, _ in people:
        yield key, metric, 1


def _holders(history: History, case: dict[str, Any], day: dt.date, role: str = "primary") -> set[str]:
    """The primary coordinators of a case on a day; UNKNOWN alone where there are none and nobody knows."""
    found = {
        a["coordinator_id"] if role == "primary" else UNKNOWN
        for a in history["case_assignment"]
        if (a["municipality_code"], a["case_id"]) == (case["municipality_code"], case["case_id"])
        if a["role"] == role and _covers(a, day)
    }
    return found or (_holders(history, case, day, "unknown") if role == "primary" else found)


def _metric_at(
    case: dict[str, Any], holders: set[str], known: set[tuple[str, str]], team_of: dict[tuple[str, str], str]
) -> dict[Level, str]:
    """As what an open case counts, at each level where it counts. One coordinator with known hours is enough."""
    here = case["municipality_code"]
    if holders <= {UNKNOWN}:
        return dict.fromkeys(_levels(here, case["team_id"], "")[:2], "unknown" if holders else "unassigned")
    found: dict[Level, str] = {}
    for who in holders:
        for level in _levels(here, team_of.get((here, who), ""), who):
            if (here, who) in known or level not in found:
                found[level] = "case" if (here, who) in known else "unknown_fte"
    return found


def _levels(here: str, team: str, who: str) -> list[Level]:
    return [("municipality", here, "", ""), ("team", here, team, ""), ("coordinator", here, team, who)]


def _combinations(case: dict[str, Any], level: str) -> list[tuple[str, str]]:
    if level == "coordinator":
        return [("*", "*")]
    return list(product(("*", case["programme_id"]), ("*", case["target_group"])))


# ---- What the query brings: only delivered months, the period's teams and coordinators together ----


def covered_months(history: History, filters: Filters) -> set[tuple[str, int]]:
    """(municipality, month) that both sources have been delivered for and that the case lists reach, from a year before
    the period."""
    delivered = {(r["source"], r["municipality_code"], r["month"]) for r in history["coverage"]}
    return {
        (code, month)
        for code in filters.municipalities
        for month in range(filters.period.first - 12, filters.period.last + 1)
        if ("cases", code, month) in delivered and ("coordinators", code, month) in delivered
        if days_known(history, code, month)
    }


def days_known(history: History, code: str, month: int) -> int:
    """How many days of the month the municipality's case lists reach."""
    days = (month_start(month) + dt.timedelta(days=n) for n in range(days_in_month(month)))
    return sum(is_known(history, code, day) for day in days)


def caseload(history: History, filters: Filters) -> Rows:
    """(level, municipality, team, coordinator, month) → the sums of days, then newly_hired_until or None."""
    return rows(history, caseload_month(history), filters)


def rows(history: History, every_month: dict[Key, dict[str, int]], filters: Filters) -> Rows:
    """The same, from the months already counted."""
    covered = covered_months(history, filters)
    hired = {(c["municipality_code"], c["coordinator_id"]): c["newly_hired_until"] for c in history["coordinator"]}
    sums: dict[tuple[str, str, str, str, int], list[int]] = {
        ("month", code, filters.team, "", month): [0] * len(METRICS) for code, month in covered
    }
    for (level, programme, target, code, team, who, month), days in every_month.items():
        if (code, month) not in covered or (filters.team and level != "municipality" and team != filters.team):
            continue
        if (programme, target) != (filters.programme or "*", filters.target_group or "*"):
            continue
        keys = []
        if level == ("team" if filters.team else "municipality"):
            keys.append(("month", code, filters.team, "", month))
        if level == "team" and len(filters.municipalities) == 1 and month >= filters.period.first:
            keys.append(("team", code, team, "", 0))
        if level == "coordinator" and month >= filters.period.first:
            keys.append(("coordinator", code, team, who, 0))
        for key in keys:
            row = sums.setdefault(key, [0] * len(METRICS))
            for place, metric in enumerate(METRICS):
                row[place] += days[metric]
    return {key: (*row, hired.get((key[1], key[3])) if key[3] else None) for key, row in sums.items()}


def mean_per_day(history: History, filters: Filters, code: str, metric: str) -> float:
    """The mean of one metric over the delivered days of the period, for one municipality or the chosen team."""
    months = [m for c, m in covered_months(history, filters) if c == code and m in filters.period.months]
    days = sum(days_known(history, code, month) for month in months)
    found = caseload(history, filters)
    total = sum(found[("month", code, filters.team, "", m)][METRICS.index(metric)] for m in months)
    return total / days
