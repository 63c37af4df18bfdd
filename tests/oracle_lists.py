"""The slow twins of the work lists and of what has been delivered: one case, one source at a time."""

from __future__ import annotations

import datetime as dt
from typing import Any

from dashboard.filters import Filters
from tests.histories import History
from tests.oracle_first_contact import today_of

Row = tuple[str, str, str, dt.date, dt.date | None, dt.date | None]


def work_list(history: History, name: str, filters: Filters) -> list[Row]:
    """municipality, case, team, since, first contact, the day of its municipality's newest list; longest first."""
    rows = []
    for case in history["case_file"]:
        today = today_of(history, case["municipality_code"])
        since = None if today is None else _since(history, name, case, today)
        if since is not None and _chosen(case, filters) and _has(history, case, filters.coordinator, today):
            rows.append((case["municipality_code"], case["case_id"], case["team_id"], since, case["first_contact_on"], today))
    return sorted(rows, key=lambda row: (row[3], row[0], row[1]))


def _since(history: History, name: str, case: dict[str, Any], today: dt.date) -> dt.date | None:
    """The day the case has stood on the list from; None where it does not stand there."""
    received, contact, closed = case["received_on"], case["first_contact_on"], case["closed_on"]
    if name == "contact_before_receipt":
        return received if received is not None and contact is not None and contact < received else None
    if (received is not None and received > today) or any(
        end is not None and end <= today for end in (closed, case.get("unlisted_on"))
    ):
        return None
    if name == "waiting":
        return received if contact is None or contact > today else None
    mine = [
        a
        for a in history["case_assignment"]
        if (a["municipality_code"], a["case_id"]) == (case["municipality_code"], case["case_id"]) and a["role"] != "cover"
    ]
    if any(a["valid_from"] <= today and (a["valid_to"] is None or today < a["valid_to"]) for a in mine):
        return None
    return max(
        [a["valid_to"] for a in mine if a["valid_to"] is not None and a["valid_to"] <= today], default=received or today
    )


def _has(history: History, case: dict[str, Any], coordinator: str, today: dt.date) -> bool:
    """Whether a coordinator is the primary one of a case today: from the day it is handed over, it is the next one's."""
    key = (case["municipality_code"], case["case_id"], coordinator, "primary")
    return not coordinator or any(
        (a["municipality_code"], a["case_id"], a["coordinator_id"], a["role"]) == key
        and a["valid_from"] <= today
        and (a["valid_to"] is None or a["valid_to"] > today)
        for a in history["case_assignment"]
    )


def _chosen(case: dict[str, Any], filters: Filters) -> bool:
    return (
        case["municipality_code"] in filters.municipalities
        and filters.team in ("", case["team_id"])
        and filters.programme in ("", case["programme_id"])
        and filters.target_group in ("", case["target_group"])
    )


def missing(history: History, filters: Filters) -> list[tuple[str, str, tuple[int, ...], int | None]]:
    """municipality, source, months of the period not delivered, newest month: where something is missing.

    A budget or a survey comes now and then: it is missing where the whole period has none.
    """
    rows = []
    for code in filters.municipalities:
        for source in ("cases", "coordinators", "ledger", "budget", "surveys", "population"):
            got = {r["month"] for r in history["coverage"] if (r["municipality_code"], r["source"]) == (code, source)}
            lacking = tuple(month for month in filters.period.months if month not in got)
            rare = source in ("budget", "surveys")
            if lacking and (not rare or len(lacking) == len(filters.period.months)):
                rows.append((code, source, lacking, max(got) if got else None))
    return rows
