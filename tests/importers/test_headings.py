"""Headings as people write them: understood, or asked about where a number hangs on them; ordinary others are let be."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from dashboard.importers import check, load, render
from dashboard.importers.near import near
from dashboard.importers.separated import sign_of
from dashboard.importers.sources import ALL_TEMPLATES
from dashboard.language import set_language
from tests.importers.files import csv_file, excel_file, table

ORDINARY = (
    "Bemærkning", "Bemærkninger", "Alder", "Postnr", "Postnummer", "Skole", "Køn", "Fødselsår", "Fødselsdato",
    "Diagnose", "Indsatstype", "Sagstype", "Status", "Oprettet", "Oprettet af", "Ændret", "Sidst ændret",
    "Kontaktperson", "Kontakttype", "Antal kontakter", "Antal børn", "Prioritet", "Område", "Distrikt",
    "Skoledistrikt", "Klasse", "Klassetrin", "Lovgrundlag", "Handleplan", "Handleplan dato", "Opfølgning",
    "Næste opfølgning", "Opfølgningsdato", "Revurdering", "Underretning", "Dato for underretning", "Foranstaltning",
    "Bevillingsdato", "Forventet slutdato", "Forventet lukning", "Planlagt afslutning", "Seneste kontakt",
    "Sidste kontakt", "Tidligere rådgiver", "Barnets alder", "Barnets køn", "Familietype", "Familieforhold",
    "Søskende", "Antal søskende", "Civilstand", "Statsborgerskab", "Sprog", "Tolk", "Tolkebehov", "Bopæl",
    "Bopælskommune", "Skolekommune", "Institution", "Dagtilbud", "Leverandør", "Tilbud", "Pris", "Pris pr. døgn",
    "Beskrivelse", "Tekst", "Bilag", "Bilagsnr.", "Bilagstekst", "Posteringstekst", "Kreditor", "Kreditornr.",
    "Debitor", "Leverandørnr.", "Artskonto", "Artsbetegnelse", "Kontonavn", "Kontotekst", "Funktionsnavn",
    "Funktionstekst", "Grupperingstekst", "Sted", "PSP-element", "Ordre", "Moms", "Momskode", "Valuta", "Mængde",
    "Bruger", "Oprettet dato", "Registreringsdato", "Forfaldsdato", "Fakturanr.", "Fakturadato", "Budgetansvarlig",
    "Afvigelse", "Afvigelse %", "Forbrugsprocent", "Rest", "Restbudget", "Note", "Kommentar", "Kategori", "Niveau",
    "Løbenr.", "Række", "Sidst opdateret", "Opdateret", "Udtrukket", "Udtræksdato", "Leder", "Teamleder", "Center",
    "Forvaltning", "Direktør", "Sektor", "Alder ved start", "Modtagekanal", "Henvendelsestype", "Henvendelsesårsag",
    "Kilde", "Henvist af", "Afsender", "Emne", "Titel", "Sagstitel", "KLE", "KLE-nr.", "Facet", "Sikkerhedsniveau",
    "Arkiveret", "Antal notater", "Ventetid", "Sagsbehandlingstid", "Frist", "Fristdato", "Frist overholdt",
    "Afgørelse", "Afgørelsesdato", "Klage", "Samtykke", "Partshøring", "Børnesamtale", "Børnesamtale dato",
    "Netværksmøde", "Statusmøde", "ICS", "Trivsel", "Funktionsnedsættelse", "Diagnosekode", "Stilling",
    "Ansættelsestype", "Uddannelse", "Lokation", "Kontor", "Antal sager", "Sagstal", "Sagsvægt", "Ferie", "Fravær",
    "Barsel", "Orlov", "Svarprocent", "Browser", "Varighed", "Svartid", "Distribueret", "Starttidspunkt",
    "Uddyb gerne", "Evt. kommentar", "Hvad kan blive bedre", "Alder på barnet", "Antal besvarelser", "Ansvarlig",
    "Prisfremskrivning", "Budgetnote", "Notat",
)  # fmt: skip


@pytest.mark.parametrize("template", ALL_TEMPLATES, ids=lambda template: template.name)
def test_ordinary_other_columns_are_no_column_of_ours(template: Any) -> None:
    required = {column.key for column in template.columns if column.required}
    others = [heading for heading in ORDINARY if template.under(heading) is None]
    asked = [(one.heading, one.column.key) for one in near(template, required, others) if one.column.weighs]
    assert asked == []
    assert len(others) > 150


LINES = [["S0", "01-02-2026", "05-02-2026", ""], ["S1", "02-02-2026", "06-02-2026", "20-03-2026"]]


@pytest.mark.parametrize(
    ("contact", "closed"),
    [("Dato for første kontakt", "Lukkedato"), ("Første kontakt med familien", "Afslutningsdato"), ("1. kontakt", "Lukket den"),
     ("FØRSTE KONTAKT DATO", "Sagen lukket"), ("Første samtale", "Dato for lukning"), ("Foerste kontakt", "lukkedato:")],
)  # fmt: skip
def test_ordinary_spellings_are_the_columns_own(tmp_path: Path, contact: str, closed: str) -> None:
    file = csv_file(tmp_path / "s.csv", ["Sags nr", "Modtagelses dato", contact, closed], LINES)
    assert load([file], data_folder=tmp_path / "data", municipality="Herning").ok
    rows = table(tmp_path / "data", "case_file", "case_id")
    assert [str(row["first_contact_on"]) for row in rows] == ["2026-02-05", "2026-02-06"]
    assert [str(row["closed_on"]) for row in rows] == ["None", "2026-03-20"]


@pytest.mark.parametrize(
    ("heading", "meant"),
    [("Afslutning", "Lukket"), ("Ophør", "Lukket"), ("Lukekt", "Lukket"), ("Closed", "Lukket"), ("Lukket i systemet", "Lukket"),
     ("Kontakt", "Første kontakt"), ("Første møde", "Første kontakt"), ("Førse kontakt", "Første kontakt"),
     ("Socialrådgiver", "Rådgiver"), ("Rådigver", "Rådgiver"), ("Målgrupe", "Målgruppe"), ("Børn", "Barn")],
)  # fmt: skip
def test_a_heading_near_a_column_that_a_number_hangs_on_is_asked_about(tmp_path: Path, heading: str, meant: str) -> None:
    file = csv_file(tmp_path / "s.csv", ["Sagsnr.", "Modtaget", heading], [["S0", "01-02-2026", ""]])
    report = check([file], data_folder=tmp_path / "data", municipality="Herning")
    assert [(f.column, f.code, f.values["column"]) for f in report.faults] == [(heading, "near_heading", meant)]
    set_language("da")
    assert f"Mente du kolonnen “{meant}”?" in "\n".join(render(report))


def test_a_near_heading_beside_the_column_itself_is_somebodys_own(tmp_path: Path) -> None:
    file = csv_file(tmp_path / "s.csv", ["Sagsnr.", "Modtaget", "Lukket", "Afslutning"], [["S0", "01-02-2026", "", "planlagt"]])
    report = check([file], data_folder=tmp_path / "data", municipality="Herning")
    assert report.ok
    assert [(r.code, r.values["columns"]) for r in report.files[0].remarks] == [("ignored_columns", "Afslutning")]


def test_where_no_number_hangs_on_it_a_near_heading_is_only_said(tmp_path: Path) -> None:
    file = csv_file(tmp_path / "s.csv", ["Sagsnr.", "Modtaget", "Teams"], [["S0", "01-02-2026", "Nord"]])
    report = check([file], data_folder=tmp_path / "data", municipality="Herning")
    assert report.ok
    assert ("near_column", {"heading": "Teams", "column": "Team"}) in [(r.code, dict(r.values)) for r in report.files[0].remarks]


@pytest.mark.parametrize(
    ("headings", "cells", "row"),
    [(["Lukket", "Lukkedato"], [["20-03-2026", "21-03-2026"]], 2), (["Lukket", "Lukkedato"], [["", "20-03-2026"]], 2),
     (["Lukket", "Lukkedato"], [["20-03-2026", "2026-03-20"], ["", ""]], None), (["Lukket", "Slutdato"], [["20-03-2026", ""]], None),
     (["Team", "Afdeling"], [["Nord", "Syd"]], None), (["Lukket", "Lukkedato"], [["20-03-2026", "ja"]], None)],
)  # fmt: skip
def test_two_names_of_one_column_may_only_say_the_same(
    tmp_path: Path, headings: list[str], cells: list[list[str]], row: int | None
) -> None:
    lines = [[f"S{n}", "01-02-2026", *line] for n, line in enumerate(cells)]
    file = csv_file(tmp_path / "s.csv", ["Sagsnr.", "Modtaget", *headings], lines)
    report = check([file], data_folder=tmp_path / "data", municipality="Herning")
    assert [(f.row, f.code) for f in report.faults if f.is_error] == ([] if row is None else [(row, "columns_disagree")])


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_two_names_of_a_ledgers_column_too(tmp_path: Path, kind: str) -> None:
    headings, folder = ["Måned", "Funktion", "Beløb", "Forbrug", "Bogføringsdato"], tmp_path / "data"
    write = csv_file if kind == "csv" else excel_file
    same = [["2026-01", "5.28.21", "1.000", "1000,00", "03-02-2026"]]
    assert check([write(tmp_path / f"a.{kind}", headings, same)], data_folder=folder, municipality="Herning").ok
    other = [*same, ["2026-01", "5.28.21", "5", "6", ""]]
    report = check([write(tmp_path / f"b.{kind}", headings, other)], data_folder=folder, municipality="Herning")
    assert [(f.row, f.column, f.code) for f in report.faults] == [(3, "Forbrug", "columns_disagree")]


def test_a_file_of_no_template_says_which_is_nearest_and_what_lacks(tmp_path: Path) -> None:
    file = csv_file(tmp_path / "x.csv", ["Sagsnr.", "Skole"], [["S1", "Byskolen"]])
    report = check([file], data_folder=tmp_path / "data", municipality="Herning")
    assert [(f.code, dict(f.values)) for f in report.faults] == [
        ("nearest_template", {"template": "sager", "there": "Sagsnr.", "lacking": "Modtaget"})
    ]


def test_a_file_that_fits_two_templates_alike_is_asked_about_or_told_by_its_name(tmp_path: Path) -> None:
    headings, line = ["Sagsnr.", "Modtaget", "Nøgle", "Udsendt"], ["S1", "01-02-2026", "N1", "02-02-2026"]
    report = check([csv_file(tmp_path / "x.csv", headings, [line])], data_folder=tmp_path / "data", municipality="Herning")
    assert [(f.code, f.values["templates"]) for f in report.faults] == [("fits_several", "sager, spoergeskema")]
    named = check([csv_file(tmp_path / "sager-marts.csv", headings, [line])], data_folder=tmp_path / "data", municipality="Herning")
    assert named.files[0].source == "cases"
    assert "fits_several" not in {f.code for f in named.faults}


CASES = ["Sagsnr.", "Modtaget", "Lukket"]
ROWS = [["S1", "01-02-2026", ""], ["S2", "02-02-2026", "20-03-2026"], ["S3", "03-02-2026", ""]]


@pytest.mark.parametrize(
    "above",
    [[[f"Parameter {n}: x"] for n in range(60)], [["Sagsliste, Børn og Unge, udtrukket 31-03-2026, side 1" + ", mere" * 20]],
     [[f"Linje {n}, med komma"] for n in range(20)], [["sep=;"]], [["Titel"], [], ["Udtrukket af; abc"], []]],
)  # fmt: skip
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_headings_are_found_under_whatever_stands_above_them(tmp_path: Path, above: list[list[str]], kind: str) -> None:
    lines = [*above, CASES, *ROWS]
    write = csv_file if kind == "csv" else excel_file
    report = check([write(tmp_path / f"s.{kind}", lines[0], lines[1:])], data_folder=tmp_path / "data", municipality="Herning")
    assert (report.ok, report.files[0].rows_in) == (True, 3), report.faults


@pytest.mark.parametrize(
    ("headings", "rows"),
    [(CASES, ROWS), (["Måned", "Funktion", "Beløb"], [["2026-01", "5.28.21", "100"], ["2026-02", "5.28.21", "50"]])],
)
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_headings_that_are_said_again_are_left_out_and_named(
    tmp_path: Path, headings: list[str], rows: list[list[str]], kind: str
) -> None:
    write = csv_file if kind == "csv" else excel_file
    file = write(tmp_path / f"s.{kind}", headings, [rows[0], headings, *rows[1:], headings])
    report = check([file], data_folder=tmp_path / "data", municipality="Herning", as_of=None)
    assert (report.ok, report.files[0].rows_in) == (True, len(rows)), report.faults
    again = [r.values["rows"] for r in report.files[0].remarks if r.code == "rows_no_data"]
    assert again == [f"3, {len(rows) + 3}"]


def test_headings_that_fill_two_rows_are_read_as_one(tmp_path: Path) -> None:
    rows = [["Modtaget", "", "Første", "", "Lukket"], ["dato", "Sagsnr.", "kontakt", "Rådgiver", "dato"],
            ["01-02-2026", "S1", "05-02-2026", "R1", "20-03-2026"]]  # fmt: skip
    file = csv_file(tmp_path / "s.csv", rows[0], rows[1:])
    assert load([file], data_folder=tmp_path / "data", municipality="Herning").ok
    (row,) = table(tmp_path / "data", "case_file")
    assert (str(row["received_on"]), str(row["first_contact_on"]), str(row["closed_on"])) == ("2026-02-01", "2026-02-05", "2026-03-20")


def test_a_group_above_its_columns_tells_accounts_from_budget(tmp_path: Path) -> None:
    rows = [["", "", "Regnskab", "", "Budget", ""], ["Funktion", "Måned", "Kr.", "%", "Kr.", "%"],
            ["5.28.21", "2026-01", 1000, 50, 2000, 100]]  # fmt: skip
    report = load([excel_file(tmp_path / "r.xlsx", rows[0], rows[1:])], data_folder=tmp_path / "data", municipality="Herning")
    assert report.ok, report.faults
    assert [row["amount_ore"] for row in table(tmp_path / "data", "ledger")] == [100_000]
    assert "budget_unused" in {remark.code for remark in report.files[0].remarks}


@pytest.mark.parametrize(
    ("text", "sign"),
    [("a;b\n1,5;2,5\n1,5;2,5\n", ";"), ("Måned;Beløb\n2026-01;1,234,567.00\n2026-02;2,234,567.00\n", ";"),
     ("Titel, med, mange, kommaer, i, sig\nSagsnr.;Modtaget;Lukket\nS1;01-02-2026;\n", ";"), ("a\tb\nx, y\t2\n", "\t"),
     ("a,b\n1;2,3\n", ","), ('"En, to"\n"a";"b, c"\n', ";"), ('a;"b\nc, d, e";f\n1;2;3\n', ";"), ("Nøgle;Sp1;Sp2;Sp3\nN1;5;4;3\n", ";")],
)  # fmt: skip
def test_the_separator_is_what_splits_the_headings(text: str, sign: str) -> None:
    assert sign_of(text) == sign
