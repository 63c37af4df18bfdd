"""The command `trinvis`: sample data, files in, answers out, targets, and the server. One module per group of commands."""

from __future__ import annotations

from dashboard import logs
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
from dashboard.database.private_files import write_privately
from dashboard.language import _, set_language
from dashboard.settings import settings


def main() -> None:
    """What the installed command runs. Everything a person can cause ends in one sentence, not in a trace."""
    write_privately()
    logs.begin(settings())
    set_language(settings().language)
    try:
        cli()
    except Refused:
        stop(_("No access"))
    except Exception as error:
        sentence = sentences.of_error(error)
        if sentence is None:
            raise
        stop(sentence)
