"""MkDocs hooks: what the pages show that no writer types twice.

Related pages, lists of a folder, the table of causes, the list of sources: each is made from front
matter and the bibliography. Nothing here changes what a writer wrote.
"""

from __future__ import annotations

import os
import posixpath
import re
import unicodedata
from collections.abc import Callable, Iterable
from typing import Any

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation, Section
from mkdocs.structure.pages import Page as SitePage

from scripts import figures, finder, sheets
from scripts.charts import Chart, check_charts, draw, place, read_charts
from scripts.glossary import Term, anchor, check_glossary, glossary
from scripts.pages import FOLDER_NAMES, CauseFrontMatter, Page, read_pages, related_pages
from scripts.references import Reference, check_citations, cited, read_references
from scripts.structured_data import card, structured_data

URGENCY = {
    "emergency": "At once",
    "urgent": "Today or tomorrow",
    "soon": "Within days",
    "routine": "In the next weeks, if it does not settle",
}
RUN = {
    "stop": "No. Not until a doctor has ruled out a crack in the bone",
    "healed": "No. Not until a doctor says that the bone has healed",
    "ease": "Not until a clinician has named it, even when the pain is gone. Then less",
    "painless": "Only if it never hurts or catches. Else not until a doctor has ruled out a crack",
}
GENERAL_HELP = ("mayo-hip-pain", "nhs-running-injuries")
FEELS = "## What it feels like\n"  # on a cause page its drawing follows
MARKER = re.compile(r"^<!-- list: ([a-z-]+) -->$", re.MULTILINE)


class Site:
    """What one build knows: set by `on_config`, read by the other hooks."""

    pages: dict[str, Page] = {}
    references: dict[str, Reference] = {}
    charts: dict[str, Chart] = {}
    drawings: dict[str, figures.Figure] = {}
    groups: dict[str, list[tuple[str, list[str]]]] = {}


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Read pages and bibliography; stop before anything is written when one is wrong.

    Raises:
        PluginError: with every finding on a line of its own.
    """
    config.site_url = os.environ.get("SITE_URL", config.site_url)
    Site.pages, findings = read_pages()
    Site.references, wrong = read_references()
    findings += wrong + check_citations(Site.pages, Site.references) + check_glossary(Site.pages)
    findings += finder.check_finder(Site.pages, Site.references)
    Site.charts, wrong = read_charts(Site.references)
    findings += wrong + check_charts(Site.pages.values(), Site.charts)
    drawn, wrong = figures.read_figures()
    Site.drawings = drawn.figures if drawn else {}
    findings += wrong or figures.check_placed(Site.pages.values(), Site.drawings)
    findings += [] if findings else sheets.check_sheets(Site.pages, Site.drawings)
    if findings:
        raise PluginError("\n" + "\n".join(map(str, sorted(findings))))
    return config


def on_nav(nav: Navigation, config: MkDocsConfig, files: Files) -> Navigation:
    """Remember how the menu groups the pages of each folder: the folder's index shows the same groups."""
    Site.groups = {}
    for section in nav.items:
        if isinstance(section, Section):
            groups = [(child.title, _paths(child)) for child in section.children if isinstance(child, Section)]
            loose = [_path(child) for child in section.children if isinstance(child, SitePage)]
            folder = loose[0].partition("/")[0] if loose else ""
            Site.groups[folder] = [("", loose), *groups] if loose else groups
    return nav


def on_page_markdown(markdown: str, page: SitePage, config: MkDocsConfig, files: Files) -> str:
    """Fill the page's lists in, and add related pages and sources at its end."""
    own = Site.pages[_path(page)]
    page.update_date = own.meta.checked.isoformat()  # the sitemap's date, true and the same in every build
    markdown = markdown.replace(FEELS, f"{FEELS}\n{finder.small_map(own)}\n", 1)
    if own.kind == "index" or own.path in ("about/sources", "about/glossary"):
        page.meta["hide"] = ["toc"] if own.folder else ["toc", "navigation"]
    markdown = place(MARKER.sub(lambda match: LISTS[match[1]](own), markdown), Site.charts)
    markdown = figures.place(markdown, own, Site.drawings)
    return f"{markdown}\n\n{_related(own)}\n{_sources(own)}"


def on_env(env: Environment, config: MkDocsConfig, files: Files) -> Environment:
    """Give the templates what front matter says."""
    env.globals.update(
        front_matter=lambda page: Site.pages[_path(page)],
        structured_data=lambda page: structured_data(Site.pages[_path(page)], Site.pages, config.site_url or ""),
        card=lambda page: card(Site.pages[_path(page)]),
        folder_names=FOLDER_NAMES,
    )
    return env


def _path(page: SitePage) -> str:
    """The path of a page as `scripts.pages` names it."""
    return page.file.src_uri.removesuffix(".md")


def _paths(section: Section) -> list[str]:
    """The pages of a section of the menu, in order."""
    return [_path(child) for child in section.children if isinstance(child, SitePage)]


def _link(target: Page, origin: Page) -> str:
    """A Markdown link from one page to another."""
    return f"[{target.meta.title}]({posixpath.relpath(target.path, origin.folder or '.')}.md)"


def _related(own: Page) -> str:
    """The related pages, grouped by folder, and help elsewhere; not part of the search text."""
    pages = [page for page in related_pages(own, Site.pages) if page.path != "index"]
    if not pages:
        return ""
    groups: dict[str, list[Page]] = {}
    for page in pages:
        groups.setdefault(FOLDER_NAMES[page.folder], []).append(page)
    lists = [f"**{name}**\n\n" + "\n".join(f"- {_link(page, own)}" for page in group) for name, group in groups.items()]
    lists += _elsewhere(own)
    return "## Related { #related data-search-exclude }\n\n" + "\n\n".join(lists) + "\n"


