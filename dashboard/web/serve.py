"""Serving on this machine: by waitress, behind front_door.py; or by another server, with the same checks before.

In this order, so that what stands in the way is said before anything is built: the settings, the port, the data brought
up to date, what is too old deleted, whether real data may be shown, and only then the application.
"""

from __future__ import annotations

import gc
import logging
import os
import socket
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any

import flask
from rich.console import Console

from dashboard import answers, guarded
from dashboard.access import audit_log
from dashboard.access.audit_log import NotWritten, purge
from dashboard.access.viewer import LOCAL_HEAD, Viewer
from dashboard.cli import sentences
from dashboard.database.errors import DamagedData, DiskFull, ImportRunning, MayNotPublish, NoData
from dashboard.database.import_lock import import_lock
from dashboard.database.publishing import finish, settled
from dashboard.database.upgrade import bring_up_to_date, is_older
from dashboard.language import _
from dashboard.records.deletion import delete_old
from dashboard.settings import Settings, settings
from dashboard.web import place, uploads
from dashboard.web.app import create_app
from dashboard.web.client import networks
from dashboard.web.front_door import FrontDoor, front_door, holding
from dashboard.web.start import NotStarted, check_data, check_start
from dashboard.web.who import real_data

log = logging.getLogger("trinvis")

OBJECTS_BETWEEN_ROUNDS = 50_000
REBUILD_SECONDS = 3600.0  # how long a process waits for another that is bringing the data up to date


def serve(viewer: Viewer = LOCAL_HEAD, fill: Callable[[], None] | None = None) -> None:
    """Serve until interrupted; says the address first. viewer: who sits at this machine, where nobody has to log in.

    fill: makes data where there are none, once the port is ours. Raises NotStarted for whatever stands in the way.
    """
    held = settings()
    check_start(held)
    listener = place.held(held.host, held.port)
    try:
        if fill is not None:
            fill()
        prepare(held)
        made = listening(create_app(viewer).server, held.host, held.port, listener)
    except BaseException:
        listener.close()
        raise
    Console().print(f"Trinvis kører på http://{held.host}:{held.port}  (stop med Ctrl+C)", style="bold")
    settle()
    made.run()


def for_another_server() -> flask.Flask:
    """The application for gunicorn and its like, with the checks that serve() makes. Raises NotStarted."""
    held = settings()
    if held.login == "proxy":  # only our own server sees that a header has come twice
        raise NotStarted(_("Behind a proxy that logs people in, start Trinvis with: trinvis run"))
    check_start(held)
    prepare(held)
    server: flask.Flask = create_app().server
    _stay_in_this_process(server)
    settle()
    return server


def prepare(held: Settings) -> None:
    """What has to be so before anybody is answered. Raises NotStarted."""
    where = held.data_folder, held.facts_url, held.facts_owner_url
    try:
        if is_older(held.data_folder):
            with import_lock(held.data_folder, wait=REBUILD_SECONDS):
                bring_up_to_date(*where)
        finish(*where)
    except (DamagedData, MayNotPublish) as error:  # the pages say what is the matter
        log.error("%s", sentences.of_error(error))
    except (DiskFull, ImportRunning) as error:
        raise NotStarted(sentences.of_error(error)) from None
    check_log(held)
    delete_by_age(held)
    check_data(held, real=real_data())


def check_log(held: Settings) -> None:
    """Is the log of look-ups the one that the file of heads, and what stands outside the folder, tell of? The pages say
    nothing while it is not; why stands here."""
    try:
        if held.data_folder.exists():
            audit_log.check(held.data_folder)
    except NotWritten as error:
        log.error("%s", sentences.not_written(error))


def delete_by_age(held: Settings) -> None:
    """Personal data and entries of the audit log that are older than the set times. What stands in the way of it does
    not keep the pages away: it is said, and tried again at the next import."""
    if not held.data_folder.exists():
        return
    try:
        with suppress(NoData), settled(held.data_folder, held.facts_url, held.facts_owner_url):
            delete_old(held.data_folder)
        purge(held.data_folder, held.audit_months)
    except (DamagedData, DiskFull, ImportRunning, MayNotPublish, NotWritten) as error:
        log.warning("what is too old could not be deleted: %s", sentences.of_error(error) or error)


def settle() -> None:
    """What a server does before its first reader and its first file: hold the facts, make ready what files are read in,
    and leave little to the garbage collection.

    What is there by now stays: unfrozen, the rounds walk it anew, 4 ms of an overview's 50. A page is made of some
    ten thousand dicts and lists, which a round at every 700th finds in use: another 3 ms.
    """
    guarded.make_ready()
    answers.warm(LOCAL_HEAD)
    gc.collect()
    gc.freeze()
    gc.set_threshold(OBJECTS_BETWEEN_ROUNDS)


def listening(server: flask.Flask, host: str, port: int, held: socket.socket | None = None) -> FrontDoor:
    """A server that holds its port and waits for run(). held: by this socket. Raises OSError where it is taken."""
    # What is sent stays in memory: a file that is refused for a CPR number must not have been on disk.
    proxies = networks(settings().trusted_proxies)
    return front_door(
        server, held or holding(host, port), uploads.MOST_BYTES, partial(uploads.may_send, server), proxies
    )


def _stay_in_this_process(server: flask.Flask) -> None:
    """A child of the process that made the application would share its open databases with it, and spoil them."""
    made_in = os.getpid()

    def refuse(environ: dict[str, Any], start: Any, asked: Any = server.wsgi_app) -> Any:
        if os.getpid() == made_in:
            return asked(environ, start)
        log.critical("%s", _("Start gunicorn without --preload: each process makes its own application."))
        start("503 Service Unavailable", [("Content-Type", "text/plain; charset=utf-8")])
        return [_("Start gunicorn without --preload: each process makes its own application.").encode()]

    server.wsgi_app = refuse  # type: ignore[assignment, method-assign]
