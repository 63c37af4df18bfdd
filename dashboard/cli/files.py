"""Files in: `trinvis check`, `trinvis import` and `trinvis template`."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from dashboard.cli.common import bring_up_to_date, cli, err, follow, in_both, out, stop
from dashboard.cli.logged import logged, purge_old
from dashboard.cli.publication import say_if_due
from dashboard.guarded import bounded
from dashboard.language import _
from dashboard.settings import settings

if TYPE_CHECKING:
    from dashboard.importers import Given
    from dashboard.instruments import Instrument

Files = Annotated[list[Path] | None, typer.Argument(help="CSV eller Excel", show_default=False)]
Year = Annotated[int | None, typer.Option("--aar", help="Året, når filen ikke selv siger det")]
Municipality = Annotated[str | None, typer.Option("--kommune", help="Kommunekode, når filen ikke selv siger den")]
AsOf = Annotated[dt.datetime | None, typer.Option("--pr", formats=["%Y-%m-%d", "%d-%m-%Y"], help="Opgjort pr.")]
DecimalSign = Annotated[
    Literal["komma", "punktum"] | None,
    typer.Option("--decimaltegn", help="Tegnet før decimalerne, når filen kan læses på to måder"),
]
HiddenRows = Annotated[
    Literal["med", "uden"] | None,
    typer.Option("--skjulte", help="Skjulte rækker og ark: tag dem med, eller udelad dem"),
]
HeldAlready = Annotated[
    Literal["erstat", "suppler"] | None,
    typer.Option("--leveret-foer", help="Det, der er leveret før: erstat det, eller suppler det"),
]
# A password on the command line can be read by everybody on the machine: hence the environment variable.
Database = Annotated[
    str | None,
    typer.Option("--database", envvar="TRINVIS_IMPORT_DATABASE", help="postgresql+psycopg://bruger:kode@vært/database"),
]
Query = Annotated[str | None, typer.Option("--forespoergsel", help="'select …' eller en .sql-fil")]


def _known_kind(path: Path | None) -> Path | None:
    """Before anything is loaded: afterwards it would be too late to ask for another name."""
    if path is not None and path.suffix.lower() not in (".txt", ".csv"):
        stop(_("The report is written as .txt or .csv."))
    return path


Into = Annotated[
    Path | None,
    typer.Option("--rapport", help="Skriv også rapporten i en fil: .txt eller .csv", callback=_known_kind),
]


@cli.command("import")
def import_files(
    paths: Files = None,
    aar: Year = None,
    kommune: Municipality = None,
    pr: AsOf = None,
    decimaltegn: DecimalSign = None,
    skjulte: HiddenRows = None,
    leveret_foer: HeldAlready = None,
    database: Database = None,
    forespoergsel: Query = None,
    rapport: Into = None,
) -> None:
    """Indlæs filer eller en forespørgsel: alt eller intet. Fejl nævnes med række og kolonne, og intet ændres."""
    from dashboard.cli.progress import shown
    from dashboard.database.versions import current_file
    from dashboard.importers import load

    sources = _sources(paths, database, forespoergsel)
    said = _said(aar, kommune, pr, decimaltegn, skjulte, leveret_foer)
    bring_up_to_date()
    folder = settings().data_folder
    before = current_file(folder)
    try:
        with logged("import") as entry, shown(err), in_both(), bounded():
            report = load(sources, data_folder=folder, **said)
            entry.outcome = "given" if report.ok else "refused"
    except KeyboardInterrupt:
        if current_file(folder) == before:
            stop(_("Interrupted. Nothing has been changed."))
        stop(_("Interrupted just after the files had been loaded."))
    purge_old()
    _report(report, rapport)
    say_if_due()


@cli.command()
def check(
    paths: Files = None,
    aar: Year = None,
    kommune: Municipality = None,
    pr: AsOf = None,
    decimaltegn: DecimalSign = None,
    skjulte: HiddenRows = None,
    leveret_foer: HeldAlready = None,
    database: Database = None,
    forespoergsel: Query = None,
    rapport: Into = None,
) -> None:
    """Prøv filer eller en forespørgsel uden at indlæse."""
    from dashboard.cli.progress import shown
    from dashboard.importers import check as check_sources

    sources = _sources(paths, database, forespoergsel)
    said = _said(aar, kommune, pr, decimaltegn, skjulte, leveret_foer)
    try:
        follow()
        with shown(err), bounded():
            report = check_sources(sources, data_folder=settings().data_folder, **said)
    except KeyboardInterrupt:
        stop(_("Interrupted. Nothing has been changed."))
    _report(report, rapport)


def _said(
    year: int | None,
    municipality: str | None,
    as_of: dt.datetime | None,
    decimal: str | None,
    hidden: str | None,
    again: str | None,
) -> dict[str, Any]:
    """The options as fields of importers.choices.Choices."""
    return {
        "year": year,
        "municipality": municipality,
        "as_of": as_of and as_of.date(),
        "decimal": decimal or "",
        "hidden": hidden or "",
        "again": again or "",
    }


def _sources(paths: list[Path] | None, database: str | None, statement: str | None) -> list[Path | Given]:
    """What is to be read. The environment may name a database that this command does not ask for."""
    sources: list[Path | Given] = list(paths or [])
    if statement:
        sources.append(_asked(database or "", statement))
    elif database and not sources:
        stop(_("--database and --forespoergsel belong together."))
    if not sources:
        stop(_("Give a file, or a database with --database and --forespoergsel."))
    return sources


def _asked(database: str, statement: str) -> Given:
    from dashboard.importers.database_source import query
    from dashboard.importers.report import Fault, Refused
    from dashboard.importers.wording import fault_text

    try:
        return query(database, _statement(statement))
    except Refused as refused:
        stop(fault_text(Fault("", None, "", refused.code, refused.values)))


def _statement(text: str) -> str:
    if not text.casefold().endswith(".sql"):
        return text
    try:
        return Path(text).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        stop(_("{file} cannot be read.", file=text))


def _report(report: object, into: Path | None) -> None:
    from dashboard.importers import Report, render, write_report

    assert isinstance(report, Report)
    for line in render(report):
        out.print(line, markup=False)
    if into is not None:
        try:
            write_report(report, into)
        except OSError:
            stop(_("The report cannot be written there: {path}.", path=into))
    if not report.ok:
        raise SystemExit(1)


@cli.command()
def template(
    name: Annotated[str, typer.Argument(help="sager, raadgivere, regnskab, budget, spoergeskema, befolkning")],
    folder: Annotated[Path, typer.Option("--mappe")] = Path(),
    kind: Annotated[Literal["xlsx", "csv"], typer.Option("--type")] = "xlsx",
    instrument: Annotated[str, typer.Option("--instrument", help="Skemaet: foraeldre, medarbejder, barn …")] = "",
) -> None:
    """Skriv en tom skabelon med danske overskrifter."""
    from dashboard.importers import TEMPLATES
    from dashboard.importers import template as write_template

    if name not in TEMPLATES:
        stop(_("There is no template {name}. There are: {names}.", name=name, names=", ".join(TEMPLATES)))
    out.print(str(write_template(name, folder, kind, _form(name, instrument))), markup=False)


def _form(template_name: str, instrument: str) -> Instrument | None:
    from dashboard.instruments import instruments_of

    if not instrument:
        return None
    forms, _problems = instruments_of(settings().data_folder)
    if template_name != "spoergeskema" or instrument not in forms:
        stop(_("--instrument goes with spoergeskema and one of the forms {names}.", names=", ".join(forms)))
    return forms[instrument]
