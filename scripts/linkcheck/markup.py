"""Reading HTML and SVG, as a browser does."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

from scripts.linkcheck.documents import Anchor, Attributes, Document, Ref
from scripts.linkcheck.formats import css_refs, json_ld
from scripts.linkcheck.rules import Problem, rule
from scripts.linkcheck.site import ABOUT, LINK, LOAD, Site

MENUS = "nav *, [role=navigation] *, [role=menu] *, [role=menubar] *"
# Which attribute of which element holds an address, and what a browser does with it.
ADDRESSES: dict[str, dict[str, str]] = {}
for _attribute, _kind, _tags in (
    ("href", LINK, "a area"),
    ("href", LOAD, "use image feImage script pattern linearGradient radialGradient textPath mpath filter"),
    ("src", LOAD, "img script iframe embed source track audio video input frame"),
    ("poster", LOAD, "video"),
    ("data", LOAD, "object"),
    ("manifest", LOAD, "html"),
    ("background", LOAD, "body table thead tbody tr td th"),
    ("action", LINK, "form"),
    ("formaction", LINK, "button input"),
    ("longdesc", LINK, "img iframe frame"),
    ("cite", ABOUT, "blockquote q ins del"),
):
    ADDRESSES.setdefault(_attribute, {}).update(dict.fromkeys(_tags.split(), _kind))
ADDRESSES["xlink:href"] = ADDRESSES["href"]
LISTS = {"srcset": ("img", "source"), "imagesrcset": ("link",), "ping": ("a", "area")}
PAINTS = frozenset("style fill stroke clip-path mask filter cursor marker marker-start marker-mid marker-end".split())
LOADING = frozenset(
    "stylesheet icon apple-touch-icon apple-touch-icon-precomposed apple-touch-startup-image mask-icon fluid-icon "
    "preload modulepreload prefetch prerender manifest".split()
)
HINTS = frozenset(("dns-prefetch", "preconnect"))  # they name a host and fetch nothing
META = re.compile(
    r"(og:(url|see_also|(image|video|audio)(:(url|secure_url))?)|twitter:(image(:src)?|player|url)|image|thumbnail(url)?"
    r"|msapplication-(tileimage|config|(square|wide)\d+x\d+logo))$",
    re.IGNORECASE,
)
REFRESH = re.compile(
    r"""\s*(\d+|(?=\.))[\d.]*(?:\s*[;,]\s*|\s+|\s*$)(url\s*=\s*)?(?:"([^"]*)|'([^']*)|(.*))""",
    re.IGNORECASE | re.DOTALL,
)
IDREF = frozenset(
    "aria-labelledby aria-describedby aria-controls aria-owns aria-flowto aria-details aria-errormessage "
    "aria-activedescendant popovertarget commandfor itemref".split()
)
IDREF_ON = {"for": ("label", "output"), "list": ("input",), "headers": ("td", "th")}
ONE_ID = frozenset(("for", "form", "list", "popovertarget", "commandfor", "aria-activedescendant"))
# Attributes that make an element worth a closer look; most elements have none of them.
TELLING = PAINTS | IDREF | frozenset((*ADDRESSES, *LISTS, *IDREF_ON, "id", "form", "usemap", "rel", "content", "name"))


def markup(document: Document, site: Site) -> Iterator[Ref]:
    """HTML and SVG. `<template>`, comments and the text of scripts are no elements, so the parser leaves them out."""
    document.tree = tree = LexborHTMLParser(document.text)
    menus, quiet, hidden = ({node.mem_id for node in tree.css(where)} for where in (MENUS, "noscript *", "[hidden] *"))
    if base := tree.css_first("base[href]"):
        _base(document, site, base.attributes["href"] or "")
    for node in tree.root.traverse() if tree.root else ():
        attributes = node.attributes
        if not TELLING.isdisjoint(attributes) or node.tag == "meta":
            here = node.mem_id
            _element(document, node, attributes, here in menus, here in quiet, here in hidden)
    for frame in tree.css("iframe[srcdoc]"):  # a page of its own, with the addresses of this one
        inner = Document(document.path, frame.attributes["srcdoc"] or "", document.base)
        yield from (ref for ref in [*markup(inner, site), *inner.refs] if not ref.value.startswith("#"))
    for style in tree.css("style"):
        yield from css_refs(style.text())
    for script in tree.css('script[type="application/ld+json" i]'):
        try:
            yield from json_ld(json.loads(script.text()))
        except ValueError as error:
            document.problems.append(Problem("bad-data", "application/ld+json", f"{error}."))


def _base(document: Document, site: Site, value: str) -> None:
    """A `<base>`: all relative addresses start from it. It need not exist."""
    link = site.resolve(value, ABOUT, document.path)
    if link.own in ("root", "host", "absolute"):
        document.problems.append(Problem("root-relative", value))
    if link.own and link.url.path:
        document.base = link.path + "/" * bool(link.path and link.url.path.rpartition("/")[2] in ("", ".", ".."))
    elif not link.own and link.url.scheme in ("", "http", "https"):
        document.base = None


def _element(
    document: Document, node: LexborNode, attributes: Attributes, menu: bool, quiet: bool, hidden: bool
) -> None:
    """The addresses, ids and references of one element."""
    tag, refs = node.tag or "", document.refs
    for name, value in attributes.items():
        if name not in TELLING:
            continue
        value = value or ""
        if name == "id":
            (document.quiet_ids.add if quiet else document.ids.append)(value)
        elif name in ADDRESSES:
            kind = ADDRESSES[name].get(tag)
            idle = tag == "input" and name == "src" and (attributes.get("type") or "").lower() != "image"
            if kind and not idle and (value or name != "action"):  # an empty action means this page, in every browser
                refs.append(Ref(value, kind, menu, quiet))
        elif name in LISTS:
            parts = value.split() if name == "ping" else srcset(value)
            refs += [Ref(part, LOAD, menu, quiet) for part in parts or [""] if tag in LISTS[name]]
        elif name in PAINTS:
            refs += css_refs(value) if "(" in value else ()
        elif name == "usemap" and tag in ("img", "object"):
            document.needs.append((value, name))
        elif name in IDREF or tag in IDREF_ON.get(name, ()) or (name == "form" and tag != "form"):
            # Nobody meets what is hidden: Material hides the label of a table of contents that a page does without.
            parts = [] if hidden else [value] if name in ONE_ID else value.split()
            document.needs += [(part, name) for part in parts if part]
    if tag == "a":
        document.names.add(attributes.get("name") or "")
    seen = not hidden and "display:none" not in (attributes.get("style") or "")
    if tag in ("a", "area") and "href" in attributes and seen:
        href = (attributes["href"] or "").strip()
        document.anchors.append(Anchor(node, attributes, href, menu, _name(node, attributes)))
    elif tag == "link":
        refs += _link(document, attributes)
    elif tag == "meta":
        refs += _meta(document, attributes, quiet)
    elif tag == "map":
        document.maps.add(attributes.get("name") or "")


def _name(node: LexborNode, attributes: Attributes) -> str:
    """What a screen reader says for a link: its label, its text, the words for its pictures, its title."""
    label = (attributes.get("aria-label") or "").strip()
    if label or node.tag == "area":
        return label or (attributes.get("alt") or "").strip()
    if text := " ".join(node.text().split()):
        return text
    inside = [other.attributes for other in node.css("img, [aria-label]")]
    words = " ".join(other.get("alt") or other.get("aria-label") or "" for other in inside)
    return words.strip() or (attributes.get("title") or "").strip()


def _link(document: Document, attributes: Attributes) -> Iterator[Ref]:
    """A `<link>`: what its `rel` says decides whether a browser fetches it."""
    rels, value = set((attributes.get("rel") or "").lower().split()), attributes.get("href") or ""
    if rels & HINTS or (not rels and not value):
        return
    if "canonical" in rels:
        document.canonical.append(value)
    if "href" in attributes or "imagesrcset" not in attributes:
        yield Ref(value, LOAD if rels & LOADING and "disabled" not in attributes else ABOUT)


def _meta(document: Document, attributes: Attributes, quiet: bool) -> Iterator[Ref]:
    """A `<meta>`: refresh, robots, pictures for cards."""
    content = attributes.get("content") or ""
    key = next((attributes[name] or "" for name in ("property", "name", "itemprop") if name in attributes), "")
    if (attributes.get("http-equiv") or "").lower() == "refresh":
        match = REFRESH.match(content)
        if not match:
            document.problems.append(Problem("bad-refresh", content))
        elif (target := (match[3] or match[4] or match[5] or "").strip()) or match[2]:
            # A page that stays for a while is read; one in `<noscript>` redirects all only if a script does it too.
            if int(match[1] or 0) <= 10 and (not quiet or "location" in document.text):
                document.refresh = document.refresh or target
            yield Ref(target, LINK)
    elif META.match(key):
        yield Ref(content, ABOUT)
    elif key.lower() == "robots" and "noindex" in content.lower():
        document.listed = False


def srcset(value: str) -> list[str]:
    """The addresses of a `srcset`, by the standard: white space ends one, a comma only when white space follows."""
    found, rest = [], value.lstrip(" \t\n\f\r,")
    while rest:
        address = re.split(r"[ \t\n\f\r]", rest, maxsplit=1)[0]
        rest = rest[len(address) :]
        if not address.endswith(","):  # skip the descriptors; a comma in parentheses does not end them
            rest = re.sub(r"^(?:\([^)]*\)|[^,(])*", "", rest)
        found.append(address.rstrip(","))
        rest = rest.lstrip(" \t\n\f\r,")
    return found


@rule("bad-refresh", 'Write `content="0; url=page.html"`.')
def bad_refresh() -> None:
    """Browsers ignore this meta refresh."""
