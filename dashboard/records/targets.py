"""Targets, local ceilings and the price index: written here, each with who decided it and when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal

import sqlalchemy as sa

from dashboard.database.operational_tables import price_index, target
from dashboard.importers import cpr
from dashboard.language import _
from dashboard.queries.targets import KINDS


class Invalid(ValueError):
    """The value cannot be recorded; the text says why, for the person who wrote it."""


def set_target(  # noqa: PLR0913 - each is a column somebody must answer for
    connection: sa.Connection,
    kind: str,
    municipality_code: str,
    value: float,
    *,
    decided_by: str,
    decided_on: dt.date,
    origin: str = "real",
) -> None:
    """Record a target; the newest one counts and older ones stay on record. Raises Invalid."""
    if kind not in KINDS:
        raise Invalid(_("Unknown kind of target: {kind}. Known are {kinds}.", kind=kind, kinds=", ".join(KINDS)))
    if not 0 < value < 1000:
        raise Invalid(_("A target is a number above 0 and below 1000."))
    if not decided_by.strip():
        raise Invalid(_("Say who decided the target."))
    if cpr.found_in(decided_by):
        raise Invalid(_("Who decided may not hold a CPR number. Write the committee or the person's title."))
    connection.execute(
        sa.insert(target).values(
            kind=kind,
            municipality_code=municipality_code,
            value=value,
            decided_by=decided_by.strip(),
            decided_on=decided_on,
            origin=origin,
            recorded_at=dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        )
    )


def set_price_index(
    connection: sa.Connection, index: Mapping[int, Decimal], *, source: str, origin: str = "real"
) -> None:
    """Record the index of each year, in place of what stood there."""
    for year, value in index.items():
        connection.execute(sa.delete(price_index).where(price_index.c.year == year, price_index.c.origin == origin))
        connection.execute(
            sa.insert(price_index).values(year=year, origin=origin, index_milli=round(1000 * value), source=source)
        )


def forget_sample(connection: sa.Connection) -> None:
    """Remove what came with earlier sample data."""
    for table in (target, price_index):
        connection.execute(sa.delete(table).where(table.c.origin == "sample"))
