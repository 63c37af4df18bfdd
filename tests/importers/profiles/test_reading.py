"""A profile is checked when it is read, faults name the system's own headings, and no CPR number slips by."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from dashboard.importers import Given, check, load, render
from dashboard.importers.profiles.reader import SHIPPED, shelf
from dashboard.language import set_language
from tests.importers.files import csv_file, table
from tests.importers.profiles import samples

AS_OF = dt.date(2025, 3, 31)
PROFILE = """
system = "Kaseliste"
title = "Vores liste"
source = "cases"
dates = ["%d%m%Y"]

[recognise]
headings = ["Nr", "Ind"]

[columns]
case = "Nr"
received = "Ind"
reason = "Hvorfor"
closed = "Ud"

[values.reason]
"ok" = "Færdig"

[constants]
target_group = "handicap"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    set_language("da")
    (tmp_path / "data" / "profiler").mkdir(parents=True)
    return tmp_path / "data"


def own(folder: Path, text: str = PROFILE) -> None:
    (folder / "profiler" / "vores.toml").write_text(text, encoding="utf-8")


def test_every_shipped_profile_is_usable_and_says_that_it_is_not_tested() -> None:
    found = shelf(None)
    assert found.remarks == ()
    assert [entry.name for entry in found.entries] == sorted(path.stem for path in SHIPPED.glob("*.toml"))
    assert not any(entry.profile.tested for entry in found.entries)


def test_an_own_profile_reads_its_dates_words_and_constants(tmp_path: Path, folder: Path) -> None:
    own(folder)
    file = csv_file(tmp_path / "liste.csv", ["Nr", "Ind", "Ud", "Hvorfor"], [["K1", "06012025", "07022025", "ok"]])
    assert load([file], data_folder=folder, municipality="Herning", as_of=AS_OF).ok
    row = table(folder, "case_file")[0]
    assert (row["received_on"], row["closed_on"]) == (dt.date(2025, 1, 6), dt.date(2025, 2, 7))
    assert (row["close_reason"], row["target_group"]) == ("completed", "handicap")


def test_faults_name_the_systems_heading_row_and_word(tmp_path: Path, folder: Path) -> None:
    own(folder)
    rows = [["K1", "06-01-2025", "", ""], ["", "06012025", "", ""], ["K3", "06012025", "07022025", "vist nok"]]
    report = check([csv_file(tmp_path / "liste.csv", ["Nr", "Ind", "Ud", "Hvorfor"], rows)],
                   data_folder=folder, municipality="Herning")  # fmt: skip
    assert [(f.row, f.column, f.code, f.values.get("value")) for f in report.faults if f.is_error] == [
        (2, "Ind", "bad_date", "06-01-2025"),
        (3, "Nr", "missing_value", None),
        (4, "Hvorfor", "unknown_close_reason", "vist nok"),
    ]


def test_an_own_profile_comes_before_a_shipped_one(tmp_path: Path, folder: Path) -> None:
    text = (SHIPPED / "sensum_sag.toml").read_text(encoding="utf-8")
    own(
        folder,
        text.replace('title = "Sensum sag"', 'title = "Vores Sensum"').replace("tested = false", "tested = true"),
    )
    report = check(samples.sensum(tmp_path), data_folder=folder, as_of=AS_OF)
    assert "Læst med profilen Vores Sensum." in "\n".join(render(report))


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('case = "Nr"', 'sag = "Nr"', "columns.sag findes ikke i en profil"),
        ('received = "Ind"', "", "columns.received mangler"),
        ('title = "Vores liste"', "", "title mangler"),
        ('"%d%m%Y"', '"%d%m"', "“%d%m” kan ikke stå ved dates"),
        ('"ok" = "Færdig"', '"ok" = "pyt"', "“pyt” kan ikke stå ved values.reason.ok"),
        ('target_group = "handicap"', 'target_group = "alle"', "“alle” kan ikke stå ved constants.target_group"),
        ('closed = "Ud"', 'closed = "Ind"', "“Ind” kan ikke stå ved columns.closed"),
        ('source = "cases"', 'source = "vejr"', "“vejr” kan ikke stå ved source"),
        ('source = "cases"', 'source = "cases"\namounts = {"Beløb" = "regnskab"}', "“cases” kan ikke stå ved amounts"),
        ('source = "cases"', 'source = "cases"\nfarve = 1', "farve findes ikke i en profil"),
        ("[recognise]", "[recognise", "Den er ikke gyldig TOML"),
    ],
)
def test_a_profile_with_a_mistake_is_named_with_its_file_and_key(
    tmp_path: Path, folder: Path, old: str, new: str, sentence: str
) -> None:
    own(folder, PROFILE.replace(old, new))
    file = csv_file(tmp_path / "liste.csv", ["Nr", "Ind"], [["K1", "06012025"]])
    text = "\n".join(render(check([file], data_folder=folder, municipality="Herning")))
    assert "Profilen vores.toml bruges ikke: " in text
    assert sentence in text


@pytest.mark.parametrize("row", range(2))
def test_a_cpr_number_refuses_the_export_also_in_a_row_or_column_that_does_not_count(
    tmp_path: Path, folder: Path, row: int
) -> None:
    cases, activities = samples.sensum(tmp_path)
    rows = [list(cells) for cells in samples.SENSUM_ACTIVITIES]
    rows[row][5] = "ringet til 010107-1234"  # row 0 is a letter, which is left out; row 1 counts
    samples.export(activities, samples.SENSUM_AKTIVITET, rows)
    report = check([cases, activities], data_folder=folder, as_of=AS_OF)
    assert [(f.row, f.code) for f in report.faults if f.is_error] == [(row + 2, "cpr")]
    assert "010107" not in "\n".join(render(report))


def test_technical_column_names_are_read_with_their_meta_file(tmp_path: Path, folder: Path) -> None:
    report = load(samples.technical(tmp_path), data_folder=folder, as_of=AS_OF)
    assert report.ok, render(report)
    assert [row["case_id"] for row in table(folder, "case_file")] == ["S1"]
    assert "Kolonnernes navne er taget fra Meta_Sager.csv." in "\n".join(render(report))


def test_a_meta_file_belongs_to_the_rows_of_its_own_name(tmp_path: Path, folder: Path) -> None:
    rows, meta = samples.technical(tmp_path)
    other = csv_file(tmp_path / "Meta_Andet.csv", ["TekniskNavn", "EgetNavn"], [["Dato1", "Noget"]])
    report = check([rows, meta, other], data_folder=folder, as_of=AS_OF)
    assert [(f.file, f.code) for f in report.faults if f.is_error] == [("Meta_Andet.csv", "meta_alone")]


def test_rows_and_meta_file_alone_say_what_they_lack(tmp_path: Path, folder: Path) -> None:
    rows, meta = samples.technical(tmp_path)
    assert [fault.code for fault in check([rows], data_folder=folder).faults] == ["meta_missing"]
    assert [fault.code for fault in check([meta], data_folder=folder).faults] == ["meta_alone"]


def test_bytes_without_a_path_are_read_like_a_file(tmp_path: Path, folder: Path) -> None:
    uploads = [Given(path.name, content=path.read_bytes()) for path in samples.sensum(tmp_path)]
    report = load(uploads, data_folder=folder, as_of=AS_OF)
    assert [file.file for file in report.files] == ["Sager_20250331.csv", "SagsAktiviteter_20250331.csv"]
    assert load(samples.sensum(tmp_path), data_folder=folder, as_of=AS_OF).outcome == "unchanged"
