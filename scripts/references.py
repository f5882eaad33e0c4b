"""The bibliography: `docs/references.yml`, read, checked and formatted one way.

A page cites a source with an ordinary Markdown footnote, `[^wang-2021]`; `scripts.site_markdown` adds
the formatted entry. A source that nobody cites, or an id that is not there, is a finding.
"""

from __future__ import annotations

import html
import re
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from scripts.findings import Finding, nearest
from scripts.pages import DOCS, Page, read_mapping, shown

REFERENCES = DOCS / "references.yml"
CITATION = re.compile(r"\[\^([a-z0-9-]+)\]")


# What a reader sees for each kind of source.
KINDS = {
    "systematic-review": "review of studies",
    "review": "overview",
    "guideline": "guideline",
    "consensus": "expert consensus",
    "rct": "randomized trial",
    "cohort": "study that followed people over time",
    "cross-sectional": "survey at one time",
    "case-series": "case reports",
    "lab-study": "laboratory study",
    "patient-information": "health information",
}


class Reference(BaseModel):
    """One source, as the bibliography prints it.

    Attributes:
        kind: one of `KINDS`.
        authors: as the source gives them; empty when the copy that was read shows none.
        title: of the paper or page.
        container: journal or publisher.
        year: of publication; none when the source shows none.
        doi: printed as a link to the resolver.
        url: the publisher's own address, when there is no DOI.
    """

    model_config = ConfigDict(extra="forbid")

    kind: Literal[
        "systematic-review",
        "review",
        "guideline",
        "consensus",
        "rct",
        "cohort",
        "cross-sectional",
        "case-series",
        "lab-study",
        "patient-information",
    ]
    authors: str = ""
    title: Annotated[str, Field(min_length=2)]
    container: str = ""
    year: int | None = None
    doi: Annotated[str, Field(pattern=r"^10\.\d{4,9}/\S+$")] | None = None
    url: Annotated[str, Field(pattern=r"^https://\S+$")] | None = None

    @property
    def link(self) -> str | None:
        """Where the source can be read."""
        return f"https://doi.org/{self.doi}" if self.doi else self.url

    def as_html(self) -> str:
        """Author. Title. Journal, year. Kind. Link."""
        parts = [self.authors, self.title]
        where = ", ".join(filter(None, [self.container, str(self.year or "")]))
        text = " ".join(
            f"{html.escape(part, quote=False).rstrip('.')}."
            for part in [*parts, where, KINDS[self.kind].capitalize()]
            if part
        )
        if not self.link:
            return text
        words = f"doi.org/{self.doi}" if self.doi else re.sub(r"^https://(www\.)?|/.*$", "", self.link)
        return f'{text} <a href="{html.escape(self.link)}">{html.escape(words)}</a>'


def read_references(file: Path = REFERENCES) -> tuple[dict[str, Reference], list[Finding]]:
    """Read the bibliography.

    Args:
        file: the YAML file, a mapping from id to source.

    Returns:
        The sources by id, and what is wrong with the others.
    """
    where = shown(file)
    node, data, findings = read_mapping(file, "id to source")
    if node is None:
        return {}, findings
    references: dict[str, Reference] = {}
    lines = {key.value: key.start_mark.line + 1 for key, _ in node.value}
    if len(lines) < len(node.value):
        findings.append(Finding(where, 1, "reference", "an id stands twice. Keep one entry."))
    for key, entry in data.items():
        try:
            references[key] = Reference.model_validate(entry)
        except ValidationError as error:
            for problem in error.errors():
                what = ".".join(str(part) for part in problem["loc"])
                findings.append(Finding(where, lines[key], "reference", f"{key}: {what}: {problem['msg']}"))
    return references, findings


@lru_cache(maxsize=1)
def bibliography() -> dict[str, Reference]:
    """The project's own bibliography, read once a process."""
    return read_references()[0]


def cited(body: str) -> list[str]:
    """The ids that a Markdown text cites, in order of first use."""
    return list(dict.fromkeys(CITATION.findall(body)))


def check_citations(pages: dict[str, Page], references: dict[str, Reference], file: Path = REFERENCES) -> list[Finding]:
    """Every citation resolves, and every source is cited.

    Args:
        pages: all pages by path.
        references: all sources by id.
        file: the bibliography, for the message.

    Returns:
        One finding for each unknown id and for each source that no page cites.
    """
    findings = []
    used: set[str] = set()
    for page in pages.values():
        for number, line in enumerate(page.body.splitlines(), page.first_line):
            for key in CITATION.findall(line):
                used.add(key)
                if key not in references:
                    message = f'no source "{key}" in the bibliography.{nearest(key, references)} Mend it or add it.'
                    findings.append(Finding(page.file, number, "citation", message))
        source = getattr(getattr(page.meta, "weeks", None), "source", None)
        if source:
            used.add(source)
            if source not in references:
                message = f'no source "{source}" in the bibliography.{nearest(source, references)}'
                findings.append(Finding(page.file, page.lines["weeks"], "citation", message))
    text = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    for key in references.keys() - used:
        place = next((number for number, row in enumerate(text, 1) if row.startswith(f"{key}:")), 1)
        findings.append(Finding(shown(file), place, "uncited", f'no page cites "{key}". Cite it or take it out.'))
    return findings
