"""The viewer, and the narrowing of a question to what that viewer may see."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, replace

from dashboard.access.roles import RIGHTS, Rights, Role
from dashboard.filters import Choices, Filters


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


def narrowed(viewer: Viewer, choices: Choices) -> Choices:
    """Of everything there is to choose between, what this viewer may choose."""
    codes = [code for code in choices.municipalities if viewer.municipalities is None or code in viewer.municipalities]
    deep = viewer.rights.depth
    groups = {name: tuple(code for code in of if code in codes) for name, of in choices.groups.items()}
    return replace(
        choices,
        municipalities={code: choices.municipalities[code] for code in codes},
        home=tuple(code for code in choices.home if code in codes) or tuple(codes[:1]),
        groups={name: of for name, of in groups.items() if of},
        teams={code: _teams(viewer, of) for code, of in choices.teams.items() if code in codes},
        programmes={} if deep == "own_cases" else choices.programmes,
        target_groups=() if deep == "own_cases" else choices.target_groups,
    )


def _teams(viewer: Viewer, teams: Mapping[str, str]) -> Mapping[str, str]:
    match viewer.rights.depth:
        case "exact":
            return teams
        case "own_team":
            return {team: name for team, name in teams.items() if team in viewer.teams}
        case _:
            return {}


def scope(viewer: Viewer, filters: Filters, choices: Choices) -> Filters:
    """The filters as this viewer may ask them. Raises Refused for anything outside the scope.

    choices: what answers.options gives this viewer, which is their scope within the data.
    """
    if not filters.municipalities or not set(filters.municipalities) <= set(choices.municipalities):
        raise Refused
    teams = choices.teams.get(filters.municipalities[0], {})
    if filters.team and filters.team not in teams:
        raise Refused
    if viewer.rights.depth == "own_team" and not filters.team:
        if not teams or not filters.one_municipality:
            raise Refused
        return replace(filters, team=next(iter(teams)))
    if viewer.rights.depth == "own_cases":
        if not viewer.coordinator or not filters.one_municipality or filters.programme or filters.target_group:
            raise Refused
        return replace(filters, coordinator=viewer.coordinator)
    return filters
