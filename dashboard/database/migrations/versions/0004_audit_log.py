"""Who has seen what: each entry carries the hash of the one before it, and none can be changed."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

# Only what an entry of the purge has said is going may go.
PURGED = (
    "select 1 from audit_entry as purge where purge.action = 'purge' "
    "and json_extract(purge.detail, '$.up_to') >= old.entry_id"
)


def upgrade() -> None:
    op.create_table(
        "audit_entry",
        sa.Column("entry_id", sa.Integer, primary_key=True),
        sa.Column("at", sa.Text, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("role", sa.Text, nullable=False),
        sa.Column("action", sa.Text, nullable=False),
        sa.Column("outcome", sa.Text, nullable=False),
        sa.Column("municipalities", sa.Text, nullable=False),
        sa.Column("data_version", sa.Text, nullable=False),
        sa.Column("detail", sa.Text, nullable=False),
        sa.Column("previous_hash", sa.Text, nullable=False),
        sa.Column("hash", sa.Text, nullable=False),
    )
    op.create_table(
        "audit_named",
        sa.Column("entry_id", sa.Integer, nullable=False),
        sa.Column("id_hash", sa.Text, nullable=False),
    )
    op.create_index("audit_named_id", "audit_named", ["id_hash"])
    op.create_index("audit_named_entry", "audit_named", ["entry_id"])
    op.execute("create index audit_purge on audit_entry (entry_id) where action = 'purge'")
    if op.get_bind().dialect.name == "postgresql":
        _guard_on_postgresql()
    else:
        _guard()


def _guard() -> None:
    for table in ("audit_entry", "audit_named"):
        op.execute(
            f"create trigger {table}_stays before update on {table} "
            "begin select raise(abort, 'the audit log is never changed'); end"
        )
        op.execute(
            f"create trigger {table}_kept before delete on {table} when not exists ({PURGED}) "  # noqa: S608 - names of ours
            "begin select raise(abort, 'the audit log is only deleted from by age'); end"
        )


def _guard_on_postgresql() -> None:
    purged = PURGED.replace("json_extract(purge.detail, '$.up_to')", "(purge.detail::json ->> 'up_to')::bigint")
    op.execute(
        "create function audit_stays() returns trigger language plpgsql as "
        "$$ begin raise exception 'the audit log is never changed'; end $$"
    )
    op.execute(
        "create function audit_kept() returns trigger language plpgsql as "
        f"$$ begin if not exists ({purged}) then raise exception 'the audit log is only deleted from by age'; end if; "
        "return old; end $$"
    )
    for table in ("audit_entry", "audit_named"):
        op.execute(f"create trigger {table}_stays before update on {table} for each row execute function audit_stays()")
        op.execute(f"create trigger {table}_kept before delete on {table} for each row execute function audit_kept()")
        op.execute(f"create trigger {table}_emptied before truncate on {table} execute function audit_stays()")
