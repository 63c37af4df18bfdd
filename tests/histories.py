"""Generated histories: small worlds in which everything awkward happens, to hold every query against its oracle.

A History is the rows of the source tables by table name; `load` writes it through a connection. What is drawn
is always valid as tables.py says, and drawn around the days on which an off-by-one shows: month ends, the leap
day, the two days on which the clock changes, and the as-of date itself.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import sqlalchemy as sa
from hypothesis import strategies as st

from dashboard.database.accounts import account_class_rows
from dashboard.database.tables import SOURCES
from dashboard.filters import Filters
from dashboard.measures import TARGET_GROUPS
from dashboard.periods import Period, month_key

History = dict[str, list[dict[str, Any]]]
Draw = Any

CODES = ("0219", "0657", "0730")
NAMES = {"0219": "Hillerød", "0657": "Herning", "0730": "Randers"}
TEAMS = ("t1", "t2")
PROGRAMMES = ("p1", "p2")
COVERAGE_SOURCES = ("cases", "coordinators", "ledger", "budget", "surveys", "population")
FIRST_MONTH = month_key(dt.date(2023, 11, 1))
AS_OF = (
    dt.date(2024, 2, 29),
    dt.date(2025, 3, 30),
    dt.date(2025, 10, 26),
    dt.date(2025, 11, 15),
    dt.date(2025, 11, 30),
    dt.date(2025, 12, 31),
)
# Month ends, the leap day, and the days around the change of the clock on 30 March and 26 October 2025.
EDGE_DAYS = {
    (2023, 12): (31,),
    (2024, 1): (1, 31),
    (2024, 2): (1, 28, 29),
    (2024, 3): (1,),
    (2024, 12): (31,),
    (2025, 1): (1,),
    (2025, 2): (28,),
    (2025, 3): (1, 29, 30, 31),
    (2025, 4): (1,),
    (2025, 6): (30,),
    (2025, 7): (1,),
    (2025, 9): (30,),
    (2025, 10): (1, 25, 26, 27, 31),
    (2025, 11): (1, 14, 15, 29, 30),
}
EDGES = tuple(dt.date(year, month, day) for (year, month), found in EDGE_DAYS.items() for day in found)
# An account whose class changes between two versions of the mapping, and one that nobody knows.
CHANGING, UNKNOWN = "5.28.99", "5.99.99"


def source_tables() -> dict[str, sa.Table]:
    return {table.name: table for table in SOURCES}


def load(connection: sa.Connection, history: History) -> None:
    """Write a history into empty source tables."""
    for name, table in source_tables().items():
        if history.get(name):
            connection.execute(sa.insert(table), history[name])


def as_of(history: History) -> dt.date:
    day: dt.date = history["version_info"][0]["as_of"]
    return day


def window(history: History) -> Period:
    """Every month that can be chosen."""
    return Period(FIRST_MONTH, month_key(as_of(history)))


def codes(history: History) -> tuple[str, ...]:
    return tuple(row["municipality_code"] for row in history["municipality"])


@st.composite
def histories(draw: Draw, *areas: str) -> History:
    """Histories of one to three municipalities with the same local ids.

    areas narrows what is filled, for speed: any of cases, money, surveys; none named is all of them.
    """
    today = draw(st.sampled_from(AS_OF))
    chosen = CODES[: draw(st.integers(1, 3))]
    history = empty_history(today, chosen)
    for code in chosen:
        history["coverage"] += _coverage(draw, code, today)
        history["population"] += _population(draw, code)
        if not areas or "cases" in areas:
            history["case_horizon"] += _horizon(draw, code, today)
            _add_cases(draw, history, code, today)
        if not areas or "money" in areas:
            _add_money(draw, history, code, today)
        if not areas or "surveys" in areas:
            _add_surveys(draw, history, code, today)
    return history


def empty_history(today: dt.date, chosen: tuple[str, ...]) -> History:
    """The municipalities, teams, programmes and the mapping of accounts, and nothing that happened."""
    history: History = {table.name: [] for table in SOURCES}
    history["version_info"] = [
        {"version": "", "origin": "sample", "as_of": today, "mapping_version": "test", "created_at": "2025-12-01"}
    ]
    history["municipality"] = [
        {"municipality_code": c, "name": NAMES[c], "region": "Region", "group_name": "Gruppe"} for c in chosen
    ]
    history["team"] = [{"municipality_code": c, "team_id": t, "name": f"Team {t}"} for c in chosen for t in TEAMS]
    history["programme"] = [{"programme_id": p, "name": f"Projekt {p}", "adults": False} for p in PROGRAMMES]
    history["programme_municipality"] = [
        {"programme_id": p, "municipality_code": c, "joined_on": dt.date(2024, 1, 1), "left_on": None}
        for p in PROGRAMMES
        for c in chosen
    ]
    history["account_class"] = [*account_class_rows(), *_changing_account()]
    return history


def _changing_account() -> list[dict[str, Any]]:
    turn = month_key(dt.date(2025, 3, 1))
    row = {"account_function": CHANGING, "grouping": "", "dranst": 1, "ladder_step": None}
    return [
        row | {"spending_class": "preventive", "from_month": FIRST_MONTH, "to_month": turn - 1},
        row | {"spending_class": "placement", "from_month": turn, "to_month": None},
    ]


def days(last: dt.date, first: dt.date = dt.date(2023, 11, 1)) -> st.SearchStrategy[dt.date]:
    """Days from first to last, both included, most of them where something turns over."""
    edges = [day for day in (*EDGES, first, last) if first <= day <= last]
    return st.sampled_from(edges) | st.dates(first, last)


def _coverage(draw: Draw, code: str, today: dt.date) -> list[dict[str, Any]]:
    every = range(FIRST_MONTH, month_key(today) + 1)
    rows = []
    for source in COVERAGE_SOURCES:
        missing = draw(st.just(set()) | st.sets(st.sampled_from(every), max_size=5) | st.just(set(every)))
        rows += [{"municipality_code": code, "source": source, "month": m} for m in every if m not in missing]
    return rows


def _population(draw: Draw, code: str) -> list[dict[str, Any]]:
    years = draw(st.sets(st.integers(2023, 2026)))
    return [{"municipality_code": code, "year": y, "persons": draw(st.integers(1, 30_000))} for y in sorted(years)]


# ---- Cases, coordinators and who carries what ----


def _add_cases(draw: Draw, history: History, code: str, today: dt.date) -> None:
    coordinators = [f"c{number}" for number in range(1, 1 + draw(st.integers(2, 4)))]
    for coordinator in coordinators:
        hired = draw(st.none() | days(today))
        team = draw(st.sampled_from(TEAMS))
        key = {"municipality_code": code, "coordinator_id": coordinator}
        history["coordinator"].append(key | {"team_id": team, "newly_hired_until": hired})
        history["coordinator_fte"] += [key | span for span in _fte_spans(draw, today)]
        history["coordinator_team"] += _moves(draw, key, today)
    for number in range(1, 1 + draw(st.integers(0, 12))):
        case = _case(draw, code, f"s{number}", today)
        history["case_file"].append(case)
        history["case_assignment"] += _assignments(draw, case, coordinators, today)
        history["case_team"] += _moves(draw, {"municipality_code": code, "case_id": case["case_id"]}, today)


def _horizon(draw: Draw, code: str, today: dt.date) -> list[dict[str, Any]]:
    """Most lists reach from long ago until today; some begin late or end early, and some were never delivered."""
    first = draw(st.sampled_from((dt.date(2023, 11, 1),) * 3) | days(today))
    last = draw(st.sampled_from((today,) * 3) | days(today, first))
    horizon = {"municipality_code": code, "known_from": first, "as_of": last}
    return draw(st.sampled_from([[horizon]] * 7 + [[]]))


def _moves(draw: Draw, key: dict[str, Any], today: dt.date) -> list[dict[str, Any]]:
    """The teams of somebody who has moved; of most nothing, for they have not."""
    turns = sorted(draw(st.sampled_from((0, 0, 0, 1)).flatmap(lambda n: st.sets(days(today), min_size=n, max_size=2 * n))))
    teams = [TEAMS[place % 2] for place in range(draw(st.integers(0, 1)), len(turns) + 2)][: len(turns) + 1]
    spans = zip(teams, [None, *turns], [*turns, None], strict=True) if turns else ()
    return [key | {"team_id": team, "valid_from": start, "valid_to": end} for team, start, end in spans]


def _fte_spans(draw: Draw, today: dt.date) -> list[dict[str, Any]]:
    """Spans one after the other: a change of hours, a 0 (sick leave) or a gap (unknown) at each turn."""
    turns = sorted(draw(st.sets(days(today), min_size=1, max_size=4)))
    ends = [*turns[1:], draw(st.none() | st.just(today + dt.timedelta(days=1)))]
    spans = []
    for start, end in zip(turns, ends, strict=True):
        hours = draw(st.sampled_from([1000, 1000, 811, 500, 0, None]))
        if hours is not None:
            spans.append({"valid_from": start, "valid_to": end, "fte_milli": hours})
    return spans


def _case(draw: Draw, code: str, case_id: str, today: dt.date) -> dict[str, Any]:
    received = draw(days(today))
    # The same day, any later day, the as-of date itself, or none; contact may also lie before the receipt (an
    # error in the data) or after the closing.
    later = st.just(received) | days(today, received) | st.just(today)
    earlier = days(received)
    closed = draw(st.none() | later)
    child = draw(st.integers(1, 6))
    return {
        "municipality_code": code,
        "case_id": case_id,
        "pay_municipality_code": draw(st.sampled_from((code, code, CODES[0]))),
        "child_id": f"b{child}",
        "family_id": f"f{(child + 1) // 2}",  # b1 and b2 are siblings
        "team_id": draw(st.sampled_from(TEAMS)),
        "programme_id": draw(st.sampled_from(("", *PROGRAMMES))),
        "target_group": draw(st.sampled_from(("", *TARGET_GROUPS))),
        "received_on": draw(st.sampled_from((received, received, received, None))),
        "first_contact_on": draw(st.none() | later | later | earlier),
        "closed_on": closed,
        "close_reason": draw(st.sampled_from(("completed", "no_contact", "moved", "turned_18", "died", "other")))
        if closed
        else "",
        **_unlisted(draw, received, today, gone=closed is None and draw(st.integers(0, 3)) == 0),
    }


def _unlisted(draw: Draw, received: dt.date, today: dt.date, *, gone: bool) -> dict[str, dt.date | None]:
    """A case that a later list no longer had: gone on that day, seen on an earlier one."""
    if not gone:
        return {"last_listed_on": None, "unlisted_on": None}
    seen = draw(days(today, received))
    return {"last_listed_on": seen, "unlisted_on": draw(days(today + dt.timedelta(days=3), seen + dt.timedelta(days=1)))}


def _assignments(draw: Draw, case: dict[str, Any], coordinators: list[str], today: dt.date) -> list[dict[str, Any]]:
    """Primary spans one after the other, with handovers and unassigned gaps, and perhaps a cover."""
    first = case["received_on"] or draw(days(today))
    turns = sorted({first, *draw(st.sets(days(today, first), max_size=3))})
    ends = [*turns[1:], draw(st.none() | st.just(case["closed_on"]))]
    spans = []
    for start, end in zip(turns, ends, strict=True):
        who = draw(st.sampled_from([*coordinators, None, ""]))  # '': nobody knows
        # One in eight overlaps the next: data have that fault, and no query may fall over it.
        end = draw(st.sampled_from([end] * 7 + [None]))
        if who is not None and (end is None or start < end):
            spans.append(_assignment(case, who, "primary" if who else "unknown", start, end))
    if draw(st.booleans()):
        start = draw(days(today))
        spans.append(_assignment(case, draw(st.sampled_from(coordinators)), "cover", start, None))
    return spans


def _assignment(case: dict[str, Any], who: str, role: str, start: dt.date, end: dt.date | None) -> dict[str, Any]:
    return {
        "municipality_code": case["municipality_code"],
        "case_id": case["case_id"],
        "coordinator_id": who,
        "role": role,
        "valid_from": start,
        "valid_to": end,
    }


# ---- Money ----


def _divided(draw: Draw, code: str, today: dt.date) -> list[dict[str, Any]]:
    """A mapping of cost centres to target groups with a turn and a gap, or none at all."""
    rows: list[dict[str, Any]] = []
    for centre in draw(st.sets(st.sampled_from(("", "k1", "k2", "k3")))):
        turns = sorted(draw(st.sets(st.integers(FIRST_MONTH, month_key(today)), min_size=1, max_size=3)))
        ends = [*(turn - 1 for turn in turns[1:]), draw(st.none() | st.just(turns[-1] + 2))]
        rows += [
            {
                "municipality_code": code,
                "cost_centre": centre,
                "target_group": draw(st.sampled_from(("", *TARGET_GROUPS))),
                "from_month": first,
                "to_month": last,
                "mapping_version": f"udgave {first}",
            }
            for first, last in zip(turns, ends, strict=True)
            if draw(st.integers(0, 5))
        ]
    return rows


def _add_money(draw: Draw, history: History, code: str, today: dt.date) -> None:
    history["cost_centre_group"] += _divided(draw, code, today)
    accounts = sorted({(r["account_function"], r["grouping"]) for r in history["account_class"]})
    account = st.sampled_from([*accounts, (CHANGING, "003"), (UNKNOWN, ""), (UNKNOWN, "001")])
    ore = st.integers(-9_000_000_000, 90_000_000_000)
    for _ in range(draw(st.integers(0, 15))):
        function, grouping = draw(account)
        history["ledger"].append(
            {
                "municipality_code": code,
                "month": draw(st.integers(FIRST_MONTH, month_key(today))),
                "account_function": function,
                "dranst": draw(st.sampled_from((1, 1, 1, 2))),
                "grouping": draw(st.sampled_from((grouping, "003", "009", "999"))),
                "cost_centre": draw(st.sampled_from(("", "k1", "k2", "k3"))),
                "amount_ore": draw(ore),
            }
        )
    for year, (function, grouping) in draw(st.sets(st.tuples(st.integers(2024, 2025), account), max_size=4)):
        history["budget_line"].append(
            {
                "municipality_code": code,
                "year": year,
                "account_function": function,
                "grouping": grouping,
                "original_ore": draw(ore),
                "supplement_ore": draw(ore),
                "expected_ore": draw(st.none() | ore),
                "as_of": draw(days(today)),
                "reason": draw(st.sampled_from(("", "Flere støtteophold"))),
            }
        )


# ---- Surveys ----

ITEM = st.sampled_from((1, 2, 3, 4, 4, 5, 5, None, "left out"))
# Most are of the parents' form; the others, of whomever, are none of the trust measure's business.
INSTRUMENTS = (*["foraeldre"] * 8, "medarbejder", "barn", "who-5", "eget-skema")
RESPONDENTS = ("", "mother", "mother", "father", "father", "other", "child", "staff")


def _add_surveys(draw: Draw, history: History, code: str, today: dt.date) -> None:
    number = 0
    for _ in range(draw(st.integers(0, 3))):
        wave = draw(days(today))
        for _ in range(draw(st.integers(0, 8))):
            number += 1
            _add_invitation(draw, history, {"municipality_code": code, "invitation_id": f"i{number}"}, (wave, today))


def _add_invitation(draw: Draw, history: History, key: dict[str, Any], between: tuple[dt.date, dt.date]) -> None:
    wave, today = between
    # One day after the as-of date too: an answer that this version must not yet count.
    tomorrow = today + dt.timedelta(days=1)
    answered = draw(st.just(wave) | st.just(wave) | st.none() | days(today, wave) | st.sampled_from((today, tomorrow)))
    history["survey_invitation"].append(
        key
        | {
            "team_id": draw(st.sampled_from(TEAMS)),
            "programme_id": draw(st.sampled_from(("", *PROGRAMMES))),
            "target_group": draw(st.sampled_from(("", *TARGET_GROUPS))),
            "instrument": draw(st.sampled_from(INSTRUMENTS)),
            "wave": draw(st.sampled_from(("", "T0", "T1", "T2"))),
            "respondent": draw(st.sampled_from(RESPONDENTS)),
            "invited_on": wave,
            "reminded_on": draw(st.none() | st.just(wave)),
            "answered_on": answered,
        }
    )
    if answered is not None:
        values = draw(st.tuples(*[ITEM] * 8))
        history["survey_answer"] += [
            key | {"item": item, "value": value} for item, value in enumerate(values, 1) if value != "left out"
        ]


# ---- Filters ----


@st.composite
def filters_for(draw: Draw, history: History) -> Filters:
    """Filters that are valid for the history: every one of them may be set, the team only with one municipality."""
    chosen = draw(st.sets(st.sampled_from(codes(history)), min_size=1))
    months = st.integers(FIRST_MONTH, window(history).last)
    first, last = sorted((draw(months), draw(months)))
    return Filters(
        municipalities=tuple(sorted(chosen)),
        period=Period(first, last),
        interval=draw(st.sampled_from(("month", "quarter", "year"))),
        team=draw(st.sampled_from(("", *TEAMS))) if len(chosen) == 1 else "",
        programme=draw(st.sampled_from(("", "", *PROGRAMMES))),
        target_group=draw(st.sampled_from(("", "", *TARGET_GROUPS))),
        unit=draw(st.sampled_from(("total", "child"))),
        prices=draw(st.sampled_from(("current", "fixed"))),
    )


@st.composite
def histories_with_filters(draw: Draw, *areas: str) -> tuple[History, list[Filters]]:
    """A history and one to four views of it: to load a history costs a hundred times as much as to query it."""
    history = draw(histories(*areas))
    return history, draw(st.lists(filters_for(history), min_size=1, max_size=4))
