"""What `--docs` adds: the Markdown file and line of each finding, and rules about the text as a whole."""

from __future__ import annotations

import html
import posixpath
import re
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import yaml

from scripts.linkcheck.checks import Found, Whole
from scripts.linkcheck.reading import ADDRESSES, IDREF, decode, read, text_of
from scripts.linkcheck.rules import Problem
from scripts.linkcheck.site import Site, parse

FARTHEST = 3  # links from the home page
PICTURES = (".svg", ".png", ".jpg", ".jpeg", ".webp", ".avif", ".gif")
# A kind of page, which is its folder; the rule; and where such a page must lead.
WANTED = {
    "causes": ("cause-links", ("prevention/", "recovery/", "faq/", "start/red-flags")),
    "faq": ("faq-links", ("(causes|prevention|recovery)/",)),
}
OF_IDS = ("duplicate-id", "invalid-id")
_ATTRIBUTE = re.compile(
    rf"\s(id|{'|'.join((*ADDRESSES, *IDREF))}|content)"
    r"""(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]*)))?(?=[\s/>])""",
    re.IGNORECASE,
)


@lru_cache(maxsize=1)  # findings come page by page
def _places(site: Site, path: str) -> tuple[str, dict[tuple[bool, str], list[int]]]:
    """A built file without its comments, and where in it each attribute value stands; ids apart from addresses."""
    text, found = "", dict[tuple[bool, str], list[int]]()
    with suppress(OSError, ValueError, EOFError):
        built = text_of(site, path) if path in site.files else ""  # not what waits for ever, such as a pipe
        text = re.sub(r"(?s)<!--.*?-->", lambda comment: re.sub(r"[^\n]", " ", comment[0]), built)
    for match in _ATTRIBUTE.finditer(text):
        value = html.unescape(match[2] or match[3] or match[4] or "").strip()
        found.setdefault((match[1].lower() == "id", value), []).append(match.start(1))
    return text, found


def built_place(site: Site, path: str, problem: Problem) -> tuple[int, str]:
    """The line of a built file on which a problem stands, and its text; the first when it is about the whole file."""
    text, places = _places(site, path)
    found = [] if problem.target == path else places.get((problem.rule in OF_IDS, problem.target.strip()), [])
    if not found and problem.target.strip() not in ("", path):
        found = [match.start() for match in re.finditer(re.escape(problem.target), text)]
    before = text[: found[min(problem.nth, len(found) - 1)]] if found else ""
    line = before.count("\n")
    return line + 1, text.split("\n")[line]


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


class Sources:
    """The Markdown files of a folder; `mkdocs.yml`, the templates and the list of public places lie beside it."""

    def __init__(self, docs: Path) -> None:
        self.docs = docs
        self.anchors = docs.parent / "scripts" / "public-anchors.txt"  # the places that were ever public
        files = sorted(docs.rglob("*.md"))
        self.pages = {path.relative_to(docs).as_posix(): decode(path.read_bytes()) for path in files}
        config = docs.parent / "mkdocs.yml"
        settings = config.read_text("utf-8") if config.is_file() else ""
        custom = re.search(r"(?m)^\s*custom_dir:\s*[\"']?([^\s\"'#]+)", settings)
        templates = sorted((docs.parent / (custom[1] if custom else "overrides")).rglob("*.html"))
        self.templates = {path: decode(path.read_bytes()) for path in templates}

    def page(self, built: str) -> str | None:
        """The Markdown file of a built page, below the folder of sources."""
        stem = re.sub(r"\.\w+$", "", built)
        folder = stem.removesuffix("index").rstrip("/")
        names = (f"{stem}.md", f"{folder}.md", posixpath.join(folder, "README.md"))
        return next((name for name in names if name in self.pages), None)

    def locate(self, built: str, problem: Problem, built_row: str) -> tuple[str, int] | None:
        """Find the file to open and its line, from the built page and its line; None when the theme is to blame."""
        name = self.page(built)
        if name is None:
            file = self.docs / built  # a list such as the bibliography, or a picture
            rows = file.read_text("utf-8").split("\n") if file.is_file() and file.suffix == ".yml" else []
            row = next((n for n, row in enumerate(rows, 1) if row.startswith(f"{problem.target}:")), 1)
            return (shown(file), row) if file.is_file() else None
        if problem.target == built or problem.rule == "lost-anchor":  # about the page, not about a line of it
            return shown(self.docs / name), 1
        needles = _spellings(problem.target, built)
        parts = re.findall(r'--8<--\s*"?([^\s"]+\.md)', self.pages[name])  # what the page takes in
        others = [page for page in self.pages if any(f"/{page}".endswith(f"/{part}") for part in parts)]
        # A template seldom spells an address out; the class of what stands on the built line gives it away.
        marks = [*re.findall(r'class="[\w -]+"', built_row), *(needle for needle in needles if "/" in needle)]
        texts = [(self.docs / page, self.pages[page], needles) for page in (name, *others)]
        texts += [(path, text, marks) for path, text in self.templates.items()]
        found = ((path, _find(text, forms, problem)) for path, text, forms in texts)
        return next(((shown(path), line) for path, line in found if line), None)


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
        if found := [match.start() for match in re.finditer(word % re.escape(needle), text)]:
            return text.count("\n", 0, found[min(problem.nth, len(found) - 1)]) + 1
    wanted = re.sub(r"_\d+$", "", problem.target) if problem.rule in OF_IDS else ""
    for number, row in enumerate(text.split("\n") if wanted else (), 1):
        if row.startswith("#") and re.sub(r"[^\w]+", "-", row.lstrip("# ").lower()).strip("-") == wanted:
            return number
    return None


