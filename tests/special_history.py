"""One fixed history in which everything that must be covered at least once happens by design, not by luck."""

from __future__ import annotations

import datetime as dt
from typing import Any

from dashboard.periods import month_key
from tests.histories import COVERAGE_SOURCES, FIRST_MONTH, History, empty_history

TODAY = dt.date(2025, 11, 30)
BOTH = ("0219", "0657")
LEAP_DAY, SPRING, AUTUMN = dt.date(2024, 2, 29), dt.date(2025, 3, 30), dt.date(2025, 10, 26)
HANDOVER, NEW_HOURS = dt.date(2025, 5, 14), dt.date(2025, 2, 10)
SINCE = dt.date(2023, 11, 1)  # the case lists tell who has which case from then on
# Delivered by nobody in the first municipality; in the second, delivered and nothing happened.
EMPTY_MONTH = month_key(dt.date(2024, 8, 1))

# case, child, family, programme, target group, received, first contact, closed, reason
_CASES: tuple[tuple[Any, ...], ...] = (
    ("s1", "b1", "f1", "p1", "handicap", LEAP_DAY, dt.date(2024, 3, 1), None, ""),
    ("s2", "b1", "f1", "", "familie", SPRING, AUTUMN, None, ""),  # the child's second case
    ("s3", "b2", "f1", "p1", "handicap", dt.date(2025, 3, 29), SPRING, dt.date(2025, 11, 30), "completed"),  # sibling
    ("s4", "b3", "f2", "", "", dt.date(2025, 10, 25), None, AUTUMN, "no_contact"),
    ("s5", "b4", "f2", "p2", "handicap", dt.date(2025, 10, 31), None, None, ""),  # waits still
    ("s6", "b5", "f3", "", "handicap", dt.date(2025, 6, 30), dt.date(2025, 6, 29), None, ""),  # contact too early
    ("s7", "b6", "f3", "p2", "familie", dt.date(2024, 12, 31), dt.date(2025, 1, 10), dt.date(2025, 1, 5), "moved"),
    ("s8", "b6", "f3", "", "", dt.date(2025, 1, 1), None, dt.date(2025, 1, 1), "died"),  # closed the day received
    ("s9", "b5", "f3", "", "handicap", dt.date(2025, 11, 1), TODAY, None, ""),  # contact on the as-of date
)
# case, coordinator, role, from, to
_ASSIGNMENTS: tuple[tuple[Any, ...], ...] = (
    ("s1", "c1", "primary", LEAP_DAY, HANDOVER),
    ("s1", "c2", "primary", HANDOVER, None),
    ("s2", "c1", "primary", SPRING, AUTUMN),  # without a coordinator since
    ("s3", "c2", "primary", dt.date(2025, 4, 1), None),
    ("s3", "c1", "cover", dt.date(2025, 7, 1), dt.date(2025, 8, 1)),
    ("s6", "c3", "primary", dt.date(2025, 6, 30), None),
    ("s7", "c1", "primary", dt.date(2024, 12, 31), dt.date(2025, 1, 5)),
    ("s9", "c1", "primary", dt.date(2025, 11, 1), None),
)
# coordinator, from, to, thousandths
_HOURS: tuple[tuple[Any, ...], ...] = (
    ("c1", dt.date(2024, 1, 1), NEW_HOURS, 1000),
    ("c1", NEW_HOURS, None, 500),
    ("c2", dt.date(2024, 1, 1), dt.date(2025, 9, 1), 811),
    ("c2", dt.date(2025, 9, 1), dt.date(2025, 10, 1), 0),  # sick leave
    ("c2", dt.date(2025, 10, 1), None, 811),  # c3 has none: unknown
)
# month, function, dranst, grouping, kroner
_LEDGER: tuple[tuple[Any, ...], ...] = (
    (dt.date(2025, 1, 1), "5.28.21", 1, "003", 120_000),
    (dt.date(2025, 1, 1), "5.28.22", 1, "002", 340_000),
    (dt.date(2025, 2, 1), "5.28.22", 1, "002", -40_000),
    (dt.date(2025, 2, 1), "5.57.72", 1, "009", 55_000),
    (dt.date(2025, 2, 1), "5.57.72", 2, "009", -27_500),
    (dt.date(2025, 3, 1), "5.28.99", 1, "", 10_000),
    (dt.date(2025, 9, 1), "5.99.99", 1, "", 5_000),
)


