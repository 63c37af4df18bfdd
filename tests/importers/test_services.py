"""Services from a case system: what a delivery replaces, and what is listed because nobody knows it."""

from pathlib import Path

from dashboard.importers import load, render
from dashboard.language import set_language
from tests.importers.files import csv_file, table

HEADINGS = ["Indsatsnr.", "Barn", "Paragraf", "Fra", "Til", "System"]


def deliver(folder: Path, rows: list[list[str]]) -> str:
    report = load([csv_file(folder.parent / "i.csv", HEADINGS, rows)], data_folder=folder, municipality="Herning")
    set_language("da")
    return "\n".join(render(report))


def test_a_delivery_replaces_that_of_the_same_system_alone(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    deliver(folder, [["1", "B1", "BL 82.3", "01-01-2025", "", ""], ["2", "B2", "BL 82.1", "01-01-2025", "", ""]])
    deliver(folder, [["1", "B1", "BL 89.1", "01-01-2025", "", "DUBU"]])
    deliver(folder, [["3", "B3", "BL 90.2", "01-02-2025", "", ""]])
    rows = [(row["system"], row["service_id"], row["service_code"]) for row in table(folder, "service", "1, 2, 3")]
    assert rows == [("", "3", "respite"), ("DUBU", "1", "companion")]


def test_an_unknown_paragraph_is_kept_as_it_stands_and_listed(tmp_path: Path) -> None:
    said = deliver(tmp_path / "data", [[str(n), "B1", "§ 86", "01-01-2025", "", ""] for n in range(3)])
    assert "Advarsel, række 2, kolonne Paragraf: “§ 86” er ikke en indsats i kataloget" in said
    assert "(3 rækker)" in said
    assert {(row["service_code"], row["source_code"]) for row in table(tmp_path / "data", "service")} == {("", "§ 86")}


def test_a_row_wrong_in_itself_stops_the_delivery(tmp_path: Path) -> None:
    rows = [["1", "B1", "BL 82.3", "02-01-2025", "01-01-2025", ""], ["1", "B1", "BL 82.3", "01-01-2025", "", ""]]
    said = deliver(tmp_path / "data", rows)
    assert "række 2, kolonne Til: Indsatsen slutter, før den begynder." in said
    assert "række 3, kolonne Indsatsnr.: “1” står allerede i række 2." in said


def test_a_paragraph_in_the_column_of_the_code_is_understood(tmp_path: Path) -> None:
    """Found by spoiling files: it was understood only after the file had been exported and read again."""
    file = csv_file(tmp_path / "i.csv", ["Indsatsnr.", "Barn", "Kode", "Fra"], [["1", "B1", "BL § 86", "01-04-2025"]])
    assert load([file], data_folder=tmp_path / "data", municipality="Herning").ok
    found = [(row["service_code"], row["source_code"]) for row in table(tmp_path / "data", "service")]
    assert found == [("extra_costs", "BL § 86")]
