"""Danmarks Statistik's StatBank: `trinvis statbank tables`, `info` and `fetch`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from dashboard.cli.common import cli

statbank = typer.Typer(no_args_is_help=True, help="Statistikbankens tabeller: find, se og hent dem.")
cli.add_typer(statbank, name="statbank")

TableName = Annotated[str, typer.Argument(help="Tabellens navn, fx FOLK1A", metavar="TABEL")]


@statbank.command("tables")
def tables(search: Annotated[str, typer.Argument(help="Ord i navn eller titel", metavar="[SØG]")] = "") -> None:
    """De tabeller, Trinvis kan indlæse; med et søgeord alle Statistikbankens."""
    from dashboard.cli import statbank_work  # it needs the importers, which the other commands start without

    statbank_work.tables(search)


@statbank.command()
def info(table: TableName) -> None:
    """Tabellens kolonner og koder, og hvad der ikke kan lægges sammen."""
    from dashboard.cli import statbank_work

    statbank_work.info(table)


@statbank.command("fetch")
def fetch_table(
    table: TableName,
    aar: Annotated[str, typer.Option("--aar", help="2024 eller 2022-2024; ellers det nyeste")] = "",
    kommune: Annotated[list[str] | None, typer.Option("--kommune", help="Navn eller kode; flere ad gangen")] = None,
    kind: Annotated[Literal["csv", "bulk", "jsonstat"], typer.Option("--format")] = "csv",
    folder: Annotated[Path, typer.Option("--mappe", help="Hvor filerne skrives")] = Path(),
    indlaes: Annotated[bool, typer.Option("--indlaes", help="Indlæs filerne bagefter")] = False,
) -> None:
    """Hent en tabel som filer, og indlæs dem eventuelt."""
    from dashboard.cli import statbank_work

    statbank_work.fetch_table(table, aar, kommune or [], kind, folder, indlaes=indlaes)
