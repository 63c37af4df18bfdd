"""One case is gone from every kept version, the shared database and the bytes of the data folder; the rest stays."""

from __future__ import annotations

import datetime as dt
import zipfile
from pathlib import Path

import pytest
import sqlalchemy as sa

from dashboard.access.audit_log import Entry, record
from dashboard.access.audit_read import who_saw
from dashboard.database import kept, pointer, versions
from dashboard.database.metadata import facts
from dashboard.database.postgres import publish_current
from dashboard.queries.held import held_about_case, held_about_child
from dashboard.records import deletion
from dashboard.records.held import packed
from dashboard.settings import settings
from tests.conftest import Built
from tests.histories import History, load
from tests.importers.files import table
from tests.special_history import special_history

CASE, CHILD = "SAG-UDSLET-7731", "BARN-NOEGLE-5512"


def history_with_case() -> History:
    history = special_history()
    history["version_info"][0]["origin"] = "real"
    for name in ("case_file", "case_assignment"):
        for row in history[name]:
            if (row["municipality_code"], row["case_id"]) == ("0657", "s1"):
                row["case_id"] = CASE
                if name == "case_file":
                    row["child_id"] = CHILD
    case = next(row for row in history["case_file"] if row["case_id"] == CASE)
    service = {"system": "", "service_code": "", "source_code": "52.3.1", "valid_to": None}
    key = {"municipality_code": "0657", "child_id": CHILD, "valid_from": case["received_on"]}
    history["service"] += [
        service | key | {"service_id": "y1", "case_id": CASE},
        service | key | {"service_id": "y2", "case_id": ""},
    ]
    for day, who in ((dt.date(2025, 3, 3), "c1"), (dt.date(2025, 6, 2), "c2")):  # what two lists said of it
        history["case_said"].append(
            {name: case.get(name) for name in ("municipality_code", "case_id", "pay_municipality_code", "child_id", "family_id",
             "team_id", "programme_id", "target_group", "received_on", "first_contact_on", "closed_on", "close_reason")}
            | {"coordinator_id": who, "cover_id": "", "first_day": day, "last_day": day}
        )  # fmt: skip
        history["delivery_day"].append({"municipality_code": "0657", "source": "cases", "day": day})
        history["assignment_said"].append(
            {"municipality_code": "0657", "case_id": CASE, "coordinator_id": who, "role": "primary", "valid_from": day,
             "first_day": day, "last_day": day}
        )  # fmt: skip
    history["case_team"].append({"municipality_code": "0657", "case_id": CASE, "team_id": "t1"})
    return history


@pytest.fixture
def folder(tmp_path: Path, built: Built) -> Path:
    data = built(tmp_path / "data", history_with_case(), times=3)
    record(data, Entry("leder", "head", "list", named=frozenset()))
    return data


def holding(folder: Path, text: str) -> list[str]:
    return [path.name for path in folder.rglob("*") if path.is_file() and text.encode() in path.read_bytes()]


def test_nothing_of_the_case_is_left_in_any_file(folder: Path) -> None:
    assert len(holding(folder, CASE)) == 3
    before = {row["case_id"] for row in table(folder, "case_file")}
    name = deletion.erase(folder, "0657", CASE, subject="drift")
    assert holding(folder, CASE) == []
    assert {row["case_id"] for row in table(folder, "case_file")} == before - {CASE}
    assert [row["service_id"] for row in table(folder, "service") if row["child_id"] == CHILD] == ["y2"]
    assert name == pointer.read(folder).counting
    assert all(kept.verify(folder, version) == [] for version in pointer.read(folder).kept)


def test_the_numbers_are_those_of_data_that_never_had_it(folder: Path, tmp_path: Path) -> None:
    deletion.erase(folder, "0657", CASE, subject="drift")
    history = history_with_case()
    for name in ("case_file", "case_assignment", "case_said", "assignment_said", "case_team", "service"):
        history[name] = [row for row in history[name] if row["case_id"] != CASE]
    versions.build(tmp_path / "other", lambda connection: load(connection, history))
    for name in ("caseload_month", "first_contact_count", "attention_case"):
        mine, theirs = (sorted(map(repr, table(one, name))) for one in (folder, tmp_path / "other"))
        assert mine == theirs, name


def test_a_case_of_the_same_number_elsewhere_stays_and_an_unknown_one_changes_nothing(folder: Path) -> None:
    files = sorted(path.name for path in folder.glob("facts-*"))
    assert deletion.erase(folder, "0219", CASE, subject="drift") is None
    assert deletion.erase(folder, "0657", "x' or '1'='1", subject="drift") is None
    assert sorted(path.name for path in folder.glob("facts-*")) == files


def test_the_log_knows_that_it_happened_and_to_whom_only_for_one_who_asks(folder: Path) -> None:
    deletion.erase(folder, "0657", CASE, subject="drift")
    assert [(e.subject, e.action, e.outcome) for e in who_saw(folder, "case", "0657", CASE)] == [
        ("drift", "erase", "given")
    ]


def test_the_shared_database_has_it_no_more(folder: Path, own_database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings(), "facts_url", own_database)
    publish_current(folder, own_database)
    deletion.erase(folder, "0657", CASE, subject="drift")
    with versions.current(folder, own_database).engine.connect() as connection:
        for schema in sa.inspect(connection).get_schema_names():
            if schema.startswith("facts_2"):
                for name in ("case_file", "case_assignment", "case_said", "assignment_said", "service", "attention_case"):
                    rows = sa.text(f'select count(*) from "{schema}".{name} where case_id = :case')
                    assert connection.execute(rows, {"case": CASE}).scalar_one() == 0


def test_what_is_held_is_every_row_with_the_number(folder: Path, own_database: str, tmp_path: Path) -> None:
    publish_current(folder, own_database)
    for url in ("", own_database):
        with versions.current(folder, url).engine.connect() as connection:
            case = held_about_case(connection, "0657", CASE)
            child = held_about_child(connection, "0657", CHILD)
            assert held_about_case(connection, "0219", CASE) == {}
        said = {"case_assignment": 2, "case_file": 1, "case_said": 2, "assignment_said": 2, "case_team": 1}
        assert {name: len(rows) for name, rows in case.items()} == said | {"service": 1}
        assert {name: len(rows) for name, rows in child.items()} == said | {"service": 2}
    everywhere = [t.name for t in facts.sorted_tables if {"case_id", "child_id"} & set(t.c.keys())]
    assert sorted(everywhere) == sorted([*said, "attention_case", "service", "service_report"])
    (tmp_path / "held.zip").write_bytes(packed({"sag": CASE}, case))
    with zipfile.ZipFile(tmp_path / "held.zip") as file:
        assert sorted(file.namelist()) == sorted(["om.json", *(f"{name}.csv" for name in case)])
        assert CASE in file.read("case_file.csv").decode("utf-8-sig")
