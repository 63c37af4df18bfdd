"""Each shipped profile reads an export with its system's documented columns, and the measures move as they should."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from dashboard import answers
from dashboard.access.viewer import LOCAL_HEAD
from dashboard.filters import Filters
from dashboard.importers import cpr, load, render
from dashboard.importers.codes import folded
from dashboard.importers.profiles.apply import matches
from dashboard.importers.profiles.reader import SHIPPED, shelf
from dashboard.language import set_language
from dashboard.measures import MeasureId
from dashboard.settings import settings
from dashboard.shapes import Answer
from tests.importers.files import csv_file, table
from tests.importers.profiles import samples

DAY = dt.date
AS_OF = DAY(2025, 3, 31)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A data folder that the answers are given from."""
    set_language("da")
    monkeypatch.setenv("TRINVIS_DATA_FOLDER", str(tmp_path / "data"))
    settings.cache_clear()
    yield tmp_path / "data"
    settings.cache_clear()


def asked(measure: MeasureId) -> Answer:
    query = "?kommune=657&fra=2025-01&til=2025-03"
    filters, notices = Filters.from_query_string(query, answers.options(LOCAL_HEAD))
    assert not notices
    return answers.answer(measure, filters, LOCAL_HEAD)


def now(measure: MeasureId) -> dict[str, float]:
    return {name: number.value for name, number in asked(measure).now.items()}


def test_sensum_cases_and_activities_give_caseload_and_first_contact(tmp_path: Path, folder: Path) -> None:
    hours = csv_file(tmp_path / "timer.csv", ["Rådgiver", "Timer", "Fra"], [["M7", "37", "01-01-2025"],
                                                                           ["M8", "18,5", "01-01-2025"]])  # fmt: skip
    report = load([*samples.sensum(tmp_path), hours], data_folder=folder, municipality="Herning", as_of=AS_OF)
    assert report.ok, render(report)
    contact = now("time_to_first_contact")
    assert (contact["received"], contact["contacted"]) == (4, 2)  # S1 after 10 days, S2 after 20
    assert (contact["closed_without_contact"], contact["waiting"]) == (1, 1)  # S4; S3's is only planned
    assert contact["half"] == 20
    # The first list tells of its own day alone: S1 and S3 are open, on one and a half positions.
    caseload = now("caseload")
    assert caseload["cases"] == 2
    assert caseload["fte"] == pytest.approx(1.5)
    assert caseload["cases_per_fte"] == pytest.approx(2 / 1.5)


def test_the_municipality_that_acts_counts_and_the_one_that_pays_is_kept(tmp_path: Path, folder: Path) -> None:
    load(samples.sensum(tmp_path), data_folder=folder, as_of=AS_OF)
    places = [(row["municipality_code"], row["pay_municipality_code"]) for row in table(folder, "case_file", "case_id")]
    assert places == [("0657", "0657"), ("0657", "0756"), ("0657", "0657"), ("0657", "0657")]
    assert [row["close_reason"] for row in table(folder, "case_file", "case_id")] == ["", "moved", "", "other"]


def test_the_report_says_what_was_read_how_and_what_was_left_out(tmp_path: Path, folder: Path) -> None:
    text = "\n".join(render(load(samples.sensum(tmp_path), data_folder=folder, as_of=AS_OF)))
    assert "Læst med profilen Sensum sag; ikke afprøvet mod en rigtig eksport." in text
    assert "Læst med profilen Sensum sagsaktivitet; ikke afprøvet mod en rigtig eksport." in text
    assert "AfslutningsÅrsag: læst som “Andet”, fordi profilen ikke kender ordene: Ønskes ikke længere." in text
    assert "Udeladt, hvor AktivitetNavn er noget andet: Brev sendt. Antal rækker: 1." in text
    assert "Sager med aktiviteter, som ikke står i sagslisten: 1." in text


def test_the_same_two_files_again_change_nothing_and_new_activities_alone_do(tmp_path: Path, folder: Path) -> None:
    files = samples.sensum(tmp_path)
    assert load(files, data_folder=folder, as_of=AS_OF).outcome == "loaded"
    assert load(files, data_folder=folder, as_of=AS_OF).outcome == "unchanged"
    held = [*samples.SENSUM_ACTIVITIES[:4], ["A5", "S3", "Børn", "", "Første samtale holdt", "Ja", "2025-03-10", ""]]
    samples.export(files[1], samples.SENSUM_AKTIVITET, held)
    assert load(files, data_folder=folder, as_of=AS_OF).outcome == "loaded"
    assert now("time_to_first_contact")["contacted"] == 3


