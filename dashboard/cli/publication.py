"""`trinvis publication`: what committees, projects and the country may see, made at quarter close, and exchanged."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from dashboard.cli.common import cli, current_version, err, out, stop
from dashboard.language import _
from dashboard.settings import settings

publication = typer.Typer(no_args_is_help=True, help="Offentliggørelser: lav, vis, send og modtag.")
cli.add_typer(publication, name="publication")


@publication.command("build")
def build_command(
    if_due: Annotated[
        bool,
        typer.Option("--ved-kvartalsskift", help="Kun hvis et kvartal er lukket siden sidst; til en natlig kørsel"),
    ] = False,
) -> None:
    """Lav en offentliggørelse af de data, der gælder nu; kan tage nogle minutter."""
    from dashboard.publication.command import due

    if if_due and not due(settings(), current_version()):
        out.print(_("No quarter has closed since the last publication."))
        return
    build_now()


def say_if_due() -> None:
    """After an import: where publications are made, that one is waiting to be. Whoever publishes looks first, since
    what is out stays as it is."""
    from dashboard.publication.command import due
    from dashboard.publication.store import files

    if files(settings().data_folder) and due(settings(), current_version()):
        out.print(_("A quarter has closed. When the figures are in order, publish them: trinvis publication build"))


def build_now() -> None:
    """Publish, with progress; a sentence where nothing can be published."""
    from dashboard.database.errors import PublishedMeanwhile
    from dashboard.publication.build import NotAudited, NothingClosed
    from dashboard.publication.command import publish

    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    try:
        with Progress(*columns, console=err, transient=True) as progress:
            task = progress.add_task(_("Protecting small numbers"), total=1.0)
            made = publish(settings(), current_version(), lambda name, share: progress.update(task, completed=share))
    except NothingClosed:
        stop(_("No quarter is closed yet: there is nothing to publish."))
    except PublishedMeanwhile:
        stop(_("Another machine has published meanwhile. What it has published counts; nothing more has been published."))
    except NotAudited:
        stop(_("The small numbers could not be protected with certainty. Nothing has been published."))
    out.print(_("Published: {name}", name=made.publication))
    for left_out in made.coarsened:
        out.print(_("Quarters left out to protect small numbers: {place}", place=left_out))


@publication.command("list")
def list_command() -> None:
    """Vis de offentliggørelser, der er lavet, og dem, der er modtaget."""
    from dashboard.publication.exchange import received
    from dashboard.publication.store import files, unpacked

    for path in files(settings().data_folder):
        made = unpacked(path.read_bytes()).made
        out.print(f"{made.publication}  {len(made.municipalities)}  {made.as_of.isoformat()}")
    for one in received(settings().data_folder):
        out.print(f"{one.made.publication}  {', '.join(one.made.municipalities.values())}")


@publication.command("export")
def export_command(to: Annotated[Path, typer.Argument(help="offentliggoerelse.zip")]) -> None:
    """Skriv det, der er offentliggjort, til en fil, som andre kommuner kan modtage."""
    from dashboard.publication.exchange import to_send

    to.write_bytes(to_send(settings().data_folder))
    out.print(_("Written: {path}. It holds published figures alone.", path=to.name))


@publication.command("import")
def import_command(file: Annotated[Path, typer.Argument(help="Filen fra en anden kommune")]) -> None:
    """Modtag, hvad en anden kommune har offentliggjort."""
    from dashboard.publication.exchange import OtherOrigin, OwnMunicipality, receive
    from dashboard.publication.store import DamagedPublication

    try:
        made = receive(settings().data_folder, file.read_bytes())
    except OSError:
        stop(_("The file {name} cannot be read.", name=file.name))
    except DamagedPublication:
        stop(_("{name} is not a publication, or it has been changed. Ask the sender for a new one.", name=file.name))
    except OtherOrigin:
        stop(_("Sample data and real data are never shown together. Nothing has been changed."))
    except OwnMunicipality as error:
        stop(_("You publish {place} yourselves. Nothing has been changed.", place=str(error)))
    out.print(_("Received: {place}", place=", ".join(made.municipalities.values())))
