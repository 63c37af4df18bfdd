"""`trinvis run`: the server."""

from __future__ import annotations

from typing import Annotated

import typer

from dashboard.cli.common import cli
from dashboard.cli.demo import demo
from dashboard.cli.sample_roles import AS_OPTION, PLACE_OPTION, viewer_as


@cli.command()
def run(
    role: Annotated[str | None, AS_OPTION] = None,
    kommune: Annotated[list[str] | None, PLACE_OPTION] = None,
    eksempel: Annotated[
        bool, typer.Option("--eksempel", help="Lav eksempeldata først, hvis der ingen data er")
    ] = False,
) -> None:
    """Start siden på denne maskine."""
    from dashboard.web.serve import serve

    serve(viewer_as(role, kommune or ()), (lambda: demo(if_missing=True)) if eksempel else None)
