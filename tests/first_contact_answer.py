"""A small Answer about first contact, made by the product's own analysis from cases written by hand."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np

from dashboard.analysis.contact_cases import Cases, ContactCounts
from dashboard.analysis.time_to_first_contact import analyse
from dashboard.filters import Filters
from dashboard.periods import Period, month_key
from dashboard.shapes import Answer
from tests.histories import History, as_of
from tests.oracle_first_contact import counts
from tests.special_history import special_history

YEAR = Period(month_key(dt.date(2024, 12, 1)), month_key(dt.date(2025, 11, 1)))
NAMES = {"0219": "Hillerød", "0657": "Herning"}


OUTCOMES = ("contact", "closed", "waiting", "unlisted")


def brought(history: History, filters: Filters) -> ContactCounts:
    """The counts as the query gives them (tests/queries holds it to these very rows)."""
    found, codes, first = counts(history, filters), filters.municipalities, filters.period.first - 12
    reasons = sorted({reason for *_key, reason in found.cases} | {""})
    rows = [
        (codes.index(code), month, days, OUTCOMES.index(outcome), n, reasons.index(reason))
        for (code, month, days, outcome, reason), n in sorted(found.cases.items())
    ]
    delivered = np.zeros((len(codes), filters.period.last + 1 - first), bool)
    for code, month in found.delivered:
        delivered[codes.index(code), month - first] = True
    return ContactCounts(Cases(*np.array(rows, "int64").reshape(-1, 6).T), reasons, found.waiting, delivered, as_of_each(history))


def as_of_each(history: History) -> dict[str, dt.date]:
    return {row["municipality_code"]: row["as_of"] for row in history["case_horizon"]}


def case(received_on: str, contact: str | None = None, closed: str | None = None, code: str = "0219") -> dict[str, Any]:
    day = dt.date.fromisoformat
    return special_history()["case_file"][0] | {
        "municipality_code": code,
        "received_on": day(received_on),
        "first_contact_on": contact and day(contact),
        "closed_on": closed and day(closed),
        "close_reason": "moved" if closed else "",
    }


def history_of(*cases: dict[str, Any]) -> History:
    """The special history's municipalities and deliveries, to 30 November 2025, with these cases alone."""
    return special_history() | {"case_file": list(cases), "case_assignment": []}


def cases_of(code: str) -> list[dict[str, Any]]:
    """Twelve a quarter with contact after 1 to 12 days; in the last, three have contact and two wait since the 20th."""
    found = [
        case(f"2025-0{month}-01", f"2025-0{month}-{day + 1:02d}", code=code)
        for month in (1, 4, 7)
        for day in range(1, 13)
    ]
    found += [case("2025-10-01", f"2025-10-{day}", code=code) for day in ("06", "08", "10")]
    return found + [case("2025-10-20", code=code)] * 2


def answer_of(filters: Filters, *cases: dict[str, Any], targets: dict[str, float] | None = None) -> Answer:
    """What the analysis says of the given cases, or else of cases_of each of the municipalities."""
    history = history_of(*(cases or [one for code in filters.municipalities for one in cases_of(code)]))
    found = analyse(brought(history, filters), filters, as_of(history), targets or {})
    return Answer(
        measure="time_to_first_contact",
        filters=filters,
        table=found.table,
        now=found.now,
        before=found.before,
        parts=found.parts,
        notes=found.notes,
        target=None,
        municipality_names=NAMES,
        data_version="test",
        as_of=as_of(history),
        origin="sample",
    )
