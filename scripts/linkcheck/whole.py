"""Rules that need the whole site: places on other pages, redirects, what nobody reaches, what lists leave out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property

from scripts.linkcheck.pages import Facts, place
from scripts.linkcheck.reading import read
from scripts.linkcheck.rules import Problem
from scripts.linkcheck.site import INDEXES, LINK, PAGE, Site

Found = Iterator[tuple[str, Problem]]
HIDDEN = re.compile(r"(^|/)(404(/index)?|google[0-9a-f]{16})\.html?$")
LISTS = {"sitemap-gap": r"^sitemap[\w-]*\.(xml(\.gz)?|txt)$", "search-gap": r"(^|/)search_index\.js(on)?$"}


class Whole:
    """All that was read.

    Args:
        site: the site. facts: of each file, by path.
    """

    def __init__(self, site: Site, facts: dict[str, Facts]) -> None:
        self.site, self.facts = site, facts
        self.pages = [path for path in facts if PAGE.search(path)]
        self.home = next((name for name in INDEXES if name in facts), None)
        # The pages that people should find: neither redirects nor meant to stay out of sight.
        self.ordinary = [p for p in self.pages if facts[p].listed and not facts[p].is_redirect and not HIDDEN.search(p)]

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
        names = (self.site.names[number] for number in self.facts[page].content)
        yield from (name for name in names if name in self.facts)

    def reach(self, start: set[str]) -> dict[str, int]:
        """The pages that can be reached from some pages, with the number of links."""
        found, edge, step = dict.fromkeys(start, 0), start, 0
        while edge:
            step += 1
            edge = {other for page in edge for other in self.links(page) if other not in found}
            found.update(dict.fromkeys(edge, step))
        return found

    def problems(self) -> Found:
        """Hold the site against the rules: each problem with its page, first those that were found while reading."""
        for path, facts in self.facts.items():
            if path in self.shown or not path.endswith((".css", ".svg", "manifest.json")):  # else it harms nobody
                yield from ((path, problem) for problem in facts.problems)
            for target, fragment, value, nth in facts.fragments:
                other = self.facts.get(target)
                if other and fragment not in other.ids and not other.is_redirect:
                    page = read(self.site, target) if ":~:" in fragment else None  # quoted text needs it once more
                    missed = Problem("missing-fragment", value, "", nth)
                    yield from ((path, problem) for problem in place(fragment, other.ids, missed, page))
        yield from self._redirects()
        for path in self.ordinary:
            for value, file, own in self.facts[path].canonical:
                if file not in (None, path) or (not own and self.site.url):
                    yield path, Problem("canonical", value)
        if self.home:
            linked = {other for page in self.facts for other in self.links(page)}
            orphans = {path for path in self.ordinary if path not in linked and path != self.home}
            reached = self.reach({self.home, *orphans})
            yield from ((path, Problem("orphan", path)) for path in self.ordinary if path in orphans)
            yield from ((path, Problem("unreachable", path)) for path in self.ordinary if path not in reached)
        for rule, pattern in LISTS.items():
            yield from ((path, Problem(rule, path)) for path in self._left_out(pattern))

    def _redirects(self) -> Found:
        """Redirects to redirects, and links to them."""
        onward = {path: facts.redirect for path, facts in self.facts.items() if facts.is_redirect}
        for path, target in onward.items():
            if target in onward:
                last, seen = target, {path}
                while last in onward and last not in seen:
                    seen.add(last)
                    last = onward[last] or "another site"
                yield path, Problem("redirect-chain", target, "" if last in seen else f"It ends at {last}.")
        numbers = {self.site.numbers[path] for path in onward}
        for path, facts in self.facts.items():
            if facts.is_redirect or numbers.isdisjoint(facts.used):
                continue
            document = read(self.site, path)  # once more: only few pages link to redirects
            for value in dict.fromkeys(ref.value for ref in document.refs) if document else ():
                file = self.site.resolve(value, LINK, document.base).file if document else None
                if file in onward:
                    yield path, Problem("link-to-redirect", value, f"It leads to {onward[file] or 'another site'}.")

    def _left_out(self, pattern: str) -> Iterator[str]:
        """The pages that a list leaves out; an empty list, as of a site without an address, is no list."""
        used = {number for path, facts in self.facts.items() if re.search(pattern, path) for number in facts.used}
        named = {name for name in (self.site.names[number] for number in used) if PAGE.search(name)}
        for path in self.ordinary if named else ():
            canonical = {file for _, file, _ in self.facts[path].canonical}
            if path not in named and not canonical - {path, None}:
                yield path
