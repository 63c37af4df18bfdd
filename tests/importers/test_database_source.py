"""A query's columns are read like a sheet's headings; the database is only read, and its password never shown."""

from __future__ import annotations

import datetime as dt
import sqlite3
from pathlib import Path

import pytest
import sqlalchemy as sa
from typer.testing import CliRunner

from dashboard.cli import cli
from dashboard.importers import load, render
from dashboard.importers.database_source import query
from dashboard.importers.report import Fault, Refused
from dashboard.importers.wording import fault_text
from dashboard.language import set_language
from dashboard.settings import settings
from tests.importers.files import table

CASES = 'select nr as "Sagsnr.", ind as Modtaget, kontakt as "Første kontakt" from sag where nr like \'S%\' order by 1'
ROWS = [("S1", "2025-01-06", "2025-01-16"), ("S2", "2025-02-03", None), ("X3", "2025-02-03", None)]
SECRET = "hemmelig-0101"


@pytest.fixture(autouse=True)
def _danish() -> None:
    set_language("da")


@pytest.fixture
def sqlite(tmp_path: Path) -> str:
    with sqlite3.connect(tmp_path / "fagsystem.db") as database:
        database.execute("create table sag (nr text, ind date, kontakt date, barn text)")
        database.executemany("insert into sag values (?, ?, ?, 'B1')", ROWS)
    database.close()
    return f"sqlite:///{tmp_path / 'fagsystem.db'}"


@pytest.fixture
def postgres(postgres_url: str) -> str:
    engine = sa.create_engine(postgres_url)
    with engine.begin() as connection:
        connection.exec_driver_sql("drop table if exists sag")
        connection.exec_driver_sql("create table sag (nr text, ind timestamptz, kontakt date, barn text)")
        for nr, received, contact in ROWS:
            connection.execute(
                sa.text("insert into sag values (:nr, :ind, :kontakt, 'B1')"),
                {"nr": nr, "ind": f"{received} 23:30:00+00", "kontakt": contact},
            )
    engine.dispose()
    return postgres_url


def refused(url: str, statement: str, **options: int) -> str:
    """The one sentence that a person reads."""
    with pytest.raises(Refused) as caught:
        query(url, statement, **options)
    return fault_text(Fault("", None, "", caught.value.code, caught.value.values))


def test_rows_of_a_query_are_loaded_like_a_file_and_only_once(tmp_path: Path, sqlite: str) -> None:
    folder = tmp_path / "data"
    report = load([query(sqlite, CASES)], data_folder=folder, municipality="Herning", as_of=dt.date(2025, 3, 31))
    assert report.ok, render(report)
    assert render(report)[0] == "forespørgsel · fagsystem.db · Sagsliste · 2 rækker"
    days = [(row["case_id"], row["received_on"], row["first_contact_on"]) for row in table(folder, "case_file", "2")]
    assert days == [("S1", dt.date(2025, 1, 6), dt.date(2025, 1, 16)), ("S2", dt.date(2025, 2, 3), None)]
    again = load([query(sqlite, CASES)], data_folder=folder, municipality="Herning", as_of=dt.date(2025, 3, 31))
    assert again.outcome == "unchanged"


def test_a_moment_in_postgresql_belongs_to_the_danish_day(tmp_path: Path, postgres: str) -> None:
    load([query(postgres, CASES)], data_folder=tmp_path, municipality="Herning", as_of=dt.date(2025, 3, 31))
    assert [row["received_on"] for row in table(tmp_path, "case_file", "case_id")] == [
        dt.date(2025, 1, 7), dt.date(2025, 2, 4),
    ]  # fmt: skip


@pytest.mark.parametrize("statement", ["delete from sag", "drop table sag", "insert into sag (nr) values ('S9')"])
@pytest.mark.parametrize("engine", ["sqlite", "postgres"])
def test_the_database_is_only_read(request: pytest.FixtureRequest, engine: str, statement: str) -> None:
    url = str(request.getfixturevalue(engine))
    assert refused(url, statement).startswith("Databasen afviste forespørgslen: ")
    assert len((query(url, "select * from sag").rows or ())[0].rows) == 1 + len(ROWS)


def test_postgresql_gets_a_transaction_that_cannot_write_by_a_select_either(postgres: str) -> None:
    engine = sa.create_engine(postgres)
    with engine.begin() as connection:
        connection.exec_driver_sql("create sequence if not exists numbers")
    engine.dispose()
    assert "read-only transaction" in refused(postgres, "select nextval('numbers')")


def test_a_cpr_number_in_a_row_refuses_the_query(tmp_path: Path, sqlite: str) -> None:
    found = query(sqlite, "select nr as Sagsnr, ind as Modtaget, '010107-1234' as Barn from sag")
    report = load([found], data_folder=tmp_path / "data", municipality="Herning")
    assert (report.outcome, {fault.code for fault in report.faults}) == ("refused", {"cpr"})
    assert "010107" not in "\n".join(render(report))


@pytest.mark.parametrize(
    ("url", "statement", "sentence"),
    [
        (f"postgresql+psycopg://anna:{SECRET}@127.0.0.1:9/fag", "select 1",
         "Der er ingen forbindelse til forespørgsel · 127.0.0.1/fag. Kontrollér adressen, kontoen og netværket."),
        (f"mssql+pyodbc://anna:{SECRET}@vært/fag", "select 1", "Her er ingen driver til mssql+pyodbc."),
        (f"anna:{SECRET}", "select 1", "Databasens adresse kan ikke læses."),
        ("sqlite:////ingen/steder.db", "select 1", "Der er ingen forbindelse til forespørgsel · steder.db."),
    ],
)  # fmt: skip
def test_what_cannot_be_opened_is_one_sentence_without_the_password(url: str, statement: str, sentence: str) -> None:
    said = refused(url, statement)
    assert said.startswith(sentence)
    assert SECRET not in said
    assert "anna" not in said


def test_what_the_database_says_is_shown_without_cpr_numbers(sqlite: str) -> None:
    assert "010107" not in refused(sqlite, 'select * from sag where "010107-1234".x = 1')


def test_more_rows_than_can_be_held_are_refused(sqlite: str) -> None:
    assert "mere end 2 rækker" in refused(sqlite, "select * from sag", most_rows=2)


def test_a_column_of_files_is_refused(sqlite: str) -> None:
    assert "Kolonnen “foto”" in refused(sqlite, "select x'00ff' as foto")


def test_signs_in_a_query_mean_nothing_special(sqlite: str, postgres: str) -> None:
    for url in (sqlite, postgres):
        found = query(url, "select '50%s :x' as a, nr from sag where nr like '%1'")
        assert (found.rows or ())[0].rows == [["a", "nr"], ["50%s :x", "S1"]]


def test_the_command_takes_a_query_or_a_file_with_one(
    tmp_path: Path, sqlite: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRINVIS_DATA_FOLDER", str(tmp_path / "data"))
    settings.cache_clear()
    (tmp_path / "sager.sql").write_text(CASES, encoding="utf-8")
    words = ["--database", sqlite, "--forespoergsel", str(tmp_path / "sager.sql"), "--kommune", "657"]
    assert CliRunner().invoke(cli, ["check", *words]).exit_code == 0
    assert CliRunner().invoke(cli, ["import", *words, "--pr", "2025-03-31"]).exit_code == 0
    assert len(table(tmp_path / "data", "case_file")) == 2
    assert CliRunner().invoke(cli, ["import"]).exit_code == 1
    assert CliRunner().invoke(cli, ["check", "--database", sqlite]).exit_code == 1
    settings.cache_clear()
