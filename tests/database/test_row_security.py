"""The second wall is put up at every publication, and where it is missing Trinvis says so, or does not start."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from dashboard.access.second_wall import fault
from dashboard.cli.common import publish
from dashboard.database import versions
from dashboard.database.postgres import publish_current
from dashboard.settings import Settings, settings
from dashboard.web.start import NotStarted, check_wall
from tests.histories import load
from tests.special_history import special_history
from tests.two_roles import READER, Roles, database


@pytest.fixture
def roles(two_roles: Roles) -> Iterator[Roles]:
    with database(two_roles, "closed") as made:
        yield made


def folder_of(path: Path, origin: str = "real") -> Path:
    history = special_history()
    history["version_info"][0]["origin"] = origin
    versions.build(path, lambda connection: load(connection, history))
    return path


def execute(url: str, statement: str) -> None:
    engine = sa.create_engine(url)
    with engine.begin() as connection:
        connection.execute(sa.text(statement))
    engine.dispose()


def test_with_two_roles_nothing_is_missing(roles: Roles, tmp_path: Path) -> None:
    folder = folder_of(tmp_path)
    assert publish_current(folder, roles.reader, roles.owner) is not None
    held = Settings(data_folder=folder, facts_url=roles.reader, facts_owner_url=roles.owner, login="proxy")
    assert fault(held) is None
    check_wall(held)


def test_a_superuser_is_said_and_does_not_start_with_login_and_real_data(
    roles: Roles, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    publish_current(folder_of(tmp_path / "real"), roles.superuser)
    with pytest.raises(NotStarted, match="går uden om"):
        check_wall(Settings(data_folder=tmp_path / "real", facts_url=roles.superuser, login="proxy"))
    check_wall(Settings(data_folder=tmp_path / "real", facts_url=roles.superuser, login="local"))
    publish_current(folder_of(tmp_path / "sample", "sample"), roles.superuser, take_over=True)
    check_wall(Settings(data_folder=tmp_path / "sample", facts_url=roles.superuser, login="proxy"))
    assert [record.message.count("docs/postgresql.md") for record in caplog.records] == [1, 1]


def test_with_one_role_the_terminal_says_that_it_could_take_the_wall_away(
    roles: Roles, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(settings(), "data_folder", folder_of(tmp_path))
    monkeypatch.setattr(settings(), "facts_url", roles.owner)
    publish()
    assert "ejer de tabeller, den læser" in capsys.readouterr().err
    check_wall(Settings(data_folder=tmp_path, facts_url=roles.owner, login="proxy"))  # its rows are held back all the same


@pytest.mark.parametrize(
    "damage",
    [
        "alter table {s}.case_file disable row level security",
        "alter table {s}.ledger no force row level security",
        "revoke select on {s}.team from " + READER,
    ],
)
def test_what_is_open_or_barred_is_put_right_by_publishing_again(roles: Roles, tmp_path: Path, damage: str) -> None:
    folder = folder_of(tmp_path)
    publish_current(folder, roles.reader, roles.owner)
    execute(roles.owner, damage.format(s=f'"facts_{versions.current(folder).name}"'))
    held = Settings(data_folder=folder, facts_url=roles.reader, login="proxy")
    if "alter" in damage:
        with pytest.raises(NotStarted, match="trinvis rollback"):
            check_wall(held)
    assert publish_current(folder, roles.reader, roles.owner) is None
    check_wall(held)
    with versions.current(folder, roles.reader).reading({"0657"}) as connection:
        assert connection.execute(sa.text(f'select count(*) from "facts_{versions.current(folder).name}".team')).scalar_one()


def test_readers_keep_reading_when_the_role_that_reads_is_another(roles: Roles, tmp_path: Path) -> None:
    folder = folder_of(tmp_path)
    publish_current(folder, roles.owner)
    with pytest.raises(versions.DamagedData):
        versions.current(folder, roles.reader)
    publish_current(folder, roles.reader, roles.owner)
    assert versions.current(folder, roles.reader).name == versions.current(folder).name
