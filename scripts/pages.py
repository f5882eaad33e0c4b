"""The one way in for the pages: front matter and Markdown of every file below `docs/`.

Hooks, checks and tests read pages through `read_pages`. A page's kind is its folder; each kind has
a closed schema (an unknown key is a finding, with the line it stands on).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from scripts.findings import Finding, nearest

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the compiled one is ten times as fast, where it is there
FOLDER_NAMES = {
    "": "Start here",
    "start": "Start here",
    "causes": "Causes",
    "prevention": "Prevention",
    "recovery": "Recovery",
    "faq": "Questions",
    "about": "About this site",
}
NOT_PAGES = {"snippets"}  # folders of docs/ that hold parts of pages
FOLDERS = ("start", "causes", "prevention", "recovery", "faq", "about")  # in the order of the menu

Text = Annotated[str, Field(min_length=1)]


class Region(StrEnum):
    """Places a runner can point to; the value is what pages show."""

    GROIN = "groin"
    DEEP_FRONT = "deep-front"
    FRONT_THIGH = "front-thigh"
    INNER_THIGH = "inner-thigh"
    PUBIC_BONE = "pubic-bone"
    OUTER_SIDE = "outer-side"
    PELVIC_RIM = "pelvic-rim"
    BUTTOCK = "buttock"
    SITTING_BONE = "sitting-bone"
    LOW_BACK = "low-back"
    OUTER_KNEE = "outer-knee"

    @property
    def words(self) -> str:
        """How a page names this place."""
        return {
            "groin": "groin crease",
            "deep-front": "deep in the front",
            "front-thigh": "front of the thigh",
            "inner-thigh": "inner thigh",
            "pubic-bone": "pubic bone",
            "outer-side": "side of the hip",
            "pelvic-rim": "top rim of the pelvis",
            "buttock": "buttock",
            "sitting-bone": "sitting bone",
            "low-back": "low back",
            "outer-knee": "outside of the knee",
        }[self.value]


class FrontMatter(BaseModel):
    """What every page says about itself.

    Source of the limits: the page design (title 60, description 50 to 160 characters, evidence checked
    again after three years at the latest).
    """

    model_config = ConfigDict(extra="forbid")

    title: Annotated[str, Field(min_length=3, max_length=60)]
    description: Annotated[str, Field(min_length=50, max_length=160)]
    also: list[Text] = []
    related: list[Text] = []
    checked: date
    next_check: date

    @model_validator(mode="after")
    def dates_in_order(self) -> FrontMatter:
        """The next check follows the last one, within three years."""
        if not 0 < (self.next_check - self.checked).days <= 3 * 366:
            raise ValueError("next_check must be after checked and at most 3 years later")
        return self


class Weeks(BaseModel):
    """How long a cause takes, with the source that says so (none when nobody knows)."""

    model_config = ConfigDict(extra="forbid")

    text: Annotated[str, Field(min_length=3, max_length=110)]
    source: str | None = None


Weight = tuple[Annotated[float, Field(ge=-5, le=5)], Text]  # how strongly, and the source's id or "opinion"


class Without(BaseModel):
    """A clue from what a reader did not say: none of the answers was chosen, although the question was answered."""

    model_config = ConfigDict(extra="forbid")

    question: Text
    none: Annotated[list[Text], Field(min_length=1)]
    weight: Weight


class Clues(BaseModel):
    """What each answer of the guide (`docs/finder.yml`) says for or against a cause.

    Weights are natural logarithms of likelihood ratios: published where a source gives them, else our own estimate.
    `where` may have the answer `elsewhere`, for every place that is not named.
    """

    model_config = ConfigDict(extra="allow")
    __pydantic_extra__: dict[str, dict[str, Weight]] = Field(init=False)

    common: Weight
    without: list[Without] = []

    @property
    def answers(self) -> dict[str, dict[str, Weight]]:
        """Question, answer, weight."""
        return self.__pydantic_extra__ or {}


class CauseFrontMatter(FrontMatter):
    """What a cause page adds, for the compare table and the cards.

    `plain` says the title in everyday words; `seen` says how soon to be seen where one level does not fit everybody.
    """

    plain: Annotated[str, Field(min_length=3, max_length=80)]
    where: Annotated[list[Region], Field(min_length=1, max_length=4)]
    starts: Annotated[str, Field(min_length=3, max_length=90)]
    stirs: Annotated[str, Field(min_length=3, max_length=90)]
    apart: Annotated[str, Field(min_length=3, max_length=110)]
    urgency: Literal["emergency", "urgent", "soon", "routine"]
    seen: Annotated[str, Field(min_length=3, max_length=110)] | None = None
    run: Literal["stop", "healed", "ease", "painless"]
    weeks: Weeks
    clues: Clues


@dataclass
class Page:
    """A page: where it is, what it says about itself, what it says.

    Attributes:
        path: the public path without suffix, such as `faq/ice-or-heat` or `causes/index`.
        file: the Markdown file, as an editor would open it.
        meta: its front matter, checked.
        body: its Markdown, without front matter.
        first_line: the line of the file on which `body` begins.
        lines: the line of each front-matter key.
    """

    path: str
    file: str
    meta: FrontMatter
    body: str
    first_line: int
    lines: dict[str, int] = field(default_factory=dict)

    @property
    def folder(self) -> str:
        """The folder, empty for the home page."""
        return self.path.rpartition("/")[0]

    @property
    def kind(self) -> str:
        """`index` for the home page and the index of a folder, else the folder's name."""
        return "index" if self.path.rpartition("/")[2] == "index" else self.folder

    @property
    def url(self) -> str:
        """The path of the built page."""
        return f"{self.path}.html"


