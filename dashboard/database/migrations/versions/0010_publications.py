"""In PostgreSQL alone: publications, for all machines of an installation."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.create_table(
            "publication_file",
            sa.Column("name", sa.Text, primary_key=True),
            sa.Column("content", sa.LargeBinary, nullable=False),
            sa.Column("sha256", sa.Text, nullable=False),
            sa.Column("written_at", sa.Text, nullable=False),
        )
