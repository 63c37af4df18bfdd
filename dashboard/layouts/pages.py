"""The pages: which paths there are, and each one's empty frame that callbacks fill."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from dashboard.access.roles import Rights
from dashboard.language import _
from dashboard.layouts import plain as html
from dashboard.layouts.accessibility import statement
from dashboard.layouts.spot_check import spot_check
from dashboard.layouts.upload import upload
from dashboard.measures import BY_PATH, MEASURES, FilterName, MeasureId

ALL_FILTERS: frozenset[FilterName] = frozenset().union(*(m.honours for m in MEASURES.values()))
NO_FILTERS: frozenset[FilterName] = frozenset()
OVERVIEW_ORDER: tuple[MeasureId, ...] = ("caseload", "time_to_first_contact", "spending", "trust")


@dataclass(frozen=True)
class Page:
    """title: message id. honours: the filters its bar offers, or None for a page without a bar.

    without_data: what such a page shows beside the sentence that there are no data. open_to: whose role may see it;
    what the page asks for is refused at the gate all the same.
    """

    title: str
    honours: frozenset[FilterName] | None
    body: Callable[[], Any]
    without_data: Callable[[], Any] | None = None
    open_to: Callable[[Rights], bool] = lambda rights: True


def page_at(path: str) -> Page:
    """The page of a path; an unknown path gets a page that says so."""
    return PAGES.get(path.rstrip("/") or "/", NOT_FOUND)


def dashed(measure: MeasureId) -> str:
    return measure.replace("_", "-")


def _overview() -> html.Div:
    return html.Div(
        [
            html.Div(_wait(), id="overview-attention"),
            html.Div([html.Div(_wait(), id=f"overview-{dashed(m)}-card") for m in OVERVIEW_ORDER], className="cards"),
            html.Div(_wait(), id="overview-changes"),
            html.Div([html.Div(_wait(), id=f"overview-{dashed(m)}-panel") for m in OVERVIEW_ORDER], className="panels"),
        ]
    )


def _measure(measure: MeasureId) -> Callable[[], html.Div]:
    return lambda: html.Div(_wait(), id=f"{dashed(measure)}-page")


def _wait() -> html.P:
    return html.P(_("Fetching the numbers …"), className="waiting")


def _list_page(name: str) -> Callable[[], html.Div]:
    return lambda: html.Div(_wait(), id=f"list-{name.replace('_', '-')}")


def _sees(measure: MeasureId) -> Callable[[Rights], bool]:
    return lambda rights: measure in rights.measures


def _case_lists(rights: Rights) -> bool:
    return rights.case_lists


PAGES: dict[str, Page] = {
    "/": Page("Overview", ALL_FILTERS, _overview, open_to=lambda rights: bool(rights.measures)),
    **{f"/{path}": Page(m.name, m.honours, _measure(m.id), open_to=_sees(m.id)) for path, m in BY_PATH.items()},
    "/lister/venter": Page(
        "Waiting for first contact",
        MEASURES["caseload"].honours,
        _list_page("waiting"),
        open_to=_case_lists,
    ),
    "/lister/uden-raadgiver": Page(
        "Cases without a coordinator",
        MEASURES["caseload"].honours,
        _list_page("unassigned"),
        open_to=lambda rights: rights.case_lists and rights.depth != "own_cases",
    ),
    "/lister/fejl": Page(
        "Contact dated before the case was received",
        MEASURES["caseload"].honours,
        _list_page("contact_before_receipt"),
        open_to=_case_lists,
    ),
    "/data": Page(
        "Data and quality",
        frozenset({"municipality", "period"}),
        lambda: html.Div([upload(), html.Div(_wait(), id="data-page")], className="stack"),
        upload,
        open_to=lambda rights: rights.reports,
    ),
    "/stikproeve": Page("Spot check", NO_FILTERS, spot_check, open_to=lambda rights: rights.audit),
    "/tilgaengelighed": Page("Accessibility statement", None, statement),
}
NOT_FOUND = Page(
    "The page does not exist", None, lambda: html.Div(html.P(_("Choose a page in the bar above."), className="empty"))
)
