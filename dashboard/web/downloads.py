"""Files: `/csv/<measure>?…` is the page's table under the same address and through the same gate."""

from __future__ import annotations

import flask

from dashboard.access.viewer import Refused
from dashboard.callbacks.view import read_view
from dashboard.database.versions import DamagedData, NoData
from dashboard.exports.csv import csv_bytes, file_name
from dashboard.language import _
from dashboard.measures import BY_PATH


def register(server: flask.Flask) -> None:
    """Add the route of the files."""

    @server.get("/csv/<path>")
    def csv_file(path: str) -> flask.Response:
        if path not in BY_PATH:
            return flask.Response(_("There is no such file."), 404, mimetype="text/plain")
        try:
            view = read_view(flask.request.query_string.decode("utf-8", "replace"))
            answer = view.answer(BY_PATH[path].id)
        except Refused:
            return flask.Response(_("No access"), 403, mimetype="text/plain")
        except (NoData, DamagedData):
            return flask.Response(_("The data cannot be opened"), 503, mimetype="text/plain")
        response = flask.Response(csv_bytes(answer), mimetype="text/csv")
        response.headers["Content-Disposition"] = f"attachment; filename={file_name(answer)}"
        return response
