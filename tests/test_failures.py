"""When things fail: storage that refuses, scripts that do not come or do not parse. The page must still be of use."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.test_browser import DESKTOP, KINDS, PHONE, RESULTS

REFUSES = """
    for (const name of ["localStorage", "sessionStorage"]) {
        Object.defineProperty(window, name, { get() { throw new DOMException("no", "SecurityError") } });
    }
"""
FULL = "Storage.prototype.setItem = () => { throw new DOMException('no', 'QuotaExceededError') };"


@pytest.fixture
def tab(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport=DESKTOP)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("storage", [REFUSES, FULL], ids=["refuses", "full"])
def test_all_but_the_kept_color_works_when_storage_does_not(tab: Page, address: str, storage: str) -> None:
    errors: list[str] = []
    tab.on("pageerror", lambda error: errors.append(str(error)))
    tab.add_init_script(storage)
    tab.goto(f"{address}index.html")
    tab.keyboard.press("/")
    tab.locator("[data-md-component=search-query]").press_sequentially("bursitis")
    expect(tab.locator(RESULTS).first).to_be_visible()
    tab.keyboard.press("Escape")
    tab.locator("button[title='Switch to dark colors']").click()
    expect(tab.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
    tab.goto(f"{address}start/find-your-cause.html")
    expect(tab.locator(".finder__screen")).to_be_visible()
    tab.goto(f"{address}about/privacy.html")
    tab.get_by_role("button", name="Delete what this site keeps here").click()
    expect(tab.locator("[data-forget] [role=status]")).not_to_be_empty()
    tab.set_viewport_size(PHONE)
    tab.get_by_role("button", name="Menu", exact=True).click()
    expect(tab.get_by_role("button", name="Menu", exact=True)).to_have_attribute("aria-expanded", "true")
    assert errors == []


def lost(route: Route) -> None:
    """A script that does not come."""
    route.abort()


def unreadable(route: Route) -> None:
    """A script that an old browser cannot read."""
    route.fulfill(body="let x = ?? 1 #", content_type="text/javascript")


def throwing(route: Route) -> None:
    """A script that needs what an old browser does not have."""
    route.fulfill(body="window.notThere.use()", content_type="text/javascript")


@pytest.mark.parametrize("scripts", ["**/*.js", "**/bundle.*.js"], ids=["all", "the theme's"])
@pytest.mark.parametrize("answer", [lost, unreadable, throwing])
def test_pages_read_and_link_when_scripts_fail(
    tab: Page, address: str, scripts: str, answer: Callable[[Route], None]
) -> None:
    tab.route(scripts, answer)
    for path in [*KINDS, "start/find-your-cause"]:
        tab.goto(f"{address}{path}.html")
        expect(tab.locator("article h1")).to_be_visible()
        expect(tab.locator(".md-tabs a", has_text="Questions")).to_be_visible()
        expect(tab.locator(".foot a", has_text="warning signs")).to_be_visible()
    tool = tab.locator(".finder__screen, .finder__plain")  # the guide works, or its plain steps are shown
    expect(tool.first).to_be_visible()
    tab.set_viewport_size(PHONE)
    tab.locator(".foot__ways a", has_text="Causes").click()
    expect(tab.locator("article h1")).to_contain_text("Causes")
    expect(tab.locator("article td a").first).to_be_visible()
