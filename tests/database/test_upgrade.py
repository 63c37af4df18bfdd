"""A version that an earlier landing wrote is rebuilt, and answers as if it had been made today."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from dashboard import answers
from dashboard.access.viewer import LOCAL_HEAD
from dashboard.database import kept, pointer, upgrade, versions
from dashboard.database.accounts import account_class_rows
from dashboard.filters import Filters
from dashboard.importers import load as load_files
from dashboard.measures import MEASURES
from dashboard.periods import month_key
from dashboard.settings import settings
from tests.histories import load
from tests.importers.files import csv_file, table
from tests.special_history import special_history

LAYOUT_1 = Path(__file__).with_name("layout_1.sql")
NAME = "20251201T060000000000"
QUERY = "?kommune=219,657&fra=2024-01&til=2025-11"


def first_layout(folder: Path) -> Path:
    """A data folder as the first landing left it."""
    folder.mkdir()
    with duckdb.connect(str(folder / f"facts-{NAME}.duckdb")) as connection:
        connection.execute(LAYOUT_1.read_text(encoding="utf-8"))
    (folder / "current").write_text(json.dumps({"layout": 1, "file": f"facts-{NAME}.duckdb"}), encoding="utf-8")
    return folder


def first_layout_of_real_data(folder: Path) -> Path:
    """The same with a municipality's own data in it."""
    first_layout(folder)
    with duckdb.connect(str(folder / f"facts-{NAME}.duckdb")) as connection:
        connection.execute("update version_info set origin = 'real'")
    return folder


def built_anew(folder: Path) -> Path:
    """The same history, made by this program."""
    history = special_history()
    history["account_class"] = account_class_rows()
    versions.build(folder, lambda connection: load(connection, history))
    return folder


def answered(folder: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, pd.DataFrame]:
    monkeypatch.setattr(settings(), "data_folder", folder)
    filters, _notices = Filters.from_query_string(QUERY, answers.options(LOCAL_HEAD))
    return {str(measure): answers.answer(measure, filters, LOCAL_HEAD).table.frame for measure in MEASURES}


def test_the_first_layout_answers_every_measure_as_if_built_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = first_layout(tmp_path / "old")
    with pytest.raises(versions.OlderLayout):
        versions.current(old)
    assert upgrade.upgrade(old) == f"{NAME}r1"
    mine, anew = answered(old, monkeypatch), answered(built_anew(tmp_path / "new"), monkeypatch)
    for measure, expected in anew.items():
        assert len(expected), measure
        pd.testing.assert_frame_equal(mine[measure], expected)


def test_origin_files_and_published_figures_come_along_and_nothing_is_left(tmp_path: Path) -> None:
    folder = first_layout(tmp_path / "old")
    upgrade.upgrade(folder)
    assert [batch["sha256"] for batch in table(folder, "import_batch")] == ["ab12"]
    assert [figure["amount_milli"] for figure in table(folder, "published_stat")] == [123_000]
    assert [(v.origin, v.created_at, v.counts) for v in kept.kept(folder)] == [
        ("sample", "2025-12-01T06:00:00+00:00", True)
    ]
    assert kept.verify(folder, f"{NAME}r1") == []
    assert [path.name for path in folder.glob("facts-*")] == [f"facts-{NAME}r1.duckdb"]
    assert upgrade.upgrade(folder) is None


