"""One view is one address: a link, Back, Forward and reload show it again, and each measure is queried once for it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import sqlalchemy as sa
from playwright.sync_api import Page, expect

from dashboard.answers import forget
from tests.browser.conftest import settle, visit, watching

CARDS = ".cards"


@contextmanager
def statements() -> Iterator[list[tuple[str, str]]]:
    """Every statement that reaches an engine while the block lasts, with its parameters."""
    seen: list[tuple[str, str]] = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_rest: Any) -> None:
        seen.append((statement, repr(parameters)))

    sa.event.listen(sa.Engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        sa.event.remove(sa.Engine, "before_cursor_execute", note)


# The table that each measure's main statement reads, and no other measure's does.
MAIN_TABLES = {
    "caseload": r"\bcaseload_month\b",
    "spending": r"\bspending_month\b",
    "time_to_first_contact": r"\bfirst_contact_count\b",
    "trust": r"\btrust_cell\b",
}


def repeated(seen: list[tuple[str, str]]) -> dict[str, int]:
    """Statements on facts that ran more than once with the same parameters."""
    facts = [s for s in seen if any(re.search(table, s[0]) for table in MAIN_TABLES.values())]
    return {statement[:80]: n for (statement, _parameters), n in Counter(facts).items() if n > 1}


def choose(page: Page, control: str, value: str) -> None:
    page.locator(control).select_option(value)
    page.get_by_role("button", name="Vis", exact=True).click()


def test_a_change_back_reload_and_a_link_query_each_measure_once(watched: Page, live_url: str) -> None:
    visit(watched, live_url + "/")
    first = watched.locator(CARDS).inner_text()
    forget()
    with statements() as seen:
        choose(watched, "#filter-from", "2025-01")
        watched.wait_for_url(re.compile("fra=2025-01"))
        settle(watched)
        expect(watched.locator(".context")).to_contain_text("jan. 2025")
    assert repeated(seen) == {}
    for table in MAIN_TABLES.values():
        assert any(re.search(table, statement) for statement, _ in seen), table
    changed = watched.locator(CARDS).inner_text()
    assert changed != first
    address = watched.url

    forget()
    with statements() as seen:
        watched.go_back()
        settle(watched)
        expect(watched.locator(".context")).to_contain_text("nov. 2025 – okt. 2026")
        settle(watched)
    assert watched.locator(CARDS).inner_text() == first
    assert repeated(seen) == {}

    with statements() as seen:
        watched.go_forward()
        settle(watched)
        watched.reload()
        settle(watched)
        words = address.split("?")[1].split("&")
        watched.goto(f"{live_url}/?{'&'.join(reversed(words))}")
        settle(watched)
        expect(watched.locator(".context")).to_contain_text("jan. 2025")
    assert repeated(seen) == {}
    assert watched.locator(CARDS).inner_text() == changed


@pytest.mark.parametrize("path", ["/sager", "/foerste-kontakt", "/oekonomi", "/tillid"])
def test_a_link_shows_the_same_view_to_somebody_else(page: Page, live_url: str, path: str) -> None:
    with watching(page, live_url):  # a page that has seen nothing before
        visit(page, f"{live_url}{path}?kommune=657,730&fra=2024-01&til=2025-12&interval=aar")
        expect(page.locator("#filter-from")).to_have_value("2024-01")
        expect(page.locator("#filter-interval")).to_have_value("aar")
        expect(page.locator(".context")).to_contain_text("Herning, Randers")


def test_the_filters_follow_from_page_to_page(watched: Page, live_url: str) -> None:
    visit(watched, f"{live_url}/?kommune=730")
    watched.get_by_role("navigation", name="Sider").get_by_role("link", name="Økonomi").click()
    watched.wait_for_url("**/oekonomi?kommune=730")
    settle(watched)
    expect(watched.get_by_role("heading", level=1)).to_have_text("Udgifter")
    expect(watched).to_have_title("Udgifter – Trinvis")
    expect(watched.locator("#filter-team")).to_be_disabled()
    expect(watched.locator("#filter-team-hint")).to_have_text("Regnskabet kan ikke opdeles på team")
    watched.go_back()
    settle(watched)
    expect(watched.get_by_role("heading", level=1)).to_have_text("Overblik")


def test_reset_gives_the_default_view(watched: Page, live_url: str) -> None:
    visit(watched, f"{live_url}/sager?kommune=730&interval=aar")
    watched.get_by_role("link", name="Nulstil").click()
    watched.wait_for_url(f"{live_url}/sager")
    settle(watched)
    expect(watched.locator("#filter-interval")).to_have_value("kvartal")


def test_gibberish_in_the_address_shows_no_number_and_says_why_until_it_is_corrected(
    watched: Page, live_url: str
) -> None:
    visit(watched, f"{live_url}/oekonomi?kommune=657,abc&fra=2031-99&interval=%F0%28&projekt=%22%3E%3Cb%3E")
    notices = watched.locator("#notices")
    expect(notices).to_contain_text("I adressen: kommune = “abc” findes ikke i de data, du kan se.")
    expect(notices).to_contain_text("Derfor vises ingen tal.")
    expect(watched.locator("#page")).to_have_text("Ingen tal: adressen spørger efter noget, der ikke findes.")
    expect(watched.locator(".context")).not_to_contain_text("Herning")
    watched.get_by_role("button", name="Vis", exact=True).click()
    settle(watched)
    expect(watched.locator(".context")).to_contain_text("Herning")
    expect(watched.locator("#page .chart")).to_have_count(1)
    expect(notices).to_be_empty()


def test_a_count_opens_its_list_and_the_list_stays_out_of_the_stores(watched: Page, live_url: str) -> None:
    visit(watched, live_url + "/")
    counter = watched.locator(".counter").first
    n = counter.locator(".count").inner_text()
    counter.get_by_role("link").click()
    watched.wait_for_url("**/lister/venter")
    settle(watched)
    expect(watched.locator("#list-title")).to_have_text(re.compile(f"^{n} sag(er)?$"))
    expect(watched.locator("tbody tr").first).to_contain_text("EKS-")
    stored = watched.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])")
    assert "EKS-" not in stored


def test_the_language_is_kept_and_the_address_stays_clean(watched: Page, live_url: str) -> None:
    visit(watched, f"{live_url}/oekonomi?kommune=730")
    watched.get_by_role("link", name="English").click()
    settle(watched)
    assert watched.url == f"{live_url}/oekonomi?kommune=730"
    expect(watched.get_by_role("heading", level=1)).to_have_text("Spending")
    assert watched.evaluate("document.documentElement.lang") == "en"


def test_there_is_no_button_that_uploads_a_chart(watched: Page, live_url: str) -> None:
    visit(watched, live_url + "/")
    buttons = watched.locator(".modebar-btn").evaluate_all(
        "list => list.map(b => b.getAttribute('data-title') || b.ariaLabel)"
    )
    assert set(buttons) == {"Hent figuren som billede"} or all("PNG" in b or "billede" in b for b in buttons)
    assert watched.evaluate(
        "[...document.querySelectorAll('.js-plotly-plot')].every(g => g._context.showSendToCloud === false && g._context.plotlyServerURL === '')"
    )
