"""The key that persons are hashed with: `trinvis key new`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dashboard.cli.common import cli, out, stop
from dashboard.language import _
from dashboard.settings import settings

key = typer.Typer(no_args_is_help=True, help="Nøglen, som CPR-numre gemmes under.")
cli.add_typer(key, name="key")


@key.command()
def new(fil: Annotated[Path | None, typer.Option("--fil", help="Filen, nøglen skrives i")] = None) -> None:
    """Lav en nøgle, som børn i leverancer til Danmarks Statistik gemmes under i stedet for CPR-nummer."""
    from dashboard.importers.pseudonyms import new_key
    from dashboard.importers.report import Fault, Refused
    from dashboard.importers.wording import fault_text

    place = fil or settings().key_file
    try:
        path = new_key(place, settings().data_folder)
    except Refused as refused:
        stop(fault_text(Fault("", None, "", refused.code, refused.values)))
    out.print(_("The key lies in {file}. Keep a copy where the data are not.", file=path), markup=False)
    if fil is not None and fil.expanduser() != settings().key_file.expanduser():
        out.print(_("Say where it lies: TRINVIS_KEY_FILE={file}", file=path), markup=False)


@key.callback()
def about() -> None:
    """Nøglen, som CPR-numre gemmes under."""
