"""The address and port that the server answers on: held before anything is built, or why it cannot be."""

from __future__ import annotations

import errno
import socket

from dashboard.language import _
from dashboard.web.front_door import holding
from dashboard.web.start import NotStarted

HIGHEST = 65535
LOOKED_AT = 50  # ports after a taken one, in search of one to propose


def held(host: str, port: int) -> socket.socket:
    """A socket that listens there. Raises NotStarted, with one sentence that says what to do."""
    if not 0 <= port <= HIGHEST:
        raise NotStarted(_("There is no port {port}: the highest is 65535.", port=port))
    try:
        return holding(host, port)
    except OSError as error:
        raise NotStarted(_sentence(host, port, error)) from None


def _sentence(host: str, port: int, error: OSError) -> str:
    if isinstance(error, socket.gaierror) or error.errno == errno.EADDRNOTAVAIL:
        return _("This machine has no address {host}. Change or remove TRINVIS_HOST.", host=host)
    if error.errno == errno.EACCES:
        return _("Only the administrator may answer on port {port}. Choose one above 1023: PORT=8050", port=port)
    if error.errno == errno.EADDRINUSE:
        return _("Port {port} is taken. Choose another: PORT={other} make run", port=port, other=_free(host, port))
    return _("Nothing can be answered on {host}:{port}: {why}.", host=host, port=port, why=error.strerror or "")


def _free(host: str, port: int) -> int:
    """The next port that nobody has, as far as looking tells."""
    for other in (*range(port + 1, min(port + LOOKED_AT, HIGHEST) + 1), 0):
        try:
            with holding(host, other) as found:
                return int(found.getsockname()[1])
        except OSError:
            continue
    return port
