"""The site in a real browser: over HTTP, from a folder without a network, by keyboard, without scripts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from time import sleep
from typing import BinaryIO

import pytest
from playwright.sync_api import Browser, BrowserContext, Request, Route, ViewportSize, expect
from playwright.sync_api import Page as Tab

from scripts.browser import Host, served
from scripts.other_forms import BOOK
from tests.conftest import WATCH_MOVES
from tests.test_site import PATHS

PHONE: ViewportSize = {"width": 360, "height": 740}
DESKTOP: ViewportSize = {"width": 1280, "height": 900}
# One page of each kind, for what is slow to look at.
KINDS = [
    "index",
    "start/red-flags",
    "causes/index",
    "causes/gluteal-tendinopathy",
    "prevention/strength",
    "recovery/first-week",
    "recovery/print-sheets",
    "faq/index",
    "faq/ice-or-heat",
    "about/privacy",
    "about/sources",
]
RESULTS = ".md-search-result__list > li:first-child a.md-search-result__link"


@pytest.fixture(params=["http", "file"])
def root(request: pytest.FixtureRequest, address: str, site: Path) -> str:
    """The address of the site's root: hosted, and from a folder."""
    return address if request.param == "http" else site.as_uri() + "/"


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    fresh = browser.new_context(viewport=DESKTOP)
    yield fresh
    fresh.close()


@pytest.fixture
def tab(context: BrowserContext) -> Tab:
    return context.new_page()


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("should i use ice or heat", "faq/ice-or-heat.html"),
        ("can I cross-train", "faq/should-i-cross-train.html"),
        ("chiropractor", "faq/chiropractor-or-physical-therapist.html"),
    ],
)
def test_a_plain_question_finds_its_answer_from_the_home_page(tab: Tab, root: str, question: str, answer: str) -> None:
    tab.goto(f"{root}index.html")
    tab.keyboard.press("f")
    tab.locator("[data-md-component=search-query]").press_sequentially(question)
    first = tab.locator(RESULTS).first
    expect(first).to_have_attribute("href", re.compile(re.escape(answer)))
    first.click()
    tab.wait_for_url(f"{root}{answer}**")


def test_no_page_asks_another_host_for_anything_or_sets_a_cookie(context: BrowserContext, root: str) -> None:
    outside: list[str] = []
    errors: list[str] = []

    def watch(request: Request) -> None:
        if not request.url.startswith((root, "data:", "blob:", "about:")):
            outside.append(request.url)

    tab = context.new_page()
    tab.on("request", watch)
    tab.on("pageerror", lambda error: errors.append(str(error)))
    tab.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    for path in PATHS:
        tab.goto(f"{root}{path}.html", wait_until="load")
    assert outside == []
    assert errors == []
    assert context.cookies() == []


def test_every_page_reads_from_a_folder_with_the_network_off(context: BrowserContext, site: Path) -> None:
    context.set_offline(True)
    tab = context.new_page()
    for path in PATHS:
        tab.goto(f"{site.as_uri()}/{path}.html")
        expect(tab.locator("article h1")).to_be_visible()
        color = tab.locator("body").evaluate("node => getComputedStyle(node).backgroundColor")
        assert color == "rgb(251, 247, 240)", f"{path} has no styles"


def moves(context: BrowserContext, address: str, paths: list[str]) -> dict[str, list[list[str]]]:
    """What moves on each page while it loads, by its class."""
    context.add_init_script(WATCH_MOVES)
    tab = context.new_page()
    moved = {}
    for path in paths:
        tab.goto(f"{address}{path}.html", wait_until="load")
        tab.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
        if found := tab.evaluate("moved"):
            moved[path] = found
    return moved


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_nothing_moves_while_a_page_loads_also_with_scripts_that_come_late_one_by_one(
    browser: Browser, address: str, size: ViewportSize
) -> None:
    context = browser.new_context(viewport=size)

    def late(route: Route) -> None:
        sleep(0.1)
        route.continue_()

    for script in ("colors.js", "bundle.*.js"):
        context.route(f"**/{script}", late)
    assert moves(context, address, PATHS) == {}
    context.close()


