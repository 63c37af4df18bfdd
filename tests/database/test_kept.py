"""Versions are listed, gone back to, and checked against what was written; in the terminal, in Danish."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb
import pytest

from dashboard.database import kept, versions
from dashboard.database.engine import duckdb_engine
from dashboard.database.errors import UnknownVersion
from dashboard.importers import load
from tests.histories import load as load_history
from tests.importers.files import csv_file, table
from tests.special_history import special_history
from tests.typed import trinvis


def population(folder: Path, persons: int) -> str:
    """A version of one figure, by a real import."""
    file = csv_file(folder.parent / "befolkning.csv", ["År", "Antal"], [[2025, persons]])
    report = load([file], data_folder=folder, municipality="Herning")
    assert report.version is not None, report.faults
    return report.version


def persons(folder: Path) -> list[int]:
    return [row["persons"] for row in table(folder, "population")]


def spoil(path: Path) -> None:
    """Write over a version, and let go of it, or this process would read on in what it has opened."""
    path.write_bytes(b"x" * 20_000)
    duckdb_engine(path).dispose()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("imported") / "data"
    for number in (20_000, 20_100, 20_200):
        population(made, number)
    return made


@pytest.fixture
def three(imported: Path, folder: Path) -> list[str]:
    """The folder has a version of 20,000, one of 20,100 and one of 20,200 persons: their names."""
    shutil.copytree(imported, folder)
    return [version.name for version in reversed(kept.kept(folder))]


def test_the_terminal_lists_goes_back_and_checks(folder: Path) -> None:
    first, second = population(folder, 20_000), population(folder, 20_500)
    listed = trinvis(folder, "versions").stdout.splitlines()
    assert [line.split(" · ")[0] for line in listed] == [second, first]
    assert "egne data · ingen sager · gælder nu" in listed[0]
    assert "gælder nu" not in listed[1]
    assert "20500" not in listed[0]
    refused = trinvis(folder, "rollback", "20000101")
    assert refused.returncode == 1
    assert refused.stderr == f"Der er ingen version 20000101. Der er: {second}, {first}.\n"
    assert trinvis(folder, "rollback").stdout == f"Nu gælder version {first}.\n"
    assert persons(folder) == [20_000]
    assert "Der er ingen version før den, der gælder" in trinvis(folder, "rollback").stderr
    assert trinvis(folder, "rollback", second).returncode == 0
    assert persons(folder) == [20_500]
    checked = trinvis(folder, "verify", "--alle")
    assert (checked.returncode, len(checked.stdout.splitlines())) == (0, 2)


def test_a_change_in_the_file_is_found_and_named(folder: Path) -> None:
    name = population(folder, 20_000)
    path = folder / f"facts-{name}.duckdb"
    changed = Path(shutil.copy(path, folder / "changed.duckdb"))  # the import of this process may still read the file
    with duckdb.connect(str(changed)) as connection:
        connection.execute("update population set persons = persons + 1")
    changed.replace(path)
    duckdb_engine(path).dispose()  # of which this process would read on
    checked = trinvis(folder, "verify")
    assert checked.returncode == 1
    said = f"Version {name}: tabellen population for kommune 0657 er ikke, som den blev skrevet"
    assert said in checked.stdout
    assert "beskadiget" in checked.stderr
    assert kept.verify(folder, name) == [kept.Difference("population", "0657", 1, 1)]


def test_after_going_back_the_same_file_can_be_imported_again(folder: Path) -> None:
    first = population(folder, 20_000)
    bad = population(folder, 99_000)
    assert kept.rollback(folder) == first
    again = population(folder, 99_000)
    assert [version.name for version in kept.kept(folder)] == [again, bad, first]
    assert persons(folder) == [99_000]


def test_the_version_that_counted_is_kept_beside_a_new_one_however_old(folder: Path, three: list[str]) -> None:
    kept.rollback(folder, three[0])
    newest = population(folder, 20_300)
    assert [version.name for version in kept.kept(folder)] == [newest, three[2], three[0]]
    assert persons(folder) == [20_300]


@pytest.mark.parametrize("damage", ["{", "\x00" * 200, '{"layout": 3, "file": "../x"}'])
def test_a_damaged_pointer_is_made_anew_and_nothing_is_lost(folder: Path, three: list[str], damage: str) -> None:
    left = folder / "facts-20990101T000000000000.duckdb"  # what a killed import left is newest, and not whole
    left.write_bytes(b"x" * 20_000)
    (folder / "current").write_text(damage, encoding="utf-8")
    file = csv_file(folder.parent / "befolkning.csv", ["År", "Antal"], [[2025, 20_300]])
    refused = trinvis(folder, "import", str(file), "--kommune", "657")
    assert refused.returncode == 1
    assert "Skriv trinvis rollback" in refused.stderr
    assert trinvis(folder, "rollback").stdout == f"Nu gælder version {three[2]}.\n"
    assert persons(folder) == [20_200]
    assert [one.name for one in kept.kept(folder) if one.origin] == three[::-1]
    assert trinvis(folder, "rollback", three[0]).returncode == 0
    assert persons(folder) == [20_000]
    assert population(folder, 20_300)
    assert persons(folder) == [20_300]


def test_a_version_made_beside_a_damaged_pointer_takes_nothing_away(folder: Path) -> None:
    before = population(folder, 20_000)
    (folder / "current").write_text("{", encoding="utf-8")
    name = versions.build(folder, lambda connection: load_history(connection, special_history()))
    assert [one.name for one in kept.kept(folder)] == [name, before]


def test_where_the_version_that_counts_is_damaged_the_newest_whole_one_comes_back(
    folder: Path, three: list[str]
) -> None:
    for name in three[1:]:
        spoil(folder / f"facts-{name}.duckdb")
    assert trinvis(folder, "rollback").stdout == f"Nu gælder version {three[0]}.\n"
    assert persons(folder) == [20_000]


def test_a_version_that_cannot_be_read_never_counts(folder: Path) -> None:
    first, second = population(folder, 20_000), population(folder, 20_500)
    spoil(folder / f"facts-{first}.duckdb")
    assert trinvis(folder, "versions").stdout.splitlines()[1] == f"{first} · kan ikke læses"
    assert trinvis(folder, "rollback").stderr == "Data kan ikke åbnes\n"
    with pytest.raises(UnknownVersion):
        kept.rollback(folder, "../" + first)
    assert versions.current(folder).name == second
