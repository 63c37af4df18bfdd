"""The command `trinvis`: sample data, files in, answers out, targets, and the server. One module per group of commands."""

from __future__ import annotations

from dashboard.access.viewer import Refused
from dashboard.cli import (  # noqa: F401 - to import one is to add its commands
    accounts,
    answers,
    audit,
    backup,
    decisions,
    demo,
    export,
    files,
    held,
    inbox,
    key,
    profile,
    publication,
    retention,
    run,
    sentences,
    sessions,
    statbank,
    versions,
)
from dashboard.cli.common import cli, stop
from dashboard.database import errors
from dashboard.database.private_files import write_privately
from dashboard.language import _, set_language
from dashboard.settings import settings


def main() -> None:
    """What the installed command runs. Everything a person can cause ends in one sentence, not in a trace."""
    write_privately()
    set_language(settings().language)
    try:
        cli()
    except errors.NoData:
        stop(_("There are no data yet") + ": trinvis demo · trinvis import FIL")
    except errors.DamagedData as error:
        stop(sentences.damaged(error))
    except errors.ImportRunning as error:
        stop(sentences.running(error))
    except errors.MayNotPublish:
        stop(sentences.may_not_publish())
    except errors.DiskFull:
        stop(sentences.disk_full())
    except Refused:
        stop(_("No access"))
