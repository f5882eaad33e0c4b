"""Access for everyone, on every page: WCAG 2.2 AA and the rules of good practice that axe knows, by keyboard, in large
print, with forced colors, with less motion, with text spread out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, expect
from playwright.sync_api import Page as Tab

from scripts.other_forms import BOOK
from tests.conftest import parsed
from tests.test_browser import DESKTOP, KINDS, PHONE, RESULTS
from tests.test_figures import contrast
from tests.test_site import PATHS

SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
# Target size is new in WCAG 2.2; axe has it switched off.
ALL = {"rules": {"target-size": {"enabled": True}}, "resultTypes": ["violations"]}
# The dark page is the light one in other colors, so only the rules on colors can find more there.
COLORS = {"runOnly": ["color-contrast", "link-in-text-block"], "resultTypes": ["violations"]}
# The style that WCAG 1.4.12 asks a page to bear.
SPREAD = """* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; }
p { margin-bottom: 2em !important; }"""


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """Without motion, so that nothing is looked at half-way through a change."""
    fresh = browser.new_context(viewport=PHONE, reduced_motion="reduce")
    yield fresh
    fresh.close()


def violations(tab: Tab, options: dict[str, Any] = ALL) -> list[tuple[str, str]]:
    """What axe finds: rule and first place.

    A link that is scrolled half out of the side menu's frame is no small target; the size of those links has its own
    test below.
    """
    if not tab.evaluate("'axe' in window"):
        tab.evaluate(Axe().axe_script)
    found: list[dict[str, Any]] = tab.evaluate("options => axe.run(options).then((said) => said.violations)", options)
    places = [(violation["id"], node["html"][:160]) for violation in found for node in violation["nodes"]]
    return [(rule, html) for rule, html in places if not (rule == "target-size" and "md-nav__link" in html)]


def in_all_modes(tab: Tab) -> dict[str, list[tuple[str, str]]]:
    """What axe finds on a phone and a desktop, in light and dark colors."""
    found = {}
    for size in (PHONE, DESKTOP):
        tab.set_viewport_size(size)
        for scheme, theme in (("light", "default"), ("dark", "slate")):
            if tab.locator("body").get_attribute("data-md-color-scheme") != theme:
                tab.locator(f"button[title='Switch to {scheme} colors']").click()
            expect(tab.locator("body")).to_have_attribute("data-md-color-scheme", theme)
            if wrong := violations(tab, ALL if scheme == "light" else COLORS):
                found[f"{size['width']} {scheme}"] = wrong
    return found


@pytest.mark.parametrize("path", [*sorted(set(PATHS) - {BOOK}), "404"])
def test_axe_finds_nothing_on_a_phone_and_a_desktop_in_light_and_dark(
    context: BrowserContext, address: str, path: str
) -> None:
    tab = context.new_page()
    tab.goto(f"{address}{path}.html")
    assert in_all_modes(tab) == {}


def test_axe_finds_nothing_on_the_whole_site_on_one_page(context: BrowserContext, address: str) -> None:
    """It repeats the text of all other pages and axe needs a minute for it, so it is looked at in one mode."""
    tab = context.new_page()
    tab.goto(f"{address}{BOOK}.html")
    assert violations(tab) == []


def test_each_link_of_the_side_menu_is_a_large_target(context: BrowserContext, address: str) -> None:
    tab = context.new_page()
    tab.set_viewport_size(DESKTOP)
    tab.goto(f"{address}faq/clicking-hip.html")
    links = tab.locator(".md-sidebar a.md-nav__link:visible")
    assert links.count() > 20
    heights = links.evaluate_all("nodes => nodes.map((node) => node.getBoundingClientRect().height)")
    assert min(heights) >= 24


@pytest.mark.parametrize("scheme", SCHEMES)
def test_axe_finds_nothing_with_the_menu_of_a_phone_open(
    context: BrowserContext, address: str, scheme: Literal["light", "dark"]
) -> None:
    tab = context.new_page()
    tab.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    tab.goto(f"{address}causes/bursitis.html")
    tab.get_by_role("button", name="Menu", exact=True).click()
    expect(tab.get_by_role("button", name="Menu", exact=True)).to_have_attribute("aria-expanded", "true")
    assert violations(tab) == []


@pytest.mark.parametrize("words", ["groin pain", "xyzzy"], ids=["found", "nothing found"])
@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("scheme", SCHEMES)
def test_axe_finds_nothing_with_the_search_open(
    context: BrowserContext, address: str, scheme: Literal["light", "dark"], width: int, words: str
) -> None:
    tab = context.new_page()
    tab.set_viewport_size({"width": width, "height": 800})
    tab.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    tab.goto(f"{address}faq/index.html")
    tab.keyboard.press("/")
    tab.locator("[data-md-component=search-query]").press_sequentially(words)
    expect(tab.locator(RESULTS).first if words != "xyzzy" else tab.locator(".md-search-result__meta")).to_be_visible()
    assert violations(tab) == []


def test_axe_finds_nothing_with_the_meaning_of_a_word_shown(context: BrowserContext, address: str) -> None:
    tab = context.new_page()
    tab.set_viewport_size(DESKTOP)
    tab.goto(f"{address}causes/gluteal-tendinopathy.html")
    tab.locator(".term").first.focus()
    expect(tab.get_by_role("tooltip")).to_be_visible()
    assert violations(tab) == []


@pytest.mark.parametrize("path", KINDS)
@pytest.mark.parametrize("width", [360, 1280])
def test_the_focus_is_seen_and_never_hidden_on_the_way_through_a_page(
    context: BrowserContext, address: str, path: str, width: int
) -> None:
    tab = context.new_page()
    tab.set_viewport_size({"width": width, "height": 740})
    tab.goto(f"{address}{path}.html")
    lost = []
    for _ in range(60):
        tab.keyboard.press("Tab")
        state = tab.evaluate(
            """async () => {
              const node = document.activeElement, style = getComputedStyle(node);
              if (node === document.body) return null;
              const inSight = () => [...node.getClientRects()].some((part) => {
                const top = document.elementFromPoint(part.left + part.width / 2, part.top + part.height / 2);
                return top && (node.contains(top) || top.contains(node) || top.matches('label'));
              });
              let shown = inSight();
              for (let wait = 0; !shown && wait < 20; wait++) {  // the search opens a moment after its focus
                await new Promise((done) => setTimeout(done, 50));
                shown = inSight();
              }
              const ringed = (one) => one && getComputedStyle(one).outlineStyle !== 'none'
                && parseFloat(getComputedStyle(one).outlineWidth) >= 2;
              const seen = ringed(node) || ringed(node.parentElement) || ringed(node.closest('form'))
                || ringed(node.nextElementSibling) || style.boxShadow !== 'none'
                || [...node.querySelectorAll('.region > *')].some((one) => getComputedStyle(one).strokeWidth === '4px');
              return [shown, seen, node.outerHTML.slice(0, 120)];
            }"""
        )
        if state is None:
            break
        if not (state[0] and state[1]):
            lost.append(state)
    assert lost == []


@pytest.mark.parametrize("path", KINDS)
@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_frame_of_the_focus_stands_out_from_what_it_lies_on(
    context: BrowserContext, address: str, path: str, scheme: Literal["light", "dark"]
) -> None:
    """WCAG 1.4.11 asks for a contrast of 3."""
    tab = context.new_page()
    tab.emulate_media(color_scheme=scheme)
    tab.goto(f"{address}{path}.html")
    tab.keyboard.press("Tab")  # from now on the browser frames what has the focus
    frames = tab.evaluate(
        """() => {
          const ground = (node) => {
            const color = getComputedStyle(node).backgroundColor;
            return (color.match(/[\\d.]+/g)[3] ?? 1) == 1 || !node.parentElement ? color : ground(node.parentElement);
          };
          const frames = [];
          for (const node of document.querySelectorAll('article :is(a, button, input, select, summary)')) {
            node.focus();
            const style = getComputedStyle(node);
            if (document.activeElement !== node || style.outlineStyle === 'none') continue;
            frames.push([style.outlineColor, ground(node.parentElement), node.outerHTML.slice(0, 120)]);
          }
          return frames;
        }"""
    )

    def as_hex(color: str) -> str:
        return "#{:02x}{:02x}{:02x}".format(*map(int, re.findall(r"\d+", color)[:3]))

    assert frames
    weak = [html for frame, ground, html in frames if contrast(as_hex(frame), as_hex(ground)) < 3]
    assert weak == []


@pytest.mark.parametrize("path", KINDS)
def test_text_that_a_reader_spreads_out_is_not_cut_off(browser: Browser, address: str, path: str) -> None:
    context = browser.new_context(bypass_csp=True)  # a reader's own style comes from the browser, past the policy
    tab = context.new_page()
    tab.set_viewport_size({"width": 320, "height": 640})
    tab.goto(f"{address}{path}.html")
    tab.add_style_tag(content=SPREAD)
    assert tab.evaluate("document.documentElement.scrollWidth") <= 320
    cut = tab.evaluate(
        """() => [...document.querySelectorAll('article *')].filter((node) => {
          const style = getComputedStyle(node);
          return node.textContent.trim() && node.clientHeight > 2 && style.overflow === 'hidden'
            && (node.scrollHeight > node.clientHeight + 2 || node.scrollWidth > node.clientWidth + 2);
        }).map((node) => node.outerHTML.slice(0, 120))"""
    )
    context.close()
    assert cut == []


def test_nothing_moves_for_a_reader_who_asks_for_less_motion(context: BrowserContext, address: str) -> None:
    tab = context.new_page()
    tab.goto(f"{address}index.html")
    tab.get_by_role("button", name="Menu", exact=True).click()
    longest = tab.evaluate(
        "Math.max(0, ...document.getAnimations().map((one) => one.effect.getComputedTiming().duration))"
    )
    assert longest <= 1  # milliseconds
    assert tab.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"


def test_forced_colors_keep_frames_and_focus(context: BrowserContext, address: str) -> None:
    tab = context.new_page()
    tab.emulate_media(forced_colors="active", reduced_motion="reduce")
    tab.goto(f"{address}start/red-flags.html")
    width = "node => parseFloat(getComputedStyle(node).borderTopWidth)"
    for card in tab.locator(".care").all():
        assert card.evaluate(width) >= 1
    tab.goto(f"{address}start/find-your-cause.html")
    answer = tab.locator(".finder__answer input").first
    answer.focus()
    tab.keyboard.press("Space")
    assert answer.evaluate("node => parseFloat(getComputedStyle(node.parentElement).outlineWidth)") >= 2
    assert answer.evaluate("node => getComputedStyle(node.parentElement).outlineStyle") == "solid"
    expect(answer).to_be_checked()


@pytest.mark.parametrize("path", PATHS)
def test_every_table_has_headers_that_each_cell_can_name(site: Path, path: str) -> None:
    for table in parsed(site / f"{path}.html").css("article table"):
        heads = table.css("thead th[scope=col]")
        assert heads
        for row in table.css("tbody tr"):
            cells = row.css("td, th")
            assert len(cells) == len(heads), row.text()[:80]


@pytest.mark.parametrize("path", PATHS)
def test_headings_go_down_one_level_at_a_time(site: Path, path: str) -> None:
    headings = parsed(site / f"{path}.html").css("article :is(h1, h2, h3, h4, h5, h6)")
    levels = [int(str(node.tag)[1]) for node in headings]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert [pair for pair in pairwise(levels) if pair[1] > pair[0] + 1] == []
