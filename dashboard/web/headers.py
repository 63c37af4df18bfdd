"""Security headers on every reply. Only style needs 'unsafe-inline': Dash and plotly.js inject styles."""

from __future__ import annotations

import dash
import flask

from dashboard.settings import settings
from dashboard.web.language import COOKIE_PATH
from dashboard.web.oidc import form_targets

FIXED = (
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),
    ("Referrer-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(), geolocation=(), microphone=()"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
)


def protect(app: dash.Dash) -> None:
    """Add the headers to every reply of the application, once its inline scripts are known."""
    protection: list[tuple[str, str]] = []

    @app.server.after_request  # type: ignore[untyped-decorator]
    def _add(response: flask.Response) -> flask.Response:
        if not protection:
            protection.extend([("Content-Security-Policy", _policy(app)), *FIXED])
        there = {name.lower() for name, _value in response.headers}
        response.headers.extend([pair for pair in protection if pair[0].lower() not in there])
        # Pages and answers are about people: no proxy keeps them. Scripts and fonts have names of their own.
        if not flask.request.path.startswith((f"{COOKIE_PATH}assets/", f"{COOKIE_PATH}_dash-component-suites/")):
            response.headers["Cache-Control"] = "no-store"
        return response


def _policy(app: dash.Dash) -> str:
    scripts = " ".join(["'self'", *(f"'{value.strip(chr(39))}'" for value in app.csp_hashes())])
    return "; ".join(
        (
            "default-src 'self'",
            f"script-src {scripts}",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self'",
            "connect-src 'self'",
            "object-src 'none'",
            "base-uri 'self'",
            f"form-action {form_targets(settings())}",
            "frame-ancestors 'none'",
        )
    )
