"""A fingerprint is the same for the same rows however they come, and another for any changed cell."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.database import content
from dashboard.database.metadata import facts
from dashboard.database.tables import case_file
from tests.rounds import rounds

TEXT = st.sampled_from(["", "a", "b", "1", "null", '"', "a,b", "Ærø", "\n", " "]) | st.text(
    st.characters(exclude_categories=("Cs",), exclude_characters="\x00"), max_size=5
)
DAY = st.dates(dt.date(2020, 1, 1), dt.date(2026, 12, 31))


def cell(column: sa.Column[Any]) -> st.SearchStrategy[Any]:
    kind = DAY if isinstance(column.type, sa.Date) else TEXT
    return st.none() | kind if column.nullable else kind


ROW = st.fixed_dictionaries({column.name: cell(column) for column in case_file.columns})
ROWS = st.lists(ROW, min_size=1, max_size=6)


@pytest.fixture(scope="module")
def connection():
    engine = sa.create_engine("duckdb://")
    with engine.connect() as opened:
        case_file.create(opened)
        yield opened
    engine.dispose()


def fingerprints(connection: sa.Connection, rows: list[dict[str, Any]]) -> dict[str, content.Fingerprint]:
    connection.execute(sa.delete(case_file))
    connection.execute(sa.insert(case_file), rows)
    return content.fingerprints(connection, case_file)


@settings(max_examples=rounds(500, quick=25))
@given(rows=ROWS, data=st.data())
def test_order_does_not_matter_and_every_cell_does(connection: sa.Connection, rows: list[Any], data: Any) -> None:
    before = fingerprints(connection, rows)
    assert fingerprints(connection, data.draw(st.permutations(rows))) == before
    at = data.draw(st.integers(0, len(rows) - 1))
    column = data.draw(st.sampled_from(list(case_file.columns)))
    other = data.draw(cell(column).filter(lambda value: value != rows[at][column.name]))
    changed = [row | {column.name: other} if number == at else row for number, row in enumerate(rows)]
    assert fingerprints(connection, changed) != before
    assert fingerprints(connection, [*rows, rows[0], rows[0]]) != before  # nor do two equal rows cancel


@given(rows=ROWS)
@settings(max_examples=10)
def test_a_municipality_does_not_hang_on_the_rows_of_others(connection: sa.Connection, rows: list[Any]) -> None:
    everything = fingerprints(connection, rows)
    code = rows[0]["municipality_code"]
    alone = fingerprints(connection, [row for row in rows if row["municipality_code"] == code])
    assert alone == {code: everything[code]}


SHOW = """
import sqlalchemy as sa
from dashboard.database import content, rollups, version_file
from dashboard.database.metadata import facts
from tests.histories import load
from tests.special_history import special_history
engine = sa.create_engine("duckdb://")
with engine.begin() as connection:
    facts.create_all(connection)
    load(connection, special_history())
    rollups.build(connection)
    for table in content.HASHED:
        print(table.name, sorted(content.fingerprints(connection, table).items()))
"""


def test_time_zone_and_locale_do_not_matter() -> None:
    found = set()
    for zone, locale in (("UTC", "C"), ("Pacific/Auckland", "da_DK.UTF-8"), ("America/St_Johns", "tr_TR.UTF-8")):
        environment = os.environ | {"TZ": zone, "LC_ALL": locale, "LANG": locale, "PYTHONUTF8": "1"}
        done = subprocess.run([sys.executable, "-c", SHOW], env=environment, capture_output=True, text=True, check=True)
        found.add(done.stdout)
    assert len(found) == 1
    assert "case_file" in found.pop()


def test_every_table_but_the_fingerprints_themselves_is_covered_once() -> None:
    assert sorted(table.name for table in content.HASHED) == sorted(set(facts.tables) - {"content_hash"})


def test_the_source_tables_do_not_hang_on_which_module_is_loaded_first() -> None:
    counted = "from dashboard.database.tables import SOURCES; print(len(SOURCES))"
    found = {
        subprocess.run([sys.executable, "-c", f"import {first}; {counted}"], capture_output=True, text=True).stdout
        for first in ("dashboard.database.rollup_tables", "dashboard.database.tables", "dashboard.database.pointer")
    }
    assert len(found) == 1