class SlowLine(Host):
    """Sends pages in pieces, so that a browser paints what it has of them."""

    def copyfile(self, source: BinaryIO, outputfile: BinaryIO) -> None:  # type: ignore[override]
        """Send a file; wait after each piece of a page."""
        while piece := source.read(12_000):
            outputfile.write(piece)
            outputfile.flush()
            sleep(0.05 if self.path.endswith(".html") else 0)


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_nothing_moves_while_a_page_comes_in_pieces(browser: Browser, site: Path, size: ViewportSize) -> None:
    context = browser.new_context(viewport=size, service_workers="block")  # a kept page would come at once
    with served(site, host=SlowLine) as address:
        assert moves(context, address, sorted(set(PATHS) - {BOOK})) == {}
    context.close()


@pytest.mark.parametrize("width", [360, 1280])
def test_pictures_have_their_room_before_they_come(browser: Browser, address: str, site: Path, width: int) -> None:
    """Else a page moves under the reader's thumb, and the focus out of sight."""
    waiting, whole = (browser.new_context(viewport={"width": width, "height": 740}) for _ in range(2))
    waiting.route("**/assets/figures/**", lambda _: None)  # never answered
    before, after = waiting.new_page(), whole.new_page()
    rooms = "nodes => nodes.map((node) => [node.getAttribute('src'), node.offsetWidth, node.offsetHeight])"
    grown, seen = {}, 0
    for path in PATHS:
        if 'loading="lazy"' not in (site / f"{path}.html").read_text(encoding="utf-8"):
            continue
        before.goto(f"{address}{path}.html", wait_until="domcontentloaded")
        after.goto(f"{address}{path}.html")
        pictures = after.locator(".md-content img")
        pictures.evaluate_all("nodes => { for (const node of nodes) node.loading = 'eager'; }")
        pictures.evaluate_all("nodes => Promise.all(nodes.map((node) => node.decode()))")
        kept, taken = (tab.locator(".md-content img").evaluate_all(rooms) for tab in (before, after))
        if changed := [pair for pair in zip(kept, taken, strict=True) if pair[0] != pair[1]]:
            grown[path] = changed
        seen += len(taken)
    waiting.close()
    whole.close()
    assert seen > 50
    assert grown == {}


@pytest.mark.parametrize("path", PATHS)
def test_nothing_is_wider_than_a_small_phone(browser: Browser, address: str, path: str) -> None:
    tab = browser.new_page(viewport={"width": 320, "height": 640})
    tab.goto(f"{address}{path}.html")
    wide = tab.evaluate("document.documentElement.scrollWidth")
    tab.close()
    assert wide <= 320


def test_the_menu_of_a_phone_works_by_keyboard(browser: Browser, address: str) -> None:
    tab = browser.new_page(viewport=PHONE)
    tab.goto(f"{address}index.html")
    button = tab.get_by_role("button", name="Menu", exact=True)
    tab.keyboard.press("Tab")  # the skip link
    for _ in range(6):
        if button.evaluate("node => node === document.activeElement"):
            break
        tab.keyboard.press("Tab")
    expect(button).to_be_focused()
    expect(button).to_have_attribute("aria-expanded", "false")
    tab.keyboard.press("Enter")
    expect(button).to_have_attribute("aria-expanded", "true")
    inside = "document.activeElement.closest('.md-sidebar--primary') !== null"
    assert tab.evaluate(inside)
    tab.keyboard.press("Escape")
    expect(button).to_be_focused()
    expect(button).to_have_attribute("aria-expanded", "false")
    tab.keyboard.press("Tab")
    assert not tab.evaluate(inside), "the closed menu's links must not take the focus"
    tab.close()


def test_the_menu_of_a_desktop_works_by_keyboard(tab: Tab, address: str) -> None:
    tab.goto(f"{address}index.html")
    for _ in range(20):
        tab.keyboard.press("Tab")
        if tab.evaluate("document.activeElement.textContent.trim()") == "Questions":
            break
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/faq/index.html")


