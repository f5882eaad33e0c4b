"""What the tests share: the built site, a real browser, the pages as written."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from selectolax.lexbor import LexborHTMLParser

from scripts.browser import chromium, served
from scripts.pages import ROOT, Page, read_pages

SITE = ROOT / "site"
# A script for a page, before its own: what moves while it loads, as a list of the classes of what moved.
WATCH_MOVES = """
    window.moved = [];
    new PerformanceObserver((list) => {
      for (const { sources } of list.getEntries()) moved.push(sources.map(({ node }) => node?.className ?? "gone"));
    }).observe({ type: "layout-shift", buffered: true });
"""


@pytest.fixture(scope="session")
def site() -> Path:
    """The built site; `make test` builds it first."""
    assert (SITE / "index.html").exists(), "no built site: run `make site` first"
    return SITE


@pytest.fixture(scope="session")
def pages() -> dict[str, Page]:
    return read_pages()[0]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


@pytest.fixture(scope="session")
def address(site: Path) -> Iterator[str]:
    """The site on this machine, over HTTP."""
    with served(site) as base:
        yield base


@cache
def parsed(file: Path) -> LexborHTMLParser:
    """A built page, parsed once a process."""
    return LexborHTMLParser(file.read_text(encoding="utf-8"))
