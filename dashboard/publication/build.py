"""Making a publication of the data that count now. Never while somebody waits for a page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import pandas as pd
import sqlalchemy as sa

from dashboard.database.versions import Version
from dashboard.filters import Choices
from dashboard.measures import CONTACT_DAYS, MeasureId
from dashboard.periods import Period, month_key
from dashboard.publication.cells import COLUMNS, Made, Publication, Settled
from dashboard.publication.lattice import published_quarters
from dashboard.publication.protection import Progress, Protection, protect_all
from dashboard.queries.publication import participations


class NothingClosed(Exception):
    """There is no closed quarter to publish yet."""


class NotAudited(Exception):
    """The audit did not pass even with everything new hidden: nothing is published."""


def last_closed_quarter(as_of: dt.date) -> int:
    """The last quarter whose families have all had CONTACT_DAYS to be contacted: its first month."""
    return Period.containing(month_key(as_of - dt.timedelta(days=CONTACT_DAYS - 1)), "quarter").first - 3


def build(  # noqa: PLR0913 - what comes out depends on each
    connection: sa.Connection,
    version: Version,
    choices: Choices,
    *,
    threshold: int,
    settled: Mapping[MeasureId, Settled],
    progress: Progress,
) -> tuple[Publication, Mapping[MeasureId, Settled]]:
    """The publication of a version, and what the next one must hold on to.

    choices: the names of everything in the version. settled: what the publication before left. Raises NothingClosed
    where no quarter is, and NotAudited.
    """
    if version.as_of is None:
        raise NothingClosed
    quarters = published_quarters(last_closed_quarter(version.as_of))
    found = protect_all(connection, quarters, threshold=threshold, settled=settled, progress=progress)
    if not found.audited:
        raise NotAudited
    made = _made(version, choices, found, threshold, quarters[-1], participations(connection))
    cells = pd.concat(found.cells, ignore_index=True)[list(COLUMNS)]
    return Publication(made, cells), found.private


def _made(  # noqa: PLR0913 - each is part of what it says of itself
    version: Version, choices: Choices, found: Protection, threshold: int, last_quarter: int, taking_part: pd.DataFrame
) -> Made:
    now = dt.datetime.now(dt.UTC).strftime("%Y%m%dT%H%M%S%f")
    codes = {str(one): tuple(sorted(set(of))) for one, of in taking_part.groupby("programme_id")["municipality_code"]}
    assert version.as_of is not None
    return Made(
        publication=now,
        data_version=version.name,
        origin=version.origin,
        as_of=version.as_of,
        threshold=threshold,
        audited=found.audited,
        last_quarter=last_quarter,
        municipalities=dict(choices.municipalities),
        groups=dict(choices.groups),
        programmes=dict(choices.programmes),
        participations=codes,
        target_groups=choices.target_groups,
        nation=found.nation,
        mapping_version=version.mapping_version,
        coarsened=tuple(found.coarsened),
    )