def test_search_by_keyboard_opens_and_closes(tab: Tab, address: str) -> None:
    tab.goto(f"{address}index.html")
    tab.keyboard.press("/")
    query = tab.locator("[data-md-component=search-query]")
    expect(query).to_be_focused()
    query.press_sequentially("bursitis")
    expect(tab.locator(RESULTS).first).to_be_visible()
    tab.keyboard.press("ArrowDown")
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/*bursitis*")


@pytest.mark.parametrize("path", KINDS)
def test_without_scripts_a_page_has_its_text_links_and_menus(browser: Browser, root: str, path: str) -> None:
    context = browser.new_context(java_script_enabled=False, viewport=DESKTOP)
    tab = context.new_page()
    tab.goto(f"{root}{path}.html")
    expect(tab.locator("article h1")).to_be_visible()
    expect(tab.locator(".md-tabs a", has_text="Questions")).to_be_visible()
    expect(tab.locator(".foot a", has_text="warning signs")).to_be_visible()
    tab.locator(".foot__ways a", has_text="Causes").click()
    expect(tab.locator("article h1")).to_contain_text("Causes")
    context.close()


def test_the_words_of_a_search_do_not_reach_the_host(tab: Tab, address: str) -> None:
    """The theme can put them into the address of a result; then the host would see them."""
    asked: list[str] = []
    tab.on("request", lambda request: asked.append(request.url))
    tab.goto(f"{address}index.html")
    tab.keyboard.press("/")
    tab.locator("[data-md-component=search-query]").press_sequentially("testicle")
    tab.locator(RESULTS).first.click()
    tab.wait_for_load_state("load")
    assert [url for url in asked if "testicle" in url.casefold()] == []


def test_nothing_is_kept_unless_the_reader_chooses_colors(tab: Tab, root: str) -> None:
    for path in ("index", "faq/index"):
        tab.goto(f"{root}{path}.html")
        tab.wait_for_timeout(300)
        assert tab.evaluate("localStorage.length + sessionStorage.length") == 0
    tab.locator("button[title='Switch to dark colors']").click()
    tab.goto(f"{root}faq/ice-or-heat.html")
    expect(tab.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
    assert tab.evaluate("localStorage.length") == 1


def test_a_medical_word_says_its_meaning_on_focus_and_escape_hides_it(tab: Tab, address: str) -> None:
    tab.goto(f"{address}causes/gluteal-tendinopathy.html")
    term = tab.locator(".term").first
    note = tab.get_by_role("tooltip")
    expect(note).to_be_hidden()
    term.focus()
    expect(note).to_have_text(term.get_attribute("data-means") or "")
    tab.keyboard.press("Escape")
    expect(note).to_be_hidden()
    term.hover()
    expect(note).to_be_visible()
    note.hover()
    tab.wait_for_timeout(400)
    expect(note).to_be_visible()


def test_the_table_of_causes_shows_one_place_on_request(tab: Tab, root: str) -> None:
    tab.goto(f"{root}causes/index.html")
    rows = tab.locator(".compare tbody tr")
    everything = rows.count()
    tab.get_by_label("Where does it hurt?").select_option("sitting bone")
    expect(tab.get_by_role("row", name="Hamstring")).to_be_visible()
    expect(tab.get_by_role("row", name="Groin strain")).to_be_hidden()
    expect(tab.locator(".compare [role=status]")).to_contain_text(f"of {everything} causes")
    tab.get_by_label("Where does it hurt?").select_option("")
    expect(tab.get_by_role("row", name="Groin strain")).to_be_visible()


def test_one_button_deletes_what_the_site_keeps(tab: Tab, root: str) -> None:
    tab.goto(f"{root}about/privacy.html")
    tab.evaluate("localStorage.setItem('anything', 'kept')")
    tab.get_by_role("button", name="Delete what this site keeps here").click()
    expect(tab.locator("[data-forget] [role=status]")).to_contain_text("Deleted")
    left = tab.evaluate("Object.keys(localStorage)")  # hosted, the wish that no copy of the site is kept is noted
    assert left == ([] if root.startswith("file:") else ["/.kept-copy"])


def test_dark_colors_are_chosen_by_the_device_and_by_the_button(browser: Browser, address: str) -> None:
    context = browser.new_context(color_scheme="dark", viewport=DESKTOP)
    tab = context.new_page()
    tab.goto(f"{address}index.html")
    expect(tab.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
    tab.locator("button[title='Switch to light colors']").click()
    tab.goto(f"{address}faq/index.html")
    expect(tab.locator("body")).to_have_attribute("data-md-color-scheme", "default")
    context.close()


def test_the_page_for_a_wrong_address_helps(tab: Tab, address: str) -> None:
    tab.goto(f"{address}404.html")
    expect(tab.locator("article h1")).to_have_text("This page is not here")
    assert tab.locator("article li a").count() == 4
