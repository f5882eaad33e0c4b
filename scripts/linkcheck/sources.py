"""From a finding on a built page back to what a writer can mend: the Markdown file and line, or the template."""

from __future__ import annotations

import html
import posixpath
import re
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import yaml

from scripts.linkcheck.reading import ADDRESSES, LISTS, decode, text_of
from scripts.linkcheck.rules import Problem
from scripts.linkcheck.site import MARKUP, Site, parse

_VALUE = r"""(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]*)))?(?=[\s/>])"""
_ATTRIBUTE = re.compile(rf"\s(id|usemap|content|{'|'.join((*ADDRESSES, *LISTS))}){_VALUE}", re.IGNORECASE)
_text = lru_cache(maxsize=1)(text_of)  # findings come page by page


@lru_cache(maxsize=1)
def _lines(text: str) -> dict[tuple[bool, str], list[int]]:
    """The lines on which each attribute value of a page begins; ids apart from addresses."""
    found: dict[tuple[bool, str], list[int]] = {}
    text = re.sub(r"(?s)<!--.*?-->", lambda match: re.sub(r"[^\n]", " ", match[0]), text)
    for match in _ATTRIBUTE.finditer(text):
        value = html.unescape(match[2] or match[3] or match[4] or "")
        found.setdefault((match[1].lower() == "id", value), []).append(text.count("\n", 0, match.start(1)) + 1)
    return found


def built_place(site: Site, path: str, problem: Problem) -> tuple[int, str]:
    """The line of a built file on which a problem stands, and its text; the first when it is about the whole file."""
    try:
        text = _text(site, path) if path in site.files else ""
    except (OSError, ValueError, EOFError):
        text = ""
    lines: list[int] = []
    if problem.target != path and MARKUP.search(path):
        lines = _lines(text).get((problem.rule in ("duplicate-id", "invalid-id"), problem.target), [])
    if not lines and problem.target not in ("", path):
        lines = [text.count("\n", 0, found.start()) + 1 for found in re.finditer(re.escape(problem.target), text)]
    line = lines[min(problem.nth, len(lines) - 1)] if lines else 1
    return line, text.split("\n")[line - 1]


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
        if problem.target == built or problem.rule == "lost-anchor":  # about the page, not about a line of it
            return shown(self.docs / name), 1
        needles = _spellings(problem.target, built)
        parts = re.findall(r'--8<--\s*"?([^\s"]+\.md)', self.pages[name])  # the page, and what it takes in
        for other in (name, *(page for page in self.pages for part in parts if f"/{page}".endswith(f"/{part}"))):
            if line := _find(self.pages[other], needles, problem):
                return shown(self.docs / other), line
        # A template seldom spells an address out; the class of what stands on the built line gives it away.
        marks = [*re.findall(r'class="[\w -]+"', built_row), *(needle for needle in needles if "/" in needle)]
        found = ((path, _find(text, marks, problem)) for path, text in self.templates.items())
        return next(((shown(path), line) for path, line in found if line), None)


def mapping(text: str) -> dict[str, Any]:
    """A YAML text as a mapping, whatever its schema; empty when it is none, which the page contract finds."""
    try:
        data = yaml.load(text, getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except yaml.YAMLError:
        return {}
    return data if isinstance(data, dict) else {}


def shown(path: Path) -> str:
    """A path as the reader of a message would type it."""
    full, here = path.resolve(), Path.cwd()
    return full.relative_to(here).as_posix() if full.is_relative_to(here) else path.as_posix()


def _spellings(target: str, built: str) -> list[str]:
    """How a writer may have spelt an address: from exact to vague."""
    url = parse(target)
    stem = re.sub(r"(/?index)?\.html$|/$", "", unquote(url.path))
    tail = f"#{url.fragment}" if url.fragment else ""
    near = posixpath.normpath(posixpath.join(posixpath.dirname(built), stem or "index"))
    forms = [target, unquote(target), html.escape(target)]
    if stem:
        forms += [f"{stem}.md{tail}", f"{stem}/index.md{tail}", f"{stem}.md", f"{stem}/index.md", near]
    else:
        forms += ["(index.md", near] if url.path else [f"({tail})", f": {tail}"]
    return [form for form in dict.fromkeys(forms) if len(form) > 2 or (form == target and form)]


def _find(text: str, needles: list[str], problem: Problem) -> int | None:
    """The first line that holds one of the spellings; for an id, the heading that it was made from."""
    for needle in needles:
        word = r"(?<![\w/-])%s(?![\w/-])" if re.match(r"\w", needle) else "%s"
        if found := [text.count("\n", 0, m.start()) + 1 for m in re.finditer(word % re.escape(needle), text)]:
            return found[min(problem.nth, len(found) - 1)]
    wanted = re.sub(r"_\d+$", "", problem.target) if problem.rule in ("duplicate-id", "invalid-id") else ""
    for number, row in enumerate(text.split("\n") if wanted else (), 1):
        if row.startswith("#") and re.sub(r"[^\w]+", "-", row.lstrip("# ").lower()).strip("-") == wanted:
            return number
    return None
