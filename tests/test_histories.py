"""The generated histories are valid, and the special one holds each case that every query must meet."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

from hypothesis import given, settings

from dashboard.periods import month_end, month_key, month_start
from tests.conftest import Engines
from tests.histories import History, histories, source_tables
from tests.rounds import rounds
from tests.special_history import AUTUMN, EMPTY_MONTH, HANDOVER, LEAP_DAY, SPRING, special_history

KEYS = {
    "municipality": ("municipality_code",),
    "population": ("municipality_code", "year"),
    "coverage": ("municipality_code", "source", "month"),
    "team": ("municipality_code", "team_id"),
    "coordinator": ("municipality_code", "coordinator_id"),
    "coordinator_fte": ("municipality_code", "coordinator_id", "valid_from"),
    "case_file": ("municipality_code", "case_id"),
    "survey_invitation": ("municipality_code", "invitation_id"),
    "survey_answer": ("municipality_code", "invitation_id", "item"),
    "budget_line": ("municipality_code", "year", "account_function", "grouping"),
    "account_class": ("account_function", "grouping", "dranst", "from_month"),
}


def assert_valid(history: History) -> None:
    tables = source_tables()
    assert set(history) == set(tables)
    for name, rows in history.items():
        required = {c.name for c in tables[name].columns if not c.nullable}
        for row in rows:
            assert set(row) <= set(tables[name].columns.keys())
            assert all(row.get(column) is not None for column in required), (name, row)
    for name, key in KEYS.items():
        counts = Counter(tuple(row[k] for k in key) for row in history[name])
        assert max(counts.values(), default=1) == 1, name
    assert_spans(history)


def assert_spans(history: History) -> None:
    for name in ("coordinator_fte", "case_assignment"):
        assert all(row["valid_to"] is None or row["valid_from"] < row["valid_to"] for row in history[name])
    spans: dict[tuple[str, str], list[tuple[object, object]]] = {}
    for row in history["coordinator_fte"]:
        key = (row["municipality_code"], row["coordinator_id"])
        spans.setdefault(key, []).append((row["valid_from"], row["valid_to"]))
    for one in spans.values():
        for (_, end), (start, _) in pairwise(sorted(one, key=lambda span: str(span[0]))):
            assert end is not None
            assert str(end) <= str(start)


@settings(max_examples=rounds(200))
@given(histories())
def test_generated_histories_are_valid(history: History) -> None:
    assert_valid(history)


def test_the_special_history_is_valid() -> None:
    assert_valid(special_history())


def test_the_special_history_holds_every_case() -> None:
    history = special_history()
    cases = history["case_file"]
    assert any(c["closed_on"] is None for c in cases), "an open case"
    assert any(c["closed_on"] and not c["first_contact_on"] for c in cases), "closed without contact"
    assert any(c["received_on"] == c["closed_on"] for c in cases), "closed the day it was received"
    assert any(c["received_on"] == LEAP_DAY for c in cases), "the leap day"
    assert any(c["received_on"] < SPRING <= (c["first_contact_on"] or SPRING) for c in cases), "the clock goes forward"
    assert any(c["received_on"] < AUTUMN == c["first_contact_on"] for c in cases), "the clock goes back"
    here = [c["child_id"] for c in cases if c["municipality_code"] == cases[0]["municipality_code"]]
    assert len(set(here)) < len(here), "a child with two cases"
    primary = [a for a in history["case_assignment"] if a["role"] == "primary"]
    ends = {(a["municipality_code"], a["case_id"], a["valid_to"]) for a in primary}
    handovers = [a for a in primary if (a["municipality_code"], a["case_id"], a["valid_from"]) in ends]
    assert HANDOVER in {a["valid_from"] for a in handovers}, "a handover"
    assert month_start(month_key(HANDOVER)) < HANDOVER, "in the middle of a month"
    hours = Counter((f["municipality_code"], f["coordinator_id"]) for f in history["coordinator_fte"])
    assert max(hours.values()) > 1, "a change of full-time position"
    assert any(f["fte_milli"] == 0 for f in history["coordinator_fte"]), "sick leave"
    assert two_municipalities_share_ids(history)
    assert the_empty_month_is_empty(history)


def two_municipalities_share_ids(history: History) -> bool:
    by_code: dict[str, set[str]] = {}
    for case in history["case_file"]:
        by_code.setdefault(case["municipality_code"], set()).add(case["case_id"])
    first, second = by_code.values()
    return first == second


def the_empty_month_is_empty(history: History) -> bool:
    delivered = {r["municipality_code"] for r in history["coverage"] if r["month"] == EMPTY_MONTH}
    start, end = month_start(EMPTY_MONTH), month_end(EMPTY_MONTH)
    received = any(start <= c["received_on"] < end for c in history["case_file"])
    posted = any(r["month"] == EMPTY_MONTH for r in history["ledger"])
    return len(delivered) == 1 and not received and not posted


def test_both_engines_hold_the_same_rows(engines: Engines) -> None:
    history = special_history()
    with engines(history) as both:
        for _, connection in both:
            for name, table in source_tables().items():
                if name in ("content_hash", "import_batch"):  # of the deliveries; whoever reads PostgreSQL may not
                    continue
                found = connection.execute(table.select()).mappings().all()
                assert len(found) == len(history[name]), name
