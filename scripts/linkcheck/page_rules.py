"""Rules about one page: its ids, the names of its links, its text. And what the page tells the rest of the site."""

from __future__ import annotations

import re
import unicodedata
from array import array
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import unquote

from scripts.linkcheck.documents import Document
from scripts.linkcheck.reading import read
from scripts.linkcheck.rules import Group, Problem, rule
from scripts.linkcheck.site import ABOUT, LINK, MARKUP, PAGES, Site, fold, is_anchor
from scripts.linkcheck.targets import judge

PAGE: Group = []
Found = Iterator[tuple[str, str]]
VAGUE = frozenset(
    "click|here|click here|click this|click this link|tap here|press here|see here|check here|go here|look here|this|"
    "this link|link|this page|this article|this post|this site|this website|more|read more|learn more|see more|"
    "find out more|show more|view more|more info|more information|more details|read this|read on".split("|")
)
INLINE = re.compile(r"""(?<![\w\])])!?\[[^\[\]\n]+\]\((?:[^()\s]|\([^()\s]*\))+(?:\s+["'][^"'\n]*["'])?\)""")
BY_REFERENCE = re.compile(r"(?<![\w\])])!?\[[^\[\]\n]*[^\W\d_][^\[\]\n]*\]\[[^\[\]\n]*\]")
VIEW = re.compile("svgView|xywh=|t=")  # a part of a drawing, not a place in it
HALF = re.compile(r"^\](\([^()\s]+\)|\[[^\[\]\n]+\])")  # what follows code or a picture in brackets
NOT_PROSE = ("code", "pre", "kbd", "samp", "script", "style", "textarea", "template", "title", "noscript", "math")


@dataclass
class Facts:
    """What the rest of the site must know of a file; small, since a large site has many.

    Attributes:
        ids: places that links can name. used: numbers of the files that it shows or links to.
        content: numbers of the pages that it links to outside menus. external: addresses elsewhere.
        fragments: page, place, the address as written, and how many of the same came before it.
        redirect: the file it sends readers to, None when elsewhere or no redirect; is_redirect says which.
        canonical: as written, with the file it names, and whether that is of this site. listed: meant to be found.
    """

    path: str
    ids: frozenset[str] = frozenset()
    used: array[int] = field(default_factory=lambda: array("I"))
    content: array[int] = field(default_factory=lambda: array("I"))
    fragments: list[tuple[str, str, str, int]] = field(default_factory=list)
    external: set[str] = field(default_factory=set)
    redirect: str | None = None
    is_redirect: bool = False
    canonical: list[tuple[str, str | None, bool]] = field(default_factory=list)
    listed: bool = True
    problems: list[Problem] = field(default_factory=list)


def survey(site: Site, path: str) -> Facts | None:
    """Read a file once and hold it against all rules that need no other file.

    Args:
        site: the site. path: the file.

    Returns:
        Its facts and problems, or None for a kind of file that holds no addresses.

    Raises:
        OSError, ValueError: when it cannot be read.
    """
    document = read(site, path)
    if document is None:
        return None
    facts, ids = Facts(path), frozenset(document.ids) | document.names
    quiet_ids = ids | document.quiet_ids
    facts.ids, facts.listed, facts.is_redirect = ids, document.listed, document.refresh is not None
    facts.problems, used, content = list(document.problems), set(), set()
    folder = document.base and document.base[: document.base.rfind("/") + 1]
    times: Counter[str] = Counter()
    for value, kind, menu, quiet in document.refs:
        times[value] += 1
        # The page's own name matters only to an address without path; one folder, one answer.
        link, problem = judge(site, value, kind, document.base if value[:1] in ("", "#", "?") else folder)
        # A page for what is missing is shown under any address, so only paths from the root can be right there.
        if problem and not (path == "404.html" and problem.rule in ("root-relative", "absolute-own")):
            facts.problems.append(problem._replace(nth=times[value] - 1))
        leads_to = link.file or link.meant  # a broken link is one defect; the page that it means is no orphan besides
        if kind != ABOUT and not menu and leads_to.endswith(PAGES) and leads_to != path:
            content.add(site.numbers[leads_to])
        if link.file:
            used.add(site.numbers[link.file])
            fragment = link.url.fragment
            if fragment and link.file.endswith(MARKUP) and not (link.file.endswith(".svg") and VIEW.match(fragment)):
                if link.file != path or not path.endswith(MARKUP):
                    facts.fragments.append((link.file, fragment, value, times[value] - 1))
                elif fragment not in ids:
                    problem = Problem("missing-fragment", value, "", times[value] - 1)
                    facts.problems += place(fragment, quiet_ids if quiet else ids, problem, document)
        elif link.url.host and not link.own and kind == LINK:
            facts.external.add(value)
    facts.used, facts.content = array("I", sorted(used)), array("I", sorted(content))
    if document.refresh is not None:
        facts.redirect = site.resolve(document.refresh, LINK, document.base).file
    for value in document.canonical:
        link = site.resolve(value, ABOUT, document.base)
        facts.canonical.append((value, link.file, bool(link.own)))
    for name, check in PAGE if document.tree is not None else ():
        if path.endswith(PAGES) or name in ("duplicate-id", "invalid-id"):
            times.clear()
            for target, detail in check(document, site):
                facts.problems.append(Problem(name, target, detail, times[target]))
                times[target] += 1
    return facts


