"""What the header says about who is logged in. The name is shown and never decides anything."""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(frozen=True)
class Identity:
    """name: as the login gives it, '' where there is none. logs_out: there is a session to end."""

    name: str = ""
    logs_out: bool = False


_current: ContextVar[Identity | None] = ContextVar("identity", default=None)


def set_identity(identity: Identity | None) -> None:
    _current.set(identity)


def current_identity() -> Identity | None:
    """None where nobody is logged in, and at the machine itself, where nobody has to be."""
    return _current.get()
