"""Commands that show or change data stand in the audit log as page views do, under the name of the machine's user."""

from __future__ import annotations

import getpass
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from dashboard.cli import sentences
from dashboard.cli.common import stop
from dashboard.settings import settings


@dataclass
class Entry:
    """What the command adds while it works."""

    municipalities: tuple[str, ...] = ()
    outcome: str = "given"
    detail: dict[str, str | int] = field(default_factory=dict)
    named: set[str] = field(default_factory=set)


@contextmanager
def logged(action: str, *, municipalities: tuple[str, ...] = (), **detail: str | int) -> Iterator[Entry]:
    """The block is one entry, written when it ends: whatever it found is shown after that, not in it.

    Ends the command where the log cannot be written; where the block itself failed, nothing is shown anyhow, and what
    it failed of is said. Where there is no data folder nothing is asked of anybody.
    """
    from dashboard.access import audit_asked, audit_log
    from dashboard.access.audit_log import NotWritten
    from dashboard.access.viewer import Refused

    if settings().data_folder.exists():
        _or_stop(lambda: audit_log.check(settings().data_folder))

    def write() -> None:
        audit_asked.end()
        if settings().data_folder.exists():
            _write(action, entry, asked.views(), asked.municipalities())

    entry, asked = Entry(municipalities, detail=dict(detail)), audit_asked.begin()
    try:
        yield entry
    except BaseException as error:
        entry.outcome = "refused" if isinstance(error, Refused) else "failed"
        with suppress(NotWritten):
            write()
        raise
    _or_stop(write)


def _write(action: str, entry: Entry, views: list[list[object]], asked: tuple[str, ...]) -> None:
    from dashboard.access import audit_log

    written = audit_log.Entry(
        subject=user(),
        role="terminal",
        action=action,
        outcome=entry.outcome,
        municipalities=entry.municipalities or asked,
        data_version=_version(),
        detail=entry.detail | ({"views": views} if views else {}),
        named=frozenset(entry.named),
    )
    audit_log.record(settings().data_folder, written)


def purge_old() -> None:
    """Delete what is older than the set time."""
    from dashboard.access import audit_log

    if settings().data_folder.exists():
        _or_stop(lambda: audit_log.purge(settings().data_folder, settings().audit_months))


def _or_stop(write: Callable[[], object]) -> None:
    from dashboard.access.audit_log import NotWritten

    try:
        write()
    except NotWritten as error:
        stop(sentences.not_written(error))


def _version() -> str:
    from dashboard.cli.common import current_version
    from dashboard.database.versions import DamagedData, NoData

    try:
        return current_version().name
    except (NoData, DamagedData):
        return ""


def user() -> str:
    """Who the machine says it is."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # a container may run as a number without a name
        return str(os.getuid())