def test_a_corrected_profile_reads_the_same_files_anew(tmp_path: Path, folder: Path) -> None:
    files = samples.sensum(tmp_path)
    assert load(files, data_folder=folder, as_of=AS_OF).outcome == "loaded"
    text = (SHIPPED / "sensum_sagsaktivitet.toml").read_text(encoding="utf-8")
    (folder / "profiler").mkdir()
    own = folder / "profiler" / "vores.toml"
    own.write_text(text.replace('"Første samtale",', '"Første samtale", "Brev sendt",'), encoding="utf-8")
    assert load(files, data_folder=folder, as_of=AS_OF).outcome == "loaded"
    days = {row["case_id"]: row["first_contact_on"] for row in table(folder, "case_file", "case_id")}
    assert days["S1"] == DAY(2025, 1, 7)


def test_cases_without_their_activities_are_loaded_with_a_warning(tmp_path: Path, folder: Path) -> None:
    report = load(samples.sensum(tmp_path)[:1], data_folder=folder, as_of=AS_OF)
    assert [(fault.code, fault.is_error) for fault in report.faults] == [("without_contacts", False)]


def test_activities_alone_are_refused(tmp_path: Path, folder: Path) -> None:
    report = load(samples.sensum(tmp_path)[1:], data_folder=folder, as_of=AS_OF)
    assert (report.outcome, [fault.code for fault in report.faults]) == ("refused", ["contacts_without_cases"])


def test_activities_under_names_nobody_knows_are_refused_with_the_names(tmp_path: Path, folder: Path) -> None:
    files = samples.sensum(tmp_path)
    samples.export(files[1], samples.SENSUM_AKTIVITET, [["A1", "S1", "", "", "Visitationsmøde", "", "2025-01-16", ""]])
    report = load(files, data_folder=folder, as_of=AS_OF)
    assert report.outcome == "refused"
    assert "Ingen rækker tæller: AktivitetNavn er noget andet i alle 1 rækker (Visitationsmøde)." in "\n".join(
        render(report)
    )


def test_os2bos_has_a_row_per_change_and_becomes_one_case(tmp_path: Path, folder: Path) -> None:
    file = samples.export(tmp_path / "expected_cases_0.csv", samples.OS2BOS, samples.OS2BOS_CASES)
    assert load([file], data_folder=folder, as_of=AS_OF).ok
    found = [
        (row["case_id"], row["received_on"], row["target_group"], row["pay_municipality_code"])
        for row in table(folder, "case_file", "case_id")
    ]
    assert found == [("1", DAY(2025, 1, 8), "handicap", "0151"), ("2", DAY(2025, 1, 20), "familie", "0163")]
    carried = [(row["coordinator_id"], row["valid_from"]) for row in table(folder, "case_assignment", "case_id")]
    assert carried == [("jentes", DAY(2025, 2, 1)), ("orlfro", AS_OF)], "of the other it is not said since when"


def test_a_coordinators_name_is_left_out_with_a_remark_and_the_rest_is_read(tmp_path: Path, folder: Path) -> None:
    rows = [[cell.replace("orlfro", "Orla Frøs") for cell in row] for row in samples.OS2BOS_CASES]
    report = load([samples.export(tmp_path / "b.csv", samples.OS2BOS, rows)], data_folder=folder, as_of=AS_OF)
    assert report.ok
    text = "\n".join(render(report))
    assert "case_worker: Navne indlæses ikke." in text
    assert "Orla" not in text
    assert [row["coordinator_id"] for row in table(folder, "case_assignment", "case_id")] == ["jentes"]
    assert len(table(folder, "case_file")) == 2


def test_dubu_cases(tmp_path: Path, folder: Path) -> None:
    file = samples.export(tmp_path / "dubu.csv", samples.DUBU_SAG, samples.DUBU_CASES)
    assert load([file], data_folder=folder, municipality="Randers", as_of=AS_OF).ok
    found = [(row["case_id"], row["received_on"], row["closed_on"], row["close_reason"])
             for row in table(folder, "case_file", "case_id")]  # fmt: skip
    assert found == [("D-1", DAY(2025, 1, 6), None, ""), ("D-2", DAY(2025, 1, 7), DAY(2025, 3, 1), "other")]


def test_the_measures_do_not_see_activities_before_they_are_held(tmp_path: Path, folder: Path) -> None:
    load(samples.sensum(tmp_path), data_folder=folder, as_of=AS_OF)
    days = {row["case_id"]: row["first_contact_on"] for row in table(folder, "case_file", "case_id")}
    assert days == {"S1": DAY(2025, 1, 16), "S2": DAY(2025, 1, 27), "S3": None, "S4": None}


def granted(folder: Path) -> list[tuple[Any, ...]]:
    keys = ("system", "case_id", "child_id", "service_code", "source_code", "valid_from", "valid_to")
    return [tuple(row[key] for key in keys) for row in table(folder, "service", "valid_from")]


