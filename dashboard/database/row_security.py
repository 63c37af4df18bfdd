"""The second wall on PostgreSQL: rows of a municipality are for those who have said that they ask for it.

Every table with a municipality has row-level security, forced upon its owner too. Its policy compares with a setting
of the transaction (scoped.py); without one, or with nonsense in it, no row comes. The role that reads owns nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import sqlalchemy as sa

from dashboard.database.metadata import facts
from dashboard.database.provenance_tables import content_hash, import_batch
from dashboard.database.published_tables import published_figure, published_stat
from dashboard.database.rollup_tables import ROLLUPS  # noqa: F401 - they are tables of a version too
from dashboard.database.scoped import EVERYWHERE, SETTING
from dashboard.database.tables import account_class, municipality, programme, version_info

# What anybody may know: the municipalities there are, the accounts' translation, the names of programmes, and what
# Danmarks Statistik has published about every municipality.
PUBLIC = (version_info, municipality, programme, account_class, published_stat, published_figure)
# What no page asks for: files' names may tell of others, and the fingerprints are for the owner's `trinvis verify`.
UNREAD = (import_batch, content_hash)
WALLED = tuple(table for table in facts.sorted_tables if table not in (*PUBLIC, import_batch))

Weakness = Literal["bypass", "open", "owner"]

# As a subquery it is worked out once a statement, and looked up by hash: `= any (…)` compared 98 texts for each row.
_ASKED = f"(select unnest(string_to_array(current_setting('{SETTING}', true), ',')))"
_TO_OWNER = f"to current_user using (current_setting('{SETTING}', true) = '{EVERYWHERE}')"


def protect(owner: sa.Connection, schema: str, reader: str) -> None:
    """Close a version's filled tables, and let the role `reader` read them; '' is the owner itself."""
    for statement in (*_closing(owner, schema), *(_grants(owner, schema, reader) if reader else ())):
        owner.exec_driver_sql(statement)


def _closing(owner: sa.Connection, schema: str) -> Iterator[str]:
    for table in WALLED:
        name = _quoted(owner, schema, table.name)
        yield f"alter table {name} enable row level security, force row level security"
        for policy, whom in (("own_municipalities", f"using ({_place(table)} in {_ASKED})"), ("owner", _TO_OWNER)):
            yield f"drop policy if exists {policy} on {name}"
            yield f"create policy {policy} on {name} for select {whom}"


def _place(table: sa.Table) -> str:
    return "municipality_code" if "municipality_code" in table.c else "lpad(municipality_no::text, 4, '0')"


def _grants(owner: sa.Connection, schema: str, reader: str) -> Iterator[str]:
    role = _quoted(owner, reader)
    tables = [_quoted(owner, schema, table.name) for table in facts.sorted_tables if table not in UNREAD]
    yield f"grant usage on schema {_quoted(owner, schema)} to {role}"
    yield f"grant select on public.trinvis_current, {', '.join(tables)} to {role}"


def _quoted(connection: sa.Connection, *names: str) -> str:
    return ".".join(map(connection.dialect.identifier_preparer.quote_identifier, names))


def is_protected(owner: sa.Connection, schema: str, reader: str) -> bool:
    """Whether protect has nothing to do there."""
    return not _open_tables(owner, schema) and (not reader or _may_read(owner, schema, reader))


def _may_read(owner: sa.Connection, schema: str, reader: str) -> bool:
    tables = ["public.trinvis_current"]
    tables += [_quoted(owner, schema, table.name) for table in facts.sorted_tables if table not in UNREAD]
    usage = sa.func.has_schema_privilege(reader, schema, "USAGE")
    found = owner.execute(sa.select(usage, *(sa.func.has_table_privilege(reader, name, "SELECT") for name in tables)))
    return all(found.one())


def weakness(connection: sa.Connection, schema: str) -> Weakness | None:
    """What is wrong with the wall for the role that the connection has: it goes past it (bypass), the tables have
    none (open), or the role could take it away (owner); the worst first."""
    past = sa.text("select rolsuper or rolbypassrls from pg_roles where rolname = current_user")
    if connection.execute(past).scalar_one():
        return "bypass"
    if _open_tables(connection, schema):
        return "open"
    owned = sa.text(
        "select count(*) from pg_class join pg_namespace n on n.oid = relnamespace where nspname = :schema "
        "and relkind = 'r' and pg_has_role(current_user, relowner, 'member')"
    )
    return "owner" if connection.execute(owned, {"schema": schema}).scalar_one() else None


def _open_tables(connection: sa.Connection, schema: str) -> set[str]:
    closed = sa.text(
        "select relname from pg_class join pg_namespace n on n.oid = relnamespace where nspname = :schema "
        "and relrowsecurity and relforcerowsecurity"
    )
    return {table.name for table in WALLED} - set(connection.execute(closed, {"schema": schema}).scalars())
