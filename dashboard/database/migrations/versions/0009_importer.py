"""In PostgreSQL alone: who imports, to be told to whoever waits on another machine."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.create_table(
            "importer",
            sa.Column("machine", sa.Text, nullable=False),
            sa.Column("process", sa.Integer, nullable=False),
            sa.Column("user_name", sa.Text, nullable=False),
            sa.Column("started", sa.Text, nullable=False),
        )
