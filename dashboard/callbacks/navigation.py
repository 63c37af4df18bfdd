"""Our own router: the path chooses the page, the query string the filters. One callback for the whole frame."""

from __future__ import annotations

from typing import Any

import dash
from dash import ClientsideFunction, Input, Output, ctx, no_update

from dashboard import answers
from dashboard.access.roles import Rights
from dashboard.access.viewer import Refused, current_viewer
from dashboard.answers import DamagedData, NoData
from dashboard.callbacks.view import View, read_view
from dashboard.filters import honoured
from dashboard.language import _, formats
from dashboard.layouts import faults, shell
from dashboard.layouts.filter_bar import chosen_municipalities, filter_bar, notices_text
from dashboard.layouts.late import late_mark
from dashboard.layouts.pages import page_at
from dashboard.measures import BY_PATH, FilterName

FRAME = [
    Output(part, "children")
    for part in ("navigation", "language-link", "page-heading", "notices", "filter-bar", "page", "foot")
]


def register(app: dash.Dash) -> None:
    """Fill the frame when the address changes; the page itself is only replaced when the path does."""

    @app.callback(FRAME, Input("url", "pathname"), Input("url", "search"))
    def show_frame(path: Any, search: Any) -> list[Any]:
        path = path if isinstance(path, str) else "/"
        new_page = "url.pathname" in ctx.triggered_prop_ids or not ctx.triggered_prop_ids
        try:
            return _frame(path, read_view(search), new_page)
        except Refused:
            return _fault_frame(path, faults.refused())
        except NoData:
            nothing = faults.no_publication() if current_viewer().shared else faults.no_data()
            return _fault_frame(path, nothing)
        except DamagedData:
            return _fault_frame(path, faults.damaged())

    app.clientside_callback(  # type: ignore[no-untyped-call]
        ClientsideFunction("trinvis", "clearError"), Output("error", "children"), Input("url", "href")
    )
    app.clientside_callback(  # type: ignore[no-untyped-call]
        ClientsideFunction("trinvis", "afterNavigation"),
        Output("page-heading", "id"),
        Input("page-heading", "children"),
    )


def _frame(path: str, view: View, new_page: bool) -> list[Any]:
    page, query = page_at(path), view.query
    if not page.open_to(view.viewer.rights):
        return _fault_frame(path, faults.no_figures() if path == "/" else faults.refused(), query)
    standing = answers.standing(view.viewer)
    as_of = formats.date(standing.as_of) if standing.as_of else _("not known")
    of = _("Data as of {date}, data version {version}.", date=as_of, version=standing.name)
    if standing.published:
        of = _("Publication {version}, of data as of {date}.", date=as_of, version=standing.name)
    return [
        shell.navigation(path, query, view.viewer.rights),
        shell.language_link(path, query),
        shell.heading(_(page.title), *_seen(view, sample=standing.origin == "sample")),
        notices_text(view.notices, view.choices),
        filter_bar(view.filters, view.choices, _honoured(path, view), path) if page.honours else None,
        page.body() if new_page else no_update,
        shell.foot(of),
    ]


def _seen(view: View, *, sample: bool) -> tuple[str, bool, Any]:
    """What stands beside a page's title: of whom and when its numbers are, where there are any."""
    return ("", sample, None) if view.not_there else (context(view), sample, _late(view))


def _honoured(path: str, view: View) -> frozenset[FilterName]:
    measure = BY_PATH.get(path.strip("/"))
    return honoured(measure, view.filters, view.choices) if measure else page_at(path).honours or frozenset()


def _late(view: View) -> Any:
    return late_mark(answers.late_sources(view.filters, view.viewer), view.choices, view.query)


def _fault_frame(path: str, fault: Any, query: str = "") -> list[Any]:
    page, rights = page_at(path), _rights()
    beside = page.without_data() if page.without_data and rights and rights.imports else None
    body = page.body() if page.honours is None else [fault, beside]
    heading = shell.heading(_(page.title), "", sample=False)
    navigation = shell.navigation(path, query, rights) if rights else []
    return [navigation, shell.language_link(path, query), heading, None, None, body, None]


def _rights() -> Rights | None:
    """Of the viewer; None for one who has not been let in."""
    try:
        return current_viewer().rights
    except Refused:
        return None


def context(view: View) -> str:
    """`Børnehandicap, Herning · nov. 2025 – okt. 2026`."""
    who = chosen_municipalities(view.filters, view.choices)
    return _("Children with disabilities, {who} · {period}", who=who, period=formats.period(view.filters.period))
