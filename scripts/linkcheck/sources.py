"""From a finding on a built page back to what a writer can mend: the Markdown file and line, or the template."""

from __future__ import annotations

import html
import posixpath
import re
from contextlib import suppress
from functools import lru_cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import yaml

from scripts.linkcheck.documents import decode
from scripts.linkcheck.markup import ADDRESSES
from scripts.linkcheck.reading import text_of
from scripts.linkcheck.rules import Problem
from scripts.linkcheck.site import MARKUP, Site, parse


class _Lines(HTMLParser):
    """The line of each attribute value of a page, and of each text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.values: dict[str, list[int]] = {}
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        text, line = self.get_starttag_text() or "", self.getpos()[0]
        for name, value in attrs:
            at = text.find(html.escape(value, quote=False)) if value and "\n" in text else 0
            if value or name in ADDRESSES or name == "id":  # an empty alt or a bare `hidden` is no empty address
                self.values.setdefault(value or "", []).append(line + text.count("\n", 0, max(at, 0)))


@lru_cache(maxsize=1)
def _built_lines(text: str) -> dict[str, list[int]]:
    return _Lines(text).values


def built_place(site: Site, path: str, problem: Problem) -> tuple[int, str]:
    """The line of a built file on which a problem stands, and its text; the first when it is about the whole file."""
    if path not in site.files:  # a list of the project, or something that is no file
        return 1, ""
    try:
        text = _text(site, path)
    except (OSError, ValueError, EOFError):
        return 1, ""
    lines: list[int] = []
    if problem.target != path and path.endswith(MARKUP):
        with suppress(AssertionError, ValueError):  # the standard parser gives up on some broken pages
            lines = _built_lines(text).get(problem.target, [])
    if not lines and problem.target not in ("", path):
        lines = [text.count("\n", 0, found.start()) + 1 for found in re.finditer(re.escape(problem.target), text)]
    line = lines[min(problem.nth, len(lines) - 1)] if lines else 1
    return line, text.split("\n")[line - 1]


_text = lru_cache(maxsize=1)(text_of)  # findings come page by page


class Sources:
    """The Markdown files and templates that a site was built from.

    Args:
        docs: the folder of the Markdown files.
    """

    def __init__(self, docs: Path) -> None:
        self.docs = docs
        self.pages = {
            path.relative_to(docs).as_posix(): decode(path.read_bytes()) for path in sorted(docs.rglob("*.md"))
        }
        config = docs.parent / "mkdocs.yml"
        custom = re.search(
            r"^\s*custom_dir:\s*[\"']?([^\s\"'#]+)", config.read_text("utf-8") if config.is_file() else "", re.MULTILINE
        )
        folder = docs.parent / (custom[1] if custom else "overrides")
        self.templates = {path: decode(path.read_bytes()) for path in sorted(folder.rglob("*.html"))}

    def page(self, built: str) -> str | None:
        """The Markdown file of a built page, below the folder of sources."""
        stem = re.sub(r"\.\w+$", "", built)
        folder = stem.removesuffix("index").rstrip("/")
        names = (f"{stem}.md", f"{folder}.md", posixpath.join(folder, "README.md"))
        return next((name for name in names if name in self.pages), None)

    def meta(self, name: str) -> dict[str, Any]:
        """The front matter of a Markdown file, whatever its schema; empty when it has none."""
        match = re.match(r"---\n(.*?\n)---\s*\n", self.pages[name], re.DOTALL)
        return mapping(match[1]) if match else {}

    def locate(self, built: str, problem: Problem, built_row: str) -> tuple[str, int] | None:
        """Find what to mend.

        Args:
            built: the built page. problem: what is wrong on it. built_row: the line of the page where it stands.

        Returns:
            The file to open and its line; a path below the working directory is relative. None when the defect comes
            from the theme, or the page was not made from Markdown.
        """
        name = self.page(built)
        if name is None:
            file = self.docs / built  # a list such as the bibliography, or a picture
            if not file.is_file():
                return None
            rows = file.read_bytes().decode(errors="replace").split("\n") if built.endswith((".yml", ".yaml")) else []
            return shown(file), next((n for n, row in enumerate(rows, 1) if row.startswith(f"{problem.target}:")), 1)
        own = self.docs / name
        if problem.target == built or problem.rule == "lost-anchor":  # about the page, not about a line of it
            return shown(own), 1
        needles = _spellings(problem.target, built)
        if line := _find(self.pages[name], needles, problem):
            return shown(own), line
        parts = [
            other
            for other in self.pages
            if re.search(rf'--8<--\s*"?{re.escape(posixpath.basename(other))}', self.pages[name])
        ]
        for other in parts:  # a snippet that the page takes in
            if line := _find(self.pages[other], needles, problem):
                return shown(self.docs / other), line
        # A template seldom spells an address out; the class of what stands on the built line gives it away.
        marks = [*re.findall(r'class="[\w -]+"', built_row), *(needle for needle in needles if "/" in needle)]
        for path, text in self.templates.items():
            if line := _find(text, marks, problem):
                return shown(path), line
        return None


def mapping(text: str) -> dict[str, Any]:
    """A YAML text as a mapping, whatever its schema; empty when it is none, which the page contract finds."""
    try:
        data = yaml.load(text, getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except yaml.YAMLError:
        return {}
    return data if isinstance(data, dict) else {}


def shown(path: Path) -> str:
    """A path as the reader of a message would type it."""
    return (
        path.resolve().relative_to(Path.cwd()).as_posix()
        if path.resolve().is_relative_to(Path.cwd())
        else path.as_posix()
    )


def _spellings(target: str, built: str) -> list[str]:
    """How a writer may have spelt an address: from exact to vague."""
    url = parse(target)
    stem = re.sub(r"(/?index)?\.html$|/$", "", unquote(url.path))
    tail = f"#{url.fragment}" if url.fragment else ""
    near = posixpath.normpath(posixpath.join(posixpath.dirname(built), stem or "index"))
    forms = [
        target,
        unquote(target),
        html.escape(target),
        *(f"{page}{tail}" for page in (f"{stem}.md", f"{stem}/index.md") if stem),
    ]
    forms += (
        [f"{stem}.md", f"{stem}/index.md", near]
        if stem
        else ["(index.md", near]
        if url.path
        else [f"({tail})", f": {tail}"]
    )
    return [form for form in dict.fromkeys(forms) if len(form) > 2 or (form == target and form)]


def _find(text: str, needles: list[str], problem: Problem) -> int | None:
    """The first line that holds one of the spellings; for an id, the heading that it was made from."""
    lines = text.split("\n")
    for needle in needles:
        edge = re.compile(
            rf"(?<![\w/-]){re.escape(needle)}(?![\w/-])" if re.match(r"\w", needle) else re.escape(needle)
        )
        if found := [number for number, row in enumerate(lines, 1) for _ in edge.finditer(row)]:
            return found[min(problem.nth, len(found) - 1)]
    if problem.rule in ("duplicate-id", "invalid-id", "lost-anchor"):
        wanted = re.sub(r"_\d+$", "", problem.target)
        for number, row in enumerate(lines, 1):
            if row.startswith("#") and re.sub(r"[^\w]+", "-", row.lstrip("# ").lower()).strip("-") == wanted:
                return number
    return None
