"""What every test may ask for: a PostgreSQL of its own, and a history loaded on both engines."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, Phase, settings

from dashboard.database import postgres, scoped, versions
from dashboard.database.engine import postgres_engine, reading_engine
from dashboard.database.metadata import facts
from tests.histories import History, codes, load
from tests.postgres_server import postgres_server
from tests.published_sample import published_sample
from tests.sample import versions_of
from tests.special_history import special_history
from tests.two_roles import READER, Roles, set_up

Engines = Callable[[History], AbstractContextManager[list[tuple[str, sa.Connection]]]]
Built = Callable[..., Path]

# A run takes the same examples every time, and how long one takes depends on the machine: no deadline. To shrink a
# failing history takes minutes (each try is a database), so only the deep run does it.
settings.register_profile(
    "trinvis",
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
    phases=[Phase.explicit, Phase.generate, *([Phase.shrink] if os.environ.get("ROUNDS") == "deep" else [])],
)
settings.load_profile("trinvis")
# readline writes its terminal's size into the environment that the processes of a run inherit; a command takes it for
# its own as soon as it is imported.
for size in ("COLUMNS", "LINES"):
    os.environ.pop(size, None)


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    with postgres_server() as url:
        yield url


@pytest.fixture(scope="session")
def two_roles(postgres_url: str) -> Roles:
    """A database as docs/postgresql.md sets it up; `engines` has a schema in it."""
    return set_up(postgres_url)


@pytest.fixture(scope="session")
def published_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Sample data of three municipalities with a publication; to be read, not changed."""
    return published_sample(tmp_path_factory)


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """`built(folder, history, times=1)` is the folder, in which so many versions of the history are now."""
    return versions_of(tmp_path_factory)


@pytest.fixture(scope="session")
def engines(two_roles: Roles, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engines]:
    """`with engines(history) as both: for name, connection in both: …`

    The DuckDB file is built as an import builds it; PostgreSQL gets its finished tables by the product's COPY,
    into one schema that is emptied in between (to create one costs ten times as much), and is read behind the second
    wall, as the role that reads. Both are only read, so a history that comes again right away is not loaded again.
    """
    folder = tmp_path_factory.mktemp("facts")
    name = versions.build(folder, lambda connection: load(connection, special_history()))
    postgres.publish(folder / f"facts-{name}.duckdb", two_roles.owner, "test", (), READER)
    server, reader = (postgres_engine(url, "facts_test") for url in (two_roles.superuser, two_roles.reader))
    there: dict[str, sa.Engine] = {}  # the history that is loaded, and its file

    def forget() -> None:
        for engine in there.values():
            engine.dispose()
        there.clear()
        shutil.rmtree(folder, ignore_errors=True)  # not there where a history could not be loaded

    def load_anew(history: History) -> sa.Engine:
        forget()
        engine = duckdb_file(folder, history)
        with engine.connect() as source, server.begin() as target:
            for table in facts.sorted_tables:
                target.execute(sa.delete(table))
            postgres.copy_tables(source, target, "facts_test")
        return there.setdefault(repr(history), engine)

    @contextmanager
    def loaded(history: History) -> Iterator[list[tuple[str, sa.Connection]]]:
        engine = there.get(repr(history)) or load_anew(history)
        with engine.connect() as source, scoped.reading(reader, codes(history)) as behind_the_wall:
            yield [("duckdb", source), ("postgresql", behind_the_wall)]

    yield loaded
    forget()


def duckdb_file(folder: Path, history: History) -> sa.Engine:
    """A read-only engine on a version made of the history by versions.build."""
    name = versions.build(folder, lambda connection: load(connection, history))
    return reading_engine(folder / f"facts-{name}.duckdb")


@contextmanager
def duckdb_connection(folder: Path, history: History) -> Iterator[sa.Connection]:
    """A connection to such a version; the file goes afterwards."""
    engine = duckdb_file(folder, history)
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()
        shutil.rmtree(folder)
