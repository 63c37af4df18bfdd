"""`trinvis verify` and `trinvis rollback` where the data are served from PostgreSQL, with the two roles of the page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from dashboard.cli import main
from dashboard.database import kept, versions
from dashboard.database.engine import postgres_engine
from dashboard.database.postgres import counting_in, publish_current
from dashboard.database.published_check import verify_published
from dashboard.database.tables import population
from dashboard.settings import settings
from tests.database.test_kept import population as imported
from tests.database.test_postgres import AWKWARD, with_awkward_text
from tests.histories import load
from tests.two_roles import Roles, database


@pytest.fixture
def roles(two_roles: Roles) -> Iterator[Roles]:
    with database(two_roles, "checked") as made:
        yield made


@pytest.fixture
def folder(tmp_path: Path, roles: Roles, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "data"
    for name, value in (("data_folder", path), ("facts_url", roles.reader), ("facts_owner_url", roles.owner)):
        monkeypatch.setattr(settings(), name, value)
    return path


def trinvis(monkeypatch: pytest.MonkeyPatch, *words: str) -> object:
    monkeypatch.setattr("sys.argv", ["trinvis", *words])
    with pytest.raises(SystemExit) as ended:
        main()
    return ended.value.code


def test_what_is_published_is_what_was_written_and_a_changed_cell_is_named(
    folder: Path, roles: Roles, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    name = versions.build(folder, lambda connection: load(connection, with_awkward_text()))
    publish_current(folder, roles.reader, roles.owner)
    monkeypatch.setattr("dashboard.database.following.ROWS_AT_ONCE", 50)  # fingerprints of many blocks are one
    assert verify_published(folder, name, roles.owner) == []
    changes = (
        ("update {s}.team set name = 'Hold' where municipality_code = '0657' and team_id = 't1'", "team", "0657", 0),
        ("update {s}.budget_line set expected_ore = 0 where expected_ore is null", "budget_line", None, 0),
        ("delete from {s}.survey_answer where municipality_code = '0219'", "survey_answer", "0219", None),
        ("insert into {s}.population values ('9999', 2025, 1)", "population", "9999", 1),
        ("update {s}.municipality set name = 'Randers' where name = '" + AWKWARD.replace("'", "''") + "'", "municipality", None, 0),
    )
    with postgres_engine(roles.superuser, "public").begin() as connection:
        for statement, *_found in changes:
            connection.exec_driver_sql(statement.format(s=f'"facts_{name}"'))
    different = verify_published(folder, name, roles.owner) or []
    assert {one.table for one in different} == {table for _statement, table, *_found in changes}
    for statement, table, code, more in changes:
        found = [one for one in different if one.table == table]
        assert len(found) == 1, statement
        assert code in (None, found[0].municipality_code)
        assert more in (None, found[0].rows - found[0].rows_written)
    assert trinvis(monkeypatch, "verify") == 1
    said = capsys.readouterr().out
    assert f"PostgreSQL: Version {name}: tabellen team for kommune 0657 er ikke, som den blev skrevet" in said
    assert f"\nVersion {name} er, som den blev skrevet." in "\n" + said  # the file is


def test_a_version_that_was_never_published_is_said(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    name = imported(folder, 20_000)
    assert trinvis(monkeypatch, "verify") == 1
    assert f"PostgreSQL har ikke version {name}." in capsys.readouterr().out


def test_after_going_back_readers_see_the_earlier_version(
    folder: Path, roles: Roles, monkeypatch: pytest.MonkeyPatch
) -> None:
    def seen() -> list[int]:
        with versions.current(folder, roles.reader).reading({"0657"}) as connection:
            return list(connection.execute(sa.select(population.c.persons)).scalars())

    names = []
    for persons in (20_000, 20_500):
        names.append(imported(folder, persons))
        publish_current(folder, roles.reader, roles.owner)
    with versions.current(folder, roles.reader).reading({"0657"}) as begun:
        assert not trinvis(monkeypatch, "rollback")
        assert seen() == [20_000]
        assert list(begun.execute(sa.select(population.c.persons)).scalars()) == [20_500]  # who began keeps theirs
    assert not trinvis(monkeypatch, "rollback", names[1])
    assert seen() == [20_500]
    assert [one.name for one in kept.kept(folder)] == names[::-1]


def test_a_role_that_only_reads_cannot_publish_and_the_sentence_says_what_to_do(
    folder: Path, roles: Roles, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    names = [imported(folder, 20_000)]
    publish_current(folder, roles.reader, roles.owner)
    names.append(imported(folder, 20_500))
    monkeypatch.setattr(settings(), "facts_owner_url", "")
    assert trinvis(monkeypatch, "rollback", names[1]) == 1
    assert "Sæt TRINVIS_FACTS_OWNER_URL" in capsys.readouterr().err
    assert counting_in(roles.reader) == names[0]
    monkeypatch.setattr(settings(), "facts_owner_url", roles.owner)
    assert not trinvis(monkeypatch, "rollback", names[1])
    assert versions.current(folder, roles.reader).name == names[1]
