"""MkDocs hooks: the built pages in other forms, made from the pages themselves when all are written.

- for paper: one page with contents and every page in the order of the menu (`about/whole-site.html`)
- for programs: a Markdown copy beside each page, `llms.txt` (as llmstxt.org describes it), and a feed of changes
  (Atom, RFC 4287)

All read the `article` of the built HTML, so that what hooks and templates add is in them too.
"""

from __future__ import annotations

import os
import posixpath
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urljoin, urlsplit
from xml.etree import ElementTree

from markdownify import ATX, MarkdownConverter
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from selectolax.lexbor import LexborHTMLParser, LexborNode

from scripts.pages import FOLDER_NAMES, Page, read_pages

BOOK = "about/whole-site"
CHANGES = "about/changes"
BOOK_MARK = "<!-- whole site -->"
# What is of no use away from its page: links to a section, tools that need their script, empty frames of the theme.
NOT_IN_COPIES = """a.headerlink, a.footnote-backref, .footnote hr, .place, script, template, [data-finder-app], form,
    button"""
IDS = ("id", "for", "aria-labelledby", "aria-describedby", "aria-controls", "headers")
ATOM = "http://www.w3.org/2005/Atom"


@dataclass
class Order:
    """The pages in the order of the menu, for the hooks of one build."""

    paths: tuple[str, ...] = ()


def on_nav(nav: Navigation, config: MkDocsConfig, files: Files) -> Navigation:
    """Remember the order of the menu."""
    Order.paths = tuple(page.file.src_uri.removesuffix(".md") for page in nav.pages)
    return nav


def on_post_build(config: MkDocsConfig) -> None:
    """Write every other form.

    Raises:
        PluginError: when the page of changes has a heading that is not a date.
    """
    site = Path(config.site_dir)
    pages = read_pages()[0]
    address = config.site_url or "/"
    articles = {path: _article(site, path) for path in Order.paths if path != BOOK}
    for path, article in articles.items():
        (site / f"{path}.md").write_text(as_markdown(article, path, pages, address), encoding="utf-8")
    (site / "llms.txt").write_text(contents_for_programs(config, pages), encoding="utf-8")
    (site / "feed.xml").write_bytes(feed(articles[CHANGES], config))
    book = site / f"{BOOK}.html"
    whole = book.read_text(encoding="utf-8")
    if whole.count(BOOK_MARK) != 1:
        raise PluginError(f"docs/{BOOK}.md: needs the line {BOOK_MARK} once, where all pages are to stand.")
    book.write_text(whole.replace(BOOK_MARK, as_book(articles, pages)), encoding="utf-8")


def _article(site: Path, path: str) -> LexborNode:
    """The text of a built page, without what only serves on the page itself."""
    tree = LexborHTMLParser((site / f"{path}.html").read_text(encoding="utf-8"))
    article = tree.css_first("article")
    assert article is not None, path  # the theme's template makes one on each page
    for node in article.css(NOT_IN_COPIES):
        node.decompose()
    return article


def as_markdown(article: LexborNode, path: str, pages: dict[str, Page], address: str) -> str:
    """A page as plain Markdown.

    Args:
        article: the page's text.
        path: the page.
        pages: all pages by path.
        address: the public address of the site, ending in a slash.

    Returns:
        The text; links to other pages lead to their Markdown, drawings are told by their alternative text.
    """
    copy = LexborHTMLParser(article.html or "").css_first("article")
    assert copy is not None
    for drawing in copy.css("svg"):
        words = drawing.attributes.get("aria-label") or " ".join(n.text(strip=True) for n in drawing.css("desc")[:1])
        drawing.replace_with(f"[Drawing: {words}]" if words else "")
    for picture in copy.css("img"):
        picture.replace_with(f"[Drawing: {picture.attributes.get('alt') or ''}]")
    for link in copy.css("a[href]"):
        target, mark, anchor = (link.attributes["href"] or "").partition("#")
        whole = target.endswith(posixpath.basename(BOOK) + ".html")  # the only page without a Markdown copy
        if target.endswith(".html") and not urlsplit(target).scheme and not whole:
            link.attrs["href"] = target.removesuffix(".html") + ".md" + mark + anchor
    for link in copy.css("a.term"):  # each word explained would hide the text
        link.unwrap()
    for note in copy.css("sup a"):
        note.replace_with(f"[{note.text()}]")
    for title in copy.css(".care__title"):
        title.replace_with(f"**{title.text().strip()}**")  # the converter keeps the marks
    converter = MarkdownConverter(heading_style=ATX, bullets="-", escape_misc=False)
    text = re.sub(r"\n{3,}", "\n\n", converter.convert(copy.html or "")).strip()
    page = pages[path]
    return f"{text}\n\nThis page on the web: {address}{'' if path == 'index' else page.url}\n"


def contents_for_programs(config: MkDocsConfig, pages: dict[str, Page]) -> str:
    """`llms.txt`: what the site is, and each page in a line, by section."""
    lines = [f"# {config.site_name}", "", f"> {config.site_description}", ""]
    lines += [
        "General information for runners, with a source for each claim. No clinician has reviewed it, and it cannot",
        "tell anybody what they have. Groin, deep hip or thigh pain that came with running can be a cracked bone: no",
        "running until somebody has examined it.",
    ]
    section = None
    for path in Order.paths:
        page = pages[path]
        if FOLDER_NAMES[page.folder] != section:
            section = FOLDER_NAMES[page.folder]
            lines += ["", f"## {section}", ""]
        if path != BOOK:
            lines.append(f"- [{page.meta.title}]({config.site_url}{path}.md): {page.meta.description}")
    return "\n".join(lines) + "\n"


