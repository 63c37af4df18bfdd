"""Where Python's log goes: one line an event, with time, level and incident number; and the audit log's heads elsewhere.

For the programs that people start (app.py, the command): a test or an importing module gets no handlers. What has
several lines (a trace) is written with `\\n` for each break, so that a log server takes an event for one; what came from
outside can then begin no line of its own either.
"""

from __future__ import annotations

import datetime as dt
import json
import logging
import logging.handlers
import sys
import traceback
from pathlib import Path
from typing import Any

from dashboard.settings import BadSetting, Settings

AUDIT = "trinvis.audit"
SYSLOG = "syslog"
LOCAL_SYSLOG = "/dev/log"
SYSLOG_PORT = 514
# Of libraries, what says nothing to whoever reads the log: that waitress has more requests than threads for a moment,
# and that a pool could not reset a connection whose database is away or damaged, which our own line has said.
QUIET = {"waitress.queue": logging.ERROR, "sqlalchemy.pool": logging.CRITICAL, "alembic": logging.WARNING}


def begin(settings: Settings) -> None:
    """From here on this process writes its log so. Called again, what it did before is undone.

    Raises BadSetting where the audit log's heads cannot be written to where they shall.
    """
    end()
    root, audit = logging.getLogger(), logging.getLogger(AUDIT)
    root.addHandler(_marked(_Stderr(), settings))
    for name, level in QUIET.items():
        logging.getLogger(name).setLevel(level)
    if settings.audit_to:
        audit.addHandler(_marked(_elsewhere(settings.audit_to), settings))
        audit.setLevel(logging.INFO)
        audit.propagate = False  # an entry a page view would fill the log of what happens


def end() -> None:
    """Take away the handlers that begin has added."""
    for name in ("", AUDIT):
        log = logging.getLogger(name)
        for handler in [one for one in log.handlers if getattr(one, "trinvis", False)]:
            log.removeHandler(handler)
            handler.close()
    logging.getLogger(AUDIT).setLevel(logging.NOTSET)
    logging.getLogger(AUDIT).propagate = True


class OneLine(logging.Formatter):
    """`2026-12-01T08:00:00.123+01:00 ERROR 1f2e3d4c trinvis: what`; `-` where an event has no incident number."""

    def format(self, record: logging.LogRecord) -> str:
        event = event_of(record)
        trace = f" | {event['trace']}" if "trace" in event else ""
        line = f"{event['time']} {event['level']} {event['incident'] or '-'} {event['logger']}: {event['event']}{trace}"
        return "".join(_visible(sign) for sign in line)


class AsJson(logging.Formatter):
    """An object a line: time, level, incident, logger, event and, of an error, its trace."""

    def format(self, record: logging.LogRecord) -> str:
        return json.dumps(event_of(record), ensure_ascii=False)


def event_of(record: logging.LogRecord) -> dict[str, Any]:
    """What is said of an event. incident: the number that whoever was hit by it was told."""
    at = dt.datetime.fromtimestamp(record.created).astimezone()
    event = {
        "time": at.isoformat(timespec="milliseconds"),
        "level": record.levelname,
        "incident": getattr(record, "incident", ""),
        "logger": record.name,
        "event": record.getMessage(),
    }
    if record.exc_info and record.exc_info[0] is not None:
        event["trace"] = "".join(traceback.format_exception(*record.exc_info)).rstrip()
    return event


def _visible(sign: str) -> str:
    """The sign itself, or how Python writes it where it would break the line or steer a terminal."""
    return sign if sign.isprintable() else sign.encode("unicode_escape").decode("ascii")


class _Stderr(logging.StreamHandler[Any]):
    """To wherever standard error leads now."""

    def __init__(self) -> None:
        logging.Handler.__init__(self)

    @property
    def stream(self) -> Any:
        return sys.stderr


def _elsewhere(place: str) -> logging.Handler:
    """place: `syslog` is this machine's, `syslog:server[:port]` another's by UDP, else the path of a file."""
    try:
        if place == SYSLOG:
            return _Syslog(LOCAL_SYSLOG)
        if place.startswith(f"{SYSLOG}:"):
            host, _colon, port = place.removeprefix(f"{SYSLOG}:").partition(":")
            return _Syslog((host, int(port or SYSLOG_PORT)))
        if not Path(place).is_absolute():
            raise BadSetting(_audit_fault("skriv syslog, syslog:server:port eller stien til en fil, med / forrest."))
        handler = _File(place, encoding="utf-8")
        Path(place).open("rb").close()  # a start holds the log up against what stands there
        return handler
    except (OSError, ValueError) as error:
        raise BadSetting(
            _audit_fault(f"{place} kan ikke skrives og læses ({getattr(error, 'strerror', None) or error}).")
        ) from None


def _audit_fault(why: str) -> str:
    return f"TRINVIS_AUDIT_TO kan ikke bruges: {why}"


class _SaysOnce(logging.Handler):
    """What cannot be handed over is one line in the log, the first time, instead of a trace each time."""

    failed = False

    def handleError(self, _record: logging.LogRecord) -> None:
        if not self.failed:
            self.failed = True
            logging.getLogger("trinvis").error("the heads of the audit log cannot be handed over", exc_info=True)


class _Syslog(_SaysOnce, logging.handlers.SysLogHandler):
    def __init__(self, address: str | tuple[str, int]) -> None:
        super().__init__(address, facility=logging.handlers.SysLogHandler.LOG_AUTHPRIV)
        self.ident = "trinvis: "


class _File(_SaysOnce, logging.handlers.WatchedFileHandler):
    """Begins a new file where another program has moved the old one away."""


def _marked(handler: logging.Handler, settings: Settings) -> logging.Handler:
    handler.trinvis = True  # type: ignore[attr-defined]  # so that end() knows its own
    handler.setFormatter(AsJson() if settings.log_format == "json" else OneLine())
    return handler
