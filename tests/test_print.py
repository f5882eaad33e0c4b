"""Pages on paper: no menus, frames and tables whole, what is folded is open, addresses for sources only."""

from __future__ import annotations

import io

import pytest
from playwright.sync_api import Browser, expect
from pypdf import PdfReader

from tests.test_browser import KINDS


def printed(browser: Browser, url: str, size: str) -> str:
    """The text of a printed page, spaces made one."""
    tab = browser.new_page()
    tab.goto(url)
    pages = PdfReader(io.BytesIO(tab.pdf(format=size))).pages
    tab.close()
    return " ".join(" ".join(page.extract_text() for page in pages).split())


@pytest.mark.parametrize("size", ["A4", "Letter"])
@pytest.mark.parametrize("path", KINDS)
def test_paper_has_the_text_and_not_the_menus(browser: Browser, address: str, path: str, size: str) -> None:
    text = printed(browser, f"{address}{path}.html", size)
    assert "Evidence checked" in text
    assert "Skip to content" not in text
    assert "On this page" not in text


def test_what_is_folded_on_a_screen_is_open_on_paper(browser: Browser, address: str) -> None:
    tab = browser.new_page()
    tab.goto(f"{address}causes/gluteal-tendinopathy.html")
    folded = tab.locator("article details:not([open]) td").first
    words = " ".join((folded.text_content() or "").split())
    expect(folded).to_be_hidden()
    tab.close()
    assert words
    assert words in printed(browser, f"{address}causes/gluteal-tendinopathy.html", "A4")


def test_a_card_and_a_drawing_are_not_cut_by_the_end_of_a_sheet(browser: Browser, address: str) -> None:
    tab = browser.new_page()
    tab.emulate_media(media="print")
    tab.goto(f"{address}causes/stress-fracture.html")
    for part in tab.locator("article :is(.care, .bone, figure)").all():
        assert part.evaluate("node => getComputedStyle(node).breakInside") == "avoid"
    for menu in tab.locator(".md-header, .md-tabs, .md-sidebar, .foot").all():
        expect(menu).to_be_hidden()
    tab.close()
