"""Placeholder until the first version."""

import sqlalchemy as sa


def build(connection: sa.Connection) -> None:
    """Fill spending_month."""
