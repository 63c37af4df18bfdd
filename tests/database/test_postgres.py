"""A published version is the DuckDB version, text for text; readers see the old one or the new one; three are kept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from dashboard.database import postgres, versions
from dashboard.database.metadata import facts
from dashboard.database.tables import municipality
from tests.histories import History, load
from tests.special_history import special_history

AWKWARD = "Æ\tø\nå\\N\r\\t 'x' \"y\" ; , \\"


@pytest.fixture
def url(postgres_url: str) -> Iterator[str]:
    """A database of the test's own on the tests' server."""
    server = sa.create_engine(postgres_url, isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(sa.text("create database published"))
    yield postgres_url.replace("/postgres?", "/published?")
    with server.connect() as connection:
        connection.execute(sa.text("drop database published with (force)"))
    server.dispose()


def build(folder: Path, history: History) -> tuple[Path, str]:
    name = versions.build(folder, lambda connection: load(connection, history))
    return folder / f"facts-{name}.duckdb", name


def with_awkward_text() -> History:
    history = special_history()
    history["municipality"][0]["name"] = AWKWARD
    history["budget_line"][0] |= {"expected_ore": None, "reason": ""}
    return history


def schemas(url: str) -> list[str]:
    engine = sa.create_engine(url)
    with engine.connect() as connection:
        found = sa.inspect(connection).get_schema_names()
    engine.dispose()
    return sorted(schema for schema in found if schema.startswith("facts_"))


def test_the_rows_are_the_same_on_both(url: str, tmp_path: Path) -> None:
    file, name = build(tmp_path, with_awkward_text())
    postgres.publish(file, url, name)
    published, local = versions.current(tmp_path, url), versions.current(tmp_path)
    assert (published.name, published.as_of, published.origin) == (local.name, local.as_of, local.origin)
    with published.engine.connect() as one, local.engine.connect() as other:
        for table in facts.sorted_tables:
            rows = sa.select(table).order_by(*table.columns)
            mine, theirs = one.execute(rows).all(), other.execute(rows).all()
            assert sorted(map(repr, mine)) == sorted(map(repr, theirs)), table.name
        assert one.execute(sa.select(municipality.c.name).where(municipality.c.name == AWKWARD)).one()


def test_three_versions_are_kept_and_the_newest_counts(url: str, tmp_path: Path) -> None:
    published = []
    for _ in range(4):
        file, name = build(tmp_path, special_history())
        postgres.publish(file, url, name)
        published.append(f"facts_{name}")
        assert versions.current(tmp_path, url).name == name
    assert schemas(url) == published[1:]


def test_a_failure_leaves_the_version_before_counting(url: str, tmp_path: Path) -> None:
    file, name = build(tmp_path, special_history())
    postgres.publish(file, url, name)
    with pytest.raises(sa.exc.ProgrammingError):  # the schema is there already
        postgres.publish(file, url, name)
    history = special_history()
    history["municipality"][0]["name"] = "\x00"  # no text in PostgreSQL
    bad_file, bad_name = build(tmp_path, history)
    with pytest.raises(Exception, match="0x00"):
        postgres.publish(bad_file, url, bad_name)
    assert versions.current(tmp_path, url).name == name
    assert schemas(url) == [f"facts_{name}"]


def test_a_reader_keeps_the_version_it_began_with(url: str, tmp_path: Path) -> None:
    file, name = build(tmp_path, special_history())
    postgres.publish(file, url, name)
    before = versions.current(tmp_path, url)
    history = special_history()
    history["version_info"][0]["as_of"] = dt.date(2025, 12, 31)
    file, name = build(tmp_path, history)
    with before.engine.connect() as connection:
        postgres.publish(file, url, name)
        assert connection.execute(sa.text("select 1")).scalar_one() == 1
        assert versions.current(tmp_path, url).as_of == dt.date(2025, 12, 31)
        old = sa.select(facts.tables["version_info"].c.as_of)
        assert connection.execute(old).scalar_one() == dt.date(2025, 11, 30)


def test_without_a_published_version_there_is_no_data(url: str, tmp_path: Path) -> None:
    with pytest.raises(versions.NoData):
        versions.current(tmp_path, url)
