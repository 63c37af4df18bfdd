"""How often decisions have changed, and the controller's looks at the audit log."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table("change_count", sa.Column("n", sa.Integer, primary_key=True, autoincrement=False))
    op.execute("insert into change_count values (0)")
    if _on_postgresql():
        op.execute(
            "create function decision_counted() returns trigger language plpgsql as "
            "$$ begin update change_count set n = n + 1; return null; end $$"
        )
    for table in ("target", "price_index"):
        for change in ("insert", "update", "delete"):
            op.execute(_counting(table, change))
    op.create_table(
        "spot_check",
        sa.Column("check_id", sa.Integer, primary_key=True),
        sa.Column("at", sa.Text, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("seed", sa.Integer, nullable=False),
        sa.Column("first_entry", sa.Integer, nullable=False),
        sa.Column("last_entry", sa.Integer, nullable=False),
        sa.Column("drawn", sa.JSON, nullable=False),
        sa.Column("in_order", sa.JSON, nullable=False),
        sa.Column("remark", sa.Text, nullable=False),
        sa.Column("saved_at", sa.Text, nullable=False),
    )


def _on_postgresql() -> bool:
    return bool(op.get_bind().dialect.name == "postgresql")


def _counting(table: str, change: str) -> str:
    named = f"create trigger {table}_{change}_counted after {change} on {table}"
    if _on_postgresql():
        return f"{named} for each row execute function decision_counted()"
    return f"{named} begin update change_count set n = n + 1; end"  # noqa: S608 - names of ours
