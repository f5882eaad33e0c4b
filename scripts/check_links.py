"""Validate the links of a built site: every address, every place on a page, and whether readers find their way.

Reads the folder as a browser would, and names the Markdown file and line (`--docs`) of what must be mended.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from datetime import date
from fnmatch import fnmatchcase
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

ROOT = Path(__file__).resolve().parent.parent
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))  # run as a file, Python looks in scripts/ only

from scripts.linkcheck.checks import Found, Whole, survey  # noqa: E402
from scripts.linkcheck.reading import READABLE, Page  # noqa: E402
from scripts.linkcheck.rules import RULES, Problem  # noqa: E402
from scripts.linkcheck.site import Site  # noqa: E402

if TYPE_CHECKING:  # slow to load: only `--docs`, `--external` and sites with a finding need what is imported below
    from scripts.linkcheck.docs import Sources

FEW = 40  # files that one process reads sooner than two can be started
THEME = "from the theme"


class Finding(NamedTuple):
    """A defect as JSON shows it: `line` is one of `source` (Markdown or template), without one of the built `page`."""

    page: str
    line: int
    rule: str
    target: str
    message: str
    source: str | None

    def file(self, root: Path) -> str:
        """The file that a person opens to mend it."""
        return self.source if self.source and self.source != THEME else (root / self.page).as_posix()


_SITE: list[Site] = []  # what a process that reads pages knows


def _read_one(path: str) -> tuple[str, Page | str]:
    try:
        return path, survey(_SITE[-1], path)
    except (OSError, ValueError, EOFError) as error:
        return path, getattr(error, "strerror", None) or str(error)


def read_all(site: Site) -> dict[str, Page]:
    """Read what holds addresses, on all cores when there is much; what cannot be read joins the site's `unreadable`."""
    from multiprocessing import Pool

    paths = sorted(filter(READABLE.search, site.files))
    cores = min(os.cpu_count() or 1, 8) if len(paths) >= FEW else 1
    _SITE.append(site)
    with Pool(cores, _SITE.append, (site,)) if cores > 1 else nullcontext() as pool:
        results: Iterable[tuple[str, Page | str]]
        results = pool.imap_unordered(_read_one, paths, chunksize=8) if pool else map(_read_one, paths)
        if sys.stderr.isatty() and len(paths) > 10 * FEW:
            from tqdm import tqdm

            results = tqdm(results, "Reading", len(paths), unit=" files", delay=1, leave=False)
        found = dict(results)
    site.unreadable |= {path: result for path, result in found.items() if isinstance(result, str)}
    return {path: result for path in paths if not isinstance(result := found[path], str)}


def all_problems(whole: Whole, sources: Sources | None, cache: Path | None) -> Found:
    """Hold a site against all rules, with `sources` also those about the text, with `cache` also other hosts."""
    yield from whole.problems()
    yield from ((path, Problem("unreadable", path, f"{why}.")) for path, why in whole.site.unreadable.items())
    if sources:
        from scripts.linkcheck.docs import editorial

        yield from editorial(whole, sources)
    if cache:
        from scripts.linkcheck import external

        users = {value.strip().partition("#")[0]: page for page in whole.pages for value in whole.facts[page].external}
        for address, reason in external.check(users, cache):
            yield users[address], Problem("external-missing", address, reason)


def findings(whole: Whole, problems: Found, sources: Sources | None) -> list[Finding]:
    """Give each problem its place and its words: the findings in the order of files and lines, each once."""
    result = set()
    for page, problem in problems:
        from scripts.linkcheck.docs import built_place

        line, row = built_place(whole.site, page, problem)
        place = sources.locate(page, problem, row) if sources else None
        source, line = place or (THEME if sources and sources.page(page) else None, line)
        result.add(Finding(page, line, problem.rule, problem.target, problem.message, source))
    return sorted(result, key=lambda f: (f.file(whole.site.root), f.line, f.rule, f.target))


