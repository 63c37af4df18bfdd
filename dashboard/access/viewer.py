"""The viewer: who asks, in which role, with which scope. What that allows stands in scope.py."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

from dashboard.access.roles import RIGHTS, Rights, Role


class Refused(Exception):
    """The question lies outside the viewer's scope. Always the same words, whatever the reason."""


@dataclass(frozen=True)
class Viewer:
    """Who asks, and their scope. Two viewers with the same role and scope are equal: they share answers.

    municipalities: None is every municipality of the installation. teams: of a team lead. programmes: of a project
    lead. coordinator: a coordinator's own code. subject: who it is to the login, for the audit log alone.
    """

    role: Role
    municipalities: frozenset[str] | None = frozenset()
    teams: frozenset[str] = frozenset()
    programmes: frozenset[str] = frozenset()
    coordinator: str = ""
    subject: str = field(default="", compare=False)

    @property
    def rights(self) -> Rights:
        return RIGHTS[self.role]

    @property
    def shared(self) -> bool:
        """Sees the publication, never the exact numbers."""
        return self.rights.depth == "published"

    @property
    def sees_case_lists(self) -> bool:
        return self.rights.case_lists

    @property
    def imports(self) -> bool:
        return self.rights.imports


# Who sits at the machine where the data are, while nobody has to log in.
LOCAL_HEAD = Viewer(role="head", municipalities=None, subject="lokal")

_current: ContextVar[Viewer | None] = ContextVar("viewer", default=None)


@contextmanager
def seen_by(viewer: Viewer | None) -> Iterator[None]:
    """Everything asked within the block is asked by this viewer; None is nobody, who gets nothing."""
    token = _current.set(viewer)
    try:
        yield
    finally:
        _current.reset(token)


def set_viewer(viewer: Viewer | None) -> None:
    """From here on this viewer asks, until another is set: the web calls it before and after each request."""
    _current.set(viewer)


def current_viewer() -> Viewer:
    """Who asks. Raises Refused where nobody has been let in."""
    viewer = _current.get()
    if viewer is None:
        raise Refused
    return viewer
