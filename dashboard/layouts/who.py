"""Who is logged in, as which role, and the way out: in the header of every page."""

from __future__ import annotations

from typing import Any

from dash import html

from dashboard.access.identity import current_identity
from dashboard.access.roles import Role
from dashboard.access.viewer import current_viewer
from dashboard.language import _

ROLE_NAMES: dict[Role, str] = {
    "head": "Department head",
    "team_lead": "Team lead",
    "coordinator": "Coordinator",
    "committee": "Committee",
    "project_lead": "Project lead",
    "national": "National",
    "importer": "Importer",
    "administrator": "Administrator",
    "host_administrator": "Administrator of the installation",
}


def who() -> html.Div | None:
    """Nothing at the machine itself, where nobody logs in."""
    identity = current_identity()
    if identity is None:
        return None
    parts: list[Any] = [html.Span(identity.name, className="who-name")] if identity.name else []
    parts.append(html.Span(_(ROLE_NAMES[current_viewer().role]), className="who-role"))
    if identity.logs_out:
        # A form of its own: a logout is no callback, and no link that another site could follow.
        parts.append(html.Form(html.Button(_("Log out"), type="submit"), action="/log-ud", method="post"))
    return html.Div(parts, className="who")
