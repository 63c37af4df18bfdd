"""What is worked out of one version of the facts once and kept: a version never changes, so nothing needs clearing.

Kept apart for each scope that a connection was opened with (scoped.py), or one would be given another's rows.
Only the newest versions that somebody asks about are kept: nationally one takes about 100 MB.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

import sqlalchemy as sa

from dashboard.database.scoped import scope_of

VERSIONS_HELD = 2  # the one that counts, and the one before it, whose requests are being answered
SCOPES_HELD = 100  # about one per municipality, which together are as large as one version

Value = TypeVar("Value")
_held: OrderedDict[tuple[str, str], dict[Hashable, Any]] = OrderedDict()
_lock = threading.RLock()


def once(connection: sa.Connection, version: str, what: Hashable, read: Callable[[], Value]) -> Value:
    """The value of `what` for a version as the connection may see it, read the first time it is asked for.

    version: '' is facts that may still change.
    """
    if not version:
        return read()
    key = (version, scope_of(connection))
    found = _held.get(key, {}).get(what)
    if found is None:
        with _lock:
            of_version = _held.setdefault(key, {})
            _held.move_to_end(key)
            while len(_held) > (SCOPES_HELD if key[1] else VERSIONS_HELD):
                _held.popitem(last=False)
            found = of_version[what] = of_version[what] if what in of_version else read()
    value: Value = found
    return value


def forget() -> None:
    """Let go of everything, so that a test can count what is asked of the database."""
    with _lock:
        _held.clear()
