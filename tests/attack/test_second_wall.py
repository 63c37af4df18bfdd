"""The database itself gives nobody another municipality's rows: asked by hand, by our own code, and by code gone wrong.

As the role that reads, in a PostgreSQL set up as docs/postgresql.md says, with a row of three municipalities in every
table.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from dashboard import answers
from dashboard.access.viewer import LOCAL_HEAD, Viewer
from dashboard.database import postgres, resident, row_security, scoped, versions
from dashboard.database.engine import postgres_engine
from dashboard.database.metadata import facts
from dashboard.filters import Filters
from dashboard.measures import MEASURES
from dashboard.queries import work_lists
from dashboard.queries.caseload import CASELOAD
from dashboard.settings import settings
from tests.attack.marked_world import CODES, marked_world
from tests.histories import load
from tests.two_roles import OWNER, READER, Roles, database

HOME, AWAY = "0657", "0730"
NONSENSE = ("", ",", "*", "%", "Herning", "657", "0657;0730", "'0657'", "{0657}", "0657' or '1'='1", " 0657", "null")
READ = [table for table in row_security.WALLED if table not in row_security.UNREAD]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("walled")
    versions.build(path, lambda connection: load(connection, marked_world()))
    return path


@pytest.fixture(scope="module")
def roles(two_roles: Roles, folder: Path) -> Iterator[Roles]:
    with database(two_roles, "walled") as made:
        postgres.publish_current(folder, made.reader, made.owner)
        yield made


@pytest.fixture(scope="module")
def filled(two_roles: Roles, folder: Path) -> Iterator[Roles]:
    """The same, with a row more of every municipality in every table, whatever it means."""
    with database(two_roles, "filled") as made:
        postgres.publish_current(folder, made.reader, made.owner)
        with engine(made.superuser, folder).begin() as connection:
            for table in row_security.WALLED:
                connection.execute(sa.insert(table), [some_row(table, code) for code in CODES])
        yield made


@pytest.fixture(params=["duckdb", "postgresql"])
def served(request: pytest.FixtureRequest, roles: Roles, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """What answers reads from."""
    monkeypatch.setattr(settings(), "data_folder", folder)
    monkeypatch.setattr(settings(), "facts_url", roles.reader if request.param == "postgresql" else "")
    monkeypatch.setattr(settings(), "facts_owner_url", roles.owner if request.param == "postgresql" else "")
    answers.forget()
    yield request.param
    answers.forget()


def engine(url: str, folder: Path) -> sa.Engine:
    return postgres_engine(url, f"facts_{versions.current(folder).name}")


def some_row(table: sa.Table, code: str) -> dict[str, Any]:
    values: dict[type, Any] = {sa.Text: "x", sa.Date: dt.date(2026, 1, 1), sa.Boolean: False}
    row = {column.name: next((v for kind, v in values.items() if isinstance(column.type, kind)), 0) for column in table.c}
    place = {"municipality_code": code} if "municipality_code" in table.c else {"municipality_no": int(code)}
    return {**row, **place}


def head(code: str) -> Viewer:
    return Viewer("head", municipalities=frozenset({code}))


def places(connection: sa.Connection, table: sa.Table) -> set[str]:
    column = table.c["municipality_code" if "municipality_code" in table.c else "municipality_no"]
    return {str(found).zfill(4) for found in connection.execute(sa.select(column).distinct()).scalars()}


def test_every_table_with_a_municipality_is_closed_and_the_others_are_said(roles: Roles, folder: Path) -> None:
    closed = {table.name for table in row_security.WALLED}
    open_to_all = {table.name for table in row_security.PUBLIC} | {"import_batch"}  # which the reader may not open at all
    assert closed | open_to_all == {table.name for table in facts.sorted_tables}
    assert open_to_all == {
        *("version_info", "municipality", "programme", "account_class", "published_stat", "published_figure"),
        "import_batch",
    }
    with engine(roles.owner, folder).connect() as connection:
        forced = sa.text("select relname from pg_class where relrowsecurity and relforcerowsecurity")
        assert set(connection.execute(forced).scalars()) == closed


@pytest.mark.parametrize("role", ["reader", "owner"])
def test_without_a_setting_or_with_nonsense_nothing_comes(filled: Roles, folder: Path, role: str) -> None:
    with engine(getattr(filled, role), folder).connect() as connection:
        for said in (None, *(one for one in NONSENSE if role == "reader" or one != "*")):
            if said is not None:
                scoped.let_through(connection, said)
            for table in READ:
                assert places(connection, table) == set(), (said, table.name)


def test_a_municipality_gets_all_of_its_own_and_no_row_of_another(filled: Roles, folder: Path) -> None:
    for code in CODES:
        with engine(filled.reader, folder).connect() as connection, engine(filled.superuser, folder).connect() as all_of_it:
            scoped.let_through(connection, code)
            for table in READ:
                assert places(connection, table) == {code}, table.name
                column = table.c.get("municipality_code")
                own = table.c.municipality_no == int(code) if column is None else column == code
                count = sa.select(sa.func.count()).select_from(table)
                assert connection.execute(count).scalar_one() == all_of_it.execute(count.where(own)).scalar_one() > 0


@pytest.mark.parametrize("end", ["commit", "rollback", "close"])
def test_the_setting_ends_with_the_transaction(filled: Roles, folder: Path, end: str) -> None:
    pool = sa.create_engine(filled.reader, pool_size=1, max_overflow=0).execution_options(
        schema_translate_map={None: f"facts_{versions.current(folder).name}"}
    )
    table = facts.tables["case_file"]
    borrowed = scoped.reading(pool, {HOME})
    assert places(borrowed, table) == {HOME}
    session = borrowed.execute(sa.text("select pg_backend_pid()")).scalar_one()
    getattr(borrowed, end)()
    with pool.connect() if end == "close" else borrowed as connection:
        assert connection.execute(sa.text("select pg_backend_pid()")).scalar_one() == session
        assert not connection.execute(sa.text("select current_setting('trinvis.municipalities', true)")).scalar_one()
        assert places(connection, table) == set()
    pool.dispose()


@pytest.mark.parametrize(
    "statement",
    [
        "alter table {s}.case_file disable row level security",
        "alter table {s}.case_file no force row level security",
        "drop policy own_municipalities on {s}.case_file",
        "create policy mine on {s}.case_file for select using (true)",
        "alter table {s}.case_file owner to current_user",
        "drop table {s}.case_file",
        "drop schema {s} cascade",
        "truncate {s}.case_file",
        "delete from {s}.case_file",
        "update {s}.case_file set case_id = 'x'",
        "insert into {s}.team values ('0657', 'x', 'x')",
        "update public.trinvis_current set schema_name = 'mine'",
        f"set role {OWNER}",
        "set role trinvis",
        f"set session authorization {OWNER}",
        f"grant {OWNER} to {READER}",
        f"alter role {READER} bypassrls",
        "create schema mine",
        "create table public.mine (x int)",
        "create table {s}.mine (x int)",
        "create temporary table mine (x int)",
        "create function {s}.mine() returns int language sql as 'select 1'",
        "select * from pg_authid",
        "select * from pg_shadow",
        "select pg_read_file('postgresql.conf')",
        "copy {s}.team to program 'cat'",
        "select * from {s}.import_batch",
        "select * from {s}.content_hash",
        "set local row_security = off; select * from {s}.case_file",
    ],
)
def test_the_reader_can_change_nothing_and_become_nobody_else(roles: Roles, folder: Path, statement: str) -> None:
    with engine(roles.reader, folder).connect() as connection:
        scoped.let_through(connection, HOME)
        with pytest.raises(sa.exc.ProgrammingError) as refused:
            connection.exec_driver_sql(statement.format(s=f'"facts_{versions.current(folder).name}"'))
        assert getattr(refused.value.orig, "sqlstate", "") == "42501"  # insufficient_privilege


def test_the_statistics_of_closed_tables_are_closed_too(roles: Roles, folder: Path) -> None:
    of_cases = sa.text("select count(*) from pg_stats where tablename = 'case_file'")
    with engine(roles.superuser, folder).connect() as there, engine(roles.reader, folder).connect() as connection:
        assert there.execute(of_cases).scalar_one() > 0
        assert connection.execute(of_cases).scalar_one() == 0


def test_the_answers_are_those_of_the_file(roles: Roles, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found: list[list[Any]] = []
    monkeypatch.setattr(settings(), "data_folder", folder)
    for url, owner in (("", ""), (roles.reader, roles.owner)):
        monkeypatch.setattr(settings(), "facts_url", url)
        monkeypatch.setattr(settings(), "facts_owner_url", owner)
        answers.forget()
        seen = [(viewer, Filters.default(answers.options(viewer))) for viewer in (LOCAL_HEAD, *map(head, CODES))]
        found.append([answers.answer(m, asked, viewer).table.columns for viewer, asked in seen for m in MEASURES])
        found[-1] += [answers.cases("waiting", asked, viewer).rows.to_csv() for viewer, asked in seen]
    answers.forget()
    assert repr(found[0]) == repr(found[1])


def test_two_viewers_at_a_time_never_get_the_others_rows(served: str) -> None:
    chance = random.Random(11)

    def ask(at: int) -> None:
        viewer = head((HOME, AWAY)[at % 2])
        if at % 25 == 0:
            answers.forget()  # so that what is held is read anew in the midst of it
        asked = Filters.default(answers.options(viewer))
        assert {row[:4] for row in asked.municipalities} == viewer.municipalities
        table = answers.answer(chance.choice(list(MEASURES)), asked, viewer).table
        assert set(table["municipality_code"]) <= {*(viewer.municipalities or ()), "*"}
        rows = answers.cases("waiting", asked, viewer).rows
        assert set(rows["municipality_code"]) == viewer.municipalities
        assert answers.case_counts(asked, viewer)["waiting"].count == len(rows)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(ask, range(200)))


def test_a_query_that_forgets_its_municipality_gives_nothing_of_others(
    served: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    case, horizon = work_lists.attention_case, work_lists.case_horizon
    columns = {**case.c, "as_of": horizon.c.as_of}
    everything = sa.select(*(columns[name] for name in work_lists.COLUMNS)).join_from(
        case, horizon, case.c.municipality_code == horizon.c.municipality_code
    )
    monkeypatch.setattr(work_lists, "select_work_list", lambda name, filters: everything)
    rows = answers.cases("waiting", Filters.default(answers.options(head(HOME))), head(HOME)).rows
    # The file has no second wall, which shows that this query has lost its first.
    assert set(rows["municipality_code"]) == ({HOME} if served == "postgresql" else set(CODES))


def test_what_is_held_in_memory_is_of_the_scope_that_loaded_it(served: str) -> None:
    version = answers.current_version()
    for code in (HOME, AWAY, HOME):
        with version.reading({code}) as connection:
            held = resident.held(connection, CASELOAD, version.name)
        wanted = {int(code)} if served == "postgresql" else set(map(int, CODES))
        assert set(held.columns["place"].tolist()) == wanted
