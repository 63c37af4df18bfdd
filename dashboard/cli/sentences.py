"""What a command or a page says when the data stand in its way, in one sentence that tells what to do."""

from __future__ import annotations

import datetime as dt
import os
import pwd
from pathlib import Path

from dashboard import guarded
from dashboard.access.audit_log import ForeignLog, NotWritten
from dashboard.database import errors
from dashboard.database.operational import is_damaged, is_locked
from dashboard.database.version_file import is_disk_full
from dashboard.language import _, formats
from dashboard.settings import settings


def of_error(error: BaseException) -> str | None:
    """The sentence of what can happen to anybody; None of what is a fault of the program."""
    match error:
        case errors.DamagedData():
            return damaged(error)
        case errors.NoData():
            return _("There are no data yet") + ": trinvis demo · trinvis import FIL"
        case errors.ImportRunning():
            return running(error)
        case errors.MayNotPublish():
            return may_not_publish()
        case errors.DiskFull():
            return disk_full()
        case NotWritten():
            return not_written(error)
        case guarded.Stopped():
            return too_much()
        case errors.UnusableOperational():
            return unusable(error)
    return _of_libraries(error)


def _of_libraries(error: BaseException) -> str | None:
    if is_locked(error):
        return locked()
    if errors.is_away(error):
        return away()
    if errors.is_corrupt(error):
        return _("A file of the data is damaged. Go back with trinvis rollback, and then load what has come since.")
    if is_damaged(error):
        return unusable(errors.UnusableOperational(settings().data_folder / "operational.sqlite", gone=False))
    if is_disk_full(error):
        return disk_full()
    if isinstance(error, PermissionError):
        return not_readable(Path(error.filename or settings().data_folder))
    return None


def running(error: errors.ImportRunning) -> str:
    """Who is importing, and since when in this machine's time."""
    if error.pid is None:
        return _("Another import is running. Try again when it has finished.")
    if error.machine:
        return _(
            "Another import is running: started {when} by {user} on {machine} (process {pid}). Try again when it has finished.",
            when=moment(dt.datetime.fromisoformat(error.started)), user=error.user, machine=error.machine, pid=error.pid,
        )  # fmt: skip
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


def too_much() -> str:
    from dashboard.importers.wording import TOO_MUCH

    return _(TOO_MUCH)


def may_not_publish() -> str:
    return _(
        "The data count here, but not yet in PostgreSQL, where the role may only read: the pages show those from before. "
        "Set TRINVIS_FACTS_OWNER_URL as docs/postgresql.md says, and write trinvis rollback with the name of the newest "
        "version from trinvis versions."
    )


def locked() -> str:
    return _("Another process is writing in Trinvis' files, and has not finished. Nothing has been changed. Try again.")


def away() -> str:
    return _(
        "PostgreSQL does not answer, or does not let in the role in TRINVIS_FACTS_URL. Nothing has been changed. Try "
        "again when it is back."
    )


def away_before_copied() -> str:
    return _(
        "PostgreSQL does not answer. The data have been changed here, and the pages show those from before until it is "
        "back: then the next command, or a new start of the server, finishes."
    )


def not_written(error: NotWritten) -> str:
    """Why, where that is known, and what to do about it."""
    if isinstance(error, ForeignLog):
        return _(
            "The log of look-ups in {folder} is another than the one before: emptied, cut off or exchanged. Nothing is "
            "shown. Put operational.sqlite and audit-heads.log back from the backup, or write trinvis audit begin.",
            folder=settings().data_folder,
        )
    if isinstance(error.__cause__, errors.UnusableOperational):
        return unusable(error.__cause__)
    if isinstance(error.__cause__, errors.DamagedData):
        return damaged(error.__cause__)
    if error.__cause__ is not None and errors.is_away(error.__cause__):
        return away()
    return _("The log of look-ups cannot be written in {folder}, so nothing is shown.", folder=settings().data_folder)


def unusable(error: errors.UnusableOperational) -> str:
    """What to do about the file of what people write in the product."""
    if error.gone:
        return _(
            "{path} is gone: the log of look-ups, logins, targets and spot checks. Nothing is shown. Put it back from the "
            "backup together with audit-heads.log, or write trinvis audit begin.",
            path=error.path,
        )
    if error.path.is_file() and not os.access(error.path, os.R_OK | os.W_OK):
        return not_readable(error.path)
    return _(
        "{path} is damaged: the log of look-ups, logins, targets and spot checks. Nothing is shown. Put it back from the "
        "backup together with audit-heads.log, or write trinvis audit begin.",
        path=error.path,
    )


def not_readable(path: Path) -> str:
    """Whose it is, and who we are: that is what the administrator needs to know."""
    try:
        owner = _name(path.stat().st_uid)
    except OSError:
        owner = _("another account")
    return _(
        "{path} may not be read by {me}: it belongs to {owner}. Run Trinvis as that account, or give the data folder "
        "to this one.",
        path=path, me=_name(os.geteuid()), owner=owner,
    )  # fmt: skip


def _name(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)


def damaged(error: errors.DamagedData) -> str:
    match error:
        case errors.NewerLayout():
            return _(
                "The data were written by a newer version of Trinvis (layout {layout}; this one knows {known}). Use that one, or put "
                "back the copy from before the upgrade (docs/drift.md). Nothing has been changed.",
                layout=error.layout, known=error.known,
            )  # fmt: skip
        case errors.OlderLayout():
            return _(
                "The data were written by an older version of Trinvis. Bring them up to date with: trinvis upgrade"
            )
        case errors.DatabaseAway():
            return away_before_copied() if error.pending else away()
        case errors.OtherInstallation():
            return _(
                "PostgreSQL holds the data of another installation, or of another data folder. Nothing has been changed. Give "
                "this one a database of its own in TRINVIS_FACTS_URL. Is it this data folder that is to count there, then write: "
                "trinvis rollback NAME --overtag, with a name from trinvis versions."
            )
        case errors.ReaderOnly():
            return _(
                "The role in TRINVIS_FACTS_URL may only read, but logins, decisions and the log of look-ups are written in "
                "PostgreSQL. Nothing is shown. Set TRINVIS_FACTS_OWNER_URL as docs/postgresql.md says."
            )
        case errors.NotReadable():
            return not_readable(error.path)
        case errors.MissingFile():
            return _("The file of version {name} is not there. Go back to another with: trinvis rollback", name=error)
        case errors.DamagedPointer():
            return _(
                "It cannot be read which version of the data counts. Write trinvis rollback: then the newest one that is "
                "whole counts, and nothing is removed."
            )
    return _("The data cannot be opened")
