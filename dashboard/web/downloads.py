"""`/csv/<measure>?…` is the page's table as a file, `/tabel/<measure>?…` the same for the page that opens it: one gate."""

from __future__ import annotations

import flask

from dashboard.access.viewer import Refused
from dashboard.callbacks.view import NotThere, read_view
from dashboard.database.versions import DamagedData, NoData
from dashboard.exports.csv import csv_bytes, file_name
from dashboard.language import _
from dashboard.layouts.filter_bar import notice_sentences
from dashboard.layouts.views import table_content
from dashboard.measures import BY_PATH
from dashboard.shapes import Answer


def register(server: flask.Flask) -> None:
    """Add the routes of the files and of the tables."""

    @server.get("/csv/<path>")
    def csv_file(path: str) -> flask.Response:
        found = _answer(path)
        if isinstance(found, flask.Response):
            return found
        response = flask.Response(csv_bytes(found), mimetype="text/csv")
        response.headers["Content-Disposition"] = f"attachment; filename={file_name(found)}"
        return response

    @server.get("/tabel/<path>")
    def table(path: str) -> flask.Response:
        found = _answer(path)
        if isinstance(found, flask.Response):
            return found
        return flask.Response(table_content(found), mimetype="application/json")


def _answer(path: str) -> Answer | flask.Response:
    """What the address asks for, or why it is not given."""
    if path not in BY_PATH:
        return flask.Response(_("There is no such file."), 404, mimetype="text/plain")
    try:
        view = read_view(flask.request.query_string.decode("utf-8", "replace"))
        return view.exactly(BY_PATH[path].id)
    except NotThere as error:
        return flask.Response(" ".join(notice_sentences(error.notices, view.choices)), 400, mimetype="text/plain")
    except Refused:
        return flask.Response(_("No access"), 403, mimetype="text/plain")
    except (NoData, DamagedData):
        return flask.Response(_("The data cannot be opened"), 503, mimetype="text/plain")
