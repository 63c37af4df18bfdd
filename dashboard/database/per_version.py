"""What is worked out of one version of the facts once and kept: a version never changes, so nothing needs clearing.

Only the newest versions that somebody asks about are kept: nationally one takes about 100 MB.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

VERSIONS_HELD = 2  # the one that counts, and the one before it, whose requests are being answered

Value = TypeVar("Value")
_held: OrderedDict[str, dict[Hashable, Any]] = OrderedDict()
_lock = threading.RLock()


def once(version: str, what: Hashable, read: Callable[[], Value]) -> Value:
    """The value of `what` for a version, read the first time it is asked for; '' is facts that may still change."""
    if not version:
        return read()
    found = _held.get(version, {}).get(what)
    if found is None:
        with _lock:
            of_version = _held.setdefault(version, {})
            _held.move_to_end(version)
            while len(_held) > VERSIONS_HELD:
                _held.popitem(last=False)
            found = of_version[what] = of_version[what] if what in of_version else read()
    value: Value = found
    return value


def forget() -> None:
    """Let go of everything, so that a test can count what is asked of the database."""
    with _lock:
        _held.clear()
