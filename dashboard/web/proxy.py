"""A proxy of the municipality's has logged people in, and says in headers who they are.

Headers are believed from this machine alone, and only with the secret that the proxy and Trinvis share.
"""

from __future__ import annotations

import hmac

import flask

from dashboard.access.claims import NotLetIn, viewer_of
from dashboard.access.viewer import Viewer
from dashboard.settings import Settings
from dashboard.web.client import peer
from dashboard.web.start import LOOPBACK, weak

SECRET = "X-Trinvis-Noegle"  # noqa: S105 - the header's name
NAME = "X-Trinvis-Navn"
# Header → the setting that names its claim: the rules are those of a login.
HEADERS = {
    "X-Trinvis-Bruger": "claim_subject",
    "X-Trinvis-Rolle": "claim_role",
    "X-Trinvis-Kommune": "claim_municipality",
    "X-Trinvis-Teams": "claim_teams",
    "X-Trinvis-Programmer": "claim_programmes",
    "X-Trinvis-Raadgiver": "claim_coordinator",
    "X-Trinvis-Niveau": "claim_level",
}


def sent_viewer(request: flask.Request, held: Settings) -> Viewer | None:
    """Who the proxy says it is; None where it is not the proxy, or they may not come in."""
    sent = request.headers.get(SECRET, "").encode("utf-8", "replace")
    if peer(request) not in LOOPBACK or weak(held.proxy_secret):
        return None
    if not hmac.compare_digest(sent, held.proxy_secret.encode()):
        return None
    claims = {getattr(held, claim): request.headers.get(header, "") for header, claim in HEADERS.items()}
    try:
        return viewer_of(claims, held)
    except NotLetIn:
        return None


def name(request: flask.Request) -> str:
    return request.headers.get(NAME, "")[:80]
