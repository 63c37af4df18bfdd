"""Pages without Dash, for those who are not logged in: a heading, some sentences, and one thing to press."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode

import flask
from markupsafe import Markup, escape

from dashboard.language import _, current_language

_PAGE = Markup(
    '<!doctype html><html lang="{language}"><head><meta charset="utf-8">'
    '<meta name="viewport" content="width=device-width, initial-scale=1"><title>{title} – Trinvis</title>'
    '<link rel="stylesheet" href="/assets/vendor/bootstrap.min.css"><link rel="stylesheet" href="/assets/10-style.css">'
    '</head><body><div class="shell"><header><div class="header-inner"><span class="brand">Trinvis</span>'
    '<div class="language"><a href="{here}" lang="{other}" hreflang="{other}">{other_name}</a></div></div></header>'
    '<main id="main"><div class="panel prose plain-page"><h1>{title}</h1>{body}{action}</div></main></div></body></html>'
)


def plain_page(
    title: str, sentences: Sequence[str], action: tuple[str, str] | None = None, status: int = 200
) -> flask.Response:
    """action: what is pressed, and where it leads."""
    other, name = ("en", "English") if current_language() == "da" else ("da", "Dansk")
    body = Markup("").join(Markup("<p>{}</p>").format(text) for text in sentences)
    pressed = (
        Markup('<p><a class="btn btn-primary" href="{}">{}</a></p>').format(action[1], action[0]) if action else ""
    )
    here = "?" + urlencode([*flask.request.args.items(), ("lang", other)])
    page = _PAGE.format(
        language=current_language(),
        title=escape(title),
        body=body,
        action=pressed,
        other=other,
        other_name=name,
        here=here,
    )
    return flask.Response(page, status, mimetype="text/html")


def login_page(next_path: str) -> flask.Response:
    """Where those who are not logged in come to."""
    words = [_("Log in with your work account to see the figures of your municipality.")]
    return plain_page(_("Log in"), words, (_("Log in"), "/log-ind/start?" + urlencode({"next": next_path})))