def place(fragment: str, ids: frozenset[str], missed: Problem, document: Document | None) -> Iterator[Problem]:
    """Hold a fragment against the page that it leads to.

    Args:
        fragment: its part after `#`. ids: the places that there are. missed: the problem if there is none of that name.
        document: the page, for fragments that quote its text; None when there is no such page.

    Yields:
        The problem, if any, with the nearest right place.
    """
    from difflib import get_close_matches  # slow to load, and seldom needed

    name, _, directives = fragment.partition(":~:")
    if not is_anchor(name, ids):
        wanted = unquote(name)
        if same := next((real for real in ids if fold(real) == fold(wanted)), ""):
            yield missed._replace(rule="wrong-case-fragment", detail=f'Did you mean "#{same}"?')
        else:
            near = get_close_matches(wanted, ids, 1, 0.6)
            yield missed._replace(detail=f'Did you mean "#{near[0]}"?' if near else "")
    elif "text=" in directives and document and document.tree and document.tree.body:
        nodes = document.tree.body.traverse(include_text=True)
        text = "".join(
            n.text() for n in nodes if n.is_text_node and n.parent and n.parent.tag not in ("script", "style")
        )
        for quoted in re.findall(r"(?:^|&)text=([^&]*)", directives):
            for part in quoted.split(","):  # perhaps with `prefix-,` and `,-suffix`
                if _letters(unquote(part.strip("-"))) not in _letters(text):
                    yield missed._replace(detail=f'Its text does not have "{unquote(part)}".')


def _letters(text: str) -> str:
    """A text without case and white space."""
    return "".join(text.casefold().split())


@rule("missing-fragment", "Link to a heading that is there, or give the place its id back.")
def missing_fragment() -> None:
    """The page has no place of that name."""


@rule("wrong-case-fragment", "Write the id exactly as the page has it.")
def wrong_case_fragment() -> None:
    """Only the case of letters, or the Unicode form of accents, differs from a real id."""


@rule("duplicate-id", "Give each element its own id.", PAGE)
def duplicate_id(document: Document, site: Site) -> Found:
    """Two elements of the page have the same id: a link reaches only the first."""
    yield from (
        (name, f"It stands {count} times.") for name, count in Counter(document.ids).items() if count > 1 and name
    )


@rule("invalid-id", "Write an id of at least one character, without white space.", PAGE)
def invalid_id(document: Document, site: Site) -> Found:
    """An id is empty or holds white space."""
    yield from ((name, "") for name in document.ids if not name or re.search(r"[ \t\n\f\r]", name))


@rule("id-reference", "Write the id of an element of this page.", PAGE)
def id_reference(document: Document, site: Site) -> Found:
    """An attribute refers to an id that the page does not have."""
    ids = {*document.ids, *document.quiet_ids}
    for value, name in document.needs:
        if name == "usemap":
            if not value.startswith("#") or value[1:] not in document.maps or value == "#":
                yield value, 'usemap wants "#" and the name of a map on this page.'
        elif value not in ids:
            yield value, f"The attribute is {name}."


