"""The audit log shows every change: a cell, an order, a missing start, middle or end; and nothing can change it."""

from __future__ import annotations

import datetime as dt
import sqlite3
from pathlib import Path

import pytest

from dashboard.access import audit_log
from dashboard.access.audit_asked import id_hash
from dashboard.access.audit_check import verify
from dashboard.access.audit_log import COLUMNS, HEADS, Entry, NotWritten, purge, record
from dashboard.access.audit_read import entries, who_saw

TRIGGERS = ("audit_entry_stays", "audit_entry_kept", "audit_named_stays", "audit_named_kept")


def filled(folder: Path, n: int = 5) -> Path:
    for number in range(n):
        named = frozenset({id_hash("case", "0657", f"S{number}")})
        detail = {"views": [["kommune=0657", ["caseload"]]]}
        record(folder, Entry(f"bruger{number}", "head", "view", "given", ("0657",), "v1", detail, named))
    return folder


def by_hand(folder: Path, *statements: str, guarded: bool = False) -> None:
    """What somebody with the file in hand does; guarded: without taking the triggers away first."""
    with sqlite3.connect(folder / "operational.sqlite") as connection:
        for name in () if guarded else TRIGGERS:
            connection.execute(f"drop trigger {name}")
        for statement in statements:
            connection.execute(statement)
    connection.close()


def test_an_untouched_log_is_as_it_was_written(tmp_path: Path) -> None:
    assert verify(tmp_path).broken is None
    checked = verify(filled(tmp_path))
    assert (checked.entries, checked.broken) == (5, None)


@pytest.mark.parametrize("column", [*COLUMNS[1:], "hash"])
def test_a_changed_cell_is_found_in_every_column(tmp_path: Path, column: str) -> None:
    by_hand(filled(tmp_path), f"update audit_entry set {column} = {column} || 'x' where entry_id = 3")
    checked = verify(tmp_path)
    assert (checked.broken, checked.at, checked.entries) == ("changed", 3, 2)


def test_a_changed_link_is_found(tmp_path: Path) -> None:
    by_hand(filled(tmp_path), "update audit_entry set previous_hash = hash where entry_id = 3")
    assert verify(tmp_path).at == 3


@pytest.mark.parametrize(
    "statement",
    [
        "delete from audit_named where entry_id = 3",
        "update audit_named set id_hash = 'x' where entry_id = 3",
        "insert into audit_named values (3, 'x')",
    ],
)
def test_a_changed_name_is_found(tmp_path: Path, statement: str) -> None:
    by_hand(filled(tmp_path), statement)
    assert verify(tmp_path).at == 3


@pytest.mark.parametrize(
    ("statements", "broken", "at"),
    [
        (["delete from audit_entry where entry_id = 3", "delete from audit_named where entry_id = 3"], "gap", 4),
        (["delete from audit_entry where entry_id < 3", "delete from audit_named where entry_id < 3"], "start", 3),
        (["delete from audit_entry where entry_id > 3", "delete from audit_named where entry_id > 3"], "end", 5),
        (
            [
                "update audit_entry set entry_id = 99 where entry_id = 2",
                "update audit_entry set entry_id = 2 where entry_id = 3",
                "update audit_entry set entry_id = 3 where entry_id = 99",
            ],
            "changed",
            2,
        ),
    ],
)
def test_what_is_missing_or_moved_is_found(tmp_path: Path, statements: list[str], broken: str, at: int) -> None:
    by_hand(filled(tmp_path), *statements)
    checked = verify(tmp_path)
    assert (checked.broken, checked.at) == (broken, at)


def test_a_log_without_its_file_of_heads_is_not_taken_on_trust(tmp_path: Path) -> None:
    (filled(tmp_path) / HEADS).unlink()
    assert verify(tmp_path).broken == "heads"


@pytest.mark.parametrize("table", ["audit_entry", "audit_named"])
@pytest.mark.parametrize("statement", ["delete from {}", "update {} set entry_id = entry_id + 100"])
def test_the_database_refuses_every_change(tmp_path: Path, table: str, statement: str) -> None:
    with pytest.raises(sqlite3.IntegrityError, match="audit log"):
        by_hand(filled(tmp_path), statement.format(table), guarded=True)
    assert verify(tmp_path).entries == 5


def test_old_entries_go_and_the_rest_still_verifies(tmp_path: Path) -> None:
    filled(tmp_path, 4)
    later = dt.datetime.now(dt.UTC) + dt.timedelta(days=250)
    assert purge(tmp_path, 6, dt.datetime.now(dt.UTC)) == 0
    assert purge(tmp_path, 6, later) == 4
    assert [entry.action for entry in entries(tmp_path)] == ["purge"]
    filled(tmp_path, 2)
    assert verify(tmp_path).broken is None
    assert verify(tmp_path).purged == 4
    assert purge(tmp_path, 6, later + dt.timedelta(days=1)) == 3  # the first purge's own entry goes too
    assert verify(tmp_path).broken is None
    by_hand(tmp_path, "delete from audit_entry where entry_id = 8")
    assert verify(tmp_path).broken is not None


def test_who_has_seen_a_case_is_found_by_its_number_and_the_number_stands_nowhere(tmp_path: Path) -> None:
    filled(tmp_path)
    record(tmp_path, Entry("drift", "terminal", "export_source", "given", ("0657",)))
    assert [entry.subject for entry in who_saw(tmp_path, "case", "0657", "S3")] == ["bruger3", "drift"]
    assert [entry.subject for entry in who_saw(tmp_path, "case", "0730", "S3")] == []
    assert [entry.subject for entry in who_saw(tmp_path, "coordinator", "0657", "S3")] == ["drift"]


def test_entries_are_found_by_day_and_person(tmp_path: Path) -> None:
    filled(tmp_path)
    today = dt.datetime.now(dt.UTC).date()
    day = dt.timedelta(days=1)
    assert len(entries(tmp_path, today - day, today + day)) == 5
    assert entries(tmp_path, last=today - 2 * day) == []
    assert [entry.entry_id for entry in entries(tmp_path, subject="bruger2")] == [3]


def test_what_cannot_be_written_is_said(tmp_path: Path) -> None:
    by_hand(filled(tmp_path), "create trigger full before insert on audit_entry begin select raise(abort, 'full'); end")
    with pytest.raises(NotWritten):
        audit_log.record(tmp_path, Entry("x", "head", "view"))
    assert len(entries(tmp_path)) == 5
