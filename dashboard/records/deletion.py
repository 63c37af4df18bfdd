"""Personal data deleted, by age or for one case: every kept version, the shared database, and a line in the audit log."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from dashboard.access.audit_asked import id_hash
from dashboard.access.audit_log import Entry, record
from dashboard.database import erasure, retention
from dashboard.settings import settings


def old_limits(today: dt.date | None = None) -> dict[retention.Kind, dt.date]:
    """As the installation has set them."""
    held = settings()
    return retention.limits(today or dt.date.today(), held.retention_years, held.retention_years_of)


def delete_old(data_folder: Path, today: dt.date | None = None) -> str | None:
    """What is too old, out of every kept version; the name of the one that counts, None where nothing was.

    Raises what retention.delete does, and NotWritten.
    """
    before = old_limits(today)
    going = retention.too_old(data_folder, before)
    name = retention.delete(data_folder, before)
    if name is not None:
        rows = {table: n for counts in going.values() for table, n in counts.items()}
        record(data_folder, Entry("trinvis", "system", "retention", data_version=name, detail={"rows": rows}))
        _publish(data_folder)
    return name


def erase(data_folder: Path, municipality_code: str, case_id: str, *, subject: str) -> str | None:
    """One case; the name of the version that counts, None where no kept version has it.

    The audit log tells that it happened, to a case that stands there as a hash. Raises what erasure.erase_case does,
    and NotWritten.
    """
    name = erasure.erase_case(data_folder, municipality_code, case_id)
    named = frozenset({id_hash("case", municipality_code, case_id)})
    outcome = "given" if name else "failed"
    record(data_folder, Entry(subject, "terminal", "erase", outcome, (municipality_code,), name or "", {}, named))
    _publish(data_folder)
    return name


def _publish(data_folder: Path) -> None:
    """The shared database drops the schemas of the versions that are gone."""
    if settings().facts_url:
        from dashboard.database.postgres import publish_current

        publish_current(data_folder, settings().facts_url, settings().facts_owner_url)
