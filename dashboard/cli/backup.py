"""`trinvis backup` and `trinvis restore`: the whole installation as one file, and back from it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from dashboard.cli.common import bring_up_to_date, cli, err, follow, out, publish, stop
from dashboard.cli.logged import logged
from dashboard.language import _, formats
from dashboard.settings import settings


@cli.command("backup")
def backup_all(
    target: Annotated[Path, typer.Argument(help="En mappe, eller navnet på en fil, der ikke findes")],
) -> None:
    """Tag en sikkerhedskopi af alt i datamappen, også mens siden kører og der indlæses; den læses efter."""
    from dashboard.records.backup import backup
    from dashboard.records.restoring import InTheWay, NotWhole

    try:
        follow()
        with logged("backup"):
            made = backup(settings().data_folder, target, dt.datetime.now())
    except InTheWay as error:
        stop(
            _(
                "The backup cannot be put there: {path}. Name a file that is not there, outside the data folder.",
                path=error.args[0],
            )
        )
    except NotWhole as error:
        stop(
            _(
                "The backup was not as it should be when it was read back ({what}). Look at trinvis verify and trinvis audit verify.",
                what=error,
            )
        )
    except OSError as error:
        stop(_("The backup cannot be written: {reason}.", reason=error.strerror or error))
    out.print(str(made.path), markup=False)
    out.print(_summary(made))
    err.print(
        _(
            "The key that CPR numbers are hashed with ({file}) is not in it. Keep a copy of it elsewhere.",
            file=settings().key_file,
        ),
        markup=False,
    )


@cli.command("restore")
def restore_all(
    source: Annotated[Path, typer.Argument(help="En fil fra trinvis backup")],
    instead: Annotated[
        bool, typer.Option("--i-stedet", help="I stedet for de data, der er; de lægges ved siden af")
    ] = False,
) -> None:
    """Læs en sikkerhedskopi tilbage i datamappen: efterprøvet, før den gælder."""
    from dashboard.database.errors import NewerLayout
    from dashboard.records.restoring import InTheWay, NotWhole, restore

    folder = settings().data_folder
    try:
        found, aside = restore(source, folder, instead=instead)
    except InTheWay:
        stop(
            _(
                "There are data in {folder} already. Add --i-stedet to put them aside; nothing has been changed.",
                folder=folder,
            )
        )
    except NotWhole as error:
        stop(_("The backup is damaged ({what}). Use another; nothing has been changed.", what=error))
    except NewerLayout:
        stop(_("The backup was taken by a newer version of Trinvis. Use that one; nothing has been changed."))
    except OSError as error:
        stop(_("The backup cannot be read back: {reason}. Nothing has been changed.", reason=error.strerror or error))
    out.print(_summary(found))
    if aside is not None:
        out.print(_("What was there before lies in {folder}. Start the server anew.", folder=aside), markup=False)
    _let_count(found.version)


def _let_count(version: str) -> None:
    """Here and in PostgreSQL, unless that holds data of its own: then somebody has to say which are to count."""
    from dashboard.database import operational_shared
    from dashboard.database.errors import OtherInstallation
    from dashboard.database.server_mode import server_url

    folder = settings().data_folder
    operational_shared.forget(folder, server_url(folder))
    try:
        bring_up_to_date()
        with logged("restore"):
            pass
        publish()
    except OtherInstallation:
        stop(
            _(
                "The backup lies in the data folder, but PostgreSQL holds other data, and they still count. Shall the backup count "
                "there, then write: trinvis rollback {name} --overtag",
                name=version or "NAVN",
            )
        )


def _summary(found: object) -> str:
    from dashboard.records.restoring import Backup

    assert isinstance(found, Backup)
    size = formats.number(found.size / 1_000_000, 1)
    return _(
        "Whole: version {version}, {entries} entries of the log, {size} MB.",
        version=found.version or "–", entries=formats.number(found.entries), size=size,
    )  # fmt: skip