def feed(article: LexborNode, config: MkDocsConfig) -> bytes:
    """The page of changes as an Atom feed: an entry for each date.

    Args:
        article: the page of changes.
        config: for the name and the address of the site.

    Returns:
        The feed.

    Raises:
        PluginError: for a heading that is not a date such as "November 22, 2026".
    """
    ElementTree.register_namespace("", ATOM)
    root = ElementTree.Element(f"{{{ATOM}}}feed")
    address = config.site_url or ""

    def add(parent: ElementTree.Element, tag: str, text: str | None = None, **attributes: str) -> ElementTree.Element:
        node = ElementTree.SubElement(parent, f"{{{ATOM}}}{tag}", attributes)
        node.text = text
        return node

    add(root, "id", f"{address}feed.xml")
    add(root, "title", f"{config.site_name}: what changed and why")
    add(root, "link", rel="self", href=f"{address}feed.xml")
    add(root, "link", rel="alternate", href=f"{address}{CHANGES}.html")
    author = add(root, "author")
    add(author, "name", config.site_name)
    newest = None
    for heading in article.css("h2[id]"):
        words, anchor = heading.text(strip=True), heading.attributes["id"]
        if anchor in ("related", "sources"):
            continue
        try:
            moment = datetime.strptime(words, "%B %d, %Y").replace(tzinfo=UTC).isoformat()
        except ValueError:
            raise PluginError(
                f'docs/{CHANGES}.md: the heading "{words}" is no date. Write it like "## November 22, 2026".'
            ) from None
        newest = max(newest or moment, moment)
        text = []
        node = heading.next
        while node is not None and node.tag != "h2":
            text.append(node.html or "")
            node = node.next
        entry = add(root, "entry")
        add(entry, "id", f"{address}{CHANGES}.html#{anchor}")
        add(entry, "title", f"Changes of {words}")
        add(entry, "updated", moment)
        add(entry, "link", rel="alternate", href=f"{address}{CHANGES}.html#{anchor}")
        whole = re.sub(r'href="([^"]+)"', _absolute(f"{address}{CHANGES}.html"), "".join(text))
        add(entry, "content", whole.strip(), type="html")
    updated = ElementTree.Element(f"{{{ATOM}}}updated")
    updated.text = newest
    root.insert(2, updated)
    written: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


def _absolute(base: str) -> Callable[[re.Match[str]], str]:
    """Write the address of a link in full: a reader of feeds does not know the page's own."""
    return lambda match: f'href="{urljoin(base, match[1])}"'


def as_book(articles: dict[str, LexborNode], pages: dict[str, Page]) -> str:
    """Contents and all pages, one after the other; links between pages become links within the book.

    Args:
        articles: the text of each page, in order.
        pages: all pages by path.

    Returns:
        HTML for the page that holds the book.
    """
    contents = []
    chapters = []
    section = None
    for path, article in articles.items():
        page = pages[path]
        if FOLDER_NAMES[page.folder] != section:
            section = FOLDER_NAMES[page.folder]
            contents.append(f'<p class="book__section">{section}</p>')
        contents.append(f'<p class="book__entry"><a href="#{_book_id(path)}">{page.meta.title}</a></p>')
        _into_book(article, path, articles)
        inner = "".join(child.html or "" for child in article.iter(include_text=True))
        chapters.append(f'<section class="book__page" id="{_book_id(path)}">{inner}</section>')
    return f'<div class="book__contents">{"".join(contents)}</div>{"".join(chapters)}'


def _book_id(path: str, anchor: str = "") -> str:
    """The name of a place in the book; pages have the same headings, so each takes its page's path along."""
    return path.replace("/", "-") + (f"--{anchor}" if anchor else "")


def _into_book(article: LexborNode, path: str, articles: dict[str, LexborNode]) -> None:
    """Give the names, references and links of a page their place in the book."""
    for link in article.css("a.term"):  # the book has a glossary; a link at each word makes it slow to open
        link.unwrap()
    for level in (3, 2, 1):  # the book has the only heading of the first level
        for heading in article.css(f"h{level}"):
            attributes = "".join(f' {key}="{value or ""}"' for key, value in heading.attributes.items())
            inner = "".join(child.html or "" for child in heading.iter(include_text=True))
            new = LexborHTMLParser(f"<h{level + 1}{attributes}>{inner}</h{level + 1}>").css_first(f"h{level + 1}")
            assert new is not None
            heading.replace_with(new)
    for key in IDS:
        for node in article.css(f"[{key}]"):
            node.attrs[key] = " ".join(_book_id(path, name) for name in (node.attributes[key] or "").split())
    for key in ("fill", "stroke", "clip-path", "mask", "marker-start", "marker-end"):
        for node in article.css(f"[{key}^='url(#']"):
            node.attrs[key] = f"url(#{_book_id(path, (node.attributes[key] or '')[5:])}"
    folder = posixpath.dirname(path)
    for node in article.css("[href], [src]"):
        key = "href" if "href" in node.attributes else "src"
        value = node.attributes[key] or ""
        if urlsplit(value).scheme:
            continue
        target, _, anchor = value.partition("#")
        where = posixpath.normpath(posixpath.join(folder, target)).removesuffix(".html") if target else path
        if where in articles:
            node.attrs[key] = f"#{_book_id(where, anchor)}"
        elif where == BOOK:
            node.attrs[key] = f"#{_book_id('index')}"
        elif target:
            node.attrs[key] = os.path.relpath(posixpath.join(folder, target), posixpath.dirname(BOOK))
