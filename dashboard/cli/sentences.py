"""What a command says when the data stand in its way, in one sentence that tells what to do."""

from __future__ import annotations

import datetime as dt

from dashboard.database import errors
from dashboard.language import _, formats
from dashboard.settings import settings


def running(error: errors.ImportRunning) -> str:
    """Who is importing, and since when in this machine's time."""
    if error.pid is None:
        return _("Another import is running. Try again when it has finished.")
    return _(
        "Another import is running: started {when} by {user} (process {pid}). Try again when it has finished.",
        when=moment(dt.datetime.fromisoformat(error.started)), user=error.user, pid=error.pid,
    )  # fmt: skip


def moment(when: dt.datetime) -> str:
    """Day and time as this machine's clock shows them."""
    local = when.astimezone()
    return f"{formats.date(local.date())} {local:%H:%M}"


def disk_full() -> str:
    return _(
        "There is no more room on the disk in {folder}. Nothing has been changed. Make room, and try again.",
        folder=settings().data_folder,
    )


def may_not_publish() -> str:
    return _(
        "The data count here, but not yet in PostgreSQL, where the role may only read: the pages show those from before. "
        "Set TRINVIS_FACTS_OWNER_URL as docs/postgresql.md says, and write trinvis rollback with the name of the newest "
        "version from trinvis versions."
    )


def damaged(error: errors.DamagedData) -> str:
    if isinstance(error, errors.NewerLayout):
        return _("The data were written by a newer version of Trinvis. Use that one; nothing has been changed.")
    if isinstance(error, errors.OlderLayout):
        return _(
            "The data were written by an older version of Trinvis. Bring them up to date with: trinvis demo --if-missing"
        )
    if isinstance(error, errors.DamagedPointer):
        return _(
            "It cannot be read which version of the data counts. Write trinvis rollback: then the newest one that is "
            "whole counts, and nothing is removed."
        )
    return _("The data cannot be opened")
