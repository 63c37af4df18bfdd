"""A database of the test's own on the tests' server."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import sqlalchemy as sa


@pytest.fixture
def own_database(postgres_url: str) -> Iterator[str]:
    server = sa.create_engine(postgres_url, isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(sa.text("create database own"))
    yield postgres_url.replace("/postgres?", "/own?")
    with server.connect() as connection:
        connection.execute(sa.text("drop database own with (force)"))
    server.dispose()
