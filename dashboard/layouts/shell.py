"""What stands around every page: skip link, header with the pages, the filter bar, the page, the foot."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, urlencode

from dash import dcc, html

from dashboard.access.roles import Rights
from dashboard.language import _, current_language
from dashboard.layouts import plain
from dashboard.layouts.aria import aria
from dashboard.layouts.pages import PAGES
from dashboard.layouts.who import who
from dashboard.measures import MEASURES

BRAND = "Trinvis"


def pages() -> list[tuple[str, str]]:
    """Path and name of each page in the bar, in the order of people.md section 5."""
    return [
        ("/", _("Overview")),
        (f"/{MEASURES['caseload'].path}", _("Cases")),
        (f"/{MEASURES['time_to_first_contact'].path}", _("First contact")),
        (f"/{MEASURES['spending'].path}", _("Economy")),
        (f"/{MEASURES['trust'].path}", _("Trust")),
        ("/data", _("Data and quality")),
        ("/stikproeve", _("Spot check")),
    ]


def shell() -> html.Div:
    """The frame that is sent once; everything in it that depends on the address is filled by callbacks."""
    return html.Div(
        [
            dcc.Location(id="url", refresh="callback-nav"),
            html.A(_("Skip to the content"), href="#main", className="skip-link"),
            html.Header(
                html.Div(
                    [
                        html.A(BRAND, href="/", className="brand"),
                        html.Nav(id="navigation", **aria(label=_("Pages"))),
                        html.Div(id="language-link", className="language"),
                        who(),
                    ],
                    className="header-inner",
                )
            ),
            html.Main(
                [
                    html.Div(id="error", role="alert"),
                    html.Div(id="page-heading"),
                    html.Div(id="notices", role="status"),
                    html.Div(id="filter-bar"),
                    html.Div(id="page"),
                ],
                id="main",
                tabIndex=-1,
            ),
            html.Footer(id="foot"),
        ],
        className="shell",
    )


def navigation(path: str, query: str, rights: Rights) -> list[plain.Link]:
    """The bar's links to the pages of a role; each keeps the filters."""
    return [
        plain.Link(
            name,
            href=f"{page}{query}",
            className="here" if page == path else "",
            id=f"navigation-{page.strip('/') or 'overblik'}",
        )
        for page, name in pages()
        if PAGES[page].open_to(rights)
    ]


def language_link(path: str, query: str) -> plain.A:
    """A plain link with a reload: the whole page is in one language."""
    other, name = ("en", "English") if current_language() == "da" else ("da", "Dansk")
    words = [*parse_qsl(query.lstrip("?")), ("lang", other)]
    return plain.A(name, href=f"{path}?{urlencode(words, safe=',')}", lang=other, hrefLang=other)


def foot(data_text: str) -> list[plain.P]:
    return [
        plain.P(data_text),
        plain.P(plain.Link(_("Accessibility statement"), href="/tilgaengelighed")),
    ]


def heading(title: str, context: str, sample: bool, late: html.P | None = None) -> list[Any]:
    """h1, then the one line that says whose numbers and which period, then what is late, if anything is."""
    line: list[plain.Span | str] = [context]
    if sample:
        line.append(plain.Span(_("Sample data: every figure is made up"), className="sample-mark"))
    return [plain.H1(title, tabIndex=-1), plain.P(line, className="context"), late]