def test_sensum_services(tmp_path: Path, folder: Path) -> None:
    file = samples.export(tmp_path / "Indsatser_20250331.csv", samples.SENSUM_INDSATS, samples.SENSUM_SERVICES)
    report = load([file], data_folder=folder, municipality="Herning")
    assert report.ok
    assert ("unknown_service", 3, "Indsats") in [(fault.code, fault.row, fault.column) for fault in report.faults]
    assert granted(folder) == [
        ("Sensum", "S1", "", "respite", "SEL § 84 Aflastning", DAY(2025, 1, 20), None),
        ("Sensum", "S2", "", "", "Herning-forløb", DAY(2025, 1, 27), DAY(2025, 3, 1)),
    ]


def test_dubu_services_get_a_key_that_stays_the_same(tmp_path: Path, folder: Path) -> None:
    file = samples.export(tmp_path / "dubu.csv", samples.DUBU, samples.DUBU_SERVICES)
    assert load([file], data_folder=folder, municipality="Randers").ok
    assert granted(folder) == [
        ("DUBU", "D-1", "", "respite", "SEL § 84", DAY(2025, 1, 6), None),
        ("DUBU", "D-1", "", "extra_costs", "BL § 86", DAY(2025, 2, 1), DAY(2026, 1, 1)),
    ]
    keys = {row["service_id"] for row in table(folder, "service")}
    ended = [[*samples.DUBU_SERVICES[0][:13], "31-03-2025", *samples.DUBU_SERVICES[0][14:]], *samples.DUBU_SERVICES[1:]]
    assert load([samples.export(file, samples.DUBU, ended)], data_folder=folder, municipality="Randers").ok
    assert {row["service_id"] for row in table(folder, "service")} == keys
    assert len(keys) == 2
    assert not any(cpr.found_in(key) for key in keys)


def test_dubu_older_services(tmp_path: Path, folder: Path) -> None:
    file = samples.export(tmp_path / "bsdubu.csv", samples.DUBU_OLDER, samples.DUBU_OLDER_SERVICES)
    assert load([file], data_folder=folder, municipality="Randers").ok
    assert granted(folder) == [("DUBU", "R17", "", "respite", "SEL § 84", DAY(2025, 1, 6), None)]


def test_sofus_services_count_from_the_day_they_began(tmp_path: Path, folder: Path) -> None:
    file = samples.export(tmp_path / "sofus.csv", samples.SOFUS, samples.SOFUS_SERVICES)
    assert load([file], data_folder=folder, municipality="Randers").ok
    assert granted(folder) == [("Sofus", "", "B1", "respite", "SEL § 84", DAY(2025, 1, 20), DAY(2025, 3, 15))]


def test_os2bos_payments_of_one_activity_are_one_service(tmp_path: Path, folder: Path) -> None:
    file = samples.export(tmp_path / "granted_payments_3.csv", samples.OS2BOS_PAYMENTS, samples.OS2BOS_GRANTS)
    assert load([file], data_folder=folder).ok
    assert granted(folder) == [
        ("OS2bos", "", "", "placement_consent", "SEL-52-3.7", DAY(2025, 1, 1), DAY(2026, 1, 1))
    ]  # fmt: skip


def test_one_activity_of_two_paragraphs_is_two_services(tmp_path: Path, folder: Path) -> None:
    other = [*samples.OS2BOS_GRANTS[0][:8], "SEL-58-jf 52-3.7", *samples.OS2BOS_GRANTS[0][9:]]
    rows = [*samples.OS2BOS_GRANTS, other]
    assert load([samples.export(tmp_path / "bos.csv", samples.OS2BOS_PAYMENTS, rows)], data_folder=folder).ok
    assert sorted(row[4] for row in granted(folder)) == ["SEL-52-3.7", "SEL-58-jf 52-3.7"]


def test_two_services_under_the_one_key_that_a_profile_makes_are_refused(tmp_path: Path, folder: Path) -> None:
    """Loaded, they would be one service that counts twice."""
    other = [*samples.OS2BOS_GRANTS[0][:6], "2025-06-30", *samples.OS2BOS_GRANTS[0][7:]]
    rows = [*samples.OS2BOS_GRANTS, other]
    report = load([samples.export(tmp_path / "bos.csv", samples.OS2BOS_PAYMENTS, rows)], data_folder=folder)
    assert [(fault.code, fault.row) for fault in report.faults if fault.is_error] == [("duplicate_key", 5)]


@pytest.mark.parametrize("headings", [samples.SENSUM_SAG, samples.SENSUM_AKTIVITET, samples.SENSUM_INDSATS,
                                      samples.OS2BOS, samples.OS2BOS_PAYMENTS, samples.DUBU, samples.DUBU_OLDER,
                                      samples.DUBU_SAG, samples.SOFUS])  # fmt: skip
def test_no_two_shipped_profiles_claim_the_same_export(headings: list[str]) -> None:
    there = {folded(heading) for heading in headings}
    assert sum(matches(entry.profile, there) for entry in shelf(None).entries) == 1
