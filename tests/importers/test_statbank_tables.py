"""The traps of StatBank's tables (domain.md 4.1): what one column mixes is told apart, and nothing is added up."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from dashboard.importers import check, load, render
from dashboard.language import set_language
from tests.importers.files import api_answer, csv_file, table, version_name
from tests.importers.statbank_files import POPULATION, figures, folk1a, jsonstat


@pytest.fixture(autouse=True)
def _danish() -> None:
    set_language("da")


def loaded(tmp_path: Path, file: Path) -> Any:
    report = load([file], data_folder=tmp_path / "data")
    assert report.ok, report.faults
    return report


def codes_of(report: Any) -> list[str]:
    return [remark.code for remark in report.files[0].remarks]


def test_levels_in_one_column_are_told_apart_and_not_added(tmp_path: Path) -> None:
    """January 2025: every person stands in three rows. All rows give 17.98 million, one level 5.99 million."""
    whole = 5_992_734
    regions = {"081": 593_000, "082": 1_373_000, "083": 1_240_000, "084": 1_920_000, "085": 866_734}
    towns = {"101": 660_000, "411": 87, "751": 370_000, "851": whole - 660_000 - 87 - 370_000}
    rows = [
        [code, "TOT", "IALT", "TOT", "2025K1", persons] for code, persons in {"000": whole, **regions, **towns}.items()
    ]
    report = loaded(tmp_path, api_answer(tmp_path / "svar.csv", POPULATION, rows))
    found = table(tmp_path / "data", "published_figure")
    by_level = {
        level: sum(row["value_milli"] for row in found if row["level"] == level) // 1000
        for level in ("country", "region", "municipality")
    }
    assert by_level == {"country": whole, "region": whole, "municipality": whole}
    assert sum(row["value_milli"] for row in found) // 1000 == 17_978_202
    assert "kun tal fra samme niveau kan lægges sammen" in "\n".join(render(report))


@pytest.mark.parametrize(
    ("name", "headings", "row", "place", "codes"),
    [
        ("a", ["ADMKOM", "ANBRINGELSE", "TID"], ["657 Herning", "0 I alt", "2024"], "0657", {"ANBRINGELSE": "0"}),
        ("a", ["KOMMUNEDK", "INDSATSER", "KØN", "TID"], ["Herning", "110", "I alt", "2024"], "0657",
         {"INDSATSER": "110", "KØN": "0"}),
        ("a", ["REGI07A", "FUNKTION", "DRANST", "ART", "PRISENHED", "TID"],
         ["657", "52821.0", "1 Driftskonti", "TOT", "LOBM", "2025"], "0657",
         {"ART": "TOT", "DRANST": "1", "FUNKTION": "52821", "PRISENHED": "LOBM"}),
        ("a", ["LANDDEL", "ANBRINGAARSAG", "ALDER1", "KON", "TID"], ["9", "UDSLAG5", "IALT", "D", "2023"], "09",
         {"ALDER1": "IALT", "ANBRINGAARSAG": "UDSLAG5", "KØN": "D"}),
        ("a", ["LANDSDEL", "INDSATSER", "TID"], ["Landsdel Østjylland", "100", "2024"], "09", {"INDSATSER": "100"}),
        ("a", ["OMRÅDE", "FORANSTALT", "ALDER", "TID"], ["657", "ANBR", "TOT22", "2024"], "0657",
         {"ALDER": "TOT22", "FORANSTALT": "ANBR"}),
        ("a", ["FORAN", "TID"], ["430 Forbyggende foranstaltninger", "2024"], "0000", {"FORAN": "430"}),
        ("isbu01", ["KOMMUNEDK", "INDSATSER", "TID"], ["657", "3", "2024"], "0657", {"INDSATSER": "3"}),
        ("isbu02", ["KOMMUNEDK", "INDSATSER", "TID"], ["657", "2", "2024"], "0657", {"INDSATSER": "2"}),
        ("a", ["region", "sex", "age", "marital status", "time"], ["All  Denmark", "Total", "32", "Total", "2020Q1"],
         "0000", {"ALDER": "32", "CIVILSTAND": "TOT", "KØN": "TOT"}),
        ("a", ["ADMKOM", "UNDERRETERE", "ALDER1", "KØN", "TID"], ["657", "0", "00", "0", "2024"], "0657",
         {"ALDER1": "00", "KØN": "0", "UNDERRETERE": "0"}),
        ("regkc", ["OMRÅDE", "DRANST1", "EJER", "ART", "PRISENHED", "TID"],
         ["657", "152821003", "1", "TOT", "INDL", "2024"], "0657",
         {"ART": "TOT", "DRANST1": "152821003", "EJER": "1", "PRISENHED": "INDL"}),
        ("regk100", ["OMRÅDE", "FUNKTION", "DRANST", "EJER", "GRUPPERING", "ART", "PRISENHED", "TID"],
         ["657", "5.28.21 Rådgivning", "1", "4", "003", "TOT", "LOBM", "2024"], "0657",
         {"ART": "TOT", "DRANST": "1", "EJER": "4", "FUNKTION": "52821", "GRUPPERING": "3", "PRISENHED": "LOBM"}),
    ],
)  # fmt: skip
def test_each_tables_own_names_of_places_totals_and_sexes(
    tmp_path: Path, name: str, headings: list[str], row: list[str], place: str, codes: dict[str, str]
) -> None:
    file = api_answer(tmp_path / f"{name}.csv", [*headings, "INDHOLD"], [[*row, "12,5"]])
    loaded(tmp_path, file)
    (found,) = table(tmp_path / "data", "published_figure")
    assert (found["geography_code"], json.loads(found["dims"]), found["value_milli"]) == (place, codes, 12_500)


@pytest.mark.parametrize("code", ["0101", "101", "101.0", "101 København", "København", "Københavns Kommune"])
def test_a_place_with_or_without_its_zero_or_its_code_is_one_place(tmp_path: Path, code: str) -> None:
    loaded(tmp_path, api_answer(tmp_path / "anbaar9.csv", ["ADMKOM", "TID", "INDHOLD"], [[code, "2024", "5"]]))
    assert figures(tmp_path / "data") == {("0101", "2024", "0"): 5}


@pytest.mark.parametrize(
    ("cell", "place", "level"),
    [("0", "0000", "country"), ("000 Hele landet", "0000", "country"), ("81", "081", "region"),
     ("1084", "084", "region"), ("Region Sjælland", "085", "region"), ("910", "910", "group"),
     ("Landkommuner", "960", "group"), ("998", "0998", "unknown"), ("Christiansø", "0411", "municipality")],
)  # fmt: skip
def test_every_level_has_its_own_codes(tmp_path: Path, cell: str, place: str, level: str) -> None:
    loaded(tmp_path, api_answer(tmp_path / "anbaar9.csv", ["ADMKOM", "TID", "INDHOLD"], [[cell, "2024", "5"]]))
    (row,) = table(tmp_path / "data", "published_figure")
    assert (row["geography_code"], row["level"]) == (place, level)


def test_the_total_of_notifications_is_not_the_age_zero(tmp_path: Path) -> None:
    """UND1: 00 is all ages, 0 is infants. In a copy that lost its zeros the two are one, and it is refused."""
    headings = ["ADMKOM", "UNDERRETERE", "ALDER1", "KØN", "TID", "INDHOLD"]
    rows = [["657", "0", "00", "0", "2024", "900"], ["657", "0", "0", "0", "2024", "31"]]
    loaded(tmp_path, api_answer(tmp_path / "und1.csv", headings, rows))
    assert figures(tmp_path / "data") == {("0657", "2024", "00", "0", "0"): 900, ("0657", "2024", "0", "0", "0"): 31}
    lost = [[*row[:2], row[2].lstrip("0") or "0", *row[3:]] for row in rows]
    report = check([api_answer(tmp_path / "kopi.csv", headings, lost)], data_folder=tmp_path / "data")
    assert [(fault.row, fault.code) for fault in report.faults] == [(3, "duplicate_figure")]


def test_age_groups_keep_their_zeros_whichever_way_they_come(tmp_path: Path) -> None:
    headings = ["KOMMUNEDK", "INDSATSER", "ALDER", "TID", "INDHOLD"]
    rows = [["657", "110", age, "2024", n] for n, age in enumerate(["5", "0611 6-11 år", "12-17 år"], start=1)]
    loaded(tmp_path, api_answer(tmp_path / "handbu02.csv", headings, rows))
    ages = {
        json.loads(row["dims"])["ALDER"]: row["value_milli"] for row in table(tmp_path / "data", "published_figure")
    }
    assert ages == {"0005": 1000, "0611": 2000, "1217": 3000}


def test_units_in_one_column_are_kept_apart_and_only_amounts_may_be_added(tmp_path: Path) -> None:
    headings = ["REGI07A", "FUNKTION", "PRISENHED", "TID", "INDHOLD"]
    rows = [["657", "52821", "LOBM", "2025", "104512"], ["657", "52821", "INDL", "2025", "1167"]]
    report = loaded(tmp_path, api_answer(tmp_path / "svar.csv", headings, rows))
    units = {row["unit"]: row["summable"] for row in table(tmp_path / "data", "published_figure")}
    assert units == {"1.000 kr.": True, "kr. pr. indbygger": False}
    assert codes_of(report)[:4] == [
        "statbank_table", "dimension_left_out", "dimension_left_out", "units_side_by_side",
    ]  # fmt: skip


def test_a_table_without_a_total_of_owners_is_not_taken_for_one(tmp_path: Path) -> None:
    """REGK100 has no EJER i alt: without the column nobody can tell what a figure holds."""
    headings = ["OMRÅDE", "FUNKTION", "DRANST", "GRUPPERING", "ART", "PRISENHED", "TID", "INDHOLD"]
    row = ["657", "52821", "1", "3", "TOT", "LOBM", "2024", "5"]
    report = check([api_answer(tmp_path / "regk100.csv", headings, [row])], data_folder=tmp_path / "data")
    assert [fault.code for fault in report.faults] == ["no_such_table"]


@pytest.mark.parametrize(("name", "total"), [("handbu01", 110), ("isbu02", 2), ("und2", 0)])
def test_children_are_not_added_over_municipalities(tmp_path: Path, name: str, total: int) -> None:
    headings = {
        "handbu01": ["KOMMUNEDK", "INDSATSER", "TID", "INDHOLD"],
        "isbu02": ["KOMMUNEDK", "INDSATSER", "TID", "INDHOLD"],
        "und2": ["ADMKOM", "UNDERRET", "TID", "INDHOLD"],
    }[name]
    rows = [["000", total, "2024", "100"], ["657", total, "2024", "70"], ["730", total, "2024", "40"]]
    report = loaded(tmp_path, api_answer(tmp_path / f"{name}.csv", headings, rows))
    assert {row["summable"] for row in table(tmp_path / "data", "published_figure")} == {False}
    assert "Kan ikke lægges sammen: det samme barn kan tælle med i flere kommuner." in "\n".join(render(report))
    # HANDBU has 95 of the 98: a municipality that is not there has no figure, and never a zero.
    assert {place for place, *_ in figures(tmp_path / "data")} == {"0000", "0657", "0730"}


def test_causes_overlap_and_are_never_one_total(tmp_path: Path) -> None:
    """ANBAAR10, 2023: 3,530 placements begun, and causes that come to 5,314."""
    causes = {"UDSLAG5": 710, "UDSLAG4": 1404, "UDSLAG14": 3200}
    rows = [["0", cause, "IALT", "0", "2023", count] for cause, count in causes.items()]
    headings = ["LANDDEL", "ANBRINGAARSAG", "ALDER1", "KØN", "TID", "INDHOLD"]
    report = loaded(tmp_path, api_answer(tmp_path / "anbaar10.csv", headings, rows))
    assert sum(causes.values()) == 5314 > 3530
    assert {json.loads(row["dims"])["ANBRINGAARSAG"] for row in table(tmp_path / "data", "published_figure")} == {
        *causes
    }
    assert "Årsagerne kan ikke lægges sammen" in "\n".join(render(report))
    left_out = [[*row[:1], *row[2:]] for row in rows[:1]]  # there is no code for all causes together
    file = api_answer(tmp_path / "anbaar10_2023.csv", [*headings[:1], *headings[2:]], left_out)
    assert [fault.code for fault in check([file], data_folder=tmp_path / "data").faults] == ["no_such_table"]


@pytest.mark.parametrize("pair", [("anbaar9", "anbaar14"), ("isbu01", "isbu02")])
def test_tables_with_the_same_columns_are_told_apart_by_the_files_name_alone(
    tmp_path: Path, pair: tuple[str, str]
) -> None:
    """Stock and flow, measures and children: to guess would be to mix them."""
    headings = ["ADMKOM", "ALERAMS"] if pair[0] == "anbaar9" else ["KOMMUNEDK", "INDSATSER"]
    rows = [["657", "1822" if pair[0] == "anbaar9" else "5", "2024", "9"]]
    unnamed = api_answer(tmp_path / "udtræk.csv", [*headings, "TID", "INDHOLD"], rows)
    report = check([unnamed], data_folder=tmp_path / "data")
    assert [fault.code for fault in report.faults] == ["several_tables"]
    assert "Skriv tabellens navn i filens navn" in "\n".join(render(report))
    named = [
        api_answer(tmp_path / f"DST {name.upper()} 2024.csv", [*headings, "TID", "INDHOLD"], rows) for name in pair
    ]
    assert load(named, data_folder=tmp_path / "data").ok
    assert {row["table_id"] for row in table(tmp_path / "data", "published_figure")} == {name.upper() for name in pair}


def test_a_break_in_a_series_is_said_where_both_sides_are_in_the_file(tmp_path: Path) -> None:
    headings = ["ADMKOM", "UNDERRETERE", "TID", "INDHOLD"]
    rows = [["657", "7", "2023", "40"], ["657", "12", "2024", "9"], ["657", "13", "2024", "33"]]
    report = loaded(tmp_path, api_answer(tmp_path / "und1.csv", headings, rows))
    assert "UND1 har databrud i 2024: 7 er afløst af 12 + 13." in "\n".join(render(report))
    one_side = loaded(tmp_path, api_answer(tmp_path / "und1_2023.csv", headings, rows[:1]))
    assert "series_break" not in codes_of(one_side)


def test_what_is_not_published_is_missing_or_suppressed_and_never_zero(tmp_path: Path) -> None:
    headings = ["OMRÅDE", "FORANSTALT", "ALDER", "TID", "INDHOLD"]
    rows = [[place, "ANBR", "TOT22", "2024", value]
            for place, value in [("657", "0,91"), ("730", ".."), ("492", "x"), ("825", "0")]]  # fmt: skip
    report = loaded(tmp_path, api_answer(tmp_path / "svar.csv", headings, rows))
    found = {place: value for (place, *_), value in figures(tmp_path / "data").items()}
    assert found == {"0657": 0.91, "0730": "missing", "0492": "suppressed", "0825": 0}
    assert ("figures_missing", {"count": "2"}) in [(r.code, dict(r.values)) for r in report.files[0].remarks]


def test_a_new_code_is_kept_and_said_and_a_text_that_is_nothing_is_refused(tmp_path: Path) -> None:
    headings = ["ADMKOM", "ANBRINGELSE", "TID", "INDHOLD"]
    rows = [["657", "28 Nyt tilbud", "2026", "4"], ["657", "0", "2026", "40"]]
    report = loaded(tmp_path, api_answer(tmp_path / "svar.csv", headings, rows))
    assert "Nye koder, gemt som de er leveret: ANBRINGELSE 28." in "\n".join(render(report))
    assert figures(tmp_path / "data")["0657", "2026", "28"] == 4
    unknown = [["657", "Et andet sted", "2026", "4"], ["Ringby", "0", "2026", "4"], ["657", "0", "26K1", "4"]]
    report = check([api_answer(tmp_path / "galt.csv", headings, unknown)], data_folder=tmp_path / "data")
    assert [(fault.row, fault.column, fault.code) for fault in report.faults] == [
        (2, "Anbringelse", "unknown_category"), (3, "Admkom", "unknown_place"), (4, "Tid", "bad_period"),
    ]  # fmt: skip


@pytest.mark.parametrize("figure", ["9" * 30, "1.167", "1e9", "-", "12 13", "NaN"])
def test_a_figure_that_is_none_is_refused(tmp_path: Path, figure: str) -> None:
    file = api_answer(tmp_path / "anbaar9.csv", ["ADMKOM", "TID", "INDHOLD"], [["657", "2024", figure]])
    report = check([file], data_folder=tmp_path / "data")
    assert [(fault.row, fault.column, fault.code) for fault in report.faults] == [(2, "Indhold", "bad_number")]


def test_digits_of_other_scripts_are_no_code(tmp_path: Path) -> None:
    headings = ["OMRÅDE", "DRANST1", "EJER", "PRISENHED", "TID", "INDHOLD"]
    file = api_answer(tmp_path / "regkc.csv", headings, [["657", "1\u06f52821003", "1", "LOBM", "2024", "\u06f5"]])
    report = check([file], data_folder=tmp_path / "data")
    assert {(fault.column, fault.code) for fault in report.faults} == {
        ("Dranst1", "unknown_category"), ("Indhold", "bad_number"),
    }  # fmt: skip


def test_a_unit_that_nobody_knows_is_refused(tmp_path: Path) -> None:
    headings = ["REGI07A", "FUNKTION", "PRISENHED", "TID", "INDHOLD"]
    file = api_answer(tmp_path / "svar.csv", headings, [["657", "52821", "FAST", "2025", "1"]])
    report = check([file], data_folder=tmp_path / "data")
    assert [(fault.column, fault.code) for fault in report.faults] == [("Prisenhed", "unknown_unit")]


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (["657", "0 010101-1234", "2024", "4"], "Anbringelse"),
        (["657", "28 Anne 010101 1234", "2024", "4"], "Anbringelse"),
        (["657 0101011234", "0", "2024", "4"], "Admkom"),
        (["0101011234", "0", "2024", "4"], "Admkom"),
    ],
)
def test_a_cpr_number_beside_a_code_is_refused_and_kept_nowhere(tmp_path: Path, row: list[str], column: str) -> None:
    """The text beside a code is kept as it was delivered: it may hold no number of a person."""
    file = api_answer(tmp_path / "anbaar12.csv", ["ADMKOM", "ANBRINGELSE", "TID", "INDHOLD"], [row])
    report = load([file], data_folder=tmp_path / "data")
    assert [(fault.row, fault.column, fault.code) for fault in report.faults] == [(2, column, "cpr")]
    assert "1234" not in "\n".join(render(report))
    assert version_name(tmp_path / "data") is None


def test_a_cpr_number_where_a_code_should_be_is_refused_and_not_repeated(tmp_path: Path) -> None:
    headings = ["OMRÅDE", "DRANST1", "EJER", "ART", "PRISENHED", "TID", "INDHOLD"]
    rows = [
        ["657", "101012345", "1", "TOT", "LOBM", "2024", "4"],
        ["0101012345", "152821003", "1", "TOT", "LOBM", "2024", "4"],
    ]
    report = load([api_answer(tmp_path / "regkc.csv", headings, rows)], data_folder=tmp_path / "data")
    assert [(fault.row, fault.code) for fault in report.faults] == [(2, "cpr"), (3, "cpr")]
    assert "101012345" not in "\n".join(render(report))
    assert version_name(tmp_path / "data") is None


def test_jsonstat_gives_the_figures_of_the_same_answer_as_csv(tmp_path: Path) -> None:
    dimensions = {
        "ADMKOM": {"000": "Hele landet", "657": "Herning"},
        "ALERAMS": {"0": "I alt", "9917": "0-17 år"},
        "Tid": {"2023": "2023", "2024": "2024"},
    }
    values = [100, 101, 80, 81, 20, None, 10, 11.5]
    loaded(tmp_path, jsonstat(tmp_path / "svar.json", "ANBAAR14", dimensions, values))
    headings = ["ADMKOM", "ALERAMS", "TID", "INDHOLD"]
    rows = [[a, b, c] for a in dimensions["ADMKOM"] for b in dimensions["ALERAMS"] for c in dimensions["Tid"]]
    written = [".." if value is None else str(value).replace(".", ",") for value in values]
    file = api_answer(tmp_path / "anbaar14.csv", headings, [[*row, v] for row, v in zip(rows, written, strict=True)])
    assert load([file], data_folder=tmp_path / "other").ok
    found = figures(tmp_path / "data")
    assert found == figures(tmp_path / "other")
    assert found["0657", "2023", "9917"] == 10
    assert found["0657", "2024", "0"] == "missing"


def test_a_time_and_a_content_of_a_case_system_are_not_taken_for_statbanks(tmp_path: Path) -> None:
    file = api_answer(tmp_path / "aktiviteter.csv", ["Sag", "Tid", "Indhold"], [["S-1", "05-01-2026", "Samtale"]])
    report = check([file], data_folder=tmp_path / "data")
    assert [(fault.code, fault.values["template"]) for fault in report.faults] == [("nearest_template", "sager")]


def test_a_few_bytes_of_json_cannot_claim_a_million_million_cells(tmp_path: Path) -> None:
    """The sparse form names only the cells that there are."""
    hundred = {str(code): "x" for code in range(100)}
    file = jsonstat(tmp_path / "svar.json", "FOLK1A", dict.fromkeys("ABCDE", hundred) | {"Tid": hundred}, [])
    file.write_text(file.read_text().replace('"value": []', '"value": {"0": 1}'))
    report = check([file], data_folder=tmp_path / "data")
    assert [fault.code for fault in report.faults] == ["too_large"]


def test_the_sparse_form_of_jsonstat_is_read_too(tmp_path: Path) -> None:
    places = {"657": "Herning", "730": "Randers"}
    file = jsonstat(tmp_path / "svar.json", "ANBAAR9", {"ADMKOM": places, "Tid": {"2024": "2024"}}, [])
    file.write_text(file.read_text().replace('"value": []', '"value": {"1": 7}'))
    loaded(tmp_path, file)
    assert figures(tmp_path / "data") == {("0657", "2024", "0"): "missing", ("0730", "2024", "0"): 7}


@pytest.mark.parametrize(
    "content",
    ['{"dataset": {}}', "{", '{"dataset": {"dimension": {"id": ["Tid"], "size": [2], "Tid": {"category": {"label": {}}}}, "value": []}}',
     '{"a": [1, 2]}', "[" * 5000],
)  # fmt: skip
def test_json_that_is_something_else_is_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / "svar.json").write_text(content)
    report = check([tmp_path / "svar.json"], data_folder=tmp_path / "data")
    assert [fault.code for fault in report.faults] in (["unreadable"], ["not_recognised"])


def test_the_same_table_again_replaces_its_own_figures_alone(tmp_path: Path) -> None:
    headings = ["ADMKOM", "TID", "INDHOLD"]
    for name, count in [("anbaar9", "5"), ("anbaar14", "3"), ("anbaar9_ny", "6")]:
        loaded(tmp_path, api_answer(tmp_path / f"{name}.csv", headings, [["657", "2024", count]]))
    assert figures(tmp_path / "data", table_id="ANBAAR9") == {("0657", "2024", "0"): 6}
    assert figures(tmp_path / "data", table_id="ANBAAR14") == {("0657", "2024", "0"): 3}


CASES = "Sagsnr.;Modtaget\nS-1;05-01-2026\n"


def test_folk1a_gives_the_population_of_municipalities_with_data(tmp_path: Path) -> None:
    """Regions and the country stand in the same column, and 98 municipalities: one of them is this one's."""
    (tmp_path / "sager.csv").write_text(CASES, encoding="utf-8")
    file = folk1a(
        tmp_path / "folk1a.csv", {"000": 1_500_000, "082": 350_000, "657": 23_456, "730": 26_000}, (2024, 2025)
    )
    early = loaded(tmp_path, file)
    assert "population_not_taken" in codes_of(early)
    assert table(tmp_path / "data", "population") == []
    assert table(tmp_path / "data", "coverage") == []
    assert load([tmp_path / "sager.csv"], data_folder=tmp_path / "data", municipality="657").ok
    report = load([file], data_folder=tmp_path / "data")
    assert [(part.source, part.rows_in) for part in report.files] == [("published", 184), ("population", 2)]
    assert table(tmp_path / "data", "population", "year") == [
        {"municipality_code": "0657", "year": year, "persons": 23_456} for year in (2024, 2025)
    ]
    assert load([file], data_folder=tmp_path / "data").outcome == "unchanged"


