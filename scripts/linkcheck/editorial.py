"""Rules about the text as a whole, with `--docs`: what kind of page must lead where, and what nobody uses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from scripts.linkcheck.reading import read
from scripts.linkcheck.rules import Problem
from scripts.linkcheck.sources import Sources, mapping
from scripts.linkcheck.whole import Found, Whole

FARTHEST = 3  # links from the home page
PICTURES = (".svg", ".png", ".jpg", ".jpeg", ".webp", ".avif", ".gif")
# What kind of page, which is its folder, must lead to what.
WANTED = {
    "causes": (
        "cause-links",
        {
            "a page on prevention": "prevention/",
            "a page on recovery": "recovery/",
            "a question": "faq/",
            "the red flags": "start/red-flags",
        },
    ),
    "faq": ("faq-links", {"a cause, prevention or recovery": "(causes|prevention|recovery)/"}),
}


def problems(whole: Whole, sources: Sources) -> Found:
    """Hold the text against the rules of this file: each problem with its page."""
    for path in whole.ordinary:
        folder, _, name = path.removesuffix("/index.html").removesuffix(".html").partition("/")
        rule, wanted = WANTED.get(folder if name and name != "index" else "", ("", {}))
        for words, pattern in wanted.items():
            there = any(re.match(pattern, page) for page in whole.pages)  # a site without such pages cannot ask
            if there and not any(re.match(pattern, target) for target in whole.links(path)):
                yield path, Problem(rule, path, f"There is no link to {words}.")
    for path in whole.pages:
        own = sources.page(path)
        for entry in sources.meta(own).get("related") or [] if own else []:
            if f"{entry}.md" not in sources.pages or f"{entry}.md" == own:
                yield path, Problem("related", str(entry), "It is this page itself." if f"{entry}.md" == own else "")
    for path, step in whole.steps.items():
        if step > FARTHEST and path in whole.pages:
            yield path, Problem("deep-page", path, f"It is {step} away.")
    for file in sorted(sources.docs.rglob("*")):
        path = file.relative_to(sources.docs).as_posix()
        if path.endswith(PICTURES) and path in whole.site.files and path not in whole.shown:
            yield path, Problem("unused-picture", path)
    yield from _lists(whole, sources)
    anchors = anchors_file(sources.docs)
    for line in anchors.read_text("utf-8").splitlines() if anchors.is_file() else []:
        path, _, anchor = line.partition("#")
        facts = whole.facts.get(path)
        if (facts and not facts.is_redirect and anchor not in facts.ids) or (not facts and path):
            yield path, Problem("lost-anchor", line)


def _lists(whole: Whole, sources: Sources) -> Found:
    """Entries of the bibliography and words of the glossary that no page uses, and links to nothing in the former."""
    text = "\n".join(sources.pages.values())
    file = sources.docs / "references.yml"
    entries = mapping(file.read_text("utf-8")) if file.is_file() else {}
    for key in entries:
        if not re.search(rf"\[\^{re.escape(key)}\]|\bsource:\s*[\"']?{re.escape(key)}\b", text):
            yield "references.yml", Problem("unused-source", key)
    known = {address for entry in entries.values() if isinstance(entry, dict) for address in _addresses(entry)}
    for path in whole.pages if entries else ():
        for value in sorted(whole.facts[path].external):
            if value.strip() not in known:
                yield path, Problem("external-unlisted", value)
    text = "\n".join(text for name, text in sources.pages.items() if not name.endswith("glossary.md")).lower()
    for term, forms in _glossary(sources).items():
        words = [word.strip().lower() for form in forms for word in re.split(r"[(),/]", form) if word.strip()]
        if not any(re.search(rf"\b{re.escape(word)}", text) for word in words):
            yield "glossary.yml", Problem("unused-term", term)


def _addresses(entry: dict[str, Any]) -> Iterator[str]:
    """Where an entry of the bibliography leads."""
    if entry.get("doi"):
        yield f"https://doi.org/{entry['doi']}"
    if entry.get("url"):
        yield str(entry["url"])


def _glossary(sources: Sources) -> dict[str, list[str]]:
    """Each term with its other forms: from `glossary.yml`, else the headings and bold words of `glossary.md`."""
    file = sources.docs / "glossary.yml"
    if file.is_file():
        terms = mapping(file.read_text("utf-8"))
        return {str(term): [str(term), *((entry or {}).get("also") or [])] for term, entry in terms.items()}
    text = next((text for name, text in sources.pages.items() if name.endswith("glossary.md")), "")
    heading = r"^(?:#{2,4} +(.+?)(?: *\{.*\})?|(?:- )?\*\*(.+?)\*\*.*|(\S.*)(?=\n\n?:   ))$"
    return {term: [term] for term in ("".join(names).strip(" :.") for names in re.findall(heading, text, re.MULTILINE))}


def anchors_file(docs: Path) -> Path:
    """The committed list of the places that were ever public."""
    return docs.parent / "scripts" / "public-anchors.txt"


def update_anchors(whole: Whole, sources: Sources) -> int:
    """Write the list of public places, every id of a heading on every page, and say how many there are."""
    lines = []
    for path in sorted(whole.ordinary):
        document = read(whole.site, path)
        headings = document.tree.css("h1[id],h2[id],h3[id],h4[id]") if document and document.tree else []
        lines += [f"{path}#{node.attributes['id']}" for node in headings]
    anchors_file(sources.docs).write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return len(lines)
