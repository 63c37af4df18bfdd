"""`trinvis run`: the server."""

from __future__ import annotations

from typing import Annotated

from dashboard.cli.common import cli
from dashboard.cli.sample_roles import AS_OPTION, PLACE_OPTION, viewer_as
from dashboard.settings import settings


@cli.command()
def run(
    role: Annotated[str | None, AS_OPTION] = None,
    kommune: Annotated[list[str] | None, PLACE_OPTION] = None,
) -> None:
    """Start siden på denne maskine."""
    from dashboard.web.app import create_app
    from dashboard.web.serve import serve

    viewer = viewer_as(role, kommune or ())
    serve(create_app(viewer).server, settings())