@rule("empty-target", "Write the address, or take the attribute out.", PAGE)
def bare_anchor(document: Document, site: Site) -> Found:
    """The address is empty or missing."""
    if document.tree is not None:
        for node in document.tree.css("a:not([href])"):
            text = " ".join(node.text().split())
            if text and node.attributes.keys() <= {"class", "title", "target", "rel"}:  # else a mark, or made by script
                yield "", f'The link reads "{text[:60]}".'
        for node in document.tree.css("img:not([src]):not([srcset])"):
            if not any(name.startswith("data-") for name in node.attributes):  # a script fills such a one in
                yield "", "A picture has no src."


@rule("placeholder", "Write the real address, or make it a button.", PAGE)
def bare_hash(document: Document, site: Site) -> Found:
    """The address is a placeholder that was never filled in."""
    for anchor in document.anchors:
        if anchor.href == "#" and not re.search(r"\b(top|up|start|beginning)\b|[↑⇧▲⬆]", anchor.name, re.IGNORECASE):
            yield "#", ""


@rule("no-name", "Write the text of the link, or a label.", PAGE)
def no_name(document: Document, site: Site) -> Found:
    """The link has no text: nobody can tell where it leads, and a screen reader says nothing."""
    for anchor in document.anchors:
        if anchor.name:
            continue
        # Lines of code and headings are often marked by a link to themselves; a picture without alt has its own rule.
        marks = (f"#{anchor.attributes.get('id')}", f"#{anchor.attributes.get('name')}")
        if anchor.href in marks or anchor.attributes.keys() & {"aria-labelledby"}:
            continue
        if anchor.attributes.get("aria-hidden") != "true" and all(
            "alt" in img.attributes for img in anchor.node.css("img")
        ):
            yield anchor.href, ""


@rule("image-alt", "Write in `alt` where the link leads.", PAGE)
def image_alt(document: Document, site: Site) -> Found:
    """A picture in a link has no `alt`."""
    for img in document.tree.css("a[href] img:not([alt]):not([aria-hidden=true])") if document.tree else ():
        yield img.attributes.get("src") or img.attributes.get("srcset") or "", ""


@rule("vague-text", "Say in the link's text what is behind it.", PAGE)
def vague_text(document: Document, site: Site) -> Found:
    """The link's text says nothing about where it leads."""
    for anchor in document.anchors:
        if not anchor.menu and len(anchor.name) < 25 and _plain(anchor.name) in VAGUE:
            yield anchor.href, f'It reads "{anchor.name}".'


@rule("same-text", "Let each text name its own target.", PAGE)
def same_text(document: Document, site: Site) -> Found:
    """Two links of the page read the same and lead to different places."""
    groups: dict[str, dict[str, str]] = {}
    for anchor in document.anchors:
        role = anchor.attributes.get("role") or ""  # doc-glossref, doc-noteref and so on say what they are
        if not anchor.menu and anchor.href[:1] not in ("", "#") and not role.startswith("doc-"):
            groups.setdefault(anchor.name.casefold(), {}).setdefault(anchor.href, anchor.name)
    for links in groups.values():
        first = ""
        for href, name in links.items() if len(links) > 1 else ():
            link, text = site.resolve(href, LINK, document.base), _plain(name)
            host = _plain((link.url.host or "").removeprefix("www."))
            target = link.file or (link.url.text.partition("#")[0] if link.url.host else "")
            if text in VAGUE or not re.search(r"[^\W\d_]", text) or (host and text.startswith(host)):
                continue  # a bibliography names hosts, and a host has many pages
            if target and link.file != document.path and (first := first or target) != target:
                yield href, f'"{name}" also leads to {first}.'


@rule("unrendered-markdown", "Mend the Markdown, so that it becomes a link.", PAGE)
def unrendered(document: Document, site: Site) -> Found:
    """Markdown was left as it was written."""
    if document.tree is None or document.tree.body is None or not re.search(r"\]\s*[(\[]", document.text):
        return
    skipped = {node.mem_id for node in document.tree.css(",".join(f"{tag},{tag} *" for tag in NOT_PROSE))}
    for node in document.tree.body.traverse(include_text=True):
        if node.is_text_node and node.parent and node.parent.mem_id not in skipped:
            for pattern in (INLINE, BY_REFERENCE, HALF):
                yield from ((match[0], "") for match in pattern.finditer(node.text()))


def _plain(text: str) -> str:
    """A link's text without case, arrows and punctuation."""
    return " ".join(re.sub(r"[^\w\s]", " ", unicodedata.normalize("NFC", text).casefold()).split())
