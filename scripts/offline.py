"""MkDocs hooks: the site without a network, as an archive and as a copy that a browser keeps.

Both are made from the files as they are served, so after everything that changes a page. The archive holds every page
with what it names. The browser's copy (`overrides/sw.js`) is a list of files with a hash of each: the pages and what
they load.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import zipfile
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Literal
from urllib.parse import unquote, urljoin, urlsplit

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import event_priority, get_plugin_logger
from mkdocs.structure.files import Files
from selectolax.lexbor import LexborHTMLParser

from scripts.pages import Page, read_pages

ARCHIVE = "runners-hip.zip"
FOLDER = "runners-hip/"  # the one folder inside
WORKER = "sw.js"
ABOUT = "about/offline.html"
BIG = 400_000  # bytes; a page above this, such as the whole site for printing, is not kept by a browser
PLACE = re.compile(r"<div data-archive\b[^>]*>.*?</div>", re.DOTALL)
LOADED = "link[rel~=stylesheet], link[rel~=icon], [src], object[data]"
NAMED = f"a[href], link[href], {LOADED}"
IN_CSS = re.compile(r"url\([\"']?(?!data:)([^)\"'#]+)")
# What scripts load by themselves: hosted, and from a folder.
SEARCH = "assets/js/search-worker.js"
HOSTED = {SEARCH, "search/search_index.json", "manifest.webmanifest"}
FROM_FOLDER = {SEARCH, "search/search_index.js"}

log = get_plugin_logger("offline")


class Run:
    """What is being run: set by `on_startup`."""

    serving = False


def on_startup(command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
    """Remember whether pages are served while they are written: a kept copy would show the old ones."""
    Run.serving = command == "serve"


def on_env(env: Environment, config: MkDocsConfig, files: Files) -> Environment:
    """Tell the templates whether browsers may keep a copy."""
    env.globals["keeping"] = not Run.serving
    return env


@event_priority(-200)  # after all that changes pages, styles or scripts; before compressed copies are made
def on_post_build(config: MkDocsConfig) -> None:
    """Write the archive, its place on `about/offline`, and the list of the service worker.

    Raises:
        PluginError: when the page or the worker has no place for them.
    """
    site = Path(config.site_dir)
    pages, _ = read_pages()  # what is wrong with pages is said elsewhere
    about = site / ABOUT
    page = about.read_text(encoding="utf-8")
    if not PLACE.search(page):
        raise PluginError(f"docs/{ABOUT.replace('.html', '.md')}: has no place for the archive: <div data-archive>.")
    day = max(page.meta.checked for page in pages.values())
    names = needed(site, (path for path in _built(site) if path != "404.html"), NAMED) | FROM_FOLDER
    size = pack(site, sorted(names - {ARCHIVE}), day, {ABOUT: PLACE.sub(_newest(config.site_url or "", day), page)})
    about.write_text(PLACE.sub(_download(size, day), page), encoding="utf-8", newline="\n")
    if not Run.serving:
        kept = write_worker(site, pages)
        log.info("archive %s: %.1f MB; kept by browsers: %.1f MB", ARCHIVE, size / 1e6, kept / 1e6)


def needed(site: Path, pages: Iterable[str], selector: str) -> set[str]:
    """Find what pages need.

    Args:
        site: the built site.
        pages: paths of built pages.
        selector: the elements whose addresses count.

    Returns:
        The pages and the files of the site that they name, also by way of style sheets.
    """
    found: set[str] = set()
    left = list(pages)
    while left:
        path = left.pop()
        if path in found or not (site / path).is_file():
            continue
        found.add(path)
        if path.endswith(".html"):
            nodes = LexborHTMLParser((site / path).read_text(encoding="utf-8")).css(selector)
            addresses = [v for node in nodes for key in ("href", "src", "data") if (v := node.attributes.get(key))]
        elif path.endswith(".css"):
            addresses = IN_CSS.findall((site / path).read_text(encoding="utf-8"))
        else:
            continue
        for address in addresses:
            parts = urlsplit(urljoin(f"http://site/{path}", address))
            if parts.netloc == "site":
                left.append(unquote(parts.path.lstrip("/")))
    return found


def pack(site: Path, names: Iterable[str], day: date, instead: dict[str, str]) -> int:
    """Write the archive; the same files give the same bytes.

    Args:
        site: the built site.
        names: the files to pack, in order.
        day: the date that each file carries.
        instead: texts that differ in the archive, by path.

    Returns:
        Its size in bytes.
    """
    file = site / ARCHIVE
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in names:
            entry = zipfile.ZipInfo(FOLDER + name, (day.year, day.month, day.day, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3  # Unix, wherever it is built
            entry.external_attr = 0o100644 << 16
            archive.writestr(entry, instead[name].encode() if name in instead else (site / name).read_bytes())
    return file.stat().st_size


def write_worker(site: Path, pages: dict[str, Page]) -> int:
    """Write the list of files, with their hashes, into the service worker of a built site.

    Args:
        site: the built site.
        pages: all pages by path.

    Returns:
        The size of all files in bytes.

    Raises:
        PluginError: when the worker has no place for the list.
    """
    small = [page.url for page in pages.values() if (site / page.url).stat().st_size <= BIG]
    names = sorted(needed(site, [*small, "404.html", *HOSTED], LOADED))
    hashes = {name: _hash((site / name).read_bytes()) for name in names}
    listed = json.dumps(hashes, separators=(",", ":"))
    file = site / WORKER
    script = file.read_text(encoding="utf-8")
    for name, value in {"VERSION": json.dumps(_hash(listed.encode())), "FILES": listed}.items():
        before, found, rest = script.partition(f"\nconst {name} = ")
        if not found:
            raise PluginError(f"overrides/{WORKER}: needs a line `const {name} = ...;`.")
        script = f"{before}{found}{value};{rest.partition(';')[2]}"
    file.write_text(script, encoding="utf-8", newline="\n")
    return sum((site / name).stat().st_size for name in names)


def _built(site: Path) -> list[str]:
    """The paths of all built pages."""
    return sorted(file.relative_to(site).as_posix() for file in site.rglob("*.html"))


def _hash(data: bytes) -> str:
    """The first 9 bytes of SHA-256, in letters: enough to tell versions apart."""
    return base64.urlsafe_b64encode(hashlib.sha256(data).digest()[:9]).decode()


def _download(size: int, day: date) -> str:
    """What the hosted page says: where the archive is."""
    return (
        f'<p data-archive><a href="../{ARCHIVE}" download>Get the whole site as one file</a> '
        f"({ARCHIVE}, {size / 1e6:.1f} MB, texts of {day:%B} {day.day}, {day.year}).</p>"
    )


def _newest(root: str, day: date) -> str:
    """What the page says inside the archive: it names no size, as it cannot know its own."""
    return (
        f"<p data-archive>You read such a copy now, with texts of {day:%B} {day.day}, {day.year}. "
        f'The newest one: <a href="{root}{ABOUT}">{root}{ABOUT}</a></p>'
    )
