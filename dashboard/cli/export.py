"""`trinvis export`: what the data hold of one source, under the headings of its template."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dashboard.cli.common import cli, current_version, out, stop
from dashboard.cli.logged import logged
from dashboard.language import _


@cli.command("export")
def export_source(
    name: Annotated[str, typer.Argument(help="En skabelons navn, fx sager", show_default=False)],
    folder: Annotated[Path, typer.Option("--mappe")] = Path(),
    kommune: Annotated[str, typer.Option("--kommune", help="Kommunekode; uden den alle")] = "",
) -> None:
    """Skriv det, der er indlæst, som CSV under skabelonens overskrifter, så det kan tages med."""
    from dashboard.importers import TEMPLATES
    from dashboard.importers.export import export

    if name not in TEMPLATES:
        stop(_("There is no template {name}. There are: {names}.", name=name, names=", ".join(TEMPLATES)))
    code = kommune and kommune.zfill(4)
    with logged("export_source", municipalities=(code,) if code else (), source=name):
        version = current_version()
    with version.reading((code,) if code else None) as connection:
        out.print(str(export(connection, name, folder, code)), markup=False)
