"""REGK31 as it is met: both shapes, every encoding, where the year comes from, and what is missing."""

from pathlib import Path
from typing import Any

import pytest

from dashboard.importers import check, load, render
from dashboard.language import set_language
from tests.importers.files import LABEL, PER_INHABITANT, api_answer, table, version_name, website_export

EXPECTED = {"0000": 1_351_000, "0657": 1_167_000, "0730": 970_000, "0219": 1_737_000}


@pytest.fixture(autouse=True)
def _danish() -> None:
    set_language("da")


def published(folder: Path) -> dict[str, Any]:
    return {row["municipality_code"]: row["amount_milli"] for row in table(folder, "published_stat")}


@pytest.mark.parametrize("encoding", ["latin-1", "utf-8", "utf-8-sig", "utf-16"])
def test_the_website_export_gives_the_published_figures(tmp_path: Path, encoding: str) -> None:
    file = website_export(tmp_path / "regk31.csv", encoding)
    report = load([file], data_folder=tmp_path / "data", year=2024)
    assert report.ok
    assert published(tmp_path / "data") == EXPECTED
    row = table(tmp_path / "data", "published_stat")[0]
    assert (row["year"], row["account_function"], row["unit"], row["art"], row["dranst"], row["state"]) == (
        2024, "5.28.21", "INDL", "TOT", 1, "ok",
    )  # fmt: skip
    assert row["label"] == LABEL.removeprefix("5.28.21 ")
    assert "Filen nævner ikke dranst. Tallene er regnet som drift (1)." in "\n".join(render(report))


@pytest.mark.parametrize("style", ["text", "code", "both"])
def test_the_api_gives_the_same_figures_in_any_order_and_as_texts_or_codes(tmp_path: Path, style: str) -> None:
    headings = ["FUNKTION", "TID", "OMRÅDE", "ART", "DRANST", "PRISENHED", "INDHOLD"]
    words = {
        "text": (LABEL, "2024", "{name}", "I alt (netto)", "1 Driftskonti", PER_INHABITANT),
        "code": ("52821", "2024", "{code}", "TOT", "1", "INDL"),
        "both": ("52821 " + LABEL, "2024", "{code} {name}", "TOT I alt (netto)", "1 1 Driftskonti",
                 "INDL " + PER_INHABITANT),
    }[style]  # fmt: skip
    places = [("000", "Hele landet", "1351"), ("657", "Herning", "1167,0"), ("730", "Randers", "970,00"),
              ("219", "Hillerød", "1737")]  # fmt: skip
    rows = [[word.format(code=code, name=name) for word in words] + [value] for code, name, value in places]
    report = load([api_answer(tmp_path / "svar.csv", headings, rows)], data_folder=tmp_path / "data")
    assert report.ok, report.faults
    assert published(tmp_path / "data") == EXPECTED
    assert {row["label"] for row in table(tmp_path / "data", "published_stat")} == {LABEL.removeprefix("5.28.21 ")}


def test_missing_is_kept_as_missing_and_groups_are_left_out_and_counted(tmp_path: Path) -> None:
    headings = ["OMRÅDE", "FUNKTION", "DRANST", "ART", "PRISENHED", "TID", "INDHOLD"]
    places = [("Herning", ".."), ("Randers", "x"), ("Aarhus", "1072,205"), ("Region Midtjylland", "9"),
              ("910 Hovedstadskommuner", "9"), ("Landkommuner", "9"), ("084", "9")]  # fmt: skip
    rows = [[place, LABEL, "1 Driftskonti", "I alt (netto)", "LOBM", "2023", value] for place, value in places]
    rows.append(["Aarhus", LABEL, "1 Driftskonti", "1 Lønninger", "LOBM", "2023", "5"])
    report = load([api_answer(tmp_path / "svar.csv", headings, rows)], data_folder=tmp_path / "data")
    rows_out = table(tmp_path / "data", "published_stat")
    found = {row["municipality_code"]: (row["amount_milli"], row["state"]) for row in rows_out}
    assert found == {"0657": (None, "missing"), "0730": (None, "missing"), "0751": (1_072_205, "ok")}
    assert [(r.code, dict(r.values)) for r in report.files[0].remarks] == [
        ("places_skipped", {"count": "4"}), ("arts_skipped", {"count": "1"}), ("figures_missing", {"count": "2"}),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "given", "expected", "remark"),
    [
        ("regk31_2024_52821.csv", None, 2024, "year_from_name"),
        ("regk31.csv", 2023, 2023, None),
        ("regk31_2024.csv", 2024, 2024, None),
        ("regk31_2024.csv", 2022, 2022, "year_given"),
    ],
)
def test_the_year_is_given_or_the_only_one_in_the_name(
    tmp_path: Path, name: str, given: int | None, expected: int, remark: str | None
) -> None:
    report = load([website_export(tmp_path / name)], data_folder=tmp_path / "data", year=given)
    assert {row["year"] for row in table(tmp_path / "data", "published_stat")} == {expected}
    assert [r.code for r in report.files[0].remarks if r.code.startswith("year")] == ([remark] if remark else [])


@pytest.mark.parametrize("name", ["regk31.csv", "regk31_2023_2024.csv", "regk31_120245.csv"])
def test_without_a_year_the_file_is_refused_with_the_way_out(tmp_path: Path, name: str) -> None:
    report = load([website_export(tmp_path / name)], data_folder=tmp_path / "data")
    assert [fault.code for fault in report.faults] == ["year_needed"]
    assert "--aar 2024" in "\n".join(render(report))
    assert version_name(tmp_path / "data") is None


def test_an_unknown_place_a_bad_figure_and_a_figure_twice_are_faults_with_their_rows(tmp_path: Path) -> None:
    figures = {"Herning": 1167, "Ringby": 5, "Randers": "1.070", "Herning ": 1167}
    report = check([website_export(tmp_path / "regk31_2024.csv", figures=figures)], data_folder=tmp_path / "data")
    assert [(f.row, f.column, f.code) for f in report.faults] == [
        (2, "Område", "unknown_place"), (3, "Indhold", "bad_number"), (4, "", "duplicate_figure"),
    ]  # fmt: skip


def test_a_corrected_figure_replaces_its_own_alone(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    load([website_export(tmp_path / "a_2024.csv")], data_folder=folder)
    load([website_export(tmp_path / "b_2024.csv", figures={"Herning": 1200})], data_folder=folder)
    assert published(folder) == EXPECTED | {"0657": 1_200_000}
    # The first file no longer stands as it was: delivered again it is a change back, not "already loaded".
    assert load([tmp_path / "a_2024.csv"], data_folder=folder).outcome == "loaded"
    assert published(folder) == EXPECTED


def test_published_figures_alone_make_a_real_version_without_an_as_of_date(tmp_path: Path) -> None:
    load([website_export(tmp_path / "a_2024.csv")], data_folder=tmp_path / "data")
    info = table(tmp_path / "data", "version_info")[0]
    assert (info["origin"], info["as_of"]) == ("real", None)
    assert table(tmp_path / "data", "coverage") == []
    assert len(table(tmp_path / "data", "municipality")) == 98
