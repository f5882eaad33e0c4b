"""Rules about a page (its ids, the names of its links, its text) and about the site (ways, redirects, lists)."""

from __future__ import annotations

import re
import unicodedata
from array import array
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property
from urllib.parse import unquote

from scripts.linkcheck.reading import UNHEARD, Anchor, Page, read
from scripts.linkcheck.rules import Problem, judge
from scripts.linkcheck.site import ABOUT, INDEXES, LINK, PAGE, Site, fold

Found = Iterator[tuple[str, Problem]]  # each with its page
VAGUE = frozenset(
    "click|here|click here|click this|click this link|tap here|press here|see here|check here|go here|look here|this|"
    "this link|link|this page|this article|this post|this site|this website|more|read more|learn more|see more|"
    "find out more|show more|view more|more info|more information|more details|read this|read on".split("|")
)
WORD = r"(?=[^\[\]]{0,300}[^\W\d_])[^\[\]]{1,300}(?<!\\)"
TARGET = r"[^()\s]*[./#][^()\s]*"
LINKED = r"(?<![\w\])\\])!?\[(?!\^)"
MARKDOWN = re.compile(
    rf"""{LINKED}(?:{WORD}\]\((?!e?s\))(?:[^()\s|]|\([^()\s]*\))+|[^\[\]\n]*\]\(\s*{TARGET})  # a link ...
    (?:\s+["'][^"'\n]*["'])?\s*\)  # ... perhaps with a title
    |{LINKED}{WORD}\](?:\[[^\[\]\n]*\]|\($)  # one by reference; one whose address became a link
    |(?<![\w\])\\:])!?\[\[(?=[^\W\d_])[^\[\]\n,]+[^\s\[\],]\]\]  # one to another page of a wiki
    |^\](?:\([^()\s]+\)|\[[^\[\]\n]+\])|^[^\[\]]*\]\({TARGET}\)  # what follows code
    |^\s*\[(?!\^){WORD}\]:\s+(?:https?:|\S+\.(?:html|md)\b)\S*  # a definition
    """,
    re.VERBOSE,
)
NOT_PROSE = "code pre kbd samp script style textarea template title noscript math .arithmatex".split()
VIEW = re.compile("svgView|xywh=|t=")  # a part of a drawing, not a place in it
HIDDEN = re.compile(r"(^|/)(404(/index)?|google[0-9a-f]{16})\.html?$")
LISTS = {"sitemap-gap": r"^sitemap[\w-]*\.(xml(\.gz)?|txt)$", "search-gap": r"(^|/)search_index\.js(on)?$"}


def survey(site: Site, path: str) -> Page:
    """Read a file once and hold it against all rules that need no other; OSError, EOFError, ValueError like `read`."""
    page = read(site, path)
    page.places = frozenset(page.ids) | page.names
    used, content, times = set(), set(), Counter[str]()
    folder = page.base and page.base[: page.base.rfind("/") + 1]
    for value, kind, menu, quiet in page.refs:
        nth = times[value]
        times[value] += 1
        # The page's own name matters only to an address without path; one folder, one answer.
        link, problem = judge(site, value, kind, page.base if value[:1] in ("", "#", "?") else folder)
        # A page for what is missing is shown under any address, so only paths from the root can be right there.
        if problem and not (path == "404.html" and problem.rule in ("root-relative", "absolute-own")):
            page.problems.append(problem._replace(nth=nth))
        leads_to = link.file or link.meant  # a broken link is one defect; the page that it means is no orphan besides
        if kind != ABOUT and not menu and leads_to in site.markup and leads_to != path:
            content.add(site.numbers[leads_to])
        if link.file:
            used.add(site.numbers[link.file])
            fragment = link.url.fragment
            if fragment and link.file in site.markup and not (link.file.endswith(".svg") and VIEW.match(fragment)):
                known = link.file == path and fragment in page.places
                if not known and not (quiet and fragment in page.values("noscript [id]", "id")):
                    page.fragments.append((link.file, fragment, value, nth))
        elif link.url.host and not link.own and kind == LINK:
            page.external.add(value)
    page.used, page.content = array("I", sorted(used)), array("I", sorted(content))
    for name, count in Counter(page.ids).items():
        if not name or re.search(r"[ \t\n\f\r]", name):
            page.problems += (Problem("invalid-id", name, "", nth) for nth in range(count))
        elif count > 1:
            page.problems.append(Problem("duplicate-id", name, f"It stands {count} times.", 1))
    if PAGE.search(path):
        page.problems += _of_anchors(page)
        times.clear()
        for rule, target, detail in _of_text(page, site):
            page.problems.append(Problem(rule, target, detail, times[rule + target]))
            times[rule + target] += 1
    return replace(page, text="", tree=None, refs=[], ids=[], names=set(), needs=[], anchors=[])


def _letters(text: str) -> str:
    """A text without case, white space and soft hyphens."""
    return "".join(text.casefold().replace("\xad", "").split())


