"""Where the tables of a version are gathered, whichever module declares them."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import Column, Text

facts = sa.MetaData()


def municipality_column() -> Column[str]:
    return Column("municipality_code", Text, nullable=False)