def read_pages(docs: Path = DOCS) -> tuple[dict[str, Page], list[Finding]]:
    """Read all pages.

    Args:
        docs: the folder of the Markdown files.

    Returns:
        The readable pages by path, in the order of their paths, and what is wrong with the others and
        with titles, descriptions and `related` entries across pages.
    """
    pages: dict[str, Page] = {}
    findings: list[Finding] = []
    for file in sorted(docs.rglob("*.md")):
        relative = file.relative_to(docs)
        if relative.parts[0] in NOT_PAGES:
            continue
        page, wrong = _read_page(file, relative.with_suffix("").as_posix(), shown(file))
        findings += wrong
        if page:
            pages[page.path] = page
    return pages, findings + _across(pages)


def related_pages(page: Page, pages: dict[str, Page]) -> list[Page]:
    """The pages to show as related: those that `page` names, then those that name it.

    Args:
        page: the page in question.
        pages: all pages by path.

    Returns:
        Pages without repetition, in the order of the site's folders.
    """
    named = [path for path in page.meta.related if path in pages]
    naming = [other.path for other in pages.values() if page.path in other.meta.related]
    unique = [pages[path] for path in dict.fromkeys(named + naming)]
    return sorted(unique, key=lambda p: FOLDERS.index(p.folder) if p.folder in FOLDERS else -1)


def read_mapping(file: Path, of: str) -> tuple[yaml.MappingNode | None, dict[Any, Any], list[Finding]]:
    """Read a data file that maps names to entries.

    Args:
        file: the YAML file.
        of: what it maps, for the message, such as `id to source`.

    Returns:
        Its node, with line numbers, and its data; or None, nothing, and what is wrong.
    """
    try:
        text = file.read_text(encoding="utf-8")
        node = yaml.compose(text, Loader=LOADER)
        data = yaml.load(text, Loader=LOADER)
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        return None, {}, [Finding(shown(file), line, "unreadable", f"cannot be read: {error}")]
    if not isinstance(node, yaml.MappingNode):
        return None, {}, [Finding(shown(file), 1, "unreadable", f"must be a mapping from {of}.")]
    return node, data, []


def shown(file: Path) -> str:
    """The path of a file as the reader of a message would type it."""
    return file.relative_to(ROOT).as_posix() if file.is_relative_to(ROOT) else file.as_posix()


def _read_page(file: Path, path: str, shown: str) -> tuple[Page | None, list[Finding]]:
    """Read one file; a page that cannot be read gives findings instead."""

    def wrong(line: int, message: str) -> tuple[None, list[Finding]]:
        return None, [Finding(shown, line, "front-matter", message)]

    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        return None, [Finding(shown, 1, "unreadable", f"cannot be read as UTF-8 text: {error}. Save it as UTF-8.")]
    match = re.match(r"---\n(.*?\n)---\n", text, re.DOTALL)
    if not match:
        return wrong(1, "the page does not begin with front matter. Put it between two lines of three dashes.")
    try:
        node = yaml.compose(match[1], Loader=LOADER)
        data = yaml.load(match[1], Loader=LOADER)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        return wrong(
            mark.line + 2 if mark else 1, f"not valid YAML: {getattr(error, 'problem', error)}. Quote the value."
        )
    if not isinstance(node, yaml.MappingNode):
        return wrong(1, "front matter must be `key: value` lines.")
    lines: dict[str, int] = {}
    for key, _ in node.value:
        if key.value in lines:
            return wrong(key.start_mark.line + 2, f'"{key.value}" stands twice. Keep one.')
        lines[key.value] = key.start_mark.line + 2
    body = text[match.end() :]
    first_line = text[: match.end()].count("\n") + 1
    is_cause = path.startswith("causes/") and path != "causes/index"
    schema = CauseFrontMatter if is_cause else FrontMatter
    try:
        return Page(path, shown, schema.model_validate(data), body, first_line, lines), []
    except ValidationError as error:
        return None, [_schema_finding(problem, shown, lines, schema) for problem in error.errors()]


def _schema_finding(problem: Any, shown: str, lines: dict[str, int], schema: type[FrontMatter]) -> Finding:
    """Turn an error of the schema into a message that says what to do."""
    where = [str(part) for part in problem["loc"]]
    key = where[0] if where else "next_check"
    if problem["type"] == "extra_forbidden":
        message = f'unknown key "{".".join(where)}". Remove it.{nearest(where[-1], schema.model_fields)}'
    elif problem["type"] == "missing":
        message = f'the key "{".".join(where)}" is missing. Add it.'
    else:
        message = f"{'.'.join(where) or 'dates'}: {problem['msg']}."
    return Finding(shown, lines.get(key, 1), "front-matter", message)


def _across(pages: dict[str, Page]) -> list[Finding]:
    """What only shows when pages are compared: repeated titles, related pages that are not there."""
    findings = []
    for key in ("title", "description"):
        seen: dict[str, str] = {}
        for page in pages.values():
            value = getattr(page.meta, key)
            if value in seen:
                message = f"the same {key} stands in {seen[value]}. Make it say what only this page says."
                findings.append(Finding(page.file, page.lines[key], f"unique-{key}", message))
            seen.setdefault(value, page.file)
    for page in pages.values():
        for path in page.meta.related:
            if path not in pages or path == page.path:
                what = "is this page itself" if path == page.path else "is no page"
                message = f'"{path}" {what}. Name a page without `.md`.{nearest(path, pages)}'
                findings.append(Finding(page.file, page.lines["related"], "related", message))
    return findings
