"""In PostgreSQL alone: the name of the installation, by which a folder of another one is known."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.create_table("installation", sa.Column("name", sa.Text, primary_key=True))
