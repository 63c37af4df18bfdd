"""What an import does to the data: all or nothing, sample never beside real, and what each delivery replaces."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from dashboard.database import versions
from dashboard.database.accounts import account_class_rows
from dashboard.database.tables import account_class, case_file, municipality, version_info
from dashboard.importers import Report, load, render
from dashboard.language import set_language
from dashboard.settings import settings
from tests.database.test_import_lock import held_by_another
from tests.importers.files import HERNING, REGK31, csv_file, table, version_name, website_export

CASE_HEADINGS = ["Sagsnr.", "Barn", "Rådgiver", "Modtaget", "Kommune"]
LEDGER_HEADINGS = ["Måned", "Kontostreng", "Beløb"]


@pytest.fixture(autouse=True)
def _danish() -> None:
    set_language("da")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data"


def sample_version(folder: Path) -> str:
    """A version of sample data with one case in Randers."""

    def fill(connection: sa.Connection) -> None:
        connection.execute(sa.insert(account_class), account_class_rows())
        connection.execute(
            sa.insert(version_info).values(
                version="", origin="sample", as_of=dt.date(2026, 10, 31), mapping_version="x", created_at="x"
            )
        )
        connection.execute(
            sa.insert(municipality).values(
                municipality_code="0730", name="Randers", region="Region Midtjylland", group_name="x"
            )
        )
        connection.execute(
            sa.insert(case_file).values(
                municipality_code="0730", case_id="E-1", pay_municipality_code="0730", child_id="E-B1",
                family_id="E-F1", team_id="", programme_id="", target_group="", received_on=dt.date(2026, 1, 1),
                close_reason="",
            )
        )  # fmt: skip

    return versions.build(folder, fill)


def deliver(folder: Path, name: str, headings: list[str], rows: list[list[Any]], **given: Any) -> Report:
    report = load([csv_file(folder.parent / name, headings, rows)], data_folder=folder, **given)
    assert report.ok, report.faults
    return report


def origin(folder: Path) -> str:
    return str(table(folder, "version_info")[0]["origin"])


def amounts(folder: Path) -> dict[int, int]:
    return {row["month"] - 12 * 2025 + 1: row["amount_ore"] for row in table(folder, "ledger")}


def test_the_same_file_twice_changes_nothing(folder: Path) -> None:
    rows = [["S-1", "B1", "R1", "01-02-2025", "Herning"]]
    first = deliver(folder, "sager.csv", CASE_HEADINGS, rows)
    again = deliver(folder, "med-andet-navn.csv", CASE_HEADINGS, rows)
    assert (again.outcome, again.version) == ("unchanged", None)
    assert version_name(folder) == first.version
    assert "Allerede indlæst: intet er ændret." in "\n".join(render(again))


def test_the_same_file_twice_in_one_command_counts_once(folder: Path) -> None:
    file = csv_file(folder.parent / "sager.csv", CASE_HEADINGS, [["S-1", "B1", "R1", "01-02-2025", "Herning"]])
    assert load([file, file], data_folder=folder).outcome == "loaded"
    assert len(table(folder, "case_file")) == 1


def test_the_same_bytes_for_another_municipality_are_another_delivery(folder: Path) -> None:
    for place in ("Herning", "Randers"):
        report = deliver(folder, "befolkning.csv", ["År", "Antal"], [[2025, 20_000]], municipality=place)
        assert report.outcome == "loaded"
    assert [row["municipality_code"] for row in table(folder, "population")] == [HERNING, "0730"]


def test_published_figures_stand_beside_sample_data(folder: Path) -> None:
    sample_version(folder)
    assert load([website_export(folder.parent / "regk31_2024.csv")], data_folder=folder).ok
    assert origin(folder) == "sample"
    assert len(table(folder, "case_file")) == 1
    assert len(table(folder, "published_stat")) == len(REGK31)


def test_real_facts_never_stand_among_sample_facts(folder: Path) -> None:
    sample_version(folder)
    load([website_export(folder.parent / "regk31_2024.csv")], data_folder=folder)
    deliver(folder, "sager.csv", CASE_HEADINGS, [["S-1", "B1", "R1", "01-02-2025", "Herning"]])
    assert origin(folder) == "real"
    assert [row["case_id"] for row in table(folder, "case_file")] == ["S-1"]
    assert len(table(folder, "published_stat")) == len(REGK31)
    assert len(table(folder, "municipality")) == 98
    assert {row["source"] for row in table(folder, "import_batch")} == {"published", "cases"}
    assert load([folder.parent / "regk31_2024.csv"], data_folder=folder).outcome == "unchanged"


def test_a_case_list_stands_beside_the_one_before_it_and_leaves_other_municipalities_alone(folder: Path) -> None:
    old = [["S-1", "B1", "R1", "01-02-2025", "Herning"], ["S-9", "B9", "R9", "01-02-2025", "Randers"]]
    deliver(folder, "a.csv", CASE_HEADINGS, old)
    deliver(folder, "befolkning.csv", ["År", "Antal"], [[2025, 20_000]], municipality="Herning")
    deliver(folder, "b.csv", CASE_HEADINGS, [["S-2", "B2", "R2", "01-03-2025", "Herning"]])
    first, second = dt.date(2025, 2, 1), dt.date(2025, 3, 1)
    cases = [(row["municipality_code"], row["case_id"], row["last_listed_on"], row["unlisted_on"])
             for row in table(folder, "case_file", "municipality_code, case_id")]  # fmt: skip
    assert cases == [(HERNING, "S-1", first, second), (HERNING, "S-2", None, None), ("0730", "S-9", None, None)]
    spans = [(row["coordinator_id"], row["valid_from"], row["valid_to"]) for row in table(folder, "case_assignment", "3")]
    assert spans == [("R1", first, second), ("R2", second, None), ("R9", first, None)]
    assert len(table(folder, "population")) == 1
    months = {
        r["month"] for r in table(folder, "coverage") if (r["municipality_code"], r["source"]) == (HERNING, "cases")
    }
    assert months == {12 * 2025 + 1, 12 * 2025 + 2}


def test_a_list_of_the_same_day_is_a_correction_and_the_first_may_come_again(folder: Path) -> None:
    day = dt.date(2025, 3, 1)
    deliver(folder, "a.csv", CASE_HEADINGS, [["S-1", "B1", "R1", "01-02-2025", "Herning"]], as_of=day)
    assert deliver(folder, "a.csv", CASE_HEADINGS, [["S-1", "B1", "R1", "01-02-2025", "Herning"]], as_of=day).outcome == (
        "unchanged"
    )
    deliver(folder, "b.csv", CASE_HEADINGS, [["S-1", "B1", "R2", "01-02-2025", "Herning"]], as_of=day)
    assert [row["coordinator_id"] for row in table(folder, "case_assignment")] == ["R2"]
    assert deliver(folder, "a.csv", CASE_HEADINGS, [["S-1", "B1", "R1", "01-02-2025", "Herning"]], as_of=day).outcome == (
        "loaded"
    )
    assert [row["coordinator_id"] for row in table(folder, "case_assignment")] == ["R1"]


def test_the_same_list_of_another_day_says_that_nothing_has_changed_until_then(folder: Path) -> None:
    rows = [["S-1", "B1", "R1", "01-02-2025", "Herning"]]
    for day in (dt.date(2025, 3, 3), dt.date(2025, 3, 10)):
        assert deliver(folder, "a.csv", CASE_HEADINGS, rows, as_of=day).outcome == "loaded"
    assert [(row["known_from"], row["as_of"]) for row in table(folder, "case_horizon")] == [
        (dt.date(2025, 3, 3), dt.date(2025, 3, 10))
    ]


def test_a_list_in_two_files_may_come_in_two_commands(folder: Path) -> None:
    day, one, two = dt.date(2025, 3, 1), ["S-1", "B1", "R1", "01-02-2025", "Herning"], ["S-2", "B2", "R1", "01-02-2025", "Herning"]
    deliver(folder, "nord.csv", CASE_HEADINGS, [one], as_of=day)
    deliver(folder, "syd.csv", CASE_HEADINGS, [two], as_of=day, again="suppler")
    assert [row["case_id"] for row in table(folder, "case_file", "case_id")] == ["S-1", "S-2"]
    deliver(folder, "syd-rettet.csv", CASE_HEADINGS, [[*two[:2], "R2", *two[3:]]], as_of=day, again="suppler")
    assert [row["coordinator_id"] for row in table(folder, "case_assignment", "case_id")] == ["R1", "R2"]


def test_a_ledger_replaces_the_months_it_holds_and_keeps_the_others(folder: Path) -> None:
    deliver(folder, "1.csv", LEDGER_HEADINGS, [["2025-01", "528211003", 1], ["2025-02", "528211003", 2]],
            municipality="Herning")  # fmt: skip
    later = [["2025-02", "528211003", 20], ["2025-03", "528211003", 3]]
    deliver(folder, "2.csv", LEDGER_HEADINGS, later, again="erstat")  # both are of today
    assert amounts(folder) == {1: 100, 2: 2000, 3: 300}
    assert len(table(folder, "coverage")) == 3


def test_a_wave_delivered_again_replaces_itself(folder: Path) -> None:
    headings = ["Nøgle", "Udsendt", "Besvaret", "Sp1"]
    first = [["N1", "01-02-2025", "", ""], ["N2", "01-02-2025", "02-02-2025", 4], ["N3", "01-08-2025", "", ""]]
    deliver(folder, "1.csv", headings, first, municipality="Herning")
    deliver(folder, "2.csv", headings, [["N1", "01-02-2025", "09-02-2025", 5], ["N4", "01-02-2025", "", ""]])
    assert [row["invitation_id"] for row in table(folder, "survey_invitation", "2")] == ["N1", "N3", "N4"]
    assert {row["invitation_id"] for row in table(folder, "survey_answer")} == {"N1"}


def test_a_list_of_an_earlier_day_fills_in_the_past_and_overwrites_nothing_newer(folder: Path) -> None:
    deliver(folder, "a.csv", CASE_HEADINGS, [["S-1", "B1", "R1", "01-01-2025", "Herning"]], as_of=dt.date(2025, 6, 1))
    deliver(folder, "b.csv", CASE_HEADINGS, [["S-1", "B2", "R2", "01-01-2025", "Herning"]], as_of=dt.date(2025, 2, 1))
    assert table(folder, "version_info")[0]["as_of"] == dt.date(2025, 6, 1)
    assert [row["child_id"] for row in table(folder, "case_file")] == ["B1"]
    spans = [(row["coordinator_id"], row["valid_from"], row["valid_to"]) for row in table(folder, "case_assignment", "3")]
    assert spans == [("R1", dt.date(2025, 6, 1), None), ("R2", dt.date(2025, 2, 1), dt.date(2025, 6, 1))]
    assert [(row["as_of"], row["rows_in"]) for row in table(folder, "delivery")] == [(dt.date(2025, 6, 1), 1)]


def test_hours_without_an_end_last_to_the_newest_case_list(folder: Path) -> None:
    deliver(folder, "timer.csv", ["Rådgiver", "Timer", "Fra", "Kommune"], [["R1", 37, "01-01-2025", "Herning"]])
    deliver(folder, "a.csv", CASE_HEADINGS, [["S-1", "B1", "R1", "01-02-2025", "Herning"]], as_of=dt.date(2025, 4, 30))
    months = {row["month"] - 12 * 2025 for row in table(folder, "coverage") if row["source"] == "coordinators"}
    assert months == {0, 1, 2, 3}
    assert table(folder, "version_info")[0]["as_of"] == dt.date(2025, 4, 30)


def test_coordinators_without_hours_are_named(folder: Path) -> None:
    deliver(folder, "timer.csv", ["Rådgiver", "Timer", "Fra", "Kommune"], [["R1", 37, "01-01-2025", "Herning"]])
    rows = [["S-1", "B1", "R1", "01-02-2025", "Herning"], ["S-2", "B2", "R7", "01-02-2025", "Herning"]]
    report = deliver(folder, "a.csv", CASE_HEADINGS, rows)
    assert [(f.code, dict(f.values)) for f in report.faults] == [
        ("hours_unknown_for", {"count": "1", "coordinators": "R7"})
    ]


def test_the_only_municipality_in_the_data_is_meant_where_none_is_named(folder: Path) -> None:
    headings = ["År", "Antal"]
    refused = load([csv_file(folder.parent / "b.csv", headings, [[2025, 9]])], data_folder=folder)
    assert [fault.code for fault in refused.faults] == ["municipality_needed"]
    assert "--kommune" in "\n".join(render(refused))
    deliver(folder, "c.csv", [*headings, "Kommune"], [[2024, 9, "Herning"]])
    deliver(folder, "b.csv", headings, [[2025, 9]])
    assert {row["municipality_code"] for row in table(folder, "population")} == {HERNING}
    unknown = load([folder.parent / "b.csv"], data_folder=folder, municipality="Ringby")
    assert {fault.code for fault in unknown.faults} == {"municipality_not_known", "municipality_needed"}


def test_dates_after_the_day_given_are_refused(folder: Path) -> None:
    file = csv_file(folder.parent / "a.csv", CASE_HEADINGS, [["S-1", "B1", "R1", "02-05-2025", "Herning"]])
    report = load([file], data_folder=folder, as_of=dt.date(2025, 5, 1))
    assert [(f.row, f.column, f.code) for f in report.faults] == [(2, "Modtaget", "date_after_as_of")]
    report = load([file], data_folder=folder, as_of=dt.date(2099, 5, 1))
    assert [fault.code for fault in report.faults] == ["as_of_in_future"]


def test_two_files_of_one_source_are_checked_together(folder: Path) -> None:
    row = [["S-1", "B1", "R1", "01-02-2025", "Herning"]]
    files = [csv_file(folder.parent / "a.csv", CASE_HEADINGS, row),
             csv_file(folder.parent / "b.csv", CASE_HEADINGS, [*row, ["S-2", "B2", "R1", "01-02-2025", "Herning"]])]  # fmt: skip
    report = load(files, data_folder=folder)
    assert [(f.file, f.row, f.code) for f in report.faults] == [("b.csv", 2, "duplicate_case")]


def test_a_second_importer_is_told_and_changes_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = csv_file(folder.parent / "b.csv", ["År", "Antal"], [[2025, 9]])
    monkeypatch.setattr(settings(), "import_wait_seconds", 0.0)
    with held_by_another(folder), pytest.raises(versions.ImportRunning):
        load([file], data_folder=folder, municipality="Herning")
    assert version_name(folder) is None
    assert list(folder.glob("facts-*")) == []


def test_three_of_four_files_may_be_missing(folder: Path) -> None:
    deliver(folder, "a.csv", ["Sagsnr.", "Modtaget"], [["S-1", "01-02-2025"]], municipality="Herning")
    row = table(folder, "case_file")[0]
    assert (row["child_id"], row["family_id"]) == ("sag:S-1", "barn:sag:S-1")
    assert table(folder, "case_assignment") == []