def without_exceptions(found: list[Finding], file: Path) -> list[Finding]:
    """Leave out what a YAML list of `rule`, `target`, `reason`, `date`, perhaps `page`, allows (`*`: anything).

    An entry without need, reason or date is a finding itself; OSError or ValueError when the file is no such list.
    """
    import yaml

    from scripts.linkcheck.docs import shown

    try:
        entries = yaml.safe_load(text := file.read_text("utf-8")) or []
        lines = [node.start_mark.line + 1 for node in getattr(yaml.compose(text), "value", [])]
    except yaml.YAMLError as error:
        raise ValueError(f"{file}: {error}") from error
    for entry, line in zip(entries, lines, strict=True):
        parts = {"rule": "", "target": "", "page": "*", **(entry if isinstance(entry, dict) else {})}
        rule, target, page = (str(parts[name]) for name in ("rule", "target", "page"))
        allows = parts.get("reason") and isinstance(parts.get("date"), date)
        like = [f for f in found if allows and f.rule == rule and fnmatchcase(f.target, target)]
        excepted = {f for f in like if fnmatchcase(f.page, page) or fnmatchcase(f.source or "", page)}
        kept = [f for f in found if f not in excepted]
        if len(kept) == len(found):
            problem = Problem("exception", target or str(entry))
            kept.append(Finding(shown(file), line, "exception", problem.target, problem.message, shown(file)))
        found = kept
    return found


def as_text(found: list[Finding], site: Site, pages: int) -> Iterator[str]:
    """The findings for people: grouped by file, a line each, with a count."""
    for file, group in groupby(found, key=lambda f: f.file(site.root)):
        for f in group:
            yield f'{file}:{f.line}: {f.rule}: "{f.target}": {f.message}{f" ({THEME})" * (f.source == THEME)}'
        yield ""
    yield f"{pages} page{'s' * (pages != 1)}: {len(found) or 'no'} finding{'s' * (len(found) != 1)}"


def as_github(found: list[Finding], site: Site) -> Iterator[str]:
    """The findings as annotations of a GitHub workflow."""
    escapes = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
    for f in found:
        file = f.file(site.root).translate(escapes).replace(":", "%3A").replace(",", "%2C")
        text = f'"{f.target}": {f.message}'.translate(escapes)
        yield f"::error file={file},line={f.line},title={f.rule}::{text}"


def options_of(arguments: list[str] | None) -> argparse.Namespace:
    """What the command line asks for."""
    parser = argparse.ArgumentParser("check_links.py", description=(__doc__ or "").partition("\n")[0])
    add = parser.add_argument
    add("site", metavar="SITE_DIR", nargs="?", type=Path, default=ROOT / "site", help="the built site (default: site/)")
    add("--docs", metavar="DOCS_DIR", type=Path, help="its Markdown files: name them, and check the text as a whole")
    add("--site-url", default="", help="the public address (default: what the canonical links say)")
    add("--format", choices=("text", "json", "github"), default="text")
    add("--exceptions", metavar="FILE", type=Path, help="default: scripts/link-exceptions.yml beside DOCS_DIR")
    add("--external", action="store_true", help="also ask other hosts whether linked pages are there (slow)")
    add("--cache", metavar="FILE", type=Path, default=Path(".cache/links.json"), help="good answers of other hosts")
    add("--update-anchors", action="store_true", help="write the list of public places, instead of checking")
    add("--list-rules", action="store_true", help="print each rule: what is wrong, how to mend it")
    options = parser.parse_args(arguments)
    if options.site.resolve() == ROOT / "site" and not options.docs:
        options.docs = ROOT / "docs"
    if options.docs and not options.exceptions:
        file = options.docs.resolve().parent / "scripts" / "link-exceptions.yml"
        options.exceptions = file if file.is_file() else None
    return options


def main(arguments: list[str] | None = None) -> int:
    """Run with arguments, by default those of the process: 0 nothing to mend, 1 findings, 2 something is unreadable."""
    options = options_of(arguments)
    sys.stdout.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]  # names of files may be no text
    if options.list_rules:
        print("\n".join(f"{name}\n    {what}\n    {mend}" for name, (what, mend) in sorted(RULES.items())))
        return 0
    for folder in (options.site, options.docs):
        if folder and not folder.is_dir():
            print(f"{folder}: no such folder. Build the site first, or name another.", file=sys.stderr)
            return 2
    try:
        site = Site(options.site, options.site_url)
        whole, sources = Whole(site, read_all(site)), None
        if options.docs:
            from scripts.linkcheck.docs import Sources, update_anchors

            sources = Sources(options.docs)
            if options.update_anchors:
                print(f"{update_anchors(whole, sources)} places are public.")
                return 0
        found = findings(whole, all_problems(whole, sources, options.cache if options.external else None), sources)
        found = without_exceptions(found, options.exceptions) if options.exceptions else found
    except (OSError, ValueError) as error:
        print(f"Cannot work: {error}", file=sys.stderr)
        return 2
    if options.format == "json":
        print(json.dumps([finding._asdict() for finding in found], indent=2))
    else:
        lines = as_github(found, site) if options.format == "github" else as_text(found, site, len(whole.pages))
        print("\n".join(lines), end="\n" * bool(found or options.format == "text"))
    return 2 if site.unreadable else 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
