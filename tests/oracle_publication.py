"""What a publication is made of, counted case by case and answer by answer: the twin of queries.publication."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable

from dashboard.periods import month_end, month_key, month_start
from tests.histories import History, as_of
from tests.oracle_caseload import caseload_month, is_known
from tests.oracle_first_contact import fate, today_of
from tests.oracle_trust import is_a_parents, said_by

Row = tuple[str, int, str, str]  # municipality, month, kind, category
MEASURES = {"caseload": ("cases", "coordinators"), "time_to_first_contact": ("cases",), "trust": ("surveys",)}


def persons(history: History, measure: str) -> dict[Row, tuple[int, ...]]:
    """Figures by row, in the delivered months; a row where all of them are nought is left out."""
    every = {"caseload": _caseload, "time_to_first_contact": _contact, "trust": _trust}[measure](history)
    delivered = _delivered(history, MEASURES[measure])
    return {
        row: figures
        for row, figures in every.items()
        if row[:2] in delivered and any(figures) and _whole(history, measure, *row[:2])
    }


def _whole(history: History, measure: str, code: str, month: int) -> bool:
    """Whether the municipality's case lists know all that the month's figures ask of them."""
    first, last = month_start(month), month_end(month) - dt.timedelta(days=1)
    if measure == "time_to_first_contact":  # who came on the last day has had 30 days when the newest list was made
        day = today_of(history, code)
        return day is not None and last + dt.timedelta(days=30) <= day
    return measure == "trust" or (is_known(history, code, first) and is_known(history, code, last))


def _delivered(history: History, sources: Iterable[str]) -> set[tuple[str, int]]:
    each = [{(r["municipality_code"], r["month"]) for r in history["coverage"] if r["source"] == s} for s in sources]
    return set.intersection(*each)


def _kinds(row: dict[str, object]) -> list[tuple[str, str]]:
    programme, group = str(row["programme_id"]) or "-", str(row["target_group"]) or "-"
    return [("all", ""), ("programme", programme), ("target_group", group)]


def _caseload(history: History) -> dict[Row, tuple[int, ...]]:
    found: dict[Row, tuple[int, ...]] = {}
    for key, days in caseload_month(history).items():
        level, programme, group, code, _team, _who, month = key
        if level == "municipality" and "*" in (programme, group):
            kind, category = ("programme", programme) if group == "*" else ("target_group", group)
            if programme == group == "*":
                kind, category = "all", ""
            else:
                category = category or "-"
            # One set of cases in all the cells, or they would not add up: those whose coordinator's hours are known.
            known = days["case"] if kind == "all" else days["case"] - days["unknown_fte"]
            found[code, month, kind, category] = (known, days["fte_milli"])
    return found


def _contact(history: History) -> dict[Row, tuple[int, ...]]:
    received: Counter[Row] = Counter()
    soon: Counter[Row] = Counter()
    for case in history["case_file"]:
        today = today_of(history, case["municipality_code"])
        if case["received_on"] is None or today is None:  # nobody can say how long it waited
            continue
        outcome, days, _reason = fate(case, today)
        if days < 0:
            continue
        for kind, category in _kinds(case):
            row = (case["municipality_code"], month_key(case["received_on"]), kind, category)
            received[row] += 1
            soon[row] += outcome == "contact" and days <= 30
    return {row: (n, soon[row]) for row, n in received.items()}


def _trust(history: History) -> dict[Row, tuple[int, ...]]:
    names = ("coordinator_valid", "coordinator_agree", "invited", "invited_answered")
    found: dict[Row, Counter[str]] = {}
    today = as_of(history)
    for invitation in history["survey_invitation"]:
        if not is_a_parents(invitation):
            continue
        answered = invitation["answered_on"] is not None and invitation["answered_on"] <= today
        said = said_by(history, invitation) if answered else {}
        events = [(invitation["invited_on"], {"invited": 1, "invited_answered": int(answered)})]
        events += [(invitation["answered_on"], {name: said.get(name, 0) for name in names[:2]})] if answered else []
        for day, figures in events:
            for kind, category in _kinds(invitation):
                row = (invitation["municipality_code"], month_key(day), kind, category)
                found.setdefault(row, Counter()).update(figures)
    return {row: tuple(figures[name] for name in names) for row, figures in found.items()}
