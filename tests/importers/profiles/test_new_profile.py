"""`trinvis profile`: a proposal that reads the file it came from, says what it does not know, and shows no number."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from dashboard.cli import cli
from dashboard.importers import load
from dashboard.importers.profiles.propose import propose
from dashboard.importers.profiles.reader import read, shelf
from dashboard.importers.reading import Sheet
from tests.importers.files import csv_file, table
from tests.importers.profiles import samples

HEADINGS = ["Sags nr", "Modtagelsesdag", "Afsluttet den", "Lukkeårsager", "Sagsbehandler kode", "Bemærk"]
ROWS = [["K1", "06012025", "07022025", "alt ok", "R1", ""], ["K2", "31012025", "", "", "R2", ""]]


@pytest.fixture
def folder(data: Path) -> Path:
    return data


def trinvis(*words: object) -> Result:
    return CliRunner().invoke(cli, ["profile", *map(str, words)])


def test_a_new_profile_shows_the_rows_as_understood_and_reads_the_file_once_corrected(
    tmp_path: Path, folder: Path
) -> None:
    file = csv_file(tmp_path / "kaseliste.csv", HEADINGS, ROWS)
    done = trinvis("new", file)
    assert done.exit_code == 0, done.output
    for line in ("Sagsnr. ← Sags nr", "Modtaget ← Modtagelsesdag", "Lukket ← Afsluttet den", "Ikke brugt: Bemærk"):
        assert line in done.output
    assert "06-01-2025" in done.output
    assert "“alt ok” er ikke en kendt årsag" in done.output
    made = folder / "profiler" / "kaseliste.toml"
    text = made.read_text(encoding="utf-8")
    assert 'dates = ["%d%m%Y"]' in text
    made.write_text(text.replace('# "alt ok" = ""', '"alt ok" = "Færdig"'), encoding="utf-8")
    report = load([file], data_folder=folder, municipality="Herning", as_of=dt.date(2025, 3, 31))
    assert report.ok
    assert [(row["received_on"], row["close_reason"]) for row in table(folder, "case_file", "case_id")] == [
        (dt.date(2025, 1, 6), "completed"), (dt.date(2025, 1, 31), ""),
    ]  # fmt: skip


def test_a_profile_that_is_there_is_never_written_over(tmp_path: Path, folder: Path) -> None:
    file = csv_file(tmp_path / "kaseliste.csv", HEADINGS, ROWS)
    other = tmp_path / "andet.toml"
    assert trinvis("new", file).exit_code == 0
    again = trinvis("new", file)
    assert again.exit_code == 1
    assert trinvis("new", file, "--til", other).exit_code == 0
    assert read(other).source == "cases"


def test_a_file_with_a_cpr_number_is_refused_and_nothing_is_written(tmp_path: Path, folder: Path) -> None:
    file = csv_file(tmp_path / "liste.csv", HEADINGS, [*ROWS, ["010107-1234", "31012025", "", "", "", ""]])
    done = trinvis("new", file)
    assert done.exit_code == 1
    assert "010107" not in done.output
    assert not folder.exists()
    named = csv_file(tmp_path / "010107-1234.csv", HEADINGS, ROWS)
    assert trinvis("new", named).exit_code == 1


def test_what_is_missing_is_said_and_marked_in_the_file(tmp_path: Path, folder: Path) -> None:
    done = trinvis("new", csv_file(tmp_path / "l.csv", ["Sagsnr", "Afdeling", "Rådgiver"], [["K1", "A", "R"]]),
                   "--kilde", "sager")  # fmt: skip
    assert "Kolonnen “Modtaget” mangler." in done.output
    assert "# MANGLER: received" in (folder / "profiler" / "l.toml").read_text(encoding="utf-8")
    assert "Profilen l.toml bruges ikke: columns.received mangler." in done.output


def test_activities_list_their_names_for_a_person_to_choose_among(tmp_path: Path, folder: Path) -> None:
    file = samples.export(tmp_path / "akt.csv", samples.SENSUM_AKTIVITET, samples.SENSUM_ACTIVITIES)
    assert trinvis("new", file, "--kilde", "kontakter").exit_code == 0
    made = read(folder / "profiler" / "akt.toml")
    assert set(made.only["AktivitetNavn"]) == {"Brev sendt", "Første samtale holdt", "Første møde"}
    assert made.columns == {"case": ["SagId"], "day": ["UdførtDato"]}


@pytest.mark.parametrize(
    ("days", "forms"),
    [
        (["06-01-2025", "31-12-2024"], ()),
        (["060125", "060199"], ("%d%m%y",)),
        (["01/13/2025", "02/28/2025"], ("%m/%d/%Y",)),
        (["20250106", "20241231"], ("%Y%m%d",)),
        (["010203", "020304"], ("%d%m%y", "%y%m%d")),  # nobody can tell: a person must
    ],
)
def test_the_forms_of_days(days: list[str], forms: tuple[str, ...]) -> None:
    sheet = Sheet("", [["Sagsnr.", "Modtaget"], *([f"K{number}", day] for number, day in enumerate(days))])
    assert propose(sheet, "cases", ()).forms == forms


def test_names_and_keys_are_never_listed_as_vocabulary(folder: Path) -> None:
    sheet = Sheet("", [["Sagsnr.", "Modtaget", "Rådgiver", "Årsag"], ["K1", "06-01-2025", "R1", "noget"]])
    assert propose(sheet, None, shelf(None).entries).words == {"reason": ("noget",)}


def test_a_sheet_under_each_systems_headings_is_proposed_as_what_it_is(folder: Path) -> None:
    for headings, rows, source in [
        (samples.SENSUM_SAG, samples.SENSUM_CASES, "cases"),
        (samples.SENSUM_INDSATS, samples.SENSUM_SERVICES, "services"),
        (samples.DUBU_SAG, samples.DUBU_CASES, "cases"),
    ]:
        sheet = Sheet("", [headings, *([cell or None for cell in row] for row in rows)])
        assert propose(sheet, None, shelf(None).entries).template.source == source


def test_list_and_check_say_which_profile_would_read_a_file_and_why(tmp_path: Path, folder: Path) -> None:
    listed = trinvis("list").output
    assert "sensum_sag · Sensum sag → Sagsliste · følger med Trinvis · ikke afprøvet mod en rigtig eksport" in listed
    cases, _activities = samples.sensum(tmp_path)
    assert (
        "Profilen sensum_sag læser den: Række 1 har SagId, HenvendelsesDato, HandleKommune."
        in trinvis("check", cases).output
    )
    ours = csv_file(tmp_path / "vores.csv", ["Sagsnr.", "Modtaget"], [["K1", "06-01-2025"]])
    assert "Der skal ingen profil til" in trinvis("check", ours).output
    near = csv_file(tmp_path / "near.csv", ["SagId", "HenvendelsesDato", "Kommunen"], [["K1", "06-01-2025", "x"]])
    assert "sensum_sag mangler HandleKommune." in trinvis("check", near).output


def test_a_broken_profile_is_named_where_profiles_are_listed(folder: Path) -> None:
    (folder / "profiler").mkdir(parents=True)
    (folder / "profiler" / "x.toml").write_text('system = "x"', encoding="utf-8")
    assert "Profilen x.toml bruges ikke: title mangler." in trinvis("list").output
