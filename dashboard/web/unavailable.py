"""What nobody at the page can help: the database away, a file damaged, another process writing. Words, and 503.

The reader is told what to do; the log, in the words of the terminal, what whoever runs Trinvis has to do.
"""

from __future__ import annotations

import logging
import secrets

import flask

from dashboard.access.audit_log import NotWritten
from dashboard.cli import sentences
from dashboard.database.errors import (
    DamagedData,
    DatabaseAway,
    OtherInstallation,
    UnusableOperational,
    is_away,
    is_corrupt,
)
from dashboard.database.operational import is_damaged, is_locked
from dashboard.language import _

log = logging.getLogger("trinvis")


def sentence(error: BaseException) -> str | None:
    """For the reader; None where the error is something else."""
    if is_locked(error):
        return _("Trinvis is busy writing. Nothing of yours has been changed. Try again in a moment.")
    if isinstance(error, NotWritten) and error.__cause__ is not None and (known := sentence(error.__cause__)):
        return known
    if isinstance(error, OtherInstallation):
        return _("The database belongs to another installation")
    if isinstance(error, DatabaseAway) or is_away(error):
        return _(
            "The database does not answer. The figures come back by themselves when it does: try again in some minutes."
        )
    if isinstance(error, (NotWritten, UnusableOperational)) or is_damaged(error):
        return _("The log of look-ups cannot be written, so nothing is shown. Tell the person who runs Trinvis.")
    if isinstance(error, DamagedData) or is_corrupt(error):
        return _("The data cannot be opened")
    return None


def logged(error: BaseException) -> str:
    """Write what it is to the log, without a trace; the incident number that finds it there."""
    number = secrets.token_hex(4)
    path = flask.request.path.encode("unicode_escape").decode("ascii")
    log.error("at %s: %s", path, sentences.of_error(error) or error, extra={"incident": number})
    return number
