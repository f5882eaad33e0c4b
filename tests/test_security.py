"""The security policy: in every page, in every header, and broken by nothing that a reader can do."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, expect
from playwright.sync_api import Page as Tab

from scripts import security
from scripts.browser import served
from tests.conftest import parsed
from tests.test_site import PATHS

WATCH = """
    window.broken = [];
    document.addEventListener("securitypolicyviolation", (event) =>
      window.broken.push(`${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`));
"""


@pytest.fixture(params=["headers and pages", "pages alone", "file"])
def root(request: pytest.FixtureRequest, site: Path) -> Iterator[str]:
    """The site's root: from a host, behind a proxy that strips the headers, and from a folder."""
    if request.param == "file":
        yield site.as_uri() + "/"
        return
    with served(site, bare=request.param == "pages alone") as base:
        yield base


@pytest.fixture
def broken(browser: Browser) -> Iterator[tuple[Tab, list[str]]]:
    """A tab, and what it reports as broken: violations, errors and warnings of the console."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.add_init_script(WATCH)
    tab = context.new_page()
    said: list[str] = []
    tab.on("console", lambda entry: said.append(entry.text) if entry.type in ("error", "warning") else None)
    tab.on("pageerror", lambda error: said.append(str(error)))
    yield tab, said
    context.close()


def violations(tab: Tab) -> list[str]:
    found: list[str] = tab.evaluate("window.broken")
    return found


def test_no_page_breaks_the_policy(broken: tuple[Tab, list[str]], root: str) -> None:
    tab, said = broken
    found = {}
    for path in [*PATHS, "404"]:
        if path == "404" and root.startswith("file:"):
            continue  # it is only for hosts: its links begin at their root
        tab.goto(f"{root}{path}.html")
        if violations(tab):
            found[path] = violations(tab)
    assert found == {}
    assert said == []


def test_no_tool_breaks_the_policy(broken: tuple[Tab, list[str]], root: str) -> None:
    tab, said = broken
    found: list[str] = []

    def visit(path: str) -> None:
        if tab.url != "about:blank":
            found.extend(violations(tab))
        tab.goto(f"{root}{path}.html")

    visit("index")
    tab.keyboard.press("/")
    tab.locator("[data-md-component=search-query]").press_sequentially("bursitis")
    expect(tab.locator(".md-search-result__list > li a").first).to_be_visible()
    tab.keyboard.press("Escape")
    tab.locator("button[title='Switch to dark colors']").click()
    visit("faq/index")
    expect(tab.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
    tab.get_by_label("Find a question").fill("ice")
    expect(tab.locator(".faq-found a").first).to_be_visible()
    visit("start/find-your-cause")
    for _ in range(12):  # to the end of the questions, whatever they are
        if tab.locator(".finder__result").count():
            break
        for field in tab.locator(".finder__screen fieldset").all():
            field.locator("input").last.check()
        tab.locator(".finder__screen [type=submit]").click()
    expect(tab.locator(".finder__result")).to_be_visible()
    visit("causes/index")
    tab.get_by_label("Where does it hurt?").select_option("sitting bone")
    visit("causes/gluteal-tendinopathy")
    tab.locator(".term").first.focus()
    expect(tab.get_by_role("tooltip")).to_be_visible()
    visit("about/privacy")
    tab.get_by_role("button", name="Delete what this site keeps here").click()
    expect(tab.locator("[data-forget] [role=status]")).to_contain_text("Deleted")
    found.extend(violations(tab))
    assert found == []
    assert said == []


@pytest.mark.parametrize("mark", ["<script>window.bad = 1</script>", '<p onclick="1" style="color: red">x</p>'])
def test_the_policy_stops_what_somebody_else_writes_into_a_page(
    context: BrowserContext, site: Path, tmp_path: Path, mark: str
) -> None:
    """The other side of the tests above: they would see a violation."""
    page = (site / "about/changes.html").read_text(encoding="utf-8").replace("<h1", f"{mark}<h1", 1)
    (tmp_path / "page.html").write_text(page, encoding="utf-8")
    context.add_init_script(WATCH)
    tab = context.new_page()
    tab.goto((tmp_path / "page.html").as_uri())
    assert [entry for entry in violations(tab) if "inline" in entry or "script-src" in entry]
    assert tab.evaluate("window.bad") is None


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    fresh = browser.new_context()
    yield fresh
    fresh.close()


def test_no_built_file_has_an_inline_style_or_handler(site: Path) -> None:
    """The policy would drop a style, and what a handler does would not happen."""
    found = {}
    for file in [*site.rglob("*.html"), *site.rglob("*.svg")]:
        page = parsed(file)
        nodes = [
            *page.css("[style], style"),
            *(n for n in page.css("*") if any(a.startswith("on") for a in n.attributes)),
        ]
        if nodes:
            found[file.relative_to(site).as_posix()] = (nodes[0].html or "")[:120]
    assert found == {}


def test_every_page_holds_its_policy_before_all_that_it_rules(site: Path) -> None:
    for file in site.rglob("*.html"):
        metas = parsed(file).css("meta[http-equiv=Content-Security-Policy]")
        assert len(metas) == 1, file
        content = metas[0].attributes["content"] or ""
        assert "unsafe" not in content
        assert "frame-ancestors" not in content  # browsers warn of it here
        before = file.read_text(encoding="utf-8").partition("http-equiv")[0]
        assert not re.search("<(script|link|style)", before), file


def test_the_headers_say_the_same_to_every_kind_of_host(site: Path) -> None:
    sent = security.read_headers(site)
    assert sent["Content-Security-Policy"].endswith("frame-ancestors 'none'")
    assert "unsafe" not in sent["Content-Security-Policy"]
    assert {name: sent[name] for name in security.HEADERS} == security.HEADERS
    assert (site / "_headers.nginx").read_text(encoding="utf-8") == security.for_nginx(sent)
    assert max(map(len, (site / "_headers").read_text(encoding="utf-8").splitlines())) < 2000  # Cloudflare's limit


def test_the_headers_allow_every_script_of_every_page(site: Path) -> None:
    allowed = security.read_headers(site)["Content-Security-Policy"]
    for file in site.rglob("*.html"):
        for source in security.inline_hashes(file.read_text(encoding="utf-8")):
            assert source in allowed, file


def test_a_hash_is_that_of_code_alone() -> None:
    page = '<script>1</script><script type="application/json">{}</script><script src="a.js"></script>'
    assert security.inline_hashes(page) == {"'sha256-a4ayc/80/OGda4BO/1o/V0etpOqiLx1JwB5S3beHW0s='"}


def test_a_page_without_a_character_set_is_refused() -> None:
    with pytest.raises(ValueError, match="charset"):
        security.with_policy("<p>x</p>")


def test_security_txt_holds_for_less_than_a_year_and_names_a_page_that_is_there(site: Path) -> None:
    text = (site / ".well-known/security.txt").read_text(encoding="utf-8")
    entries = dict(line.split(": ", 1) for line in text.splitlines())
    assert set(entries) == {"Contact", "Expires", "Preferred-Languages", "Canonical"}
    page, _, anchor = entries["Contact"].rpartition("/about/")[2].partition("#")
    assert parsed(site / "about" / page).css_first(f"#{anchor}") is not None
    made = security.security_txt("https://a.example/", "mailto:a@a.example", date(2026, 1, 31))
    assert "Contact: mailto:a@a.example\nExpires: 2027-01-30T00:00:00Z\n" in made
