"""Serving on this machine with waitress: half-sent requests do not block the others (safety.md 0.7)."""

from __future__ import annotations

import gc
import logging
from contextlib import suppress
from typing import Any

import flask
import waitress
from rich.console import Console

from dashboard import answers
from dashboard.access.audit_log import NotWritten, purge
from dashboard.access.viewer import LOCAL_HEAD
from dashboard.database.errors import DamagedData, DiskFull, ImportRunning, NoData
from dashboard.database.upgrade import bring_up_to_date
from dashboard.records.deletion import delete_old
from dashboard.settings import Settings
from dashboard.web.start import check_data
from dashboard.web.uploads import MOST_BYTES
from dashboard.web.who import real_data

log = logging.getLogger("trinvis")

THREADS = 8
OBJECTS_BETWEEN_ROUNDS = 50_000


def serve(server: flask.Flask, settings: Settings) -> None:
    """Serve until interrupted; says the address first. Data that an earlier landing wrote are rebuilt before.

    Raises NotStarted where the data are real and nobody has to log in.
    """
    with suppress(DamagedData):  # then the pages say what is the matter
        bring_up_to_date(settings.data_folder, settings.facts_url, settings.facts_owner_url)
    delete_by_age(settings)
    check_data(settings, real=real_data())
    try:
        made = listening(server, settings.host, settings.port)
    except OSError:
        Console(stderr=True).print(
            f"Port {settings.port} er optaget. Vælg en anden: PORT={settings.port + 1} make run", style="bold"
        )
        raise SystemExit(1) from None
    Console().print(f"Trinvis kører på http://{settings.host}:{settings.port}  (stop med Ctrl+C)", style="bold")
    settle()
    made.run()


def delete_by_age(settings: Settings) -> None:
    """Personal data and entries of the audit log that are older than the set times. What stands in the way of it does
    not keep the pages away: it is said, and tried again at the next import."""
    if not settings.data_folder.exists():
        return
    try:
        delete_old(settings.data_folder)
        purge(settings.data_folder, settings.audit_months)
    except (NoData, DamagedData, DiskFull, ImportRunning, NotWritten) as error:
        log.warning("what is too old could not be deleted: %s", error)


def settle() -> None:
    """What a server does before its first reader: hold the facts, and leave little to the garbage collection.

    What is there by now stays: unfrozen, the rounds walk it anew, 4 ms of an overview's 50. A page is made of some
    ten thousand dicts and lists, which a round at every 700th finds in use: another 3 ms.
    """
    answers.warm(LOCAL_HEAD)
    gc.collect()
    gc.freeze()
    gc.set_threshold(OBJECTS_BETWEEN_ROUNDS)


def listening(server: flask.Flask, host: str, port: int) -> Any:
    """A server that holds its port and waits for run(). Raises OSError where the port is taken."""
    # What is sent stays in memory: a file that is refused for a CPR number must not have been on disk.
    room = MOST_BYTES + 1_000_000
    return waitress.create_server(
        server, host=host, port=port, threads=THREADS, ident=None, inbuf_overflow=room, max_request_body_size=room
    )
