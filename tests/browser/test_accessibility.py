"""Every page in every state: no axe violation, no sideways scroll, enough contrast, everything by keyboard."""

from __future__ import annotations

import pytest
from axe_playwright_python.base import AXE_SCRIPT, AxeResults
from playwright.sync_api import Page, expect

from tests.browser.conftest import WIDTHS, open_everything, settle, visit
from tests.rounds import rounds

PATHS = (
    "/",
    "/sager",
    "/foerste-kontakt",
    "/oekonomi",
    "/tillid",
    "/lister/venter",
    "/lister/uden-raadgiver",
    "/data",
    "/tilgaengelighed",
)
# An empty result, a survey with too few answers, a note about the address, several municipalities, no such page.
EMPTY = "/foerste-kontakt?projekt=mestringsstoette&kommune=101"
SUPPRESSED = "/tillid?kommune=657&team=nord"
STATES = (
    EMPTY,
    SUPPRESSED,
    "/sager?kommune=999&fra=nu",
    "/?kommune=657,730,219",
    "/oekonomi?enhed=barn&priser=faste",
    "/findes-ikke",
)
WCAG = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]},
    "resultTypes": ["violations"],  # what is in order is not described element by element, which takes half the time
}


WITHOUT_COLOURS = {**WCAG, "rules": {"color-contrast": {"enabled": False}}}


def check_axe(page: Page, where: str, *, colours: bool = True) -> None:
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found = AxeResults(page.evaluate("options => axe.run(options)", WCAG if colours else WITHOUT_COLOURS))
    assert found.violations_count == 0, f"{where}\n{found.generate_report()}"


def colours(language: str, width: int, *, opened: bool = True) -> bool:
    """Whether axe looks at them: three quarters of its time. In the quick run where all is open, in English once."""
    return rounds(2, 1) == 2 or (opened and (language == "da" or width == WIDTHS[0]))


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("path", [*PATHS, *STATES])
def test_no_axe_violation(watched: Page, live_url: str, path: str, language: str) -> None:
    visit(watched, live_url + path, language=language)
    for width in WIDTHS:
        watched.set_viewport_size({"width": width, "height": 900})
        check_axe(watched, f"{path} at {width}", colours=colours(language, width, opened=False))
    open_everything(watched)
    for width in WIDTHS:
        watched.set_viewport_size({"width": width, "height": 900})
        where = f"{path} at {width} with list, tables and explanations open"
        check_axe(watched, where, colours=colours(language, width))


def test_a_number_that_is_not_shown_says_why(watched: Page, live_url: str) -> None:
    visit(watched, live_url + SUPPRESSED)
    open_everything(watched)
    expect(watched.locator("#page")).to_contain_text("– (skjult for at beskytte personer)")
    visit(watched, live_url + EMPTY)
    expect(watched.locator("#page .chart")).to_have_count(0)
    expect(watched.locator("#page")).to_contain_text("Der er ikke modtaget sager i perioden")


@pytest.mark.parametrize("path", PATHS)
def test_nothing_scrolls_sideways(watched: Page, live_url: str, path: str) -> None:
    visit(watched, live_url + path)
    for width in (320, 390, 768, 1024, 1440):
        watched.set_viewport_size({"width": width, "height": 900})
        open_everything(watched)
        watched.wait_for_function("() => document.documentElement.scrollWidth <= window.innerWidth")


RATIO = """
  const parse = c => (c.match(/[\\d.]+/g) || [0, 0, 0, 0]).map(Number);
  const light = ([r, g, b]) => [r, g, b].map(v => v / 255)
    .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const behind = e => { for (; e; e = e.parentElement) {
      const c = parse(getComputedStyle(e).backgroundColor);
      if (c.length === 3 || c[3] > 0) return c; }
    return [255, 255, 255]; };
  const ratio = (a, b) => {
    const [x, y] = [light(a), light(b)];
    return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05); };
"""
CONTRAST = f"""() => {{{RATIO}
  const found = [];
  for (const e of document.querySelectorAll('body *')) {{
    const text = [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim());
    if (!text || !e.checkVisibility() || e.closest('svg, :disabled, .visually-hidden, script, style')) continue;
    const r = ratio(parse(getComputedStyle(e).color), behind(e));
    if (r < 4.5) found.push([e.tagName, e.className, e.textContent.trim().slice(0, 40), r.toFixed(2)]);
  }}
  return found;
}}"""
FOCUS = f"""() => {{{RATIO}
  const e = document.activeElement, s = getComputedStyle(e), r = e.getBoundingClientRect();
  return {{ name: e.id || e.className || e.tagName, body: e === document.body,
           outline: s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2, seen: r.width > 0 && r.height > 0,
           contrast: e === document.body ? 0 : ratio(parse(s.outlineColor), behind(e.parentElement)) }};
}}"""


@pytest.mark.parametrize("path", PATHS)
def test_text_stands_out_from_what_is_behind_it(watched: Page, live_url: str, path: str) -> None:
    visit(watched, live_url + path)
    open_everything(watched)
    assert watched.evaluate(CONTRAST) == []


@pytest.mark.parametrize("path", ["/", "/oekonomi"])
def test_the_keyboard_reaches_everything_and_shows_where_it_is(watched: Page, live_url: str, path: str) -> None:
    visit(watched, live_url + path)
    reachable = watched.evaluate(
        """[...document.querySelectorAll('a[href], button, input, select, summary, [tabindex="0"]')]
           .filter(e => !e.disabled && e.tabIndex >= 0 && e.checkVisibility()).length"""
    )
    reached = set()
    for _press in range(reachable + 5):
        watched.keyboard.press("Tab")
        state = watched.evaluate(FOCUS)
        if state["body"]:
            break
        assert state["outline"], state
        assert state["seen"], state
        assert state["contrast"] >= 3, state
        reached.add(watched.evaluate("[...document.querySelectorAll('*')].indexOf(document.activeElement)"))
    assert len(reached) >= reachable


def test_the_municipality_list_works_by_keyboard(watched: Page, live_url: str) -> None:
    visit(watched, live_url + "/")
    summary = watched.locator("#filter-municipality-summary")
    summary.focus()
    watched.keyboard.press("Enter")
    watched.get_by_label("Søg kommune").fill("rand")
    assert watched.locator("#filter-municipality .form-check:visible").all_inner_texts() == ["Randers"]
    watched.get_by_label("Randers").check()
    watched.keyboard.press("Escape")
    assert watched.evaluate("document.activeElement.id") == "filter-municipality-summary"
    watched.get_by_role("button", name="Vis", exact=True).click()
    watched.wait_for_url("**/?kommune=657,730")
    settle(watched)


@pytest.mark.parametrize("path", PATHS)
def test_what_can_be_pressed_is_large_enough(watched: Page, live_url: str, path: str) -> None:
    visit(watched, live_url + path, width=390)
    small = watched.evaluate(
        """[...document.querySelectorAll('button, summary, select, .btn, header nav a, .counter a, .download')]
           .filter(e => e.checkVisibility()).map(e => [e.textContent.slice(0, 30), e.getBoundingClientRect().height])
           .filter(([, height]) => height < 24)"""
    )
    assert small == []
