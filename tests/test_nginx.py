"""The site on a real host: Debian's nginx with the file that the README gives to hosts."""

from __future__ import annotations

import http.client
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, expect

from scripts import nginx, security
from scripts.pages import ROOT

pytestmark = pytest.mark.skipif(not nginx.find(), reason=nginx.NOT_THERE)


@pytest.fixture(scope="module")
def host(site: Path) -> Iterator[str]:
    with nginx.hosted(site) as base:
        yield base


@pytest.fixture(scope="module")
def below(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """The site built for a sub-path, served there."""
    folder = tmp_path_factory.mktemp("below") / "site"
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, env={**os.environ, "SITE_URL": "https://example.org/a/hip/"})
    with nginx.hosted(folder, "/a/hip") as base:
        yield base, folder


def ask(address: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    """One request: status, headers in small letters, body."""
    parts = urlsplit(address)
    connection = http.client.HTTPConnection(parts.netloc)
    connection.request("GET", parts.path, headers={name.replace("_", "-"): value for name, value in headers.items()})
    answer = connection.getresponse()
    found = answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
    connection.close()
    return found


@pytest.mark.parametrize("path", ["index.html", "faq/ice-or-heat.html", "assets/css/site.css", "not/there.html"])
def test_every_answer_has_the_headers(host: str, site: Path, path: str) -> None:
    _, headers, _ = ask(host + path)
    sent = security.read_headers(site)
    assert {name: headers.get(name.lower()) for name in sent} == sent


@pytest.mark.parametrize("path", ["index.html", "assets/css/site.css", "search/search_index.json", "assets/logo.svg"])
def test_the_compressed_copy_is_sent_as_it_is(host: str, site: Path, path: str) -> None:
    status, headers, body = ask(host + path, Accept_Encoding="gzip")
    assert (status, headers["content-encoding"], headers["vary"]) == (200, "gzip", "Accept-Encoding")
    assert body == (site / f"{path}.gz").read_bytes()
    status, headers, body = ask(host + path)
    assert (status, "content-encoding" in headers) == (200, False)
    assert body == (site / path).read_bytes()


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("index.html", "text/html; charset=utf-8"),
        ("assets/js/search.js", "application/javascript; charset=utf-8"),
        ("assets/logo.svg", "image/svg+xml"),
        (".well-known/security.txt", "text/plain; charset=utf-8"),
    ],
)
def test_every_kind_of_file_is_named(host: str, path: str, kind: str) -> None:
    status, headers, _ = ask(host + path)
    assert (status, headers["content-type"]) == (200, kind)


def test_an_unchanged_page_is_not_sent_twice(host: str) -> None:
    _, headers, _ = ask(f"{host}index.html")
    assert headers["cache-control"] == "no-cache"
    assert ask(f"{host}index.html", If_None_Match=headers["etag"])[0] == 304


def test_what_is_only_for_the_host_is_not_sent(host: str) -> None:
    assert [path for path in ("_headers", "_headers.nginx", ".nojekyll") if ask(host + path)[0] != 404] == []


@pytest.mark.parametrize("path", ["nothing.html", "a/b/c/d/nothing"])
def test_a_wrong_address_says_so_and_shows_the_page_that_helps(host: str, site: Path, path: str) -> None:
    status, _, body = ask(host + path)
    assert (status, body) == (404, (site / "404.html").read_bytes())


@pytest.mark.parametrize("depth", ["", "causes/", "a/b/c/d/"])
def test_the_page_for_a_wrong_address_works_at_any_depth_below_a_sub_path(
    browser: Browser, below: tuple[str, Path], depth: str
) -> None:
    base, _ = below
    tab = browser.new_page()
    failed: list[str] = []
    tab.on("response", lambda answer: failed.append(answer.url) if answer.status != 200 else None)
    tab.goto(f"{base}{depth}nothing.html")
    expect(tab.locator("article h1")).to_have_text("This page is not here")
    assert failed == [f"{base}{depth}nothing.html"]
    assert tab.locator("body").evaluate("node => getComputedStyle(node).backgroundColor") == "rgb(251, 247, 240)"
    tab.keyboard.press("/")
    tab.locator("[data-md-component=search-query]").press_sequentially("ice or heat")
    first = tab.locator(".md-search-result__list > li a").first
    expect(first).to_have_attribute("href", f"{base}faq/ice-or-heat.html")
    tab.keyboard.press("Escape")
    tab.locator("article a", has_text="warning signs").click()
    tab.wait_for_url(f"{base}start/red-flags.html")
    tab.close()


def test_pages_search_and_colors_work_below_a_sub_path(browser: Browser, below: tuple[str, Path]) -> None:
    base, _ = below
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    tab = context.new_page()
    wrong: list[str] = []
    tab.on("request", lambda request: None if request.url.startswith(base) else wrong.append(request.url))
    tab.on("console", lambda entry: wrong.append(entry.text) if entry.type in ("error", "warning") else None)
    tab.goto(f"{base}index.html")
    tab.locator("button[title='Switch to dark colors']").click()
    tab.keyboard.press("/")
    tab.locator("[data-md-component=search-query]").press_sequentially("bursitis")
    tab.locator(".md-search-result__list > li a").first.click()
    tab.wait_for_url(f"{base}causes/*bursitis*")
    expect(tab.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
    tab.locator(".foot__ways a", has_text="Questions").click()
    tab.wait_for_url(f"{base}faq/index.html")
    assert tab.evaluate("Object.keys(localStorage)") == ["/a/hip/.__palette"]
    assert [url for url in wrong if not url.startswith("data:")] == []
    context.close()
