"""Rows become the same dtypes on every road: as arrays, row by row, with something missing, and with no row at all."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd
import pytest
import sqlalchemy as sa

from dashboard.database.frames import DTYPES, Kind, read_frame

COLUMNS: dict[str, Kind] = {"a": "int", "b": "float", "c": "text", "d": "date", "e": "bool"}


@pytest.fixture(params=["duckdb", "postgresql"])
def connection(request: pytest.FixtureRequest) -> Iterator[sa.Connection]:
    url = "duckdb:///:memory:" if request.param == "duckdb" else request.getfixturevalue("postgres_url")
    engine = sa.create_engine(url)
    with engine.connect() as connection:
        yield connection
    engine.dispose()


def rows(whole: str = "n", where: str = "true") -> sa.TextClause:
    return sa.text(
        f"select {whole}, cast(n as double precision) / 2, 'æ', date '2025-03-01', n > 1"
        f" from (values (1), (2)) as v(n) where {where} group by n order by n"
    )


@pytest.mark.parametrize("whole", ["n", "sum(n)", "cast(n as bigint)"])
def test_every_kind_has_its_dtype(connection: sa.Connection, whole: str) -> None:
    found = read_frame(connection, rows(whole), COLUMNS)
    assert [str(dtype) for dtype in found.dtypes] == list(DTYPES.values())
    first = (1, 0.5, "æ", pd.Timestamp("2025-03-01"), False)
    assert list(found.itertuples(index=False, name=None)) == [first, (2, 1.0, *first[2:4], True)]


@pytest.mark.parametrize("whole", ["n", "sum(n)"])
def test_no_row_has_the_same_dtypes(connection: sa.Connection, whole: str) -> None:
    found = read_frame(connection, rows(whole, "n > 2"), COLUMNS)
    assert found.empty
    assert [str(dtype) for dtype in found.dtypes] == list(DTYPES.values())


def test_what_is_missing_is_missing_in_its_dtype(connection: sa.Connection) -> None:
    select = sa.text(
        "select nullif(n, 1), case when n > 1 then 'x' end, case when n > 1 then date '2025-03-01' end"
        " from (values (1), (2)) as v(n) order by n"
    )
    found = read_frame(connection, select, {"a": "float", "c": "text", "d": "date"})
    assert found.isna().to_numpy().tolist() == [[True] * 3, [False] * 3]
    assert [str(dtype) for dtype in found.dtypes] == ["float64", "str", "datetime64[s]"]


def test_a_whole_number_beyond_a_floats_digits_is_exact(connection: sa.Connection) -> None:
    select = sa.text("select sum(n) from (values (9007199254740993)) as v(n)")
    assert read_frame(connection, select, {"a": "int"})["a"].tolist() == [2**53 + 1]


def test_another_number_of_columns_is_refused(connection: sa.Connection) -> None:
    with pytest.raises(ValueError, match="5 columns, 1"):
        read_frame(connection, rows(), {"a": "int"})
