"""A small world in which every name says whose it is, so that a leak is a text that can be searched for.

Three municipalities with two teams of two coordinators each and sixty cases a quarter; of one project so few that every
figure of it has to be hidden. All of it made up.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from dashboard.periods import month_key, month_start
from tests.histories import History, empty_history

CODES = ("0219", "0657", "0730")
TODAY = dt.date(2026, 10, 31)
FIRST = month_key(dt.date(2025, 1, 1))
MONTHS = range(FIRST, month_key(TODAY) + 1)


def team(code: str, at: int) -> str:
    return f"HOLD-{code}-{at}"


def coordinator(code: str, team_at: int, at: int) -> str:
    return f"KODE-{code}-{team_at}-{at}"


def marked_world() -> History:
    world = empty_history(TODAY, CODES)
    world["team"] = [
        {"municipality_code": code, "team_id": team(code, at), "name": f"Navn {team(code, at)}"}
        for code in CODES
        for at in (1, 2)
    ]
    for code in CODES:
        _add(world, code)
    return world


def _add(world: History, code: str) -> None:
    for at in (1, 2):
        for who in (1, 2):
            key = {"municipality_code": code, "coordinator_id": coordinator(code, at, who)}
            world["coordinator"].append({**key, "team_id": team(code, at), "newly_hired_until": None})
            span = {"valid_from": month_start(FIRST), "valid_to": None, "fte_milli": 1000}
            world["coordinator_fte"].append({**key, **span})
    world["case_horizon"].append({"municipality_code": code, "known_from": month_start(FIRST), "as_of": TODAY})
    for source in ("cases", "coordinators", "ledger", "budget", "surveys", "population"):
        world["coverage"] += [{"municipality_code": code, "source": source, "month": month} for month in MONTHS]
    world["population"] += [{"municipality_code": code, "year": year, "persons": 9000} for year in (2025, 2026)]
    for number, month in enumerate(MONTHS):
        world["ledger"].append(_posting(code, month, number))
        for case in range(20):
            _add_case(world, code, month, case)


def _posting(code: str, month: int, number: int) -> dict[str, Any]:
    account = {"account_function": "5.28.21", "dranst": 1, "grouping": "003", "cost_centre": ""}
    return {"municipality_code": code, "month": month, **account, "amount_ore": 100_000 * (10 + number)}


def _add_case(world: History, code: str, month: int, at: int) -> None:
    case_id, received = f"SAG-{code}-{1 + at % 2}-{month}-{at}", month_start(month)
    waits = at % 7 == 6
    place = {"municipality_code": code, "team_id": team(code, 1 + at % 2)}
    groups = {"programme_id": "p1" if at == 0 and month % 3 == 0 else "", "target_group": "handicap"}
    contact = received + dt.timedelta(days=5 + at)
    world["case_file"].append(
        {
            **place,
            **groups,
            "case_id": case_id,
            "pay_municipality_code": code,
            "child_id": f"b-{case_id}",
            "family_id": f"f-{case_id}",
            "received_on": received,
            "first_contact_on": None if waits or contact > TODAY else contact,
            "closed_on": None,
            "close_reason": "",
        }
    )
    if at % 10 != 9:  # the others have nobody
        who = coordinator(code, 1 + at % 2, 1 + at // 2 % 2)
        world["case_assignment"].append(
            {
                "municipality_code": code,
                "case_id": case_id,
                "coordinator_id": who,
                "role": "primary",
                "valid_from": received,
                "valid_to": None,
            }
        )
    world["survey_invitation"].append(
        {
            **place,
            **groups,
            "invitation_id": f"i-{case_id}",
            "instrument": "foraeldre",
            "wave": "",
            "respondent": "mother",
            "invited_on": received,
            "reminded_on": None,
            "answered_on": received + dt.timedelta(days=3) if at % 3 else None,
        }
    )
    if at % 3:
        answer = {"municipality_code": code, "invitation_id": f"i-{case_id}"}
        world["survey_answer"] += [{**answer, "item": item, "value": 1 + (at + item) % 5} for item in range(1, 7)]
