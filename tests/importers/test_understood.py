"""What an import says it understood: the sums and counts of every source, beside those of the delivery before."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from dashboard.importers import Report, check, load, render, write_report
from dashboard.language import set_language
from tests.importers.files import csv_file, excel_file, table
from tests.importers.test_round_trip import FILLED, filled

LEDGER = ["Måned", "Kontostreng", "Beløb"]
FEB, MAR = dt.date(2026, 2, 5), dt.date(2026, 3, 5)


@pytest.fixture(autouse=True)
def _danish() -> None:
    set_language("da")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data"


def deliver(folder: Path, name: str, headings: list[str], rows: list[list[Any]], **said: Any) -> Report:
    file = csv_file(folder.parent / name, headings, rows)
    return load([file], data_folder=folder, **{"municipality": "Herning", **said})


def lines(report: Report) -> list[str]:
    """What was understood, as the terminal and the page show it."""
    every = [line.replace("\xa0", " ") for line in render(report)]
    first = next(at for at, line in enumerate(every) if line.startswith(("Forstået", "Understood")))
    return every[first:-1]


ROWS = [["2026-01", "528211003", "1.234,50"], ["2026-02", "528221004", "99"], ["2026-02", "582211003", "1"]]


def test_a_ledger_by_sum_months_accounts_and_class(folder: Path) -> None:
    report = deliver(folder, "a.csv", LEDGER, ROWS, as_of=FEB)
    assert lines(report)[:7] == [
        "Forstået: Regnskab, Herning",
        "  Sum: 1.334,50 kr.",
        "  Måneder: jan. 2026 – feb. 2026",
        "  Konti: 3",
        "  Forebyggende og støttende indsatser: 1.234,50 kr.",
        "  Anbringelser uden for hjemmet: 99,00 kr.",
        "  Kompenserende ydelser: ingen posteringer",
    ]
    later = [*ROWS, ["2026-03", "557721009", "5"]]
    assert lines(deliver(folder, "b.csv", LEDGER, later, as_of=MAR))[1:7] == [
        "  Sum: 1.339,50 kr. (sidst 1.334,50 kr.)",
        "  Måneder: jan. 2026 – mar. 2026 (sidst jan. 2026 – feb. 2026)",
        "  Konti: 4 (sidst 3)",
        "  Forebyggende og støttende indsatser: 1.234,50 kr. (sidst 1.234,50 kr.)",
        "  Anbringelser uden for hjemmet: 99,00 kr. (sidst 99,00 kr.)",
        "  Kompenserende ydelser: 5,00 kr. (sidst ingen posteringer)",
    ]


def test_a_wrong_unit_is_seen_by_its_sum_before_anything_is_loaded(folder: Path) -> None:
    deliver(folder, "a.csv", LEDGER, ROWS, as_of=FEB)
    thousands = csv_file(folder.parent / "b.csv", ["Måned", "Kontostreng", "Beløb (1.000 kr.)"], ROWS)
    tried = check([thousands], data_folder=folder, municipality="Herning", as_of=MAR)
    assert lines(tried)[1] == "  Sum: 1.334.500,00 kr. (sidst 1.334,50 kr.)"
    assert [row["value"] for row in table(folder, "delivery_figure") if row["figure"] == "sum"] == [133_450]


def test_a_refused_ledger_says_its_sum_too_and_one_that_cannot_be_read_says_none(folder: Path) -> None:
    deliver(folder, "a.csv", LEDGER, ROWS, as_of=FEB)
    refused = deliver(folder, "b.csv", LEDGER, ROWS[:1], as_of=MAR)  # February is not in it, January is whole
    assert refused.ok
    asked = deliver(folder, "c.csv", LEDGER, [["2026-02", "528221004", "50"]], as_of=MAR)
    assert asked.outcome == "refused"
    assert lines(asked)[1] == "  Sum: 50,00 kr. (sidst 1.234,50 kr.)"
    unread = deliver(folder, "d.csv", LEDGER, [["2026-01", "528211003", "mange"]], as_of=MAR)
    assert not any(line.startswith("Forstået") for line in render(unread))


@pytest.mark.parametrize("write", [csv_file, excel_file])
def test_amounts_that_are_not_written_plainly_are_in_the_sum(folder: Path, write: Any) -> None:
    file = write(
        folder.parent / "a.file", LEDGER, [["2026-01", "528211003", "12 kr."], ["2026-01", "528211003", "(5)"]]
    )
    tried = check([file], data_folder=folder, municipality="Herning")
    loaded = load([file], data_folder=folder, municipality="Herning")
    written = sum(row["amount_ore"] for row in table(folder, "ledger"))
    assert written == 700
    assert lines(tried)[1] == lines(loaded)[1] == "  Sum: 7,00 kr."


def test_a_budget_by_column_and_year(folder: Path) -> None:
    head = ["År", "Funktion", "Oprindeligt budget", "Tillæg", "Forventet regnskab", "Opgjort pr."]
    rows = [[2025, "5.28.21", "1.000", "50", "1.100", "31-12-2025"], [2026, "5.28.22", "500", "", "", "31-03-2026"]]
    assert lines(deliver(folder, "a.csv", head, rows))[:7] == [
        "Forstået: Budget, Herning",
        "  Oprindeligt budget: 1.500,00 kr.",
        "  Tillæg: 50,00 kr.",
        "  Korrigeret budget: 1.550,00 kr.",
        "  Forventet regnskab: 1.100,00 kr.",
        "  År: 2025 – 2026",
        "  Linjer: 2",
    ]


def test_cases_contacts_closings_and_hours(folder: Path) -> None:
    head = ["Sagsnr.", "Rådgiver", "Modtaget", "Første kontakt", "Lukket"]
    rows = [["S-1", "R1", "01-02-2025", "03-02-2025", ""], ["S-2", "R2", "01-03-2025", "", "01-05-2025"],
            ["S-3", "R1", "01-04-2025", "", ""]]  # fmt: skip
    report = deliver(folder, "a.csv", head, rows, as_of=dt.date(2025, 6, 30))
    assert lines(report)[:7] == [
        "Forstået: Sagsliste, Herning",
        "  Sager: 3",
        "  Åbne: 2",
        "  Med første kontakt: 1",
        "  Lukkede: 1",
        "  Rådgivere: 2",
        "  Modtaget: 01-02-2025 – 01-04-2025",
    ]
    hours = deliver(folder, "b.csv", ["Rådgiver", "Timer", "Fra", "Til"],
                    [["R1", "37", "01-01-2025", ""], ["R2", "18,5", "01-01-2025", ""], ["R3", "37", "01-01-2024", "31-12-2024"]])  # fmt: skip
    assert lines(hours)[:3] == [
        "Forstået: Rådgivere og timer, Herning", "  Rådgivere: 3", "  Fuldtidsstillinger på sager: 1,50",
    ]  # fmt: skip


def test_surveys_services_and_population(folder: Path) -> None:
    survey = deliver(folder, "a.csv", ["Nøgle", "Udsendt", "Besvaret", "Sp1"],
                     [["N1", "01-02-2025", "02-02-2025", 4], ["N2", "01-02-2025", "", ""]])  # fmt: skip
    assert lines(survey)[1:5] == ["  Inviterede: 2", "  Besvarede: 1", "  Runder: 1", "  Udsendt: 01-02-2025"]
    services = deliver(folder, "b.csv", ["Indsatsnr.", "Kode", "Fra", "Til"],
                       [["I-1", "007", "01-02-2025", ""], ["I-2", "007", "01-02-2025", "01-03-2025"]])  # fmt: skip
    assert lines(services)[1:4] == ["  Indsatser: 2", "  Løbende: 1", "  Begyndt: 01-02-2025"]
    people = deliver(folder, "c.csv", ["År", "Antal"], [[2025, 20_000], [2026, 20_100]])
    assert lines(people)[1:3] == ["  Antal personer på 0-22 år: 40.100", "  År: 2025 – 2026"]


def test_every_template_says_something(folder: Path, tmp_path: Path) -> None:
    from dashboard.importers import TEMPLATES, template

    paths = [filled(template(name, tmp_path, "csv"), FILLED[name]) for name in TEMPLATES]
    report = load(paths, data_folder=folder, municipality="Herning", as_of=dt.date(2025, 10, 1))
    assert {one.source for one in report.understood} == {
        "cases", "coordinators", "ledger", "budget", "surveys", "services", "population", "cost_centres",
    }  # fmt: skip


def test_many_municipalities_are_said_as_one_and_few_each(folder: Path) -> None:
    head = [*LEDGER, "Kommune"]
    codes = ["101", "219", "657", "730", "751", "851"]
    few = deliver(folder, "a.csv", head, [["2026-01", "528211003", "1", code] for code in codes[:2]])
    assert [line for line in lines(few) if line.startswith("Forstået")] == [
        "Forstået: Regnskab, København", "Forstået: Regnskab, Hillerød",
    ]  # fmt: skip
    many = deliver(folder, "b.csv", head, [["2026-02", "528211003", "1", code] for code in codes])
    assert lines(many)[:3] == ["Forstået: Regnskab, 6 kommuner", "  Sum: 6,00 kr.", "  Måneder: feb. 2026"]


def test_the_report_as_a_file_and_in_english(folder: Path, tmp_path: Path) -> None:
    report = deliver(folder, "a.csv", LEDGER, ROWS)
    write_report(report, tmp_path / "rapport.csv")
    text = (tmp_path / "rapport.csv").read_text("utf-8-sig").replace("\xa0", " ")
    assert ";Regnskab;Forstået;;Sum;sum;Herning: 1.334,50 kr.;" in text
    set_language("en")
    assert lines(report)[:2] == ["Understood: Ledger, Herning", "  Sum: DKK 1,334.50"]


def test_nothing_of_sample_data_is_said_to_be_the_last_delivery(folder: Path) -> None:
    from tests.importers.test_versions import sample_version

    sample_version(folder)
    assert not any("sidst" in line for line in lines(deliver(folder, "a.csv", LEDGER, ROWS)))
