"""What parents said, counted slowly and plainly from the histories: no SQL, no shortcuts, exact fractions."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from fractions import Fraction
from typing import Any

from dashboard.filters import Filters
from tests.histories import History, as_of

Key = tuple[str, int, str]  # municipality, the quarter's first month, category


def month_of(day: dt.date) -> int:
    return day.year * 12 + (day.month - 1)


def quarters_asked_for(filters: Filters) -> list[int]:
    """First months of the quarters with at least two of their months in the range; else the last month's quarter."""
    asked = Counter(month - month % 3 for month in range(filters.period.first, filters.period.last + 1))
    most = [quarter for quarter, months in sorted(asked.items()) if months >= 2]
    return most or [max(asked)]


def category_of(filters: Filters) -> tuple[str, str]:
    """One at a time: the first of team, programme and target group, and which; else everybody."""
    chosen = [("team_id", filters.team), ("programme_id", filters.programme), ("target_group", filters.target_group)]
    return next((one for one in chosen if one[1]), ("", ""))


def score(values: list[int]) -> Fraction | None:
    """0-100: the mean of the answered items × 25 − 25, with at least four of six answered (domain.md 2.4)."""
    return Fraction(sum(values), len(values)) * 25 - 25 if len(values) >= 4 else None


def oracle_trust(history: History, filters: Filters, *, teams: bool = False) -> dict[Key, dict[str, int]]:
    """The sums of queries.trust by municipality, quarter and category; a key only where something happened.

    teams: those of each team, where one municipality stands alone, instead of those of the chosen category.
    """
    quarters = quarters_asked_for(filters)
    field, only = ("team_id", "") if teams else category_of(filters)
    if teams and (len(filters.municipalities) > 1 or category_of(filters)[0]):
        return {}
    found: dict[Key, Counter[str]] = {}
    delivered = {(r["municipality_code"], r["month"]) for r in history["coverage"] if r["source"] == "surveys"}

    def count(invitation: dict[str, Any], month: int, things: dict[str, int]) -> None:
        code = invitation["municipality_code"]
        wanted = min(quarters) // 12 - 1 <= month // 12 <= max(quarters) // 12
        belongs = not only or invitation[field] == only
        if code in filters.municipalities and (code, month) in delivered and wanted and belongs:
            key = (code, month - month % 3, invitation[field] if field else "")
            found.setdefault(key, Counter()).update(things)

    for invitation in history["survey_invitation"]:
        if not is_a_parents(invitation):
            continue
        answered_on = invitation["answered_on"]
        answered = answered_on is not None and not answered_on > as_of(history)
        count(invitation, month_of(invitation["invited_on"]), {"invited": 1, "invited_answered": int(answered)})
        if answered:
            count(invitation, month_of(answered_on), said_by(history, invitation))
    return {key: dict(counter) for key, counter in found.items()}


def is_a_parents(invitation: dict[str, Any]) -> bool:
    """Staff and children, and whoever answers another form, say nothing about parents' trust."""
    return invitation["instrument"] == "foraeldre" and invitation["respondent"] not in ("child", "staff")


def said_by(history: History, invitation: dict[str, Any]) -> dict[str, int]:
    """One person's contribution to each sum."""
    items = {
        answer["item"]: answer["value"]
        for answer in history["survey_answer"]
        if answer["municipality_code"] == invitation["municipality_code"]
        and answer["invitation_id"] == invitation["invitation_id"]
        and answer["value"] is not None
        and answer["item"] <= 6  # the seventh and eighth question are no part of trust
    }
    points = score(list(items.values()))
    result = {"respondents": 1}
    for question, item in (("coordinator", 1), ("municipality", 2)):
        result[f"{question}_valid"] = int(item in items)
        result[f"{question}_agree"] = int(items.get(item) in (4, 5))
    if points is not None:
        assert (60 * points).denominator == 1
        result |= {"scored": 1, "score60_sum": int(60 * points), "score60_square_sum": int((60 * points) ** 2)}
    return result
