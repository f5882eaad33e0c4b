"""Rules that need the whole site: places on other pages, redirects, what nobody reaches, what lists leave out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property

from scripts.linkcheck.page_rules import Facts, place
from scripts.linkcheck.reading import read
from scripts.linkcheck.rules import Group, Problem, rule
from scripts.linkcheck.site import INDEXES, LINK, PAGES, Site

SITE: Group = []
Found = Iterator[tuple[str, str, str]]  # page, target, detail


class Whole:
    """All that was read.

    Args:
        site: the site. facts: of each file, by path.
    """

    def __init__(self, site: Site, facts: dict[str, Facts]) -> None:
        self.site, self.facts = site, facts
        self.pages = [path for path in facts if path.endswith(PAGES)]
        self.home = next((name for name in INDEXES if name in facts), None)

    @cached_property
    def shown(self) -> set[str]:
        """Files that a page shows or links to, with what style sheets and drawings show in turn."""
        todo, seen = list(self.pages), set(self.pages)
        while todo:
            facts = self.facts.get(todo.pop())
            new = {self.site.names[number] for number in facts.used} - seen if facts else set()
            seen |= new
            todo += new
        return seen

    @cached_property
    def steps(self) -> dict[str, int]:
        """How many links, outside menus, each page lies from home; pages that cannot be reached are left out."""
        return self.reach({self.home} if self.home else set())

    def links(self, page: str) -> Iterator[str]:
        """The pages that a page links to, outside menus; a redirect leads on by itself."""
        facts = self.facts[page]
        yield from (self.site.names[number] for number in facts.content if self.site.names[number] in self.facts)

    def reach(self, start: set[str]) -> dict[str, int]:
        """The pages that can be reached from some pages, with the number of links."""
        found, edge, step = dict.fromkeys(start, 0), start, 0
        while edge:
            step += 1
            edge = {other for page in edge for other in self.links(page) if other not in found}
            found.update(dict.fromkeys(edge, step))
        return found

    def ordinary(self) -> list[str]:
        """The pages that people should find: neither redirects nor meant to stay out of sight."""
        hidden = re.compile(r"(^|/)(404(/index)?|google[0-9a-f]{16})\.html?$")
        return [
            p for p in self.pages if self.facts[p].listed and not self.facts[p].is_redirect and not hidden.search(p)
        ]


def problems(whole: Whole) -> Iterator[tuple[str, Problem]]:
    """Hold the site against the rules of this file.

    Args:
        whole: all that was read.

    Yields:
        The page of each problem, and the problem; first those that were found while reading.
    """
    for path, facts in whole.facts.items():
        if path in whole.shown or not path.endswith(
            (".css", ".svg", "manifest.json")
        ):  # what no page loads harms nobody
            yield from ((path, problem) for problem in facts.problems)
        for target, fragment, value, nth in facts.fragments:
            other = whole.facts.get(target)
            if other and fragment not in other.ids and not other.is_redirect:
                missed = Problem("missing-fragment", value, "", nth)
                document = (
                    read(whole.site, target) if ":~:" in fragment else None
                )  # quoted text needs the page once more
                yield from ((path, problem) for problem in place(fragment, other.ids, missed, document))
    for name, check in SITE:
        for page, target, detail in check(whole):
            yield page, Problem(name, target, detail)


@rule("redirect-chain", "Send readers straight to the last page.", SITE)
def redirect_chain(whole: Whole) -> Found:
    """The redirect leads to itself or to another redirect."""
    onward = {path: facts.redirect for path, facts in whole.facts.items() if facts.is_redirect}
    for path, target in onward.items():
        if target in onward:
            last, seen = target, {path}
            while last in onward and last not in seen:
                seen.add(last)
                last = onward[last] or "another site"
            yield path, target, "It goes round in a circle." if last in seen else f"It ends at {last}."


@rule("link-to-redirect", "Link to the page that the redirect leads to.", SITE)
def link_to_redirect(whole: Whole) -> Found:
    """The link leads to a redirect."""
    redirects = {whole.site.numbers[path] for path, facts in whole.facts.items() if facts.is_redirect}
    for path, facts in whole.facts.items():
        if (
            redirects
            and not facts.is_redirect
            and not redirects.isdisjoint(facts.used)
            and (document := read(whole.site, path))
        ):
            for value in dict.fromkeys(
                ref.value for ref in document.refs
            ):  # read again: only few pages link to redirects
                file = whole.site.resolve(value, LINK, document.base).file
                if file and whole.site.numbers[file] in redirects:
                    yield (
                        path,
                        value,
                        f"It leads to {whole.facts[file].redirect}." if whole.facts[file].redirect else "",
                    )


@rule("canonical", "Let the canonical link name the page's own public address.", SITE)
def canonical(whole: Whole) -> Found:
    """The page's canonical link names another page."""
    for path in whole.ordinary():
        for value, file, own in whole.facts[path].canonical:
            if file not in (None, path) or (not own and whole.site.url):
                yield path, value, ""


@rule("orphan", "Link to it from a page that readers come by.", SITE)
def orphan(whole: Whole) -> Found:
    """No page links to this one, menus apart."""
    linked = {other for page in whole.pages for other in whole.links(page)}
    yield from (
        (path, path, "") for path in whole.ordinary() if whole.home and path not in linked and path != whole.home
    )


@rule("unreachable", "Link to one of them from a page that readers come by.", SITE)
def unreachable(whole: Whole) -> Found:
    """Pages link to this one, but none of them can be reached from the home page, menus apart."""
    if whole.home:
        reached = whole.reach({whole.home, *(path for path, _, _ in orphan(whole))})
        yield from ((path, path, "") for path in whole.ordinary() if path not in reached)


@rule("sitemap-gap", "Let the build list the page, or mark the page `noindex`.", SITE)
def sitemap_gap(whole: Whole) -> Found:
    """The sitemap leaves this page out."""
    yield from _left_out(whole, r"^sitemap[\w-]*\.xml(\.gz)?$")


@rule("search-gap", "Let the build index the page, or mark the page `noindex`.", SITE)
def search_gap(whole: Whole) -> Found:
    """The search index leaves this page out."""
    yield from _left_out(whole, r"(^|/)search_index\.js(on)?$")


def _left_out(whole: Whole, pattern: str) -> Found:
    """The pages that a list leaves out; an empty list, as of a site without an address, is no list."""
    lists = [facts for path, facts in whole.facts.items() if re.search(pattern, path)]
    named = {
        whole.site.names[number] for facts in lists for number in facts.used if whole.site.names[number].endswith(PAGES)
    }
    if named:
        for path in whole.ordinary():
            own = {file for _, file, _ in whole.facts[path].canonical}
            if path not in named and not own - {path, None}:
                yield path, path, ""
