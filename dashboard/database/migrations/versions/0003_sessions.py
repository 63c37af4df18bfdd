"""Who is logged in: sessions live here, so that a logout or a changed role counts at once."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "session",
        sa.Column("session_hash", sa.Text, primary_key=True),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("display_name", sa.Text, nullable=False),
        sa.Column("viewer", sa.JSON, nullable=False),
        sa.Column("rules_hash", sa.Text, nullable=False),
        sa.Column("created_at", sa.Integer, nullable=False),
        sa.Column("seen_at", sa.Integer, nullable=False),
        sa.Column("ended_at", sa.Integer),
    )
    op.create_index("session_subject", "session", ["subject"])
    op.create_table(
        "barred_subject",
        sa.Column("subject", sa.Text, primary_key=True),
        sa.Column("barred_at", sa.Integer, nullable=False),
    )
