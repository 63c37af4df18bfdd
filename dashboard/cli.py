"""The command `trinvis`: sample data, files in, answers out, targets, and the server."""

from __future__ import annotations

import datetime as dt
import sys
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Literal, NoReturn

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from dashboard import answers
from dashboard.access.viewer import LOCAL_HEAD, Refused
from dashboard.database import versions
from dashboard.database.operational import operational_engine
from dashboard.filters import Filters
from dashboard.language import _, set_language
from dashboard.layouts.filter_bar import notices_text
from dashboard.measures import BY_PATH, MEASURES, Measure
from dashboard.settings import settings

cli = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
out, err = Console(highlight=False, soft_wrap=True), Console(stderr=True, highlight=False, soft_wrap=True)

Files = Annotated[list[Path], typer.Argument(help="CSV eller Excel", show_default=False)]
Year = Annotated[int | None, typer.Option("--aar", help="Året, når filen ikke selv siger det")]
Municipality = Annotated[str | None, typer.Option("--kommune", help="Kommunekode, når filen ikke selv siger den")]
AsOf = Annotated[dt.datetime | None, typer.Option("--pr", formats=["%Y-%m-%d", "%d-%m-%Y"], help="Opgjort pr.")]


def main() -> None:
    """What the installed command runs. Everything a person can cause ends in one sentence, not in a trace."""
    set_language(settings().language)
    try:
        cli()
    except versions.NoData:
        _stop(_("There are no data yet") + ": trinvis demo · trinvis import FIL")
    except versions.DamagedData:
        _stop(_("The data cannot be opened"))
    except versions.ImportRunning:
        _stop(_("Another import is running. Try again when it has finished."))
    except Refused:
        _stop(_("No access"))


def _stop(text: str) -> NoReturn:
    err.print(text, style="bold")
    raise SystemExit(1)


@cli.command()
def demo(
    size: Annotated[
        Literal["ordinary", "national"], typer.Option("--size", help="national: 1 mio. sager")
    ] = "ordinary",
    seed: Annotated[int, typer.Option("--seed")] = 1,
    if_missing: Annotated[bool, typer.Option("--if-missing", help="Kun når der ingen data er")] = False,
    force: Annotated[bool, typer.Option("--force", help="Også når der er rigtige data")] = False,
) -> None:
    """Lav eksempeldata: alle 98 kommuner, ti år, alt opdigtet."""
    from dashboard.demo import install

    try:
        existing: str | None = answers.current_version().origin
    except versions.NoData:
        existing = None
    if if_missing and existing:
        return
    if existing == "real" and not force:
        _stop(_("There are real data already. Sample data would take their place: add --force if that is meant."))
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=err, transient=True) as progress:
        task = progress.add_task(_("Making sample data"), total=1.0)
        name = install(
            settings().data_folder,
            size=size,
            seed=seed,
            progress=lambda text, share: progress.update(task, description=text, completed=share),
        )
    _publish(name)
    out.print(_("Sample data are ready. Every figure in them is made up."))


@cli.command("import")
def import_files(paths: Files, aar: Year = None, kommune: Municipality = None, pr: AsOf = None) -> None:
    """Indlæs filer: alle eller ingen. Fejl nævnes med række og kolonne, og intet ændres."""
    from dashboard.importers import load

    report = load(paths, data_folder=settings().data_folder, year=aar, municipality=kommune, as_of=pr and pr.date())
    if report.version:
        _publish(report.version)
    _report(report)


def _publish(version: str) -> None:
    """Hand the finished version to the shared database, where one is set."""
    if settings().facts_url:
        from dashboard.database.postgres import publish

        publish(settings().data_folder / f"facts-{version}.duckdb", settings().facts_url, version)


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
        _stop(_("There is no template {name}. There are: {names}.", name=name, names=", ".join(TEMPLATES)))
    out.print(str(write_template(name, folder, kind)), markup=False)


@cli.command()
def answer(
    measure: Annotated[str, typer.Argument(help="sager, foerste-kontakt, oekonomi, tillid")],
    query: Annotated[str, typer.Argument(help="'?kommune=657&fra=2025-01&til=2025-12'")] = "",
    lang: Annotated[Literal["da", "en"] | None, typer.Option("--lang")] = None,
) -> None:
    """Skriv sidens tabel som CSV."""
    from dashboard.exports.csv import csv_text

    if lang:
        set_language(lang)
    filters, notices = Filters.from_query_string(query, answers.options(LOCAL_HEAD))
    for notice in notices_text(notices):
        err.print(str(notice.children), markup=False)
    sys.stdout.write(csv_text(answers.answer(_measure(measure).id, filters, LOCAL_HEAD)))


def _measure(name: str) -> Measure:
    known = {**BY_PATH, **{str(m.id): m for m in MEASURES.values()}}
    found = known.get(name)
    if found is None:
        _stop(_("There is no measure {name}. There are: {names}.", name=name, names=", ".join(known)))
    return found


@cli.command()
def target(
    kind: Annotated[str, typer.Argument(help="caseload, caseload_new, first_contact")],
    kommune: Annotated[str, typer.Argument(help="Kommunekode, fx 657")],
    value: Annotated[float, typer.Argument(help="Loftet i sager, eller målet i dage")],
    decided_by: Annotated[str, typer.Option("--besluttet-af")],
    decided_on: Annotated[dt.datetime, typer.Option("--dato", formats=["%Y-%m-%d", "%d-%m-%Y"])],
) -> None:
    """Skriv et mål eller et lokalt loft, med hvem der besluttede det og hvornår."""
    from dashboard.records.targets import Invalid, set_target

    try:
        with operational_engine(settings().data_folder).begin() as connection:
            set_target(
                connection, kind, kommune.zfill(4), value, decided_by=decided_by, decided_on=decided_on.date(),
                origin=answers.current_version().origin,
            )  # fmt: skip
    except Invalid as error:
        _stop(str(error))
    out.print(_("Recorded."))


@cli.command("price-index")
def price_index(
    year: Annotated[int, typer.Argument(help="År")],
    index: Annotated[str, typer.Argument(help="Indeks, fx 103,25")],
    source: Annotated[str, typer.Option("--kilde", help="Hvor tallet står")],
) -> None:
    """Skriv et års pris- og lønindeks; uden indeks vises ingen faste priser."""
    from dashboard.records.targets import set_price_index

    try:
        value = Decimal(index.replace(",", "."))
    except ArithmeticError:
        _stop(_("The index is a number, such as 103,25."))
    with operational_engine(settings().data_folder).begin() as connection:
        set_price_index(connection, {year: value}, source=source, origin=answers.current_version().origin)
    out.print(_("Recorded."))


@cli.command()
def run() -> None:
    """Start siden på denne maskine."""
    from dashboard.web.app import create_app
    from dashboard.web.serve import serve

    serve(create_app().server, settings())
