"""What is kept of an import: in the version what counts now, beside it every try, and never a cell."""

import datetime as dt
from pathlib import Path

import sqlalchemy as sa

from dashboard.database.operational import operational_engine
from dashboard.database.operational_tables import import_run
from dashboard.importers import load
from tests.importers.files import HERNING, csv_file, table

HEADINGS = ["Sagsnr.", "Barn", "Rådgiver", "Modtaget", "Første kontakt", "Kommune"]
TODAY = dt.date.today()


def cases(path: Path, *rows: str) -> Path:
    return csv_file(path, HEADINGS, [row.split(";") for row in rows])


def delivered(folder: Path) -> list[tuple[str, str, int]]:
    rows = table(folder, "delivery", "1, 2")
    assert {row["delivered_on"] for row in rows} == {TODAY}
    return [(row["municipality_code"], row["source"], row["rows_in"]) for row in rows]


def found(folder: Path) -> set[tuple[str, str, int]]:
    return {(row["municipality_code"], row["rule"], row["n"]) for row in table(folder, "quality_finding")}


def runs(folder: Path) -> list[tuple[object, ...]]:
    with operational_engine(folder).connect() as connection:
        rows = connection.execute(sa.select(import_run).order_by(import_run.c.run_id)).all()
    return [(r.file_name, r.source, r.municipality_code, r.outcome, r.rows_in, r.rows_refused, r.faults) for r in rows]


def test_a_delivery_and_its_findings_stand_for_each_municipality_and_are_replaced_alone(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    both = cases(tmp_path / "a.csv", "S-1;B1;R1;02-01-2025;01-01-2025;Herning", "S-2;B2;R1;02-01-2025;01-01-2025;Herning",
                 "S-1;B1;R1;02-01-2025;01-01-2025;Randers")  # fmt: skip
    assert load([both], data_folder=folder).ok
    assert delivered(folder) == [(HERNING, "cases", 2), ("0730", "cases", 1)]
    assert found(folder) == {(HERNING, "contact_before_received", 2), ("0730", "contact_before_received", 1)}
    assert load([cases(tmp_path / "b.csv", "S-9;B1;R1;02-01-2025;02-01-2025;Herning")], data_folder=folder).ok
    assert delivered(folder) == [(HERNING, "cases", 1), ("0730", "cases", 1)]
    assert found(folder) == {("0730", "contact_before_received", 1)}


def test_every_try_is_remembered_by_its_codes_alone(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    good = cases(tmp_path / "god.csv", "S-1;B1;R1;02-01-2025;;Herning")
    bad = cases(tmp_path / "fejl.csv", "S-1;B1;R1;i går;;Herning", "S-1;010107-1234;R1;i morgen;;Herning")
    assert load([good], data_folder=folder).ok
    assert load([good], data_folder=folder).outcome == "unchanged"
    assert load([bad], data_folder=folder).outcome == "refused"
    assert load([csv_file(tmp_path / "010107-1234.csv", HEADINGS, [])], data_folder=folder).outcome == "refused"
    assert runs(folder) == [
        ("god.csv", "cases", HERNING, "loaded", 1, 0, {}),
        ("god.csv", "cases", HERNING, "unchanged", 1, 0, {}),
        ("fejl.csv", "cases", HERNING, "refused", 2, 2, {"bad_date": 2, "cpr": 1, "duplicate_case": 1}),
        ("••••••-••••", "", "", "refused", 0, 0, {"cpr_in_file_name": 1}),
    ]
    stored = b"".join(path.read_bytes() for path in folder.glob("operational*"))
    for told in (b"010107", "i går".encode(), b"i morgen"):
        assert told not in stored


def test_an_import_succeeds_where_it_cannot_be_remembered(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    (folder / "operational.sqlite").mkdir(parents=True)
    assert load([cases(tmp_path / "god.csv", "S-1;B1;R1;02-01-2025;;Herning")], data_folder=folder).outcome == "loaded"
