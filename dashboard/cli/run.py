"""`trinvis run`: the server."""

from __future__ import annotations

from dashboard.cli.common import cli
from dashboard.settings import settings


@cli.command()
def run() -> None:
    """Start siden på denne maskine."""
    from dashboard.web.app import create_app
    from dashboard.web.serve import serve

    serve(create_app().server, settings())
