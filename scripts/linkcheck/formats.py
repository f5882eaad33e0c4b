"""Reading what is no markup: style sheets, structured data, and the lists that machines read."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from scripts.linkcheck.documents import Document, Ref
from scripts.linkcheck.rules import rule
from scripts.linkcheck.site import ABOUT, LOAD

JSON_KEYS = frozenset(
    "url image logo item contentUrl thumbnailUrl embedUrl relatedLink significantLink screenshot".split()
)
CSS = re.compile(  # a comment; a namespace; a string, perhaps in url() or after @import; url() without quotes
    r"""/\*.*?(?:\*/|\Z)|@namespace[^;]*;?"""
    r"""|(?P<import>@import\s+)?(?:(?P<url>(?<![\w-])url\(\s*)?(?P<quote>["'])(?P<text>(?:\\.|(?!(?P=quote)).)*)(?P=quote)"""
    r"""|(?<![\w-])url\(\s*(?P<bare>(?:\\.|[^"'()\\\s])*)\s*\))""",
    re.DOTALL | re.IGNORECASE,
)


def css_refs(text: str) -> Iterator[Ref]:
    """The addresses that a style sheet fetches. Other strings, comments and namespaces are none."""
    for match in CSS.finditer(text):
        value = match["bare"] if match["text"] is None else match["text"]
        if value is None:
            continue
        if match["quote"] and not match["url"] and not match["import"]:
            before = text[max(text.rfind(";", 0, match.start()), text.rfind("{", 0, match.start())) + 1 : match.start()]
            if "image-set(" not in before or before.rstrip().endswith("type("):
                continue
        yield Ref(re.sub(r"\\([0-9a-fA-F]{1,6})\s?|\\(.)", lambda m: chr(int(m[1], 16)) if m[1] else m[2], value), LOAD)


def json_ld(data: Any, key: str = "") -> Iterator[Ref]:
    """Addresses in structured data. An `@id` is often only a name, so it counts when it looks like a page."""
    if isinstance(data, dict):
        for name, value in data.items():
            if name not in ("@context", "@type"):
                yield from json_ld(value, name)
    elif isinstance(data, list):
        for value in data:
            yield from json_ld(value, key)
    elif isinstance(data, str):
        address = r"https?://[^\s#]+$" if key == "@id" else r"https?://\S+$"
        if key in JSON_KEYS or re.match(address, data):
            yield Ref(data, ABOUT)


def manifest(document: Document) -> Iterator[Ref]:
    """A web app's manifest: start page, icons, screenshots, shortcuts."""
    data = json.loads(document.text)
    for entry in [data, *data.get("shortcuts", [])]:
        for name, value in entry.items():
            if name in ("start_url", "url") and isinstance(value, str):
                yield Ref(value, ABOUT)
            elif name in ("icons", "screenshots"):
                yield from (Ref(picture.get("src", ""), ABOUT) for picture in value)


def sitemap(document: Document) -> Iterator[Ref]:
    """A sitemap, or a list of sitemaps."""
    from xml.etree import ElementTree  # only few files need it

    for element in ElementTree.fromstring(document.text.lstrip()).iter():
        if element.tag.rpartition("}")[2] == "loc":
            yield Ref((element.text or "").strip(), ABOUT)
        elif "href" in element.attrib:
            yield Ref(element.attrib["href"], ABOUT)


def search_index(document: Document) -> Iterator[Ref]:
    """The search index of MkDocs, as JSON or as the script that works from a folder."""
    document.base = ""  # its locations start from the site's root
    data = json.loads(re.sub(r"^\s*var __index\s*=\s*|;\s*$", "", document.text))
    yield from (Ref(entry["location"] or "./", ABOUT) for entry in data.get("docs", []) if "location" in entry)


def service_worker(document: Document) -> Iterator[Ref]:
    """The files that a service worker keeps: strings in a list, or `url:` in an object, that look like paths."""
    code = re.sub(r"/\*.*?\*/|(?<![:\"'])//[^\n]*", "", document.text, flags=re.DOTALL)
    for block in re.findall(r"\[[^\[\]]*\]", code):
        for _, value in re.findall(r"""(?:(?<=[\[,{])|\burl["']?\s*:)\s*(["'`])([^"'`\n]*)\1(?=\s*[,\]}])""", block):
            if re.search(r"^\.{0,2}/|\.[a-z][a-z0-9]{1,11}(?:[?#].*)?$", value):
                yield Ref(value, ABOUT)


def redirects(document: Document) -> Iterator[Ref]:
    """The host's list of redirects, as Netlify and others read it: where each leads."""
    for line in document.text.splitlines():
        parts = line.partition("#")[0].split()
        if len(parts) > 1 and not re.search(r"[*:@]", parts[0] + re.sub("^https?:", "", parts[1])):
            yield Ref(parts[1], ABOUT)


@rule("bad-data", "Mend the file's form.")
def bad_data() -> None:
    """The file or its structured data cannot be parsed."""
