"""MkDocs hooks for the search: what the index in the built site holds, and a check of `docs/synonyms.yml`.

Material writes `search/search_index.json`; this file makes it smaller and adds what the search engine
(`overrides/assets/js/search-worker.js`) weighs: a page's other names, the signs of a cause, words that mean
the same, and words that mean danger. Material's offline plugin then copies it for pages opened from a folder.
"""

from __future__ import annotations

import html
import json
import posixpath
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError

from scripts.findings import Finding, nearest
from scripts.pages import DOCS, LOADER, CauseFrontMatter, Page, read_pages, shown

SYNONYMS = DOCS / "synonyms.yml"
LEVELS = ("emergency", "urgent")
WARNINGS = "start/red-flags"
HELP = (("start/find-your-cause", "causes/index"), ("faq/index",), (WARNINGS,))  # shown when nothing is found
ASIDES = {"what-else-it-could-be", "when-to-be-seen"}  # sections that speak of other problems than the page's own
REPEATED = 3  # a paragraph on as many pages as this tells pages apart no more
LINK = re.compile(r"(?<!!)\[([^\]^]+)\]\(([^)#\s]+)\.md(?:#[^)]*)?\)")
WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


@dataclass
class Synonyms:
    """What `docs/synonyms.yml` says.

    Attributes:
        same: groups of words for one thing; the first word of each is the one that pages use.
        danger: words that mean danger, by level of care.
        lines: the line of each group and each warning.
    """

    same: list[list[str]] = field(default_factory=list)
    danger: dict[str, list[str]] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Stop before anything is written when a synonym is of no use.

    Raises:
        PluginError: with every finding on a line of its own.
    """
    pages, _ = read_pages()  # what is wrong with pages is said elsewhere
    synonyms, findings = read_synonyms()
    findings += check_synonyms(synonyms, pages)
    if findings:
        raise PluginError("\n" + "\n".join(map(str, sorted(findings))))
    return config


def on_post_build(config: MkDocsConfig) -> None:
    """Rewrite the index that the search plugin wrote, before the offline plugin copies it."""
    file = Path(config.site_dir) / "search" / "search_index.json"
    pages, _ = read_pages()
    synonyms, _ = read_synonyms()
    index = search_index(json.loads(file.read_text(encoding="utf-8")), pages, synonyms)
    file.write_text(json.dumps(index, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")


def read_synonyms(file: Path = SYNONYMS) -> tuple[Synonyms, list[Finding]]:
    """Read the file of synonyms.

    Args:
        file: a mapping with `same` (the pages' word: other words) and `danger` (level of care: phrases).

    Returns:
        What it says, and what is wrong with its form.
    """
    name = shown(file)
    synonyms = Synonyms()
    try:
        text = file.read_text(encoding="utf-8")
        root, data = yaml.compose(text, Loader=LOADER), yaml.load(text, Loader=LOADER)
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        return synonyms, [Finding(name, 1, "synonyms", f"cannot be read: {error}")]
    if (
        not isinstance(root, yaml.MappingNode)
        or set(data) != {"same", "danger"}
        or set(data["danger"] or {}) != set(LEVELS)
    ):
        return synonyms, [Finding(name, 1, "synonyms", f"needs `same:` and `danger:`, with {' and '.join(LEVELS)}.")]
    findings = []
    for section in root.value:
        for key, value in section[1].value:
            synonyms.lines.setdefault(str(key.value), key.start_mark.line + 1)
            for item in value.value if isinstance(value, yaml.SequenceNode) else []:
                synonyms.lines.setdefault(str(item.value), item.start_mark.line + 1)
            if not isinstance(value, yaml.SequenceNode):
                message = f'"{key.value}" needs a list: put the words between [ and ].'
                findings.append(Finding(name, key.start_mark.line + 1, "synonyms", message))
    if not findings:
        synonyms.same = [[str(word) for word in (first, *others)] for first, others in data["same"].items()]
        synonyms.danger = {level: [str(phrase) for phrase in data["danger"][level]] for level in LEVELS}
    return synonyms, findings


def check_synonyms(synonyms: Synonyms, pages: dict[str, Page], file: Path = SYNONYMS) -> list[Finding]:
    """Find groups that lead nowhere, words in two groups, and warnings in words that nobody knows.

    Args:
        synonyms: what the file says.
        pages: all pages by path.
        file: where it stands.

    Returns:
        A finding for each.
    """
    findings = []
    name = shown(file)
    text = " " + " ".join(_words(" ".join(map(_all_words, pages.values())))) + " "
    known = set(text.split())
    seen: dict[str, str] = {}
    for first, *others in synonyms.same:
        if f" {' '.join(_words(first))} " not in text:
            message = f'no page uses "{first}". Put the word that pages use first.{nearest(first, known)}'
            findings.append(Finding(name, synonyms.lines.get(first, 1), "synonym-unused", message))
        for word in (first, *others):
            if word.casefold() in seen:
                message = f'"{word}" stands in "{first}" and in "{seen[word.casefold()]}". Keep one.'
                findings.append(Finding(name, synonyms.lines.get(word, 1), "synonym-twice", message))
            seen[word.casefold()] = first
        known.update(word for phrase in others for word in _words(phrase))
    for phrase in (phrase for phrases in synonyms.danger.values() for phrase in phrases):
        for word in _words(phrase):
            if word not in known and not any(other.startswith(word) for other in known):
                message = f'no page and no synonym knows "{word}". Use a word of the pages.{nearest(word, known)}'
                findings.append(Finding(name, synonyms.lines.get(phrase, 1), "danger-unknown", message))
    return findings


def search_index(index: dict[str, Any], pages: dict[str, Page], synonyms: Synonyms) -> dict[str, Any]:
    """Make the site's index from Material's.

    Args:
        index: `config` and `docs` as Material's search plugin writes them: an entry for each page and section.
        pages: all pages by path.
        synonyms: words for the same thing, and words that mean danger.

    Returns:
        The same, with plain texts. The entry of a page also has `kind`, `also` (its other names), `signs` (what
        the front matter says about it) and `links` (how other pages call it); an entry of little weight has `aside`.
    """
    config = {**index["config"], "same": synonyms.same, "danger": synonyms.danger, "warnings": f"{WARNINGS}.html"}
    config["help"] = [
        next(f"{path}.html" for path in choice if path in pages) for choice in HELP if _any(choice, pages)
    ]
    links = _links(pages)
    docs = []
    for entry in index["docs"]:
        location, _, anchor = entry["location"].partition("#")
        path = location.removesuffix(".html")
        if path not in pages or (anchor and _is_list(pages[path])):
            continue
        text = "" if _is_list(pages[path]) else _plain(entry["text"])
        made: dict[str, Any] = {"location": entry["location"], "title": _plain(entry["title"]), "text": text}
        if anchor in ASIDES:
            made["aside"] = 1
        if not anchor:
            page = pages[path]
            made |= {"title": page.meta.title, "kind": page.kind, "also": page.meta.also, "signs": _signs(page)}
            made["links"] = sorted(links.get(path, set()) - {page.meta.title, *page.meta.also})
        docs.append(made)
    _drop_repeated(docs)
    return {
        "config": config,
        "docs": [doc for doc in docs if doc["text"] or "#" not in doc["location"] or doc["title"]],
    }


def _is_list(page: Page) -> bool:
    """Whether a page repeats what other pages say: found by its name, not by its text."""
    return page.path == "about/sources" or (page.kind == "index" and page.folder not in ("", "about"))


def _any(choice: Iterable[str], pages: dict[str, Page]) -> bool:
    """Whether one of the paths is a page."""
    return any(path in pages for path in choice)


def _plain(text: str) -> str:
    """The words of a piece of HTML, a line for each paragraph or entry of a list; without numbers of sources."""
    text = re.sub(r"<sup>.*?</sup>", "", text, flags=re.DOTALL)
    text = re.sub(r"</(?:p|li|pre)>|<(?:p|ul|ol|pre)>", "\0", text)
    lines = (" ".join(line.split()) for line in html.unescape(re.sub(r"<[^>]*>", "", text)).split("\0"))
    return "\n".join(line for line in lines if line)


def _signs(page: Page) -> str:
    """What the front matter says about a page: its answer in short, and the signs of a cause."""
    signs = [page.meta.description]
    if isinstance(page.meta, CauseFrontMatter):
        where = ", ".join(region.words for region in page.meta.where)
        signs += [where, page.meta.starts, page.meta.stirs, page.meta.apart]
    return "\n".join(signs)


def _links(pages: dict[str, Page]) -> dict[str, set[str]]:
    """How the text of other pages calls each page."""
    names: dict[str, set[str]] = {}
    for page in pages.values():
        for text, target in LINK.findall(page.body):
            path = posixpath.normpath(posixpath.join(page.folder, target))
            if path != page.path:
                names.setdefault(path, set()).add(" ".join(text.replace("*", "").split()))
    return names


def _drop_repeated(docs: list[dict[str, Any]]) -> None:
    """Take out paragraphs that stand on many pages: the bone warning, the calls of the care cards."""
    standing = {(doc["location"].partition("#")[0], line) for doc in docs for line in doc["text"].split("\n")}
    count = Counter(line for _, line in standing)
    for doc in docs:
        doc["text"] = "\n".join(line for line in doc["text"].split("\n") if count[line] < REPEATED)


def _all_words(page: Page) -> str:
    """Everything that a page says."""
    return " ".join([page.meta.title, page.meta.description, *page.meta.also, _signs(page), page.body])


def _words(text: str) -> list[str]:
    """The words of a text, in small letters, as the search engine splits them."""
    return [word.replace("'", "").replace("’", "") for word in WORD.findall(text.casefold())]