def editorial(whole: Whole, sources: Sources) -> Found:
    """Hold the text as a whole against its rules: each problem with its page."""
    for path in whole.ordinary:
        folder, _, name = path.removesuffix("/index.html").removesuffix(".html").partition("/")
        rule, wanted = WANTED.get(folder if name and name != "index" else "", ("", ()))
        for start in wanted:
            there = any(re.match(start, page) for page in whole.pages)  # a site without such pages cannot ask
            if there and not any(re.match(start, target) for target in whole.links(path)):
                yield path, Problem(rule, path, f"There is no link to {start}.")
    for path in whole.pages:
        own = sources.page(path) or ""
        front = re.match(r"---\n(.*?\n)---\s*\n", sources.pages.get(own, ""), re.DOTALL)
        for entry in mapping(front[1]).get("related") or [] if front else []:
            if f"{entry}.md" not in sources.pages or f"{entry}.md" == own:
                yield path, Problem("related", str(entry), "It is this page itself." if f"{entry}.md" == own else "")
    for path, step in whole.reach({whole.home} if whole.home else set()).items():
        if step > FARTHEST and path in whole.pages:
            yield path, Problem("deep-page", path, f"It is {step} away.")
    for file in sorted(sources.docs.rglob("*")):
        path = file.relative_to(sources.docs).as_posix()
        if path.endswith(PICTURES) and path in whole.site.files and path not in whole.shown:
            yield path, Problem("unused-picture", path)
    yield from _lists(whole, sources)
    for line in sources.anchors.read_text("utf-8").splitlines() if sources.anchors.is_file() else []:
        path, _, anchor = line.partition("#")
        facts = whole.facts.get(path)
        if (facts and path not in whole.onward and anchor not in facts.places) or (not facts and path):
            yield path, Problem("lost-anchor", line)


def _lists(whole: Whole, sources: Sources) -> Found:
    """Entries of the bibliography and words of the glossary that no page uses, and links that the former lacks."""
    files = {name: sources.docs / f"{name}.yml" for name in ("references", "glossary")}
    entries, terms = (mapping(file.read_text("utf-8")) if file.is_file() else {} for file in files.values())
    text = "\n".join(sources.pages.values())
    for key in entries:
        if not re.search(rf"\[\^{re.escape(key)}\]|\bsource:\s*[\"']?{re.escape(key)}\b", text):
            yield "references.yml", Problem("unused-source", key)
    known = {
        address for entry in entries.values() for address in (f"https://doi.org/{entry.get('doi')}", entry.get("url"))
    }
    for path in whole.pages if entries else ():
        new = sorted(value for value in whole.facts[path].external if value.strip() not in known)
        yield from ((path, Problem("external-unlisted", value)) for value in new)
    text = "\n".join(text for name, text in sources.pages.items() if not name.endswith("glossary.md"))
    for term, entry in terms.items():
        forms = [str(term), *((entry or {}).get("also") or [])]
        words = [re.escape(word.strip()) for form in forms for word in re.split(r"[(),/]", form) if word.strip()]
        if not re.search(rf"\b(?:{'|'.join(words)})", text, re.IGNORECASE):
            yield "glossary.yml", Problem("unused-term", str(term))


def update_anchors(whole: Whole, sources: Sources) -> int:
    """Write the list of public places, every id of a heading on every page, and say how many there are."""
    headings = "h1[id],h2[id],h3[id],h4[id]"
    trees = ((path, read(whole.site, path).tree) for path in sorted(whole.ordinary))
    lines = [f"{path}#{node.attributes['id']}\n" for path, tree in trees if tree for node in tree.css(headings)]
    sources.anchors.write_text("".join(lines), encoding="utf-8")
    return len(lines)