def test_folk1a_without_all_ages_or_of_another_day_is_no_population(tmp_path: Path) -> None:
    (tmp_path / "sager.csv").write_text(CASES, encoding="utf-8")
    assert load([tmp_path / "sager.csv"], data_folder=tmp_path / "data", municipality="657").ok
    rows = [["657", "TOT", str(age), "TOT", "2025K1", 1000] for age in range(22)]
    rows += [["657", "TOT", str(age), "TOT", "2025K2", 1000] for age in range(23)]
    rows += [["657", "TOT", "IALT", "TOT", "2025K1", 90_000], ["657", "1", "22", "TOT", "2025K1", 500]]
    report = loaded(tmp_path, api_answer(tmp_path / "folk1a.csv", POPULATION, rows))
    assert "population_not_whole" in codes_of(report)
    assert table(tmp_path / "data", "population") == []


def test_folk1a_without_a_row_is_refused_in_words(tmp_path: Path) -> None:
    report = check([api_answer(tmp_path / "folk1a.csv", POPULATION, [])], data_folder=tmp_path / "none")
    assert (report.outcome, [fault.code for fault in report.faults]) == ("refused", ["no_rows"])


@pytest.mark.parametrize(
    ("headings", "rows"),
    [
        (["OMRÅDE", "FUNK1", "ART", "PRISENHED", "TID", "INDHOLD"],
         [["Herning", "5.28.21 Forebyggende", "TOTAL", "Per capita (DKK)", "2024", "1234.567"]]),
        (["OMRÅDE", "KØN", "ALDER", "CIVILSTAND", "TID", "INDHOLD"], [["Herning", "Men", "5 years", "Total", "2026Q1", "1000"]]),
        (["REGION", "SEX", "AGE", "MARITAL STATUS", "TIME", "CONTENTS"], [["Herning", "Total", "5 years", "Total", "2026Q1", "1,234"]]),
        (["Per capita (DKK)", "Total", "5.28.21 Forebyggende", "Herning", "1234"], []),
    ],
)  # fmt: skip
def test_an_english_table_is_read_by_code_or_told_as_that(tmp_path: Path, headings: list[str], rows: list[list[str]]) -> None:
    report = check([api_answer(tmp_path / "a.csv", headings, rows)], data_folder=tmp_path / "data", municipality="657")
    assert [fault.code for fault in report.faults] == ["english_table"]
    set_language("da")
    assert "Hent den på dansk, eller med koder" in "\n".join(render(report))


def test_an_english_population_is_read_where_its_texts_leave_no_doubt(tmp_path: Path) -> None:
    rows = [["All Denmark", "Total", "Age, total", "Total", "2026Q1", "6025603"], ["Herning", "Total", "5 years", "Total", "2026Q1", "1000"]]
    loaded(tmp_path, api_answer(tmp_path / "FOLK1A.csv", ["OMRÅDE", "KØN", "ALDER", "CIVILSTAND", "TID", "INDHOLD"], rows))
    found = {json.loads(row["dims"])["ALDER"]: row["value_milli"] for row in table(tmp_path / "data", "published_figure")}
    assert found == {"IALT": 6_025_603_000, "5": 1_000_000}


def test_a_file_named_after_a_table_with_other_headings_says_how_to_fetch_it(tmp_path: Path) -> None:
    report = check([csv_file(tmp_path / "folk1a.csv", ["Titel", "2025K1"], [["Herning", "1"]])], data_folder=tmp_path / "data")
    assert [fault.code for fault in report.faults] == ["no_such_table"]
