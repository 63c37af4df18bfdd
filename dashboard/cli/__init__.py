"""The command `trinvis`: sample data, files in, answers out, targets, and the server. One module per group of commands."""

from __future__ import annotations

from dashboard.access.viewer import Refused
from dashboard.cli import answers, decisions, demo, export, files, inbox, key, profile, run, statbank  # noqa: F401 - to import one is to add its commands
from dashboard.cli.common import cli, stop
from dashboard.database import versions
from dashboard.language import _, set_language
from dashboard.settings import settings


def main() -> None:
    """What the installed command runs. Everything a person can cause ends in one sentence, not in a trace."""
    set_language(settings().language)
    try:
        cli()
    except versions.NoData:
        stop(_("There are no data yet") + ": trinvis demo · trinvis import FIL")
    except versions.DamagedData:
        stop(_("The data cannot be opened"))
    except versions.ImportRunning:
        stop(_("Another import is running. Try again when it has finished."))
    except Refused:
        stop(_("No access"))
