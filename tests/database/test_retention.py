"""Personal data beyond the limit are gone from every kept version and the shared database; the numbers are as before."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from dashboard.access.audit_check import verify
from dashboard.access.audit_read import entries
from dashboard.database import kept, pointer, retention, versions
from dashboard.database.accounts import account_class_rows
from dashboard.database.history_tables import case_said
from dashboard.database.postgres import publish_current
from dashboard.database.rollup_tables import caseload_month
from dashboard.database.tables import case_file
from dashboard.records import deletion
from dashboard.settings import settings
from tests.conftest import Built
from tests.histories import History, load
from tests.importers.files import table
from tests.special_history import special_history

LIMIT = dt.date(2025, 4, 1)
BEFORE: dict[retention.Kind, dt.date] = dict.fromkeys(retention.KINDS, LIMIT)
TODAY = dt.date(2030, 4, 20)  # five years after the limit
ROLLUPS = ("caseload_month", "first_contact_count", "trust_month", "spending_month")


def real_history() -> History:
    history = special_history()
    history["version_info"][0]["origin"] = "real"
    history["account_class"] = account_class_rows()
    _say(history)
    return history


SAID = tuple(column.name for column in case_said.columns)
LISTS = (dt.date(2024, 3, 4), dt.date(2025, 3, 3), dt.date(2025, 11, 30))


def _say(history: History) -> None:
    """What two old lists and one of today said: the same of everybody, but that c1 had every case until the last."""
    for code in ("0219", "0657"):
        place = {"municipality_code": code}
        sources = ("cases", "coordinators")
        history["delivery_day"] += [place | {"source": source, "day": day} for source in sources for day in LISTS]
        for hours in [row for row in history["coordinator_fte"] if row["municipality_code"] == code]:
            said = {"team_id": "t1", "newly_hired_until": None, "first_day": LISTS[0], "last_day": LISTS[2]}
            history["hours_said"].append(hours | said)
        gone = {"coordinator_id": "c8", "team_id": "t1", "fte_milli": 1000, "valid_from": LISTS[0], "valid_to": None}
        history["hours_said"].append(place | gone | {"newly_hired_until": None, "first_day": LISTS[0], "last_day": LISTS[0]})
    for case in history["case_file"]:
        plain = {name: case.get(name) for name in SAID} | {"cover_id": "", "coordinator_since": None}
        history["case_said"] += [
            plain | {"coordinator_id": who, "first_day": first, "last_day": last}
            for who, first, last in (("c0", LISTS[0], LISTS[0]), ("c1", LISTS[1], LISTS[1]), ("c2", LISTS[2], LISTS[2]))
        ]
    history["assignment_said"] += [
        row | {"first_day": LISTS[2], "last_day": LISTS[2]} for row in history["case_assignment"]
    ]


def numbers(folder: Path) -> dict[str, list[str]]:
    """Every rollup, without the rows about one coordinator."""
    return {
        name: sorted(repr(row) for row in table(folder, name) if row.get("level") != "coordinator") for name in ROLLUPS
    }


def old_persons(folder: Path) -> list[dict[str, Any]]:
    return [
        *(row for row in table(folder, "case_file") if row["closed_on"] and row["closed_on"] < LIMIT),
        *(row for row in table(folder, "case_assignment") if row["valid_to"] and row["valid_to"] <= LIMIT),
        *(row for row in table(folder, "coordinator_fte") if row["valid_to"] and row["valid_to"] <= LIMIT),
        *(row for row in table(folder, "hours_said") if row["valid_to"] and row["valid_to"] <= LIMIT),
        *(row for row in table(folder, "hours_said") if row["last_day"] < LIMIT),
        *(row for row in table(folder, "assignment_said") if row["valid_to"] and row["valid_to"] <= LIMIT),
        *(row for row in table(folder, "case_said") if row["closed_on"] and row["closed_on"] < LIMIT),
        *(row for row in table(folder, "case_said") if row["coordinator_id"] == "c0"),  # as good as forgotten by LISTS[1]
        *(row for row in table(folder, "service") if row["valid_to"] and row["valid_to"] < LIMIT),
        *(row for row in table(folder, "survey_invitation") if (row["answered_on"] or row["invited_on"]) < LIMIT),
        *(row for row in table(folder, "caseload_month") if row["level"] == "coordinator" and row["month"] < 24303),
    ]


def test_persons_go_and_every_number_by_month_stays(tmp_path: Path, built: Built) -> None:
    folder = built(tmp_path, real_history())
    before = numbers(folder)
    assert old_persons(folder)
    counted = retention.too_old(folder, BEFORE)
    assert counted[pointer.read(folder).counting]["case_file"] == 4  # two closed cases in each of two municipalities
    name = retention.delete(folder, BEFORE)
    assert old_persons(folder) == []
    assert numbers(folder) == before
    assert table(folder, "case_file")
    assert {row["coordinator_id"] for row in table(folder, "case_said")} == {"c1", "c2"}
    assert table(folder, "delivery_day"), "the days of deliveries are nobody's"
    answered = {(row["municipality_code"], row["invitation_id"]) for row in table(folder, "survey_invitation")}
    assert {(row["municipality_code"], row["invitation_id"]) for row in table(folder, "survey_answer")} <= answered
    assert kept.verify(folder, str(name)) == []
    assert retention.delete(folder, BEFORE) is None


def test_a_coordinator_with_work_left_stays_and_one_without_goes(tmp_path: Path, built: Built) -> None:
    history = real_history()
    gone = {"municipality_code": "0657", "coordinator_id": "c9"}
    history["coordinator"].append(gone | {"team_id": "", "newly_hired_until": None})
    span = {"valid_from": dt.date(2024, 1, 1), "valid_to": dt.date(2024, 6, 1), "fte_milli": 1000}
    history["coordinator_fte"].append(gone | span)
    folder = built(tmp_path, history)
    retention.delete(folder, BEFORE)
    assert {row["coordinator_id"] for row in table(folder, "coordinator")} == {"c1", "c2", "c3"}


def test_every_kept_version_is_rebuilt_and_no_old_file_is_left(tmp_path: Path, built: Built) -> None:
    folder = built(tmp_path, real_history(), times=3)
    names = pointer.read(folder).kept
    retention.delete(folder, BEFORE)
    assert pointer.read(folder).kept == tuple(f"{name}r1" for name in names)
    assert retention.too_old(folder, BEFORE) == {}
    assert sorted(path.name for path in folder.glob("facts-*")) == sorted(f"facts-{name}r1.duckdb" for name in names)
    kept.rollback(folder)
    assert old_persons(folder) == []


def test_a_delivery_that_brings_them_back_counts_nobody_twice(tmp_path: Path, built: Built) -> None:
    folder = built(tmp_path, real_history())
    before = numbers(folder)
    retention.delete(folder, BEFORE)
    again = [row for row in real_history()["case_file"] if row["closed_on"] and row["closed_on"] < LIMIT]

    def deliver(connection: sa.Connection) -> None:
        load(connection, {"case_file": again})

    versions.build(folder, deliver, start_from=versions.current_file(folder))
    assert old_persons(folder)
    assert numbers(folder) == before
    retention.delete(folder, BEFORE)
    assert old_persons(folder) == []
    assert numbers(folder) == before


def test_a_later_limit_takes_more_and_keeps_the_numbers(tmp_path: Path, built: Built) -> None:
    folder = built(tmp_path, real_history())
    before = numbers(folder)
    retention.delete(folder, BEFORE)
    retention.delete(folder, dict.fromkeys(retention.KINDS, dt.date(2025, 11, 1)))
    assert numbers(folder) == before
    assert len(table(folder, "case_file")) == 12  # six of nine in each municipality are open, or closed this month


def test_sample_data_hold_nobody_and_stay(tmp_path: Path, built: Built) -> None:
    history = real_history()
    history["version_info"][0]["origin"] = "sample"
    folder = built(tmp_path, history)
    assert retention.delete(folder, BEFORE) is None
    assert old_persons(folder)


def test_kinds_have_limits_of_their_own() -> None:
    found = retention.limits(dt.date(2026, 11, 25), 5, {"surveys": 3})
    assert found == {
        "cases": dt.date(2021, 11, 1),
        "services": dt.date(2021, 11, 1),
        "surveys": dt.date(2023, 11, 1),
    }


def test_the_shared_database_forgets_too_and_the_log_tells(
    own_database: str, tmp_path: Path, built: Built, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = built(tmp_path, real_history(), times=2)
    monkeypatch.setattr(settings(), "facts_url", own_database)
    publish_current(folder, own_database)
    name = deletion.delete_old(folder, TODAY)
    version = versions.current(folder, own_database)
    assert version.name == name
    with version.engine.connect() as connection:
        mine = sa.select(sa.func.count()).select_from(case_file).where(case_file.c.closed_on < LIMIT)
        assert connection.execute(mine).scalar_one() == 0
        months = sa.select(sa.func.count()).select_from(caseload_month)
        assert connection.execute(months).scalar_one() == len(table(folder, "caseload_month"))
        schemas = [schema for schema in sa.inspect(connection).get_schema_names() if schema.startswith("facts_2")]
    assert schemas == [f"facts_{name}"]
    assert [(e.action, e.role, e.detail["rows"]["case_file"]) for e in entries(folder)] == [("retention", "system", 4)]
    assert verify(folder).broken is None