def _plain(text: str) -> str:
    """A link's text without case, arrows and punctuation."""
    return " ".join(re.sub(r"[^\w\s]", " ", unicodedata.normalize("NFC", text).casefold()).split())


def _of_anchors(page: Page) -> Iterator[Problem]:
    """The rules about the name of one link."""
    times = Counter[str]()
    for node, href, menu, name in page.anchors:
        nth = times[href]
        times[href] += 1
        if href == "#":
            if not re.search(r"\b(top|up|start|beginning)\b|[↑⇧▲⬆]", name, re.IGNORECASE):
                yield Problem("placeholder", "#", "", nth)
        elif not name:
            # Lines of code and headings are often marked by a link to themselves; a picture without alt has its rule.
            have = node.attributes
            mark = href in (f"#{have.get('id')}", f"#{have.get('name')}") or have.get("aria-hidden") == "true"
            if not mark and not node.css_first("img:not([alt])"):
                yield Problem("no-name", href, "", nth)
        elif not menu and len(name) < 25 and _plain(name) in VAGUE:
            yield Problem("vague-text", href, f'It reads "{name}".', nth)


def _of_text(page: Page, site: Site) -> Iterator[tuple[str, str, str]]:
    """The rules about references by id, the names of links, and text: each problem with its target and detail."""
    if (tree := page.tree) is None or tree.body is None:
        return
    ids = page.values("[id]", "id") if page.needs else set()
    maps = {f"#{name}" for name in page.values("map[name]", "name") - {""}}
    for value, attribute in page.needs:
        if value not in (maps if attribute == "usemap" else ids):
            form = '; it wants "#" and the name of a map' if attribute == "usemap" else ""
            yield "id-reference", value, f"The attribute is {attribute}{form}."
    for node in tree.css("a:not([href])"):
        text = " ".join(node.text().split())
        if text and node.attributes.keys() <= {"class", "title", "target", "rel"}:  # else a mark, or made by script
            yield "empty-target", "", f'The link reads "{text[:60]}".'
    for node in tree.css("img:not([src], [srcset]), input[type=image i]:not([src])"):
        if not any(name.startswith("data-") for name in node.attributes):  # a script fills such a one in
            yield "empty-target", "", "A picture has no src."
    named = f"[alt], [aria-label], [aria-labelledby], [role=presentation], [role=none], {UNHEARD}"
    for node in tree.css(f"a[href] img:not({named})"):
        yield "image-alt", node.attributes.get("src") or node.attributes.get("srcset") or "", ""
    yield from _same_text(page, site)
    if re.search(r"\]\s*[(\[:]|\[\[", page.text):
        skipped = {node.mem_id for node in tree.css(",".join(f"{tag},{tag} *" for tag in NOT_PROSE))}
        for node in tree.body.traverse(include_text=True):
            if node.is_text_node and node.parent and node.parent.mem_id not in skipped:
                yield from (("unrendered-markdown", match[0], "") for match in MARKDOWN.finditer(node.text()))


def _same_text(page: Page, site: Site) -> Iterator[tuple[str, str, str]]:
    """Links that read the same and lead to different pages."""
    groups: dict[str, dict[str, Anchor]] = {}
    for anchor in page.anchors:
        if not anchor.menu and anchor.href[:1] not in ("", "#"):
            groups.setdefault(anchor.name.casefold(), {}).setdefault(anchor.href, anchor)
    for links in groups.values():
        first, shown = "", ""
        for href, anchor in links.items() if len(links) > 1 else ():
            link, text = site.resolve(href, LINK, page.base), _plain(anchor.name)
            host = (link.url.host or "").removeprefix("www.")
            said = (anchor.node.attributes.get("role") or "").startswith("doc-")  # a footnote or a word of the glossary
            if said or text in VAGUE or not re.search(r"[^\W\d_]", text) or (host and text.startswith(_plain(host))):
                continue  # a bibliography names hosts, and a host has many pages
            target = link.file or (f"{host}{link.url.path.rstrip('/')}?{link.url.query}" if host else "")
            if target and link.file != page.path:
                first, shown = first or target, shown or link.file or href
                if first != target:
                    yield "same-text", href, f'"{anchor.name}" also leads to {shown}.'


