"""Reading the files of a site: the addresses, ids and references in markup, style sheets and lists for machines."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from posixpath import basename
from typing import Any, NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode

from scripts.linkcheck.rules import INVISIBLE, Problem
from scripts.linkcheck.site import ABOUT, LINK, LOAD, Site, rows_of_redirects

MENUS = "nav *, [role=navigation] *, [role=menu] *, [role=menubar] *"
JSON = ", ".join(f'script[type="{kind}" i]' for kind in ("application/ld+json", "importmap", "speculationrules"))
UNHEARD = "[hidden], [aria-hidden=true], script, style"  # a screen reader leaves it out of a name
# Which attribute holds an address, what a browser does with it, on which elements.
ADDRESSES: dict[str, dict[str, str]] = {}
for _row in """
    href link: a area
    href load: use image feImage script pattern linearGradient radialGradient textPath mpath filter animate set
    href load: animateMotion animateTransform
    src load: img script iframe embed source track audio video input frame bgsound
    poster load: video
    data load: object
    manifest load: html
    background load: body table thead tbody tr td th
    action link: form
    formaction link: button input
    longdesc link: img iframe frame
    cite about: blockquote q ins del
    srcset load: img source
    imagesrcset load: link
    ping load: a area
""".strip().splitlines():
    _attribute, _kind, *_tags = _row.replace(":", "").split()
    ADDRESSES.setdefault(_attribute, {}).update(dict.fromkeys(_tags, _kind))
ADDRESSES["xlink:href"] = ADDRESSES["href"]
PAINTS = frozenset("style fill stroke clip-path mask filter cursor marker marker-start marker-mid marker-end".split())
LOADING = frozenset(
    "stylesheet icon apple-touch-icon apple-touch-icon-precomposed apple-touch-startup-image mask-icon fluid-icon "
    "preload modulepreload prefetch prerender manifest".split()
)
HINTS = frozenset(("dns-prefetch", "preconnect"))  # they name a host and fetch nothing
IDREF = dict.fromkeys(  # which attribute names an id, on which elements; without elements: on all
    "aria-labelledby aria-describedby aria-controls aria-owns aria-flowto aria-details aria-errormessage "
    "aria-activedescendant popovertarget commandfor itemref".split(),
    "",
) | {"for": "label output", "list": "input", "headers": "td th", "usemap": "img object"}
IDREF["form"] = "button fieldset input label object output select textarea meter progress"
ONE_ID = frozenset(("for", "form", "list", "popovertarget", "commandfor", "aria-activedescendant", "usemap"))
# Attributes that make an element worth a closer look; most elements have none of them.
TELLING = PAINTS | IDREF.keys() | ADDRESSES.keys() | {"id", "name", "rel", "content"}
META = re.compile(
    r"(og:(url|see_also|(image|video|audio)(:(url|secure_url))?)|twitter:(image(:src)?|player|url)|image|thumbnail(url)?"
    r"|msapplication-(tileimage|config(?=.)|(square|wide)\d+x\d+logo))$",
    re.IGNORECASE,
)
REFRESH = re.compile(
    r"""\s*(\d+|(?=\.))[\d.]*(?:\s*[;,]\s*|\s+|\s*$)(url\s*=\s*)?(?:"([^"]*)|'([^']*)|(.*))""",
    re.IGNORECASE | re.DOTALL,
)
SRCSET = re.compile(r"[\s,]*(\S*[^\s,])(?:\s+(?:\([^)]*\)|[^,(])*)?,?")  # a comma ends an address only before a space
CSS = re.compile(  # a comment; a namespace; a string, perhaps in url() or after @import; url() without quotes
    r"""/\*.*?(?:\*/|\Z)|@namespace[^;]*;?"""
    r"""|(?P<import>@import\s+)?(?:(?P<url>(?<![\w-])url\(\s*)?(?P<quote>["'])(?P<text>(?:\\.|(?!(?P=quote)).)*)(?P=quote)"""
    r"""|(?<![\w-])url\(\s*(?P<bare>(?:\\.|[^"'()\\\s])*)\s*\))""",
    re.DOTALL | re.IGNORECASE,
)
JSON_KEYS = frozenset(
    "url image logo item contentUrl thumbnail thumbnailUrl embedUrl relatedLink significantLink screenshot sameAs urls "
    "mainEntityOfPage src start_url action home_page_url feed_url icon favicon".split()
)
XML_TAGS = ("link", "url", "comments", "icon", "logo", "image")
FILE = re.compile(  # what looks like a file among the strings of a script
    r"\.{0,2}/|[^\s.][^\s]*\.(x?html?|css|m?js|json|webmanifest|png|jpe?g|gif|svg|ico|webp|avif|woff2?|ttf|otf|xml|txt"
    r"|md|pdf|zip|wasm|mp3|mp4|webm|vtt)(?:[?#].*)?$"
)


class Ref(NamedTuple):
    """One address in a file. `menu`: it stands in navigation. `quiet`: in `<noscript>`."""

    value: str
    kind: str
    menu: bool = False
    quiet: bool = False


class Anchor(NamedTuple):
    """An `<a>` or `<area>` with its address. `menu`: it stands in navigation. `name`: what a screen reader says."""

    node: LexborNode
    href: str
    menu: bool
    name: str


@dataclass(slots=True)
class Page:
    """A file of the site: what was read of it, then what the rest of the site must know of it.

    Attributes:
        base: what relative addresses start from; None on another host. ids: of elements outside `<noscript>`.
        names: of `<a name>`. needs: ids that attributes refer to, with the attribute. listed: robots may list it.
        refresh: where it sends its readers. canonical: what it calls its own address. places: what links can name.
        used: numbers of the files that it shows or links to. content: those of its links outside menus.
        fragments: page, place, the address as written, how many of the same came before. external: links elsewhere.
    """

    path: str
    text: str
    base: str | None
    tree: LexborHTMLParser | None = None
    refs: list[Ref] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    names: set[str] = field(default_factory=set)
    needs: list[tuple[str, str]] = field(default_factory=list)
    anchors: list[Anchor] = field(default_factory=list)
    refresh: str | None = None
    canonical: list[str] = field(default_factory=list)
    listed: bool = True
    problems: list[Problem] = field(default_factory=list)
    places: frozenset[str] = frozenset()
    used: Sequence[int] = ()
    content: Sequence[int] = ()
    fragments: list[tuple[str, str, str, int]] = field(default_factory=list)
    external: set[str] = field(default_factory=set)

    def values(self, selector: str, name: str) -> set[str]:
        """What an attribute says on the elements that a selector finds."""
        return {node.attributes.get(name) or "" for node in self.tree.css(selector)} if self.tree else set()


def decode(data: bytes) -> str:
    """The text of a file as a browser reads it: mark of order, UTF-8, what it declares, else Windows-1252."""
    declared = re.search(rb"""charset\s*=\s*["']?([\w-]+)""", data[:4096], re.IGNORECASE)
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", errors="replace")
    if b"\0" in data[:4096]:
        raise ValueError("not text")
    for encoding, errors in (("utf-8-sig", "strict"), (declared[1].decode() if declared else "cp1252", "replace")):
        with suppress(UnicodeDecodeError, LookupError):
            return data.decode(encoding, errors)
    return data.decode("cp1252", "replace")


def markup(page: Page, site: Site) -> Iterator[Ref]:
    """HTML and SVG. `<template>`, comments and the text of scripts are no elements, so the parser leaves them out."""
    page.tree = tree = LexborHTMLParser(page.text)
    menus, quiet, hidden = ({node.mem_id for node in tree.css(where)} for where in (MENUS, "noscript *", "[hidden] *"))
    if base := tree.css_first("base[href]"):
        _base(page, site, base.attributes["href"] or "")
    for node in tree.root.traverse() if tree.root else ():
        attributes = node.attributes
        if not TELLING.isdisjoint(attributes) or node.tag == "meta":
            here = node.mem_id
            _element(page, node, attributes, here in menus, here in quiet, here in hidden)
    for node in tree.css("iframe[srcdoc]"):
        yield from _inside(page, node.attributes["srcdoc"] or "", site)
    for node in tree.css("template[shadowrootmode]"):
        yield from _inside(page, (node.html or "").replace("<template", "<div", 1), site)
    for node in tree.css("style"):
        yield from css_refs(node.text()) if (node.attributes.get("type") or "text/css").lower() == "text/css" else ()
    for node in tree.css(JSON):
        kind = (node.attributes["type"] or "").lower()
        try:
            data = json.loads(node.text())
            if kind == "importmap":
                data = {"url": [value for value in data.get("imports", {}).values() if not value.endswith("/")]}
            yield from json_refs(data)
        except (ValueError, AttributeError) as error:
            page.problems.append(Problem("bad-data", kind, f"{error}."))


def _inside(page: Page, text: str, site: Site) -> Iterator[Ref]:
    """The addresses of a page within the file: it has places of its own, and starts from the same base."""
    inner = Page(page.path, text, page.base)
    return (ref for ref in [*markup(inner, site), *inner.refs] if not ref.value.startswith("#"))


def _base(page: Page, site: Site, value: str) -> None:
    """A `<base>`: all relative addresses start from it. It need not exist."""
    link = site.resolve(value, ABOUT, page.path)
    if link.own in ("root", "host", "absolute"):
        page.problems.append(Problem("root-relative", value))
    if link.own and link.url.path:
        page.base = link.path + "/" * bool(link.path and link.url.path.rpartition("/")[2] in ("", ".", ".."))
    elif not link.own and link.url.scheme in ("", "http", "https"):
        page.base = None


def _element(
    page: Page, node: LexborNode, attributes: dict[str, str | None], menu: bool, quiet: bool, hidden: bool
) -> None:
    """The addresses, ids and references of one element."""
    tag, refs = node.tag or "", page.refs
    for name in filter(TELLING.__contains__, attributes):
        value = attributes[name] or ""
        if name == "id":
            if not quiet:
                page.ids.append(value)
        elif name in ADDRESSES:
            kind = ADDRESSES[name].get(tag)
            idle = tag == "input" and name == "src" and (attributes.get("type") or "").lower() != "image"
            if name.endswith("srcset") or name == "ping":
                parts = value.split() if name == "ping" else SRCSET.findall(value)
                refs += (Ref(part, LOAD, menu, quiet) for part in parts or [""] if kind)
            elif kind and not idle and (value or not name.endswith("action")):  # an empty action: this page
                refs.append(Ref(value, kind, menu, quiet))
        elif name in PAINTS:
            refs += css_refs(value) if "(" in value else ()
        elif tag in (IDREF.get(name) or tag) and name in IDREF and not hidden:
            # Nobody meets what is hidden: Material hides the label of a table of contents that a page does without.
            parts = [value] if name in ONE_ID and tag != "output" else value.split()
            page.needs += [(part, name) for part in parts if part or name == "usemap"]
    if tag == "link":
        refs += _link(page, attributes)
    elif tag == "meta":
        refs += _meta(page, attributes, quiet)
    elif tag in ("a", "area"):
        page.names.add((tag == "a" and attributes.get("name")) or "")
        hidden = hidden or "hidden" in attributes or "display:none" in (attributes.get("style") or "").replace(" ", "")
        if "href" in attributes and not hidden:
            href = (attributes["href"] or "").strip()
            page.anchors.append(Anchor(node, href, menu, _name(page, node, attributes)))


def _name(page: Page, node: LexborNode, attributes: dict[str, str | None]) -> str:
    """What a screen reader says for a link: its label, its text with the words for pictures, its title."""
    if page.tree and (marks := attributes.get("aria-labelledby")):
        named = (page.tree.css_first(f"[id={json.dumps(mark, ensure_ascii=False)}]") for mark in marks.split())
        if words := " ".join(word for one in named if one for word in one.text().split()):
            return words
    label = (attributes.get("aria-label") or "").strip()
    if label or node.tag == "area":
        return label or (attributes.get("alt") or "").strip()
    text, child = node.text(), node.child
    if child and (child.next or not child.is_text_node):  # most links hold a text and nothing else
        for part in node.css(UNHEARD):
            text = text.replace(part.text(), " ", 1)
        for part in node.css("img, input[type=image], [aria-label], [title]:empty"):
            text += " " + next(filter(None, map(part.attributes.get, ("aria-label", "alt", "title"))), "")
    text = " ".join((text if text.isascii() else INVISIBLE.sub("", text)).split())
    return text or (attributes.get("title") or "").strip()


def _link(page: Page, attributes: dict[str, str | None]) -> Iterator[Ref]:
    """A `<link>`: what its `rel` says decides whether a browser fetches it."""
    rels, value = set((attributes.get("rel") or "").lower().split()), attributes.get("href") or ""
    if "canonical" in rels:
        page.canonical.append(value)
    if (rels or value) and not rels & HINTS and ("href" in attributes or "imagesrcset" not in attributes):
        yield Ref(value, LOAD if rels & LOADING and "disabled" not in attributes else ABOUT)


def _meta(page: Page, attributes: dict[str, str | None], quiet: bool) -> Iterator[Ref]:
    """A `<meta>`: refresh, robots, pictures for cards."""
    content = attributes.get("content") or ""
    key = next((attributes[name] or "" for name in ("property", "name", "itemprop") if name in attributes), "")
    if (attributes.get("http-equiv") or "").lower() == "refresh":
        match = REFRESH.match(content)
        if not match:
            page.problems.append(Problem("bad-refresh", content))
        elif (target := (match[3] or match[4] or match[5] or "").strip()) or match[2]:
            # A page that stays for a while is read; one in `<noscript>` redirects all only if a script does it too.
            if target and int(match[1] or 0) <= 10 and (not quiet or "location" in page.text):
                page.refresh = page.refresh or target
            yield Ref(target, LINK)
    elif META.match(key):
        yield from [Ref(content, ABOUT)] if content != "none" else ()
    elif key.lower() == "robots" and re.search("noindex|none", content, re.IGNORECASE):
        page.listed = False


def css_refs(text: str) -> Iterator[Ref]:
    """The addresses that a style sheet fetches. Other strings, comments and namespaces are none."""
    for match in CSS.finditer(text):
        value = match["bare"] if match["text"] is None else match["text"]
        if match["quote"] and not match["url"] and not match["import"]:  # a string: only image-set() fetches it
            before = text[max(text.rfind(";", 0, match.start()), text.rfind("{", 0, match.start())) + 1 : match.start()]
            if "image-set(" not in before or before.rstrip().endswith("type("):
                continue
        if value is not None:
            unescaped = re.sub(r"\\([0-9a-fA-F]{1,6})\s?|\\(.)", lambda m: chr(int(m[1], 16)) if m[1] else m[2], value)
            yield Ref(unescaped, LOAD)


def json_refs(data: Any, key: str = "") -> Iterator[Ref]:
    """Addresses in structured data, an app's manifest or a feed; an `@id` is often only a name."""
    if isinstance(data, dict):
        for name, value in data.items():
            yield from json_refs(value, name) if name not in ("@context", "@type") else ()
    elif isinstance(data, list):
        for value in data:
            yield from json_refs(value, key)
    elif isinstance(data, str) and (key in JSON_KEYS or re.match(rf"https?://[^\s{'#' * (key == '@id')}]+$", data)):
        yield Ref(data, ABOUT)


def _json_file(page: Page, site: Site) -> Iterator[Ref]:
    """A manifest, a feed, or the search index of MkDocs, the latter also as the script that works from a folder."""
    data = json.loads(re.sub(r"^\s*var __index\s*=\s*|;\s*$", "", page.text))
    if "search_index" not in page.path:
        return json_refs(dict(data.items()))  # a list is none of them
    page.base = ""  # its locations start from the site's root
    return (Ref(entry["location"] or "./", ABOUT) for entry in data.get("docs", []) if "location" in entry)


def _xml_file(page: Page, site: Site) -> Iterator[Ref]:
    """A sitemap, a feed, the description of a search."""
    from xml.etree import ElementTree  # only few files need it

    for element in ElementTree.fromstring(page.text.lstrip()).iter():
        tag, text = element.tag.rpartition("}")[2].lower(), (element.text or "").strip()
        if tag == "loc" or (tag in XML_TAGS and text):
            yield Ref(text, ABOUT)
        elif tag in ("encoded", "description", "content", "summary") and "<" in text:
            yield from (ref._replace(kind=ABOUT) for ref in _inside(page, text, site))
        for value in map(element.attrib.get, ("href", "src", "url", "template")):  # what a searcher types has no path
            yield from [Ref(value.partition("{")[0], ABOUT)] if value and "{" not in value.partition("?")[0] else ()


def _service_worker(page: Page, site: Site) -> Iterator[Ref]:
    """The files that a service worker keeps: strings in a list, `url:` or keys of an object, that look like files."""
    code = re.sub(r"/\*.*?\*/|(?<![:\"'])//[^\n]*", "", page.text, flags=re.DOTALL)
    for call, block in re.findall(r"(addAll\(\s*)?(\[[^\[\]]*\]|importScripts\([^()]*\))", code):
        strings = re.findall(r"""(?:[\[,{(]|\burl["']?\s*:)\s*(["'`])([^"'`\n]*)\1(?=\s*[,\]})])""", block)
        files = [value for _, value in strings if FILE.match(value) and "${" not in value]
        # A list of routes, such as those that are never kept, names no file at all.
        yield from (Ref(value, ABOUT) for value in files if call or any("." in basename(other) for other in files))
    keys = (key for _, key in re.findall(r"""[{,]\s*(["'`])([^"'`\n]*)\1\s*:""", code) if "." in basename(key))
    yield from (Ref(key, ABOUT) for key in keys if FILE.match(key))


def _redirects(page: Page, site: Site) -> Iterator[Ref]:
    """What the host redirects: where each leads."""
    for source, target in rows_of_redirects(page.text):
        if site.resolve(target, LINK, page.base).path in site.moved:
            page.problems.append(Problem("redirect-chain", target, f"It begins at {source}."))
        else:
            yield Ref(target, ABOUT)


def _rows(pattern: str) -> Callable[[Page, Site], Iterator[Ref]]:
    """A reader of a plain text: what a pattern finds in it."""
    return lambda page, site: (Ref(value, ABOUT) for value in re.findall(pattern, page.text))


READERS: dict[re.Pattern[str], Callable[[Page, Site], Iterable[Ref]]] = {
    re.compile(pattern, re.IGNORECASE): reader
    for pattern, reader in (
        (r"\.(x?html?|svg)$", markup),
        (r"\.css$", lambda page, site: css_refs(page.text)),
        (r"\.webmanifest$|(^|/)((manifest|feed)\.json|search_index\.(json|js))$", _json_file),
        (r"(^|/)((sitemap|feed|rss|atom|opensearch)[\w-]*|index|browserconfig)\.xml(\.gz)?$|\.(rss|atom)$", _xml_file),
        (r"(^|/)(sw|service-?worker)\.js$", _service_worker),
        (r"(^|/)llms\.txt$", _rows(r"\]\(([^()\s]+)\)")),
        (r"^robots\.txt$", _rows(r"(?im)^\s*sitemap:\s*(\S+)")),
        (r"^sitemap\.txt$", _rows(r"(?m)^\s*(\S+)")),
        (r"^_headers$", _rows(r"(?im)^\s+link:\s*<([^>]*)>")),
        (r"^_redirects$", _redirects),
    )
}
READABLE = re.compile("|".join(pattern.pattern for pattern in READERS), re.IGNORECASE)


def text_of(site: Site, path: str) -> str:
    """The text of a file of the site, unpacked; OSError, EOFError or ValueError when it cannot be read."""
    data = (site.root / path).read_bytes()
    return decode(gzip.decompress(data) if path.endswith(".gz") else data)


def read(site: Site, path: str) -> Page:
    """Read a file of the site that `READABLE` matches; OSError, EOFError or ValueError when it cannot be read."""
    page = Page(path, text_of(site, path), path)
    reader = next(reader for pattern, reader in READERS.items() if pattern.search(path))
    try:
        page.refs += reader(page, site)
    except (SyntaxError, ValueError, LookupError, AttributeError, TypeError, RecursionError) as error:  # another form
        page.problems.append(Problem("bad-data", path, f"{error}."))
    return page
