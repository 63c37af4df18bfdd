"""Files in from the page *Data og kvalitet*: `POST /filer` checks or loads them, as `trinvis import` does.

A file that is refused must leave nothing behind, so what is sent is held in memory and nowhere else: neither the form's
reader nor the server may put it into a temporary file. It is memory of the system's and not of this process, and it is
read in another (delivered.py), so that whatever is sent costs the server nothing. Larger files come by the terminal or
the inbox.
"""

from __future__ import annotations

import datetime as dt
from typing import IO, Any, get_args
from urllib.parse import urlsplit

import flask

from dashboard import guarded
from dashboard.access.viewer import current_viewer
from dashboard.cli import sentences
from dashboard.database.errors import MayNotPublish
from dashboard.database.versions import DamagedData, DiskFull, ImportRunning
from dashboard.importers import TEMPLATES, Report, render, template_bytes
from dashboard.importers.choices import Again, Decimal, Hidden
from dashboard.language import _
from dashboard.web.delivered import Job, deliver
from dashboard.web.in_memory import file_in_memory

MOST_BYTES = 100_000_000
# What the form may say where a file can be read in two ways: the fields of importers.choices.
CHOICES = {"decimal": get_args(Decimal), "hidden": get_args(Hidden), "again": get_args(Again)}
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class InMemory(flask.Request):
    """A request whose files are never written to disk."""

    def _get_file_stream(self, *_arguments: Any, **_named: Any) -> IO[bytes]:
        return file_in_memory()


def register(server: flask.Flask) -> None:
    """Add the route that takes files in, and the one that hands out templates."""
    server.request_class = InMemory

    @server.post("/filer")
    def take_in() -> flask.typing.ResponseReturnValue:
        flask.request.max_content_length = MOST_BYTES
        if not (_from_our_page() and current_viewer().imports):
            return _said([_("No access")], 403)
        try:
            return _handled(flask.request.form, flask.request.files.getlist("filer"))
        except ImportRunning as error:
            return _said([sentences.running(error)], 409)
        except MayNotPublish:
            return _said([sentences.may_not_publish()], 503)
        except DiskFull:
            return _said([sentences.disk_full()], 507)
        except DamagedData as error:
            return _said([sentences.damaged(error)], 503)
        except guarded.Stopped:
            return _said([sentences.too_much()], 200)

    @server.get("/skabelon/<name>.xlsx")
    def template_file(name: str) -> flask.typing.ResponseReturnValue:
        if name not in TEMPLATES:
            return flask.Response(_("There is no such file."), 404, mimetype="text/plain")
        response = flask.Response(template_bytes(name), mimetype=EXCEL)
        response.headers["Content-Disposition"] = f"attachment; filename={name}.xlsx"
        return response


def may_send(server: flask.Flask, environ: dict[str, Any]) -> str | None:
    """Who sends an upload of which only the headers are here; None where they may send none."""
    with server.request_context(environ):
        if server.preprocess_request() is not None:
            return None
        viewer = current_viewer()
        return viewer.subject if viewer.imports and _from_our_page() else None


def _from_our_page() -> bool:
    """No other site may send a form here in a reader's name."""
    origin = flask.request.headers.get("Origin", "")
    return urlsplit(origin).netloc == flask.request.host and flask.request.headers.get("X-Trinvis") == "1"


def _handled(form: Any, files: Any) -> flask.typing.ResponseReturnValue:
    if not files:
        return _said([_("Choose one or more files first.")], 400)
    day = form.get("pr", "")
    try:
        as_of = dt.date.fromisoformat(day) if day else None
    except ValueError:
        return _said([_("“{value}” is not a date. Write it as 31-12-2025.", value=day[:20])], 400)
    chosen = {
        field: form.get(name, "")
        for field, name in (("decimal", "decimaltegn"), ("hidden", "skjulte"), ("again", "leveret"))
    }
    if any(value not in CHOICES[field] for field, value in chosen.items()):
        return _said([_("There is no such choice.")], 400)
    given = tuple((file.filename or _("file"), guarded.Handed(_written(file.stream))) for file in files)
    job = Job(
        given,
        loads=form.get("hvad") == "indlaes",
        within=current_viewer().municipalities,
        municipality=form.get("kommune") or None,
        as_of=as_of,
        said=chosen,
    )
    report, fingerprints = guarded.call(deliver, job)
    _tell_the_log(fingerprints, report, "loaded" if report.version else "tried")
    return _said(render(report), 200, ok=report.ok, loaded=report.version is not None)


def _written(stream: IO[bytes]) -> int:
    stream.flush()
    return stream.fileno()


def _tell_the_log(fingerprints: tuple[str, ...], report: Report, what: str) -> None:
    """Whose data, which files by their fingerprints, and what became of them; names of files may name persons."""
    flask.g.delivered = (tuple(sorted(report.places)), {what: ", ".join(one[:16] for one in fingerprints)})
    flask.g.refused = not report.ok


def _said(lines: list[str], status: int, *, ok: bool = False, loaded: bool = False) -> flask.typing.ResponseReturnValue:
    return {"lines": lines, "ok": ok, "loaded": loaded}, status
