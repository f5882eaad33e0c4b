"""The site's Markdown extension: citations, care cards, tables that a phone can show.

It keeps what a writer types short and ordinary: `[^wang-2021]` for a source, `!!! urgent "... if:"` for a
care card, a pipe table for a table. A Markdown extension works in any successor of MkDocs that reads the
same configuration; what fails without it is caught by the tests on the built site.
"""

from __future__ import annotations

from typing import Any
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor

from scripts.glossary import anchor, glossary, pattern, term_of
from scripts.references import bibliography, cited

# The three levels of care (style guide 19): what a reader sees, and hears, before the call to action.
CARE_LEVELS = {
    "emergency": "Emergency",
    "urgent": "Urgent: today or tomorrow",
    "see-someone": "See someone: in the next weeks",
}


class Citations(Preprocessor):
    """Adds the footnote's text for each source that the page cites, in order of first use."""

    def run(self, lines: list[str]) -> list[str]:
        """Append one definition a cited id; an unknown id stays as typed and fails the check."""
        known = bibliography()
        notes = [f"[^{key}]: {known[key].as_html()}" for key in cited("\n".join(lines)) if key in known]
        return [*lines, "", *notes] if notes else lines


class CareCards(Treeprocessor):
    """Puts the level of care in words before the title of each card, so that color is never alone."""

    def run(self, root: Element) -> None:
        """Mend every `admonition` of one of the three levels."""
        for card in root.iter("div"):
            names = card.get("class", "").split()
            level = next((name for name in names if name in CARE_LEVELS), None)
            if "admonition" not in names or level is None:
                continue
            card.set("class", f"care care--{level}")
            title = card.find("p")
            if title is None:
                continue
            title.set("class", "care__title")
            words = Element("span", {"class": "care__level"})
            words.text = f"{CARE_LEVELS[level]}."
            words.tail = f" {title.text or ''}"
            title.text = None
            title.insert(0, words)


class PhoneTables(Treeprocessor):
    """Names each cell's column, so that a narrow screen can show a row as a card.

    The roles keep it a table for a screen reader when the style sheet no longer lays it out as one.
    """

    def run(self, root: Element) -> None:
        """Mend every table."""
        for table in root.iter("table"):
            table.set("role", "table")
            table.set("class", "rows")
            heads = ["".join(head.itertext()) for head in table.iter("th")]
            for group in (*table.iter("thead"), *table.iter("tbody")):
                group.set("role", "rowgroup")
            for row in table.iter("tr"):
                row.set("role", "row")
                for head in row.iter("th"):
                    head.set("role", "columnheader")
                    head.set("scope", "col")
                for name, cell in zip(heads, row.findall("td"), strict=False):
                    cell.set("role", "cell")
                    cell.set("data-label", name)


class GlossaryTerms(Treeprocessor):
    """Links the first use of each medical word to the glossary; a script shows its meaning beside it."""

    # Nothing may distract from the first answer; names of sources are not words of ours.
    CALM = frozenset({"hero", "footnote", "sources", "glossary"})
    SKIP = frozenset({"a", "figcaption", "h1", "h2", "h3", "code", "th", "script", "style", "sup"})

    def run(self, root: Element) -> None:
        """Walk the text in order; a term that the page links elsewhere in the same words is left to that link."""
        if glossary():
            labels = ["".join(link.itertext()) for link in root.iter("a")]
            self.seen = {term_of(found[1]) for label in labels if (found := pattern().fullmatch(label))}
            self.walk(root)

    def walk(self, node: Element) -> None:
        """Link terms in the text of a node and after each of its children."""
        if node.tag in self.SKIP or self.CALM & set(node.get("class", "").split()):
            return
        for child in list(node):
            self.walk(child)
        self.link(node, None)
        for child in list(node):
            if child.get("class") != "term":
                self.link(node, child)

    def link(self, node: Element, after: Element | None) -> None:
        """Split one run of text at the terms that stand in it for the first time."""
        text = (node.text if after is None else after.tail) or ""
        place = 0 if after is None else list(node).index(after) + 1
        for match in pattern().finditer(text):
            name = term_of(match[1])
            if name in self.seen:
                continue
            self.seen.add(name)
            link = Element("a", {"class": "term", "href": f"/about/glossary.md#{anchor(name)}"})
            link.set("data-means", glossary()[name].means)
            link.text = match[0]
            before, rest = text[: match.start()], text[match.end() :]
            if after is None:
                node.text = before
            else:
                after.tail = before
            link.tail = rest
            node.insert(place, link)
            self.link(node, link)
            return


class SiteMarkdown(Extension):
    """Registers the parts."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 (the name is Markdown's)
        """Hook the parts in: citations after snippets (32) and before HTML blocks (20), the others at the end."""
        md.block_level_elements.append("svg")  # a drawing is taken as it is, not as text of ours
        md.preprocessors.register(Citations(md), "citations", 25)
        md.treeprocessors.register(CareCards(md), "care_cards", 5)
        md.treeprocessors.register(PhoneTables(md), "phone_tables", 4)
        md.treeprocessors.register(GlossaryTerms(md), "glossary_terms", 3)  # before MkDocs resolves links (0)


def makeExtension(**kwargs: Any) -> SiteMarkdown:  # noqa: N802 (the name is Markdown's)
    """What Markdown calls to load the extension."""
    return SiteMarkdown(**kwargs)