def test_of_real_data_the_last_list_is_all_that_is_known(tmp_path: Path) -> None:
    """What an older version made of the time before it, from today's coordinators alone, is not carried on."""
    folder = first_layout_of_real_data(tmp_path / "old")
    upgrade.upgrade(folder)
    day = dt.date(2025, 11, 30)
    assert {(row["known_from"], row["as_of"]) for row in table(folder, "case_horizon")} == {(day, day)}
    assert {row["day"] for row in table(folder, "delivery_day")} == {day}
    cases, said = table(folder, "case_file"), table(folder, "case_said")
    assert len(said) == len(cases) > 0
    assert {row["month"] for row in table(folder, "caseload_month")} == {month_key(day)}
    days = [sum(row["fte_milli_days"] for row in table(folder, "caseload_month") if row["level"] == "municipality")]
    assert days == [2 * (500 + 811)], "one day of the hours that were known"
    assert len(table(folder, "hours_said")) == len(table(folder, "coordinator_fte"))
    rows = [["s1", "c9", "29-02-2024", "Hillerød"], ["s2", "c1", "30-03-2025", "Hillerød"]]
    file = csv_file(tmp_path / "sager.csv", ["Sagsnr.", "Rådgiver", "Modtaget", "Kommune"], rows)
    assert load_files([file], data_folder=folder, as_of=dt.date(2026, 1, 31)).ok
    spans = {
        (row["coordinator_id"], row["role"], row["valid_to"])
        for row in table(folder, "case_assignment")
        if (row["municipality_code"], row["case_id"]) == ("0219", "s1") and row["role"] == "primary"
    }
    assert spans == {("c2", "primary", dt.date(2026, 1, 31)), ("c9", "primary", None)}


def test_every_kept_version_is_rebuilt_where_the_tables_have_changed(tmp_path: Path) -> None:
    folder = built_anew(built_anew(tmp_path / "data"))
    content = json.loads((folder / "current").read_text(encoding="utf-8"))
    (folder / "current").write_text(json.dumps(content | {"shape": "of other tables"}), encoding="utf-8")
    before = pointer.read(folder)
    upgrade.upgrade(folder)
    assert [version.name for version in kept.kept(folder)] == [f"{name}r1" for name in before.kept]
    assert kept.rollback(folder) == f"{before.kept[1]}r1"
    assert table(folder, "case_file")


def test_a_rebuild_that_is_broken_off_changes_nothing_and_can_be_repeated(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = first_layout(tmp_path / "old")
    (folder / f"facts-{NAME}r1.duckdb").write_bytes(b"what a killed rebuild had written")
    (folder / "facts-20200101T000000000000.duckdb").write_bytes(b"what a killed import had written")
    assert upgrade.upgrade(folder) == f"{NAME}r1"
    assert table(folder, "case_file")


def test_without_data_and_with_a_later_layout_nothing_is_touched(tmp_path: Path) -> None:
    assert upgrade.upgrade(tmp_path) is None
    built_anew(tmp_path / "data")
    path = tmp_path / "data" / "current"
    later = json.dumps(json.loads(path.read_text(encoding="utf-8")) | {"layout": versions.LAYOUT + 1})
    path.write_text(later, encoding="utf-8")
    with pytest.raises(versions.NewerLayout):
        upgrade.upgrade(tmp_path / "data")
    assert path.read_text(encoding="utf-8") == later


def test_postings_from_before_days_were_kept_are_older_than_any_delivery(tmp_path: Path) -> None:
    """What an earlier layout held says no day: the next delivery of a month counts, and is asked about as any other."""
    folder = first_layout(tmp_path / "old")
    with duckdb.connect(str(folder / f"facts-{NAME}.duckdb")) as connection:
        connection.execute("update version_info set origin = 'real'")
    upgrade.upgrade(folder)
    held = table(folder, "ledger")
    assert held
    assert {row["as_of"] for row in held} == {None}
    assert table(folder, "whole_delivery") == []
    first = held[0]
    month = f"{first['month'] // 12}-{first['month'] % 12 + 1:02}"
    rows = [[month, "5.28.21", 1, "003", "1,00"]]
    file = csv_file(tmp_path / "r.csv", ["Måned", "Funktion", "Dranst", "Gruppering", "Beløb"], rows)
    said = {"data_folder": folder, "municipality": first["municipality_code"], "as_of": dt.date(2020, 1, 1)}
    assert [fault.code for fault in load_files([file], **said).faults] == ["would_disappear"]
    assert load_files([file], **said, again="erstat").ok
    here = [row for row in table(folder, "ledger") if (row["municipality_code"], row["month"]) == (
        first["municipality_code"], first["month"])]  # fmt: skip
    assert [(row["amount_ore"], row["as_of"]) for row in here] == [(100, dt.date(2020, 1, 1))]
