"""The rows of each source out of the tables that its import filled: the way of the importers' `facts`, backwards."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any

from dashboard.database.said import SOURCE_OF

Row = dict[str, Any]
Read = Callable[[str], list[Row]]  # a table's name → its rows by column

_NO_CHILD, _NO_FAMILY = "sag:", "barn:"  # what cases.facts puts before a key that nobody gave


def _names(read: Read, table: str, key: str) -> dict[tuple[str, str], str]:
    """(municipality, id) → name, of teams or programmes; a programme has no municipality of its own."""
    return {(row.get("municipality_code", ""), row[key]): row["name"] for row in read(table)}


def _placed(row: Row, read_names: tuple[dict[tuple[str, str], str], dict[tuple[str, str], str]]) -> Row:
    teams, programmes = read_names
    code = row["municipality_code"]
    return {
        "municipality": code,
        "team": teams.get((code, row["team_id"])),
        "programme": programmes.get(("", row.get("programme_id", ""))),
        "target_group": row.get("target_group") or None,
    }


def _both_names(read: Read) -> tuple[dict[tuple[str, str], str], dict[tuple[str, str], str]]:
    return _names(read, "team", "team_id"), _names(read, "programme", "programme_id")


def _delivered(read: Read, table: str) -> Iterator[tuple[Row, Row]]:
    """The rows of what has been said, each with the first and the last delivery that said it, and the one after."""
    days = sorted((row["municipality_code"], row["day"]) for row in read("delivery_day") if row["source"] == SOURCE_OF[table])
    after = {now: later[1] for now, later in pairwise(days) if now[0] == later[0]}
    for row in read(table):
        following = after.get((row["municipality_code"], row["last_day"]))
        yield row, {"listed_from": row["first_day"], "listed_to": row["last_day"], "listed_next": following}


def cases(read: Read) -> Iterator[Row]:
    names = _both_names(read)
    for row, told in _delivered(read, "case_said"):
        yield {
            **_placed(row, names),
            **told,
            "case": row["case_id"],
            "child": None if row["child_id"] == _NO_CHILD + row["case_id"] else row["child_id"],
            "family": None if row["family_id"] == _NO_FAMILY + row["child_id"] else row["family_id"],
            "coordinator": row["coordinator_id"] or None,
            "since": row["coordinator_since"],
            "cover": row["cover_id"] or None,
            "pay_municipality": row["pay_municipality_code"],
            "received": row["received_on"],
            "contact": row["first_contact_on"],
            "closed": row["closed_on"],
            "reason": row["close_reason"] or None,
        }


def assignments(read: Read) -> Iterator[Row]:
    for row, told in _delivered(read, "assignment_said"):
        yield {
            **told,
            "municipality": row["municipality_code"],
            "case": row["case_id"],
            "coordinator": row["coordinator_id"] or None,
            "role": row["role"],
            "start": row["valid_from"],
            "end": _last_day(row["valid_to"]),
        }


def coordinators(read: Read) -> Iterator[Row]:
    names = _both_names(read)
    for row, told in _delivered(read, "hours_said"):
        yield {
            **_placed(row, names),
            **told,
            "coordinator": row["coordinator_id"],
            "hours": row["fte_milli"],
            "start": row["valid_from"],
            "end": _last_day(row["valid_to"]),
            "new_until": row["newly_hired_until"],
        }


def _last_day(after: dt.date | None) -> dt.date | None:
    return after and after - dt.timedelta(days=1)


def ledger(read: Read) -> Iterator[Row]:
    for row in read("ledger"):
        yield {
            "municipality": row["municipality_code"],
            "month": row["month"],
            "function": row["account_function"],
            "grouping": row["grouping"] or None,
            "dranst": row["dranst"],
            "cost_centre": row["cost_centre"] or None,
            "amount": row["amount_ore"],
        }


def cost_centres(read: Read) -> Iterator[Row]:
    for row in read("cost_centre_group"):
        yield {
            "municipality": row["municipality_code"],
            "cost_centre": row["cost_centre"],
            "target_group": row["target_group"],
            "start": row["from_month"],
            "end": row["to_month"],
            "version": row["mapping_version"],
        }


def budget(read: Read) -> Iterator[Row]:
    for row in read("budget_line"):
        yield {
            "municipality": row["municipality_code"],
            "year": row["year"],
            "function": row["account_function"],
            "grouping": row["grouping"] or None,
            "original": row["original_ore"],
            "supplement": row["supplement_ore"],
            "expected": row["expected_ore"],
            "as_of": row["as_of"],
            "reason": row["reason"] or None,
        }


def population(read: Read) -> Iterator[Row]:
    for row in read("population"):
        yield {"municipality": row["municipality_code"], "year": row["year"], "persons": row["persons"]}


def surveys(read: Read) -> Iterator[Row]:
    names = _both_names(read)
    answers: defaultdict[tuple[str, str], Row] = defaultdict(dict)
    for row in read("survey_answer"):
        answers[row["municipality_code"], row["invitation_id"]][f"item_{row['item']}"] = row["value"]
    for row in read("survey_invitation"):
        yield {
            **_placed(row, names),
            **answers[row["municipality_code"], row["invitation_id"]],
            "invitation": row["invitation_id"],
            "instrument": row["instrument"],
            "wave": row["wave"] or None,
            "respondent": row["respondent"] or None,
            "invited": row["invited_on"],
            "reminded": row["reminded_on"],
            "answered": row["answered_on"],
        }


def services(read: Read) -> Iterator[Row]:
    for row in read("service"):
        yield {
            "municipality": row["municipality_code"],
            "system": row["system"] or None,
            "service": row["service_id"],
            "case": row["case_id"] or None,
            "child": row["child_id"] or None,
            "paragraph": row["source_code"],
            "code": row["service_code"] or None,
            "start": row["valid_from"],
            "end": _last_day(row["valid_to"]),
        }


ROWS: dict[str, Callable[[Read], Iterator[Row]]] = {
    "cases": cases,
    "assignments": assignments,
    "coordinators": coordinators,
    "ledger": ledger,
    "cost_centres": cost_centres,
    "budget": budget,
    "population": population,
    "services": services,
    "surveys": surveys,
}
