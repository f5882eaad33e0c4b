"""Rules about the text as a whole, with `--docs`: what kind of page must lead where, and what nobody uses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scripts.linkcheck.rules import Group, rule
from scripts.linkcheck.site_rules import Whole

if TYPE_CHECKING:  # slow to load, and seldom needed
    from scripts.linkcheck.sources import Sources

EDITORIAL: Group = []
Found = Iterator[tuple[str, str, str]]
FARTHEST = 3  # links from the home page
PICTURES = (".svg", ".png", ".jpg", ".jpeg", ".webp", ".avif", ".gif")
RED_FLAGS = "start/red-flags"


def _kind(path: str) -> str:
    """The kind of a page is its folder; an index is none."""
    folder, _, name = path.removesuffix("/index.html").removesuffix(".html").partition("/")
    return folder if name and name != "index" else ""


def _leads(whole: Whole, kind: str, wanted: dict[str, str]) -> Found:
    """Pages of a kind that lack a link to pages that begin so; a site without such pages cannot ask for them."""
    for path in whole.ordinary():
        if _kind(path) == kind:
            targets = set(whole.links(path))
            for words, pattern in wanted.items():
                if any(re.match(pattern, page) for page in whole.pages) and not any(
                    re.match(pattern, t) for t in targets
                ):
                    yield path, path, f"There is no link to {words}."


@rule("cause-links", "Link to what is missing, in the text or under `related`.", EDITORIAL)
def cause_links(whole: Whole, sources: Sources) -> Found:
    """A cause must lead to prevention, recovery, a question and the red flags."""
    wanted = {
        "a page on prevention": "prevention/",
        "a page on recovery": "recovery/",
        "a question": "faq/",
        "the red flags": RED_FLAGS,
    }
    yield from _leads(whole, "causes", wanted)


@rule("faq-links", "Link to a page that says more, in the text or under `related`.", EDITORIAL)
def faq_links(whole: Whole, sources: Sources) -> Found:
    """A question must lead to a page that says more."""
    yield from _leads(whole, "faq", {"a cause, prevention or recovery": "(causes|prevention|recovery)/"})


@rule("related", "Name a page of the site, without `.md`.", EDITORIAL)
def related(whole: Whole, sources: Sources) -> Found:
    """An entry under `related` is no page."""
    for path in whole.pages:
        name = sources.page(path)
        for entry in sources.meta(name).get("related") or [] if name else []:
            if f"{entry}.md" not in sources.pages or f"{entry}.md" == name:
                yield path, str(entry), "It is this page itself." if f"{entry}.md" == name else ""


@rule("deep-page", "Link to it from a page nearer to home.", EDITORIAL)
def deep_page(whole: Whole, sources: Sources) -> Found:
    """The page is more than 3 links from the home page, menus apart."""
    yield from ((path, path, f"It is {step} away.") for path, step in whole.steps.items() if step > FARTHEST)


@rule("unused-picture", "Show it on a page, or take it out.", EDITORIAL)
def unused_picture(whole: Whole, sources: Sources) -> Found:
    """No page shows this picture."""
    for file in sorted(sources.docs.rglob("*")):
        path = file.relative_to(sources.docs).as_posix()
        if path.endswith(PICTURES) and path in whole.site.files and path not in whole.shown:
            yield path, path, ""


@rule("unused-source", "Cite it on a page, or take it out.", EDITORIAL)
def unused_source(whole: Whole, sources: Sources) -> Found:
    """No page cites this entry of the bibliography."""
    text = "\n".join(sources.pages.values())
    for key in bibliography(sources.docs):
        if not re.search(rf"\[\^{re.escape(key)}\]|\bsource:\s*[\"']?{re.escape(key)}\b", text):
            yield "references.yml", key, ""


@rule("unused-term", "Use the word on a page, or take it out.", EDITORIAL)
def unused_term(whole: Whole, sources: Sources) -> Found:
    """No page uses this word of the glossary."""
    text = "\n".join(text for name, text in sources.pages.items() if not name.endswith("glossary.md")).lower()
    for term, forms in glossary(sources).items():
        words = [word.strip().lower() for form in forms for word in re.split(r"[(),/]", form) if word.strip()]
        if not any(re.search(rf"\b{re.escape(word)}", text) for word in words):
            yield "glossary.yml", term, ""


@rule("external-unlisted", "Add it to the bibliography, or to the exceptions with the reason.", EDITORIAL)
def external_unlisted(whole: Whole, sources: Sources) -> Found:
    """The link leads to a place outside that is not in the bibliography."""
    entries = bibliography(sources.docs)
    if entries:
        known = {f"https://doi.org/{entry['doi']}" for entry in entries.values() if entry.get("doi")}
        known |= {entry["url"] for entry in entries.values() if entry.get("url")}
        for path in whole.pages:
            yield from ((path, value, "") for value in sorted(whole.facts[path].external) if value.strip() not in known)


@rule("lost-anchor", "Give the heading its old id back; if it went on purpose, run with --update-anchors.", EDITORIAL)
def lost_anchor(whole: Whole, sources: Sources) -> Found:
    """Readers may have kept a link to this place, and it is gone."""
    file = anchors_file(sources.docs)
    for line in file.read_text("utf-8").splitlines() if file.is_file() else []:
        path, _, anchor = line.partition("#")
        facts = whole.facts.get(path)
        if (facts and not facts.is_redirect and anchor not in facts.ids) or (not facts and path):
            yield path, line, ""


def anchors_file(docs: Path) -> Path:
    """The committed list of the places that were ever public."""
    return docs.parent / "scripts" / "public-anchors.txt"


def update_anchors(whole: Whole, sources: Sources) -> int:
    """Write the list of public places: every id of a heading, on every page.

    Args:
        whole: all that was read. sources: the Markdown files, which say where the list is kept.

    Returns:
        How many there are.
    """
    from scripts.linkcheck.reading import read

    lines = []
    for path in sorted(whole.ordinary()):
        document = read(whole.site, path)
        headings = document.tree.css("h1[id],h2[id],h3[id],h4[id]") if document and document.tree else []
        lines += [f"{path}#{node.attributes['id']}" for node in headings]
    anchors_file(sources.docs).write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return len(lines)


def bibliography(docs: Path) -> dict[str, dict[str, Any]]:
    """The entries of `references.yml`, by id; none when there is no such file."""
    from scripts.linkcheck.sources import mapping

    file = docs / "references.yml"
    entries = mapping(file.read_text("utf-8")) if file.is_file() else {}
    return {key: entry for key, entry in entries.items() if isinstance(entry, dict)}


def glossary(sources: Sources) -> dict[str, list[str]]:
    """Each term with its other forms: from `glossary.yml`, else the headings and bold words of `glossary.md`."""
    from scripts.linkcheck.sources import mapping

    file = sources.docs / "glossary.yml"
    if file.is_file():
        terms = mapping(file.read_text("utf-8"))
        return {str(term): [str(term), *((entry or {}).get("also") or [])] for term, entry in terms.items()}
    text = next((text for name, text in sources.pages.items() if name.endswith("glossary.md")), "")
    found = re.findall(
        r"^(?:#{2,4} +(.+?)(?: *\{.*\})?|(?:- )?\*\*(.+?)\*\*.*|(\S.*)(?=\n\n?:   ))$", text, re.MULTILINE
    )
    return {term: [term] for term in (next(filter(None, names)).strip(" :.") for names in found)}