class Whole:
    """The site and its pages, held against the rules that need them all.

    Attributes:
        facts: what is known of each file that was read. pages: those that are pages. home: the first of them.
        onward: redirects, and the files that they lead to. ordinary: pages that people should find.
    """

    def __init__(self, site: Site, facts: dict[str, Page]) -> None:
        self.site, self.facts = site, facts
        self.pages = [path for path in facts if PAGE.search(path)]
        self.home = next((name for name in INDEXES if name in facts), None)
        stubs = {path: page for path, page in facts.items() if page.refresh is not None}
        self.onward = {path: site.resolve(page.refresh or "", LINK, page.base).file for path, page in stubs.items()}
        findable = (path for path in self.pages if facts[path].listed and path not in self.onward)
        self.ordinary = [path for path in findable if not HIDDEN.search(path)]

    @cached_property
    def shown(self) -> set[str]:
        """Files that a page shows or links to, with what style sheets and drawings show in turn."""
        todo, seen = list(self.pages), set(self.pages)
        while todo:
            page = self.facts.get(todo.pop())
            new = {self.site.names[number] for number in page.used} - seen if page else set()
            seen |= new
            todo += new
        return seen

    def links(self, page: str) -> list[str]:
        """The pages that a page links to, outside menus; a redirect leads on by itself."""
        names = (self.site.names[number] for number in self.facts[page].content)
        return [name for name in names if name in self.facts]

    def reach(self, start: set[str]) -> dict[str, int]:
        """The pages that can be reached from some pages, with the number of links outside menus."""
        found, edge, step = dict.fromkeys(start, 0), start, 0
        while edge:
            step += 1
            edge = {other for page in edge for other in self.links(page) if other not in found}
            found.update(dict.fromkeys(edge, step))
        return found

    def problems(self) -> Found:
        """Hold the site against the rules; first comes what was found while reading."""
        for path, page in self.facts.items():
            if path in self.shown or not path.endswith((".css", ".svg", "manifest.json")):  # else it harms nobody
                yield from ((path, problem) for problem in page.problems)
            for target, fragment, value, nth in page.fragments:
                if target in self.facts and target not in self.onward:
                    missed = Problem("missing-fragment", value, "", nth)
                    yield from ((path, problem) for problem in self._place(target, fragment, missed))
        yield from self._redirects()
        canonical: dict[str, set[str | None]] = {}
        for path in self.ordinary:
            links = [
                (value, self.site.resolve(value, ABOUT, self.facts[path].base)) for value in self.facts[path].canonical
            ]
            canonical[path] = {link.file for _, link in links} - {path, None}
            for value, link in links:
                if link.file not in (None, path) or (not link.own and self.site.url):
                    yield path, Problem("canonical", value)
        if self.home:
            linked = {other for page in self.facts for other in self.links(page)}
            orphans = {path for path in self.ordinary if path not in linked and path != self.home}
            reached = self.reach({self.home, *orphans})
            yield from ((path, Problem("orphan", path)) for path in sorted(orphans))
            yield from ((path, Problem("unreachable", path)) for path in self.ordinary if path not in reached)
        for rule, pattern in LISTS.items():
            numbers = {number for path, page in self.facts.items() if re.search(pattern, path) for number in page.used}
            named = set(filter(PAGE.search, map(self.site.names.__getitem__, numbers)))
            for path in self.ordinary if named else ():  # an empty list, as of a site without an address, is no list
                if path not in named and not canonical[path]:
                    yield path, Problem(rule, path)

    def _place(self, target: str, fragment: str, missed: Problem) -> Iterator[Problem]:
        """Hold a fragment against the page that it leads to, as a browser does: as written, then decoded."""
        from difflib import get_close_matches  # slow to load, and seldom needed

        name, _, directives = fragment.partition(":~:")
        wanted, ids = unquote(name), self.facts[target].places
        if name not in ids and wanted not in ids and wanted.lower() not in ("", "top"):
            if same := next((real for real in ids if fold(real) == fold(wanted)), ""):
                yield missed._replace(rule="wrong-case-fragment", detail=f'Did you mean "#{same}"?')
            else:
                near = get_close_matches(wanted, ids, 1, 0.6)
                yield missed._replace(detail=f'Did you mean "#{near[0]}"?' if near else "")
        elif "text=" in directives and (tree := read(self.site, target).tree) and tree.body:  # quoted: read it again
            tree.strip_tags(["script", "style"])
            text = _letters(tree.body.text())
            for part in (
                part for quoted in re.findall(r"(?:^|&)text=([^&]*)", directives) for part in quoted.split(",")
            ):
                if _letters(unquote(part.strip("-"))) not in text:  # perhaps with `prefix-,` and `,-suffix`
                    yield missed._replace(detail=f'Its text does not have "{unquote(part)}".')

    def _redirects(self) -> Found:
        """Redirects to redirects, and links to them."""
        for path, target in self.onward.items():
            if target in self.onward:
                last, seen = target, {path}
                while last in self.onward and last not in seen:
                    seen.add(last)
                    last = self.onward[last] or "another site"
                yield path, Problem("redirect-chain", target, "" if last in seen else f"It ends at {last}.")
        numbers = {self.site.numbers[path] for path in self.onward}
        for path, page in self.facts.items():
            if path in self.onward or numbers.isdisjoint(page.used):
                continue
            for value in dict.fromkeys(ref.value for ref in read(self.site, path).refs):  # again: few link to redirects
                file = self.site.resolve(value, LINK, page.base).file
                if file in self.onward:
                    yield (
                        path,
                        Problem("link-to-redirect", value, f"It leads to {self.onward[file] or 'another site'}."),
                    )
