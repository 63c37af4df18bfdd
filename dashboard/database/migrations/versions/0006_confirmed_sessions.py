"""When the login last said what a session's person may see. Those under way are asked about at once."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("session", sa.Column("confirmed_at", sa.Integer, nullable=False, server_default="0"))
