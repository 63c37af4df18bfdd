"""Scripts, styles and fonts are read whole before they are compressed.

flask-compress compresses a file while it streams, then neither closes it nor serves those who only read gzip.
"""

from __future__ import annotations

import flask


def read_whole(server: flask.Flask) -> None:
    """Turn every streamed file into bytes, ahead of the compression."""

    @server.after_request
    def _read(response: flask.Response) -> flask.Response:
        if response.direct_passthrough:
            response.direct_passthrough = False
            response.get_data()
        return response
