"""Files in: `trinvis check`, `trinvis import` and `trinvis template`."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated, Literal

import typer

from dashboard.cli.common import cli, out, publish, stop
from dashboard.language import _
from dashboard.settings import settings

Files = Annotated[list[Path], typer.Argument(help="CSV eller Excel", show_default=False)]
Year = Annotated[int | None, typer.Option("--aar", help="Året, når filen ikke selv siger det")]
Municipality = Annotated[str | None, typer.Option("--kommune", help="Kommunekode, når filen ikke selv siger den")]
AsOf = Annotated[dt.datetime | None, typer.Option("--pr", formats=["%Y-%m-%d", "%d-%m-%Y"], help="Opgjort pr.")]


@cli.command("import")
def import_files(paths: Files, aar: Year = None, kommune: Municipality = None, pr: AsOf = None) -> None:
    """Indlæs filer: alle eller ingen. Fejl nævnes med række og kolonne, og intet ændres."""
    from dashboard.importers import load

    report = load(paths, data_folder=settings().data_folder, year=aar, municipality=kommune, as_of=pr and pr.date())
    if report.version:
        publish(report.version)
    _report(report)


@cli.command()
def check(paths: Files, aar: Year = None, kommune: Municipality = None, pr: AsOf = None) -> None:
    """Prøv filer uden at indlæse dem."""
    from dashboard.importers import check as check_files

    _report(
        check_files(paths, data_folder=settings().data_folder, year=aar, municipality=kommune, as_of=pr and pr.date())
    )


def _report(report: object) -> None:
    from dashboard.importers import Report, render

    assert isinstance(report, Report)
    for line in render(report):
        out.print(line, markup=False)
    if not report.ok:
        raise SystemExit(1)


@cli.command()
def template(
    name: Annotated[str, typer.Argument(help="sager, raadgivere, regnskab, budget, spoergeskema, befolkning")],
    folder: Annotated[Path, typer.Option("--mappe")] = Path(),
    kind: Annotated[Literal["xlsx", "csv"], typer.Option("--type")] = "xlsx",
) -> None:
    """Skriv en tom skabelon med danske overskrifter."""
    from dashboard.importers import TEMPLATES
    from dashboard.importers import template as write_template

    if name not in TEMPLATES:
        stop(_("There is no template {name}. There are: {names}.", name=name, names=", ".join(TEMPLATES)))
    out.print(str(write_template(name, folder, kind)), markup=False)
