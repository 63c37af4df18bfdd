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
    for table in ("target", "price_index"):
        for change in ("insert", "update", "delete"):
            op.execute(
                f"create trigger {table}_{change}_counted after {change} on {table} "  # noqa: S608 - names of ours
                "begin update change_count set n = n + 1; end"
            )
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