def special_history() -> History:
    """See the module; tests/test_histories.py asserts that each of the cases is in it."""
    history = empty_history(TODAY, BOTH)
    for code in BOTH:
        history["coverage"] += _coverage(code)
        history["case_horizon"].append({"municipality_code": code, "known_from": SINCE, "as_of": TODAY})
        history["population"] += [{"municipality_code": code, "year": y, "persons": 8_000 + y} for y in (2024, 2025)]
        _add_cases(history, code)
        history["ledger"] += [_posting(code, *row) for row in _LEDGER]
        history["budget_line"].append(_budget(code))
        _add_surveys(history, code)
    return history


def _coverage(code: str) -> list[dict[str, Any]]:
    months = [m for m in range(FIRST_MONTH, month_key(TODAY) + 1) if m != EMPTY_MONTH or code != BOTH[0]]
    return [{"municipality_code": code, "source": s, "month": m} for s in COVERAGE_SOURCES for m in months]


def _add_cases(history: History, code: str) -> None:
    here = {"municipality_code": code}
    names = ("case_id", "child_id", "family_id", "programme_id", "target_group")
    names += ("received_on", "first_contact_on", "closed_on", "close_reason")
    for number, row in enumerate(_CASES):
        team = "t1" if number % 3 else "t2"
        history["case_file"].append(
            here | dict(zip(names, row, strict=True)) | {"pay_municipality_code": BOTH[0], "team_id": team}
        )
    names = ("case_id", "coordinator_id", "role", "valid_from", "valid_to")
    history["case_assignment"] += [here | dict(zip(names, row, strict=True)) for row in _ASSIGNMENTS]
    names = ("coordinator_id", "valid_from", "valid_to", "fte_milli")
    history["coordinator_fte"] += [here | dict(zip(names, row, strict=True)) for row in _HOURS]
    history["coordinator"] += [
        here | {"coordinator_id": c, "team_id": t, "newly_hired_until": hired}
        for c, t, hired in (("c1", "t1", None), ("c2", "t2", dt.date(2024, 7, 1)), ("c3", "t2", None))
    ]


def _posting(code: str, day: dt.date, function: str, dranst: int, grouping: str, kroner: int) -> dict[str, Any]:
    account = {"account_function": function, "dranst": dranst, "grouping": grouping, "cost_centre": "k1"}
    return {"municipality_code": code, "month": month_key(day), "amount_ore": 100 * kroner} | account


def _budget(code: str) -> dict[str, Any]:
    account = {"account_function": "5.28.22", "grouping": "", "as_of": dt.date(2025, 9, 30), "reason": "Færre anbragte"}
    ore = {"original_ore": 400_000_000, "supplement_ore": -10_000_000, "expected_ore": 380_000_000}
    return {"municipality_code": code, "year": 2025} | account | ore


def _add_surveys(history: History, code: str) -> None:
    """Two waves of 14 and 12 invitations, most answered; one on the last day that counts and one the day after."""
    number = 0
    for invited, size in ((dt.date(2025, 3, 28), 14), (dt.date(2025, 9, 1), 12)):
        for place in range(size):
            number += 1
            key = {"municipality_code": code, "invitation_id": f"i{number}"}
            answered = _answered_on(invited, place)
            of = {"team_id": f"t{1 + place % 2}", "programme_id": "p1" if place % 3 else "", "target_group": "handicap"}
            of |= {"instrument": "foraeldre", "wave": "T0", "respondent": ("mother", "father", "other", "")[place % 4]}
            history["survey_invitation"].append(key | of | {"invited_on": invited, "answered_on": answered})
            history["survey_answer"] += [key | a for a in _answers(place)] if answered else []


def _answered_on(invited: dt.date, place: int) -> dt.date | None:
    """Over the spring clock change and a quarter's end, then the edge of what is seen; some never."""
    if place >= 10:
        return {10: TODAY, 11: TODAY + dt.timedelta(days=1)}.get(place)
    return invited + dt.timedelta(days=place)


def _answers(place: int) -> list[dict[str, Any]]:
    """Mostly agreement; each fifth says too little for a score, each fourth does not know about the municipality."""
    items = range(1, 4) if place % 5 == 4 else range(1, 7)
    return [{"item": i, "value": None if i == 2 and place % 4 == 3 else 1 + (2 * place + i) % 5} for i in items]
