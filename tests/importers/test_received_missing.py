"""A case without the day received refuses nothing: it counts for its coordinator, and First contact says it is left out."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from dashboard.database.versions import current
from dashboard.importers import load, render
from dashboard.importers.export import export
from dashboard.language import set_language
from dashboard.queries import quality
from tests.importers.files import HERNING, csv_file, table

HEADINGS = ["Sagsnr.", "Barn", "Rådgiver", "Modtaget", "Første kontakt", "Lukket", "Årsag", "Rådgiver siden"]
ROWS = [
    ["S-1", "B1", "R1", "02-01-2025", "20-01-2025", "", "", ""],  # from the list's day: who had it before is not told
    ["S-2", "B2", "R1", "", "", "", "", "15-02-2025"],  # from the day the coordinator took over
    ["S-3", "B3", "R1", "", "03-03-2025", "", "", ""],  # from the list's day
    ["S-4", "B4", "R1", "", "", "", "", ""],  # the same, for it is open then
    ["S-5", "B5", "R1", "", "", "01-03-2025", "Færdig", ""],  # nobody knows from when
    ["S-6", "B6", "", "", "", "", "", ""],  # nor whose
]
AS_OF = dt.date(2025, 3, 31)


def loaded(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    report = load(
        [csv_file(tmp_path / "sager.csv", HEADINGS, ROWS)], data_folder=folder, municipality="Herning", as_of=AS_OF
    )
    assert report.ok, report.faults
    set_language("da")
    assert "Virkning: 5 sager uden modtaget-dato er udeladt af Første kontakt." in render(report)
    return folder


def test_it_counts_for_its_coordinator_from_the_first_day_that_is_known(tmp_path: Path) -> None:
    folder = loaded(tmp_path)
    assert [row["received_on"] for row in table(folder, "case_file", "case_id")] == [dt.date(2025, 1, 2), *[None] * 5]
    assert {row["case_id"]: row["valid_from"] for row in table(folder, "case_assignment")} == {
        "S-1": AS_OF, "S-2": dt.date(2025, 2, 15), "S-3": AS_OF, "S-4": AS_OF,
    }  # fmt: skip
    listed = {(row["list_name"], row["case_id"], row["since"]) for row in table(folder, "attention_case")}
    assert listed == {("unassigned", "S-6", AS_OF)}  # none is listed as waiting: for how long cannot be said


def test_the_page_is_told_how_many_are_left_out(tmp_path: Path) -> None:
    with current(loaded(tmp_path)).engine.connect() as connection:
        found = {one.rule: one.n for one in quality.findings(connection, [HERNING])}
    assert found["received_missing"] == 5


def test_it_is_written_out_and_read_again_as_the_same(tmp_path: Path) -> None:
    folder, again = loaded(tmp_path), tmp_path / "again"
    with current(folder).engine.connect() as connection:
        file = export(connection, "sager", tmp_path / "out", HERNING)
    assert load([file], data_folder=again, as_of=AS_OF).ok
    for name in ("case_file", "case_assignment"):
        assert table(again, name, "case_id") == table(folder, name, "case_id")
