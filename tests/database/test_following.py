"""A second machine, which is an empty folder with the same PostgreSQL: it joins, and an import begins from what is newest."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from dashboard.database import content, kept, postgres
from dashboard.database.engine import duckdb_engine
from dashboard.database.tables import version_info
from dashboard.settings import settings
from tests.importers.files import csv_file
from tests.two_roles import Roles, database
from tests.typed import Done, trinvis

HEADINGS = ["År", "Antal"]


@pytest.fixture
def roles(two_roles: Roles) -> Iterator[Roles]:
    with database(two_roles, "followed") as made:
        yield made
    settings.cache_clear()


class Machine:
    """A folder of its own on the PostgreSQL of all."""

    def __init__(self, folder: Path, roles: Roles) -> None:
        self.folder, self._roles = folder, roles

    def tries(self, *words: str) -> Done:
        where = {"TRINVIS_FACTS_URL": self._roles.reader, "TRINVIS_FACTS_OWNER_URL": self._roles.owner}
        return trinvis(self.folder, *words, TRINVIS_LOCAL_REAL_DATA="true", **where)

    def does(self, *words: str) -> str:
        done = self.tries(*words)
        assert done.returncode == 0, (words, done.stdout, done.stderr)
        return done.stdout

    def does_alone(self, *words: str) -> str:
        """In a process of its own, which has never seen the log of before."""
        where = {"TRINVIS_FACTS_URL": self._roles.reader, "TRINVIS_FACTS_OWNER_URL": self._roles.owner}
        command = [sys.executable, "-c", "from dashboard.cli import main; main()", *words]
        environment = {**os.environ, **where, "TRINVIS_DATA_FOLDER": str(self.folder)}
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def loads(self, persons: int, code: str) -> None:
        file = csv_file(self.folder.parent / f"befolkning-{code}-{persons}.csv", HEADINGS, [[2025, persons]])
        self.does("import", str(file), "--kommune", code)

    def versions(self) -> list[str]:
        return [line.split(" · ")[0] for line in self.does("versions").splitlines()]

    def written(self) -> object:
        """The fingerprints of every table of the newest version's file."""
        name = kept.kept(self.folder)[0].name
        with duckdb_engine(self.folder / f"facts-{name}.duckdb").connect() as connection:
            info = connection.execute(sa.select(version_info)).one()
            return tuple(info), {table.name: content.fingerprints(connection, table) for table in content.HASHED}


@pytest.fixture
def two(roles: Roles, tmp_path: Path) -> tuple[Machine, Machine]:
    return Machine(tmp_path / "a", roles), Machine(tmp_path / "b", roles)


def test_what_one_machine_loads_the_other_shows_tries_and_loads_upon(two: tuple[Machine, Machine], roles: Roles) -> None:
    a, b = two
    a.loads(20_000, "657")
    asked = ("answer", "oekonomi", "?kommune=657")
    assert b.does(*asked) == a.does(*asked)
    again = csv_file(a.folder.parent / "igen.csv", HEADINGS, [[2025, 20_000]])
    assert "indlæst" in b.does("check", str(again), "--kommune", "657")
    b.loads(1_800, "825")
    a.loads(9_000, "751")
    assert a.versions() == b.versions()
    assert len(a.versions()) == 3
    assert a.written() == b.written()
    for machine in two:
        assert "er, som den blev skrevet" in machine.does("verify", "--alle")
    counting = postgres.counting_in(roles.owner)
    with duckdb_engine(a.folder / f"facts-{counting}.duckdb").connect() as connection:
        found = connection.exec_driver_sql("select municipality_code, persons from population order by 1").all()
    assert list(map(tuple, found)) == [("0657", 20_000), ("0751", 9_000), ("0825", 1_800)]
    assert b.does("rollback") == a.does("rollback", a.versions()[1])
    assert "Loggen er hel" in a.does("audit", "verify")
    assert "Loggen er hel" in b.does("audit", "verify")


def test_an_import_that_was_killed_before_it_counted_gives_way_to_what_another_machine_loaded_since(
    two: tuple[Machine, Machine], roles: Roles
) -> None:
    a, b = two
    a.loads(20_000, "657")
    b.loads(20_100, "657")
    before = postgres.counting_in(roles.owner)
    here = trinvis(a.folder, "versions").stdout.split(" · ")[0]
    postgres.mark(a.folder, here)  # as one leaves it that was killed while it had the lock
    said = a.tries("upgrade")
    assert said.returncode == 0
    assert "Indlæs dens filer igen" in said.stderr
    assert postgres.counting_in(roles.owner) == before == a.versions()[0]


def test_a_case_that_is_erased_on_one_machine_is_gone_from_the_other(two: tuple[Machine, Machine], tmp_path: Path) -> None:
    a, b = two
    rows = [[f"S-{n}", f"{n:02d}-01-2026", f"{n + 10:02d}-01-2026"] for n in range(1, 13)]
    cases = csv_file(tmp_path / "sager.csv", ["Sagsnr.", "Modtaget", "Første kontakt"], rows)
    a.does("import", str(cases), "--kommune", "657", "--pr", "2026-03-31")
    before = b.versions()
    a.does("erase", "--kommune", "657", "--sag", "S-3", "--ja")
    assert b.versions() != before
    for machine in two:
        for path in machine.folder.glob("facts-*.duckdb"):
            with duckdb_engine(path).connect() as connection:
                there = connection.exec_driver_sql("select count(*) from case_file where case_id = 'S-3'").scalar_one()
            assert there == 0


def test_a_version_that_was_changed_in_postgresql_is_not_taken_for_what_was_written(
    two: tuple[Machine, Machine], roles: Roles
) -> None:
    a, b = two
    a.loads(20_000, "657")
    superuser = sa.create_engine(roles.superuser)
    with superuser.begin() as connection:
        connection.execute(sa.text(f'update "facts_{postgres.counting_in(roles.owner)}".population set persons = 20001'))
    superuser.dispose()
    refused = b.tries("check", str(csv_file(b.folder.parent / "ny.csv", HEADINGS, [[2025, 1]])), "--kommune", "825")
    assert (refused.returncode, refused.stderr) == (1, "Data kan ikke åbnes\n")
    assert not (b.folder / "current").exists()


def test_a_backup_comes_back_into_the_same_postgresql_when_somebody_says_so(
    two: tuple[Machine, Machine], roles: Roles, tmp_path: Path
) -> None:
    a, b = two
    a.loads(20_000, "657")
    a.does("target", "caseload", "657", "25", "--besluttet-af", "Udvalget", "--dato", "2026-02-03")
    name = a.versions()[0]
    a.does("backup", str(tmp_path / "kopi.zip"))
    b.loads(20_500, "657")
    refused = a.tries("restore", str(tmp_path / "kopi.zip"), "--i-stedet")
    assert (refused.returncode, f"trinvis rollback {name} --overtag" in refused.stderr) == (1, True)
    assert postgres.counting_in(roles.owner) != name
    assert a.does_alone("rollback", name, "--overtag") == f"Nu gælder version {name}.\n"
    assert postgres.counting_in(roles.owner) == name
    assert "Loggen er hel" in a.does("audit", "verify")
    assert "er, som den blev skrevet" in a.does("verify")
    shutil.rmtree(b.folder)
    assert b.versions() == a.versions() == [name]
