"""The glossary: `docs/glossary.yml`, read, checked, and found in the text of the pages.

The first use of a term on a page links to the glossary and carries its meaning, for the tooltip.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from scripts.findings import Finding, nearest
from scripts.pages import DOCS, Page, read_mapping, shown

GLOSSARY = DOCS / "glossary.yml"


class Term(BaseModel):
    """One entry.

    Attributes:
        means: one or two plain sentences.
        also: other forms of the same word.
        page: the path of the page that says more.
    """

    model_config = ConfigDict(extra="forbid")

    means: Annotated[str, Field(min_length=10, max_length=260)]
    also: list[str] = []
    page: str | None = None


def anchor(name: str) -> str:
    """The id of a term on the glossary page."""
    return re.sub(r"[^a-z0-9]+", "-", name.casefold()).strip("-")


def read_glossary(file: Path = GLOSSARY) -> tuple[dict[str, Term], list[Finding]]:
    """Read the glossary.

    Args:
        file: the YAML file, a mapping from term to entry.

    Returns:
        The entries by term, and what is wrong with the others.
    """
    node, data, findings = read_mapping(file, "term to entry")
    if node is None:
        return {}, findings
    terms: dict[str, Term] = {}
    for name, entry in data.items():
        try:
            terms[str(name)] = Term.model_validate(entry)
        except ValidationError as error:
            for problem in error.errors():
                what = ".".join(str(part) for part in problem["loc"])
                findings.append(
                    Finding(shown(file), _line(file, name), "glossary", f"{name}: {what}: {problem['msg']}")
                )
    return terms, findings


@lru_cache(maxsize=1)
def glossary() -> dict[str, Term]:
    """The project's own glossary, read once a process."""
    return read_glossary()[0]


@lru_cache(maxsize=1)
def pattern() -> re.Pattern[str]:
    """Finds any term in a text, the longest first; a plural s may follow."""
    forms = sorted(_forms(), key=len, reverse=True)
    return re.compile(rf"(?<![\w-])({'|'.join(map(re.escape, forms))})s?(?![\w-])", re.IGNORECASE)


def term_of(form: str) -> str:
    """The term that a form found by `pattern` stands for."""
    return _forms()[form.casefold()]


def check_glossary(pages: dict[str, Page], file: Path = GLOSSARY) -> list[Finding]:
    """Every entry is used on a page, points to one that exists, and no form stands for two terms."""
    terms, findings = read_glossary(file)
    text = " ".join(page.body for page in pages.values()).casefold()
    seen: dict[str, str] = {}
    for name, term in terms.items():
        forms = [name, *term.also]
        line = _line(file, name)
        if not any(form.casefold() in text for form in forms):
            findings.append(Finding(shown(file), line, "glossary", f'no page uses "{name}". Take it out.'))
        if term.page and term.page not in pages:
            message = f'"{term.page}" is no page.{nearest(term.page, pages)}'
            findings.append(Finding(shown(file), line, "glossary", message))
        for form in forms:
            if seen.setdefault(form.casefold(), name) != name:
                message = f'"{form}" stands for "{seen[form.casefold()]}" too. Keep one.'
                findings.append(Finding(shown(file), line, "glossary", message))
    return findings


@lru_cache(maxsize=1)
def _forms() -> dict[str, str]:
    """Each form in lower case, with its term."""
    return {form.casefold(): name for name, term in glossary().items() for form in (name, *term.also)}


def _line(file: Path, name: str) -> int:
    """The line on which an entry begins."""
    rows = file.read_text(encoding="utf-8").splitlines()
    return next((n for n, row in enumerate(rows, 1) if re.match(rf"['\"]?{re.escape(str(name))}['\"]?:", row)), 1)
