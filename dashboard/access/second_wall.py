"""Does PostgreSQL hold back other municipalities' rows from the role that Trinvis reads as, and if not, what is to do?"""

from __future__ import annotations

from typing import NamedTuple

import sqlalchemy as sa

from dashboard.database import versions
from dashboard.database.engine import postgres_engine
from dashboard.database.errors import DamagedData, NoData
from dashboard.database.row_security import Weakness, weakness
from dashboard.language import _
from dashboard.settings import Settings


class Fault(NamedTuple):
    """missing: nothing is held back at all; else the wall stands, but the role could take it away. real: the data."""

    missing: bool
    real: bool
    sentence: str


def fault(settings: Settings) -> Fault | None:
    """What is wrong with the second wall; None where it stands, where there are no data, or none in PostgreSQL."""
    if not settings.facts_url:
        return None
    try:
        version = versions.current(settings.data_folder, settings.facts_url)
        schema = f"facts_{version.name}"
        with postgres_engine(settings.facts_url, schema).connect() as connection:
            found = weakness(connection, schema)
    except (NoData, DamagedData, sa.exc.SQLAlchemyError):  # the pages say so
        return None
    return Fault(found != "owner", version.origin != "sample", _sentence(found)) if found else None


def _sentence(found: Weakness) -> str:
    match found:
        case "bypass":
            return _(
                "The role in TRINVIS_FACTS_URL goes past PostgreSQL's row-level security, so the second wall between "
                "municipalities is missing. Make a role that only reads: docs/postgresql.md shows how."
            )
        case "open":
            return _(
                "The tables in PostgreSQL have no row-level security, so the second wall between municipalities is "
                "missing. Write trinvis rollback with the name of the newest version from trinvis versions."
            )
        case "owner":
            return _(
                "The role in TRINVIS_FACTS_URL owns the tables that it reads, so it could take the second wall between "
                "municipalities away. Make a role that only reads: docs/postgresql.md shows how."
            )
