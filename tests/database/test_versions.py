"""A version is whole or it is not there: what fails leaves the old one, and damage is never guessed around."""

import datetime as dt
import json
import shutil
from pathlib import Path

import pytest
import sqlalchemy as sa

from dashboard.database import versions
from dashboard.database.accounts import MAPPING_VERSION, account_class_rows
from dashboard.database.tables import account_class, municipality, version_info


def fill(name: str):
    def write(connection: sa.Connection) -> None:
        connection.execute(sa.delete(version_info))
        connection.execute(
            sa.insert(version_info).values(
                version="", origin="real", as_of=dt.date(2026, 10, 31), mapping_version=MAPPING_VERSION, created_at=""
            )
        )
        connection.execute(sa.delete(account_class))
        connection.execute(sa.insert(account_class), account_class_rows())
        connection.execute(
            sa.insert(municipality).values(municipality_code="0657", name=name, region="", group_name="")
        )

    return write


def names(folder: Path) -> list[str]:
    with versions.current(folder).engine.connect() as connection:
        return [row.name for row in connection.execute(sa.select(municipality).order_by(municipality.c.name))]


def test_a_new_version_counts_at_once_and_starts_from_the_old_one(tmp_path: Path) -> None:
    versions.build(tmp_path, fill("A"))
    assert names(tmp_path) == ["A"]
    versions.build(tmp_path, fill("B"), start_from=versions.current_file(tmp_path))
    assert names(tmp_path) == ["A", "B"]


def test_whatever_fails_leaves_the_old_version_and_no_file(tmp_path: Path) -> None:
    kept = versions.build(tmp_path, fill("A"))
    before = sorted(path.name for path in tmp_path.iterdir())

    def break_off(connection: sa.Connection) -> None:
        fill("B")(connection)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        versions.build(tmp_path, break_off)
    assert versions.current(tmp_path).name == kept
    assert sorted(path.name for path in tmp_path.iterdir()) == before


def test_a_version_without_its_own_description_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="version_info"):
        versions.build(tmp_path, lambda connection: None)
    with pytest.raises(versions.NoData):
        versions.current(tmp_path)


def test_three_versions_are_kept(tmp_path: Path) -> None:
    for name in "ABCDE":
        versions.build(tmp_path, fill(name))
    assert len(list(tmp_path.glob("facts-*.duckdb"))) == versions.VERSIONS_KEPT
    assert names(tmp_path) == ["E"]


def test_no_data_and_damaged_data_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(versions.NoData):
        versions.current(tmp_path)
    (tmp_path / "current").write_text("{", encoding="utf-8")
    with pytest.raises(versions.DamagedData):
        versions.current(tmp_path)
    (tmp_path / "current").write_text(json.dumps({"layout": versions.LAYOUT, "file": "gone.duckdb"}), encoding="utf-8")
    with pytest.raises(versions.DamagedData):
        versions.current(tmp_path)


def test_a_file_that_is_cut_is_refused(tmp_path: Path) -> None:
    name = versions.build(tmp_path, fill("A"))
    path = tmp_path / f"facts-{name}.duckdb"
    path.write_bytes(path.read_bytes()[:5000])
    with pytest.raises(versions.DamagedData):
        versions.current(tmp_path)


def test_a_version_of_a_later_program_is_left_alone(tmp_path: Path) -> None:
    versions.build(tmp_path, fill("A"))
    content = json.loads((tmp_path / "current").read_text(encoding="utf-8"))
    (tmp_path / "current").write_text(json.dumps(content | {"layout": versions.LAYOUT + 1}), encoding="utf-8")
    before = sorted(path.name for path in tmp_path.iterdir())
    for touch in (lambda: versions.current(tmp_path), lambda: versions.build(tmp_path, fill("B"))):
        with pytest.raises(versions.NewerLayout):
            touch()
    assert sorted(path.name for path in tmp_path.iterdir()) == before


def test_what_a_killed_import_left_goes_with_the_next_one_and_is_no_version(tmp_path: Path) -> None:
    for name in "AB":
        versions.build(tmp_path, fill(name))
    whole = versions.current_file(tmp_path)
    assert whole is not None
    later = "facts-20990101T000000000000.duckdb"
    shutil.copyfile(whole, tmp_path / later)
    (tmp_path / f"{later}.wal").write_bytes(b"x")
    (tmp_path / f"{later}.tmp").mkdir()
    (tmp_path / f"{later}.tmp" / "0.block").write_bytes(b"x")
    (tmp_path / "current.new").write_bytes(b"{")
    assert names(tmp_path) == ["B"]
    versions.build(tmp_path, fill("C"))
    left = sorted(path.name for path in tmp_path.glob("facts-*"))
    assert len(left) == 3
    assert later not in left
    assert not (tmp_path / "current.new").exists()
    assert names(tmp_path) == ["C"]
