"""The viewer, and the narrowing of a question to what that viewer may see.

For now there is one viewer, the local department head, who sees every municipality in the installation's data.
"""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.filters import Choices, Filters


class Refused(Exception):
    """The question lies outside the viewer's scope. Always the same words, whatever the reason."""


@dataclass(frozen=True)
class Viewer:
    """Who asks. sees_case_lists: may open lists with the case system's own numbers. imports: may load files."""

    role: str
    sees_case_lists: bool
    imports: bool


LOCAL_HEAD = Viewer(role="leder", sees_case_lists=True, imports=True)


def scope(viewer: Viewer, filters: Filters, choices: Choices) -> Filters:
    """The filters as this viewer may ask them. Raises Refused for a municipality or team outside the scope."""
    if not filters.municipalities or not set(filters.municipalities) <= set(choices.municipalities):
        raise Refused
    if filters.team and filters.team not in choices.teams.get(filters.municipalities[0], {}):
        raise Refused
    return filters
