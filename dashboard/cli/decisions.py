"""What people decide: `trinvis target` and `trinvis price-index`."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Annotated

import typer

from dashboard.cli.common import cli, current_version, out, stop
from dashboard.language import _
from dashboard.settings import settings


@cli.command()
def target(
    kind: Annotated[str, typer.Argument(help="caseload, caseload_new, first_contact")],
    kommune: Annotated[str, typer.Argument(help="Kommunekode, fx 657")],
    value: Annotated[float, typer.Argument(help="Loftet i sager, eller målet i dage")],
    decided_by: Annotated[str, typer.Option("--besluttet-af")],
    decided_on: Annotated[dt.datetime, typer.Option("--dato", formats=["%Y-%m-%d", "%d-%m-%Y"])],
) -> None:
    """Skriv et mål eller et lokalt loft, med hvem der besluttede det og hvornår."""
    from dashboard.database.operational import operational_engine
    from dashboard.records.targets import Invalid, set_target

    try:
        with operational_engine(settings().data_folder).begin() as connection:
            set_target(
                connection, kind, kommune.zfill(4), value, decided_by=decided_by, decided_on=decided_on.date(),
                origin=current_version().origin,
            )  # fmt: skip
    except Invalid as error:
        stop(str(error))
    out.print(_("Recorded."))


@cli.command("price-index")
def price_index(
    year: Annotated[int, typer.Argument(help="År")],
    index: Annotated[str, typer.Argument(help="Indeks, fx 103,25")],
    source: Annotated[str, typer.Option("--kilde", help="Hvor tallet står")],
) -> None:
    """Skriv et års pris- og lønindeks; uden indeks vises ingen faste priser."""
    from dashboard.database.operational import operational_engine
    from dashboard.records.targets import set_price_index

    try:
        value = Decimal(index.replace(",", "."))
    except ArithmeticError:
        stop(_("The index is a number, such as 103,25."))
    with operational_engine(settings().data_folder).begin() as connection:
        set_price_index(connection, {year: value}, source=source, origin=current_version().origin)
    out.print(_("Recorded."))
