"""Mapping profiles: `trinvis profile new`, `list` and `check`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dashboard.cli.common import cli

profile = typer.Typer(no_args_is_help=True, help="Profiler, der læser et fagsystems eller økonomisystemets eksport: lav, se og prøv dem.")
cli.add_typer(profile, name="profile")

File = Annotated[Path, typer.Argument(help="En eksport fra fagsystemet eller økonomisystemet", metavar="FIL")]
SOURCES = "sager, raadgivere, budget, spoergeskema, befolkning, indsatser, regnskab, kontakter"


@profile.command("list")
def list_profiles() -> None:
    """De profiler, der findes: jeres egne først."""
    from dashboard.cli import profile_work  # it needs the importers, which the other commands start without

    profile_work.list_profiles()


@profile.command("check")
def check_file(file: File) -> None:
    """Hvilken profil eller skabelon ville læse filen, og hvorfor?"""
    from dashboard.cli import profile_work

    profile_work.check_file(file)


@profile.command("new")
def new_profile(
    file: File,
    kilde: Annotated[str, typer.Option("--kilde", help=SOURCES)] = "",
    to: Annotated[Path | None, typer.Option("--til", help="Filen, profilen skrives i")] = None,
) -> None:
    """Foreslå en profil ud fra en fils overskrifter, og vis de første rækker, som de forstås."""
    from dashboard.cli import profile_work

    profile_work.new_profile(file, kilde, to)
