"""Whose entries a spot check was drawn among. Those before were drawn among all: they are the installation's own."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("spot_check", sa.Column("scope", sa.Text, nullable=False, server_default=""))