def _elsewhere(own: Page) -> list[str]:
    """Pages of health services: those that this page cites, else those on a sore hip in general."""
    if own.folder == "about":
        return []
    known = {key: Site.references[key] for key in (*cited(own.body), *GENERAL_HELP)}
    leaflets = [source for source in known.values() if source.kind == "patient-information" and source.link]
    links = [f"- [{source.title} ({source.authors or source.container})]({source.link})" for source in leaflets[:3]]
    return ["**Help outside this site**\n\n" + "\n".join(links)]


def _sources(own: Page) -> str:
    """The heading and place of the sources that the page cites."""
    return "## Sources { #sources data-search-exclude }\n\n///Footnotes Go Here///\n" if cited(own.body) else ""


def _grouped(own: Page) -> str:
    """The pages of this folder, under the menu's headings, each with its answer in short."""
    blocks = []
    for heading, paths in Site.groups[own.folder]:
        entries = [Site.pages[path] for path in paths if path != own.path]
        if entries:
            items = "\n".join(f"- **{_link(page, own)}**<br>{page.meta.description}" for page in entries)
            blocks.append(f"## {heading}\n\n{items}\n" if heading else f"{items}\n")
    return "\n".join(blocks)


def _compare(own: Page) -> str:
    """One table of all causes, a row each, in the order of the menu."""
    order = [path for _, paths in Site.groups["causes"] for path in paths]
    rows = [
        "Cause | Where | How it starts, what stirs it | What sets it apart | Be seen, and can I run? | How long",
        "--- | " * 5 + "---",
    ]
    for path in order:
        page = Site.pages[path]
        meta = page.meta
        if isinstance(meta, CauseFrontMatter):
            where = ", ".join(region.words for region in meta.where)
            note = f"[^{meta.weeks.source}]" if meta.weeks.source else ""
            cells = [
                f"{_link(page, own)}<br><small>{meta.plain[0].upper()}{meta.plain[1:]}</small>",
                where.capitalize(),
                f"**Starts:** {meta.starts}<br>**Worse with:** {meta.stirs}",
                meta.apart,
                f"**Be seen:** {meta.seen or URGENCY[meta.urgency]}<br>**Run:** {RUN[meta.run]}",
                meta.weeks.text + note,
            ]
            rows.append(" | ".join(cells))
    return "\n".join(rows)


def _by_letter(entries: Iterable[tuple[str, str]]) -> str:
    """Named entries in order, under the letters that they begin with; first a row of links to the letters."""
    letters: dict[str, list[str]] = {}
    for name, entry in sorted(entries, key=lambda pair: _plain(pair[0])):
        letters.setdefault(_plain(name)[0].upper(), []).append(entry)
    row = " ".join(f"[{letter}](#{letter.lower()})" for letter in letters)
    parts = [f"## {letter}\n\n" + "\n\n".join(own) for letter, own in letters.items()]
    return "\n\n".join([f"{row}\n{{ .letters }}", *parts])


def _plain(name: str) -> str:
    """The name as it is sorted: Š stands with S."""
    return unicodedata.normalize("NFD", name).casefold()


def _all_sources(own: Page) -> str:
    """Every source, by its author's letter, with the pages that cite it, or whose points in the guide rest on it."""
    citing: dict[str, list[Page]] = {key: [] for key in Site.references}
    for page in Site.pages.values():
        source = page.meta.weeks.source if isinstance(page.meta, CauseFrontMatter) else None
        for key in dict.fromkeys([*cited(page.body), *([source] if source else []), *finder.clue_sources(page)]):
            citing[key].append(page)

    def entry(key: str) -> str:
        links = ", ".join(_link(page, own) for page in citing[key])
        return f"- {Site.references[key].as_html()}\n\n    Cited on: {links}"

    return _by_letter((source.authors or source.title, entry(key)) for key, source in Site.references.items())


def _glossary(own: Page) -> str:
    """Every term with its meaning, under the letter it begins with."""

    def entry(name: str, term: Term) -> str:
        more = f" More: {_link(Site.pages[term.page], own)}." if term.page else ""
        also = f" Also: {', '.join(term.also)}." if term.also else ""
        return f"### {name} {{ #{anchor(name)} }}\n\n{term.means}{also}{more}"

    return _by_letter((name, entry(name, term)) for name, term in glossary().items())


def _finder(own: Page) -> str:
    """The guide: its data for the script, and the same as plain steps."""
    return finder.guide(own, Site.pages, RUN, URGENCY)


def _sheet(name: str) -> Callable[[Page], str]:
    """A sheet to print."""
    return lambda own: sheets.SHEETS[name](Site.pages, own, Site.drawings)


LISTS: dict[str, Callable[[Page], str]] = {
    "folder": _grouped,
    "compare": _compare,
    "sources": _all_sources,
    "glossary": _glossary,
    "finder": _finder,
    "body-map": finder.way_in,
    "map-of-causes": finder.map_of_causes,
    **{name: _sheet(name) for name in sheets.SHEETS},
}


def on_post_page(output: str, page: SitePage, config: MkDocsConfig) -> str | None:
    """Draw the charts; refuse a page with a marker that nothing filled in.

    Raises:
        PluginError: naming the page and the marker.
    """
    output = draw(output, Site.charts)
    left: Any = re.search(
        r"<!-- (?:list|chart|figure|picture): .*?-->|///Footnotes Go Here///|\[\^[a-z0-9-]+\]", output
    )
    if left:
        raise PluginError(f"docs/{page.file.src_uri}: nothing fills in {left[0]}. Known lists: {', '.join(LISTS)}.")
    return output
