"""Serving on this machine with waitress: half-sent requests do not block the others (safety.md 0.7)."""

from __future__ import annotations

import flask
import waitress
from rich.console import Console

from dashboard.settings import Settings

THREADS = 8


def serve(server: flask.Flask, settings: Settings) -> None:
    """Serve until interrupted; says the address first."""
    try:
        made = waitress.create_server(server, host=settings.host, port=settings.port, threads=THREADS, ident=None)
    except OSError:
        Console(stderr=True).print(
            f"Port {settings.port} er optaget. Vælg en anden: PORT={settings.port + 1} make run", style="bold"
        )
        raise SystemExit(1) from None
    Console().print(f"Trinvis kører på http://{settings.host}:{settings.port}  (stop med Ctrl+C)", style="bold")
    made.run()
