"""What is done with an upload, in a process of its own: tried or loaded as `trinvis import` does. The server only waits."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from dashboard.database.following import follow
from dashboard.database.publishing import in_both
from dashboard.guarded import Handed
from dashboard.importers import Given, Report, check, load
from dashboard.settings import settings


@dataclass(frozen=True)
class Job:
    """files: by the names they were given, open in memory. within: as importers.load has it; said: more of its fields."""

    files: tuple[tuple[str, Handed], ...]
    loads: bool
    within: frozenset[str] | None
    municipality: str | None
    as_of: dt.date | None
    said: Mapping[str, str]


def deliver(job: Job) -> tuple[Report, tuple[str, ...]]:
    """The report, and the fingerprint of each file. Raises what load does."""
    # A file in memory has a path as long as it is open, so that a ledger is scanned where it lies.
    given = [Given(name, path=Path(f"/proc/self/fd/{file.fd}")) for name, file in job.files]
    held, work = settings(), load if job.loads else check
    if not job.loads:
        follow(held.data_folder)
    with in_both(held.data_folder, held.facts_url if job.loads else "", held.facts_owner_url):
        report = work(
            given,
            data_folder=held.data_folder,
            within=job.within,
            municipality=job.municipality,
            as_of=job.as_of,
            **job.said,
        )
    return report, tuple(one.sha256 for one in given)
