"""What the build does for hosts and slow lines: small files, compressed copies, styles without what nothing uses."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import material
import pytest
import yaml
from playwright.sync_api import Browser

from scripts.hosting import COMPRESSED, trim, used_words
from scripts.other_forms import BOOK
from scripts.pages import ROOT
from tests.conftest import parsed
from tests.test_site import PATHS

KB = 1024
FIRST_LOAD = 100 * KB  # page, styles, scripts and pictures that are loaded at once
DRAWING = 30 * KB
INDEX = 150 * KB


def size(file: Path) -> int:
    """What travels: compressed, as hosts do it."""
    return len(gzip.compress(file.read_bytes(), 9, mtime=0))


def first_load(file: Path, site: Path) -> dict[str, int]:
    """The size of a page and of each file that it loads at once, by path."""
    sizes = {file.relative_to(site).as_posix(): size(file)}
    for node in parsed(file).css("link[rel~=stylesheet], link[rel~=icon], script[src], img[src]:not([loading=lazy])"):
        address = (node.attributes.get("src") or node.attributes.get("href") or "").partition("?")[0]
        if address.startswith("data:"):
            continue
        target = site / address.lstrip("/") if file.name == "404.html" else (file.parent / address).resolve()
        sizes[target.relative_to(site.resolve()).as_posix()] = size(target)
    return sizes


# The page that holds all others, to print, is as large as they are.
@pytest.mark.parametrize("path", [*sorted(set(PATHS) - {BOOK}), "404"])
def test_the_first_load_of_a_page_is_small(site: Path, path: str) -> None:
    sizes = first_load(site / f"{path}.html", site)
    assert sum(sizes.values()) <= FIRST_LOAD, sorted(sizes.items(), key=lambda entry: -entry[1])


def test_drawings_and_the_search_index_are_small(site: Path) -> None:
    big = {file.name: size(file) for file in site.rglob("*.svg") if size(file) > DRAWING}
    assert big == {}
    assert size(site / "search/search_index.json") <= INDEX


def test_the_theme_s_languages_and_maps_are_not_shipped(site: Path) -> None:
    assert [file.name for file in site.rglob("*.map")] == []
    assert not (site / "assets/javascripts/lunr").exists()


def test_every_text_file_has_a_true_compressed_copy(site: Path) -> None:
    for file in site.rglob("*"):
        if file.suffix in COMPRESSED:
            copy = (site / f"{file}.gz").read_bytes()
            assert gzip.decompress(copy) == file.read_bytes(), file
            assert copy[4:8] == b"\0\0\0\0", "a date makes the same page differ from build to build"


@pytest.mark.parametrize(
    ("css", "left"),
    [
        (".a{b:c}.z{b:c}", ".a{b:c}"),
        (".a,.z{b:c}", ".a{b:c}"),
        (".a .z{b:c}", ""),
        ("[dir=rtl] .a{b:c}", ""),
        ("[data-x=a]{b:c}[data-x=z]{b:c}", "[data-x=a]{b:c}"),
        (".start-z{b:c}", ".start-z{b:c}"),  # a script may put it together
        (".a:not(.z){b:c}", ".a:not(.z){b:c}"),
        (".a:is(.z,.y){b:c}", ".a:is(.z,.y){b:c}"),
        ("p{b:c}", "p{b:c}"),
        ("@media print{.z{b:c}}", ""),
        ("@media print{.a{b:c}}", "@media print{.a{b:c}}"),
        ("@keyframes z{0%{b:c}}", "@keyframes z{0%{b:c}}"),
    ],
)
def test_rules_that_apply_to_nothing_are_left_out(css: str, left: str) -> None:
    assert trim(css, {"a", "start-"})[0] == left


def test_no_page_needs_a_rule_that_was_left_out(browser: Browser, site: Path, address: str) -> None:
    """In the browser, with menu and search open: what scripts add is seen too."""
    words = used_words(site)
    dropped: list[str] = []
    for file in Path(material.__file__).parent.glob("templates/assets/stylesheets/*.css"):
        dropped += trim(file.read_text(encoding="utf-8"), words)[1]
    assert len(dropped) > 500
    tab = browser.new_page()
    states = (
        r"::?(?:-[a-z]+-[a-z-]+|after|before|hover|focus[a-z-]*|active|checked|target|disabled|placeholder|marker)\b"
    )
    plain = sorted({re.sub(states, "", selector) or "*" for selector in dropped})
    matching = """selectors => selectors.filter(selector => {
        try { return document.querySelector(selector) } catch { return false }
    })"""
    found = {}
    for path in [*sorted(set(PATHS) - {BOOK}), "404"]:  # the book runs no scripts, so it has no search
        tab.goto(f"{address}{path}.html")
        tab.locator("#__search").evaluate("box => box.click()")
        tab.locator("[data-md-component=search-query]").press_sequentially("hip")
        tab.locator(".md-search-result__list > li").first.wait_for()
        if left := tab.evaluate(matching, plain):
            found[path] = left
    tab.close()
    assert found == {}


@pytest.mark.parametrize("file", sorted((ROOT / ".github/workflows").glob("*.yml")), ids=lambda file: file.name)
def test_workflows_pin_their_actions_and_ask_for_few_rights(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    used = re.findall(r"uses: (.*)", text)
    assert used
    assert [action for action in used if not re.fullmatch(r"[\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", action)] == []
    workflow = yaml.safe_load(text)
    assert workflow["permissions"] in ({}, {"contents": "read"})
    rights = [right for job in workflow["jobs"].values() for right in job.get("permissions", {}).items()]
    assert {name for name, how in rights if how == "write"} <= {"pages", "id-token"}
