"""The site in other forms: one page for paper, Markdown, `llms.txt` and a feed for programs."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from selectolax.lexbor import LexborHTMLParser

from scripts.other_forms import ATOM, BOOK, feed
from scripts.pages import Page
from tests.conftest import parsed


def article(text: str) -> LexborHTMLParser:
    return LexborHTMLParser(f"<article>{text}</article>")


def config() -> MkDocsConfig:
    made = MkDocsConfig()
    made.load_dict({"site_name": "Hips", "site_url": "https://hips.example/"})
    return made


def test_every_page_has_a_markdown_copy_with_its_title_and_its_text(site: Path, pages: dict[str, Page]) -> None:
    for path, page in pages.items():
        if path == BOOK:
            continue
        text = (site / f"{path}.md").read_text(encoding="utf-8")
        assert text.startswith(f"# {page.meta.title}\n")
        assert not re.search(r"</?(?:div|span|svg|a|p|script)\b", text), path
        assert "window." not in text


def test_links_of_a_markdown_copy_lead_to_markdown_copies_that_are_there(site: Path) -> None:
    missing = []
    for copy in site.rglob("*.md"):
        for target in re.findall(r"\]\(([^)\s#]+)[^)]*\)", copy.read_text(encoding="utf-8")):
            if not urlsplit(target).scheme and not (copy.parent / target).resolve().exists():
                missing.append((copy.name, target))
            assert urlsplit(target).scheme or not target.endswith(".html") or target.endswith(f"{Path(BOOK).name}.html")
    assert missing == []


def test_each_page_names_its_markdown_copy(site: Path, pages: dict[str, Page]) -> None:
    for path in set(pages) - {BOOK}:
        link = parsed(site / f"{path}.html").css_first("link[type='text/markdown']")
        assert link is not None
        assert ((site / path).parent / (link.attributes["href"] or "")).resolve() == (site / f"{path}.md").resolve()


def test_the_contents_for_programs_name_every_page(site: Path, pages: dict[str, Page]) -> None:
    text = (site / "llms.txt").read_text(encoding="utf-8")
    named = set(re.findall(r"\]\(https://[^/]+/(.+?)\.md\): ", text))
    assert named == set(pages) - {BOOK}


def test_the_feed_has_an_entry_for_each_date_of_the_page_of_changes(site: Path) -> None:
    root = ElementTree.fromstring((site / "feed.xml").read_bytes())
    titles = [entry.findtext(f"{{{ATOM}}}title") for entry in root.iter(f"{{{ATOM}}}entry")]
    dates = [h.text(strip=True).rstrip("#") for h in parsed(site / "about/changes.html").css("article h2[id]")]
    assert titles == [f"Changes of {date}" for date in dates if date[-4:].isdigit()]
    assert titles
    for tag in ("id", "title", "updated"):
        assert root.findtext(f"{{{ATOM}}}{tag}")


def test_the_newest_date_is_the_date_of_the_feed() -> None:
    tree = article('<h2 id="b">May 2, 2027</h2><p>B</p><h2 id="a">November 22, 2026</h2><p>A</p>')
    node = tree.css_first("article")
    assert node is not None
    root = ElementTree.fromstring(feed(node, config()))
    assert root.findtext(f"{{{ATOM}}}updated") == "2027-05-02T00:00:00+00:00"
    assert [entry.findtext(f"{{{ATOM}}}content") for entry in root.iter(f"{{{ATOM}}}entry")] == ["<p>B</p>", "<p>A</p>"]


def test_links_in_the_feed_are_written_in_full() -> None:
    node = article('<h2 id="a">May 2, 2027</h2><p><a href="../faq/x.html">X</a></p>').css_first("article")
    assert node is not None
    assert b"https://hips.example/faq/x.html" in feed(node, config())


def test_a_heading_that_is_no_date_is_named_with_its_mend() -> None:
    node = article('<h2 id="a">Last week</h2>').css_first("article")
    assert node is not None
    with pytest.raises(PluginError, match=r'changes\.md: the heading "Last week" is no date. Write it like'):
        feed(node, config())


def test_the_book_holds_every_page_once_in_the_order_of_the_menu(site: Path, pages: dict[str, Page]) -> None:
    book = parsed(site / f"{BOOK}.html")
    headings = [chapter.css_first("h2") for chapter in book.css("article .book__page")]
    titles = [heading.text(strip=True) for heading in headings if heading]
    assert sorted(titles) == sorted(page.meta.title for path, page in pages.items() if path != BOOK)
    assert titles[0] == pages["index"].meta.title
    assert len(book.css("article h1")) == 1


def test_names_in_the_book_are_unique_and_its_links_lead_within(site: Path, pages: dict[str, Page]) -> None:
    book = parsed(site / f"{BOOK}.html")
    names = [node.attributes["id"] for node in book.css("article [id]")]
    assert len(names) == len(set(names))
    outward = []
    for link in book.css(".book__page a[href]"):
        target = link.attributes["href"] or ""
        if target.startswith("#"):
            assert target[1:] in names, target
        elif not urlsplit(target).scheme:
            outward.append(target)
    assert outward == []


def test_robots_may_read_everything_and_find_the_sitemap(site: Path) -> None:
    assert (site / "robots.txt").read_text(encoding="utf-8").splitlines()[-1].startswith("Sitemap: https://")
