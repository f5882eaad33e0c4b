"""The sheets to print: what pages say already, each on one sheet of paper.

`docs/recovery/print-sheets.md` places them with `<!-- list: sheet-pain -->` and so on. A sheet's lists and tables are
cut out of the page that explains them, so that nothing stands twice. Paper has no links: a link becomes its words, and
sources stay on the page that is named at the foot.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import escape

from markdown.extensions.toc import slugify

from scripts.figures import MARKER as FIGURE
from scripts.figures import Figure, picture
from scripts.findings import Finding
from scripts.pages import Page

EXERCISE_PAGES = (  # in the order of the sheet; what stands on a cause page is for those whose clinician chose it
    "prevention/strength",
    "prevention/stretching",
    "causes/hamstring-tendinopathy",
    "causes/groin-strain",
)
START = 3  # the strength page begins with its first three exercises
WEEKS, DAYS = 4, 3
LOG_ROWS = 9
SCALE = "The scale: green, yellow, red"
HEADING = re.compile(r"^(#{2,4}) (.+)$", re.MULTILINE)
PARTS = {
    "a picture, <!-- figure: name -->": FIGURE,
    "**What for:**": re.compile(r"^\*\*What for:\*\* \S", re.MULTILINE),
    "numbered steps": re.compile(r"^1\. \S", re.MULTILINE),
    **{f"- **{part}:**": re.compile(rf"^- \*\*{part}:\*\* (\S.*)$", re.MULTILINE)
       for part in ("Dose", "Easier", "Harder", "Stop if", "How sure")},
}  # fmt: skip


class MissingPartError(Exception):
    """A sheet needs what its page no longer says."""

    def __init__(self, page: Page, what: str) -> None:
        super().__init__(what)
        message = f"a sheet to print needs {what}. Put it back, or mend scripts/sheets.py."
        self.finding = Finding(page.file, page.first_line, "sheet", message)


@dataclass
class Section:
    """A heading and what stands under it, up to the next heading of its level or above.

    Attributes:
        level: of the heading, 2 to 4.
        title: its words.
        text: the Markdown below it.
        line: of the file.
    """

    level: int
    title: str
    text: str
    line: int


def sections(page: Page) -> Iterator[Section]:
    """Every section of a page in order."""
    heads = list(HEADING.finditer(page.body))
    for index, head in enumerate(heads):
        level = len(head[1])
        end = next((later.start() for later in heads[index + 1 :] if len(later[1]) <= level), len(page.body))
        line = page.first_line + page.body[: head.start()].count("\n")
        yield Section(level, head[2], page.body[head.end() : end], line)


def exercises(page: Page) -> Iterator[Section]:
    """The sections of a page that describe an exercise: those with a purpose or a dose, and no section below."""
    marks = [PARTS[part] for part in ("**What for:**", "- **Dose:**")]
    for section in sections(page):
        lowest = section.level > 2 and not HEADING.search(section.text)
        if lowest and any(mark.search(section.text) for mark in marks):
            yield section


def lacking(exercise: Section) -> list[str]:
    """What the description of an exercise leaves out."""
    return [part for part, pattern in PARTS.items() if not pattern.search(exercise.text)]


def cut(page: Page, title: str) -> str:
    """The Markdown under a heading, up to the first heading in it.

    Raises:
        MissingPartError: when the page has no such heading.
    """
    found = next((section.text for section in sections(page) if section.title == title), None)
    if found is None:
        raise MissingPartError(page, f'the heading "{title}"')
    return HEADING.split(found)[0].strip()


def words(page: Page, start: str) -> str:
    """The first paragraph or list item that begins so, without the mark of a list.

    Raises:
        MissingPartError: when the page has none.
    """
    pattern = rf"^(?:- |\d\. )?({re.escape(start)}.*(?:\n(?!- |\d\. ).+)*)"
    found = re.search(pattern, page.body, re.MULTILINE)
    if not found:
        raise MissingPartError(page, f'a line that begins with "{start}"')
    return found[1]


def on_paper(markdown: str) -> str:
    """Markdown without sources and links."""
    plain = re.sub(r"\[\^[a-z0-9-]+\]", "", markdown)
    return re.sub(r"(?<!!)\[([^\]]+)\]\([^)]*\)", r"\1", plain)


def sheet(name: str, title: str, body: str, *pages: Page) -> str:
    """A sheet with its heading and its foot."""
    origins = ", ".join(f'"{page.meta.title}"' for page in pages)
    checked = min(page.meta.checked for page in pages).strftime("%B %-d, %Y")
    return f"""<section class="sheet" markdown="1">

## {title} {{ #{name} data-search-exclude }}

{body}

From {origins}. The sources stand there. Evidence checked {checked}. General information, not a diagnosis.
{{ .sheet__foot }}

</section>
"""


def exercise_sheet(pages: dict[str, Page], own: Page, figures: dict[str, Figure]) -> str:
    """The chosen exercises, with boxes to tick for each day of four weeks."""
    strength = pages["prevention/strength"]
    number = 0
    groups = []
    for group, label in (
        ("prevention", "For adults with no hip pain, or with a named muscle or tendon problem and a crack ruled out"),
        ("causes", "Only if a clinician has ruled out a crack in the bone and gave you the exercise"),
    ):
        items = []
        for page in (pages[path] for path in EXERCISE_PAGES if path.startswith(group)):
            for found in exercises(page):
                number += 1
                items.append(choice(found, page, own, figures, chosen=number <= START))
        groups.append(
            f'<p id="for-{group}" class="sheet__group">{label}:</p>\n'
            f'<ul class="choices" aria-labelledby="for-{group}">\n{"".join(items)}</ul>\n'
        )
    body = f"""Tick the exercises that you want on paper. {on_paper(words(strength, "Start with exercises"))}
{{ .sheet__screen }}

{on_paper(words(strength, "**Stop at once**"))} Not for a hip that may have a crack in the bone.
{on_paper(words(strength, "Copy this table.")).partition(". ")[2]}

{on_paper(words(strength, "**How often?**"))} Tick 1 box each time.

Name and first day:
{{ .sheet__line }}

<div class="sheet__rows">
{"".join(groups)}<p class="sheet__notes">Notes:</p>
</div>
"""
    return sheet("exercises", "My exercises for 4 weeks", body, *(pages[path] for path in EXERCISE_PAGES))


def choice(exercise: Section, page: Page, own: Page, figures: dict[str, Figure], chosen: bool) -> str:
    """One exercise: a box to choose it, its picture, its dose and when to stop, and the boxes that are printed."""
    said = {part: PARTS[f"- **{part}:**"].search(exercise.text) for part in ("Dose", "Stop if")}
    dose, stop = (escape(on_paper(found[1])) if found else "" for found in said.values())
    shown = FIGURE.search(exercise.text)
    if not shown:
        raise MissingPartError(page, f'a picture of "{exercise.title}"')
    figure = figures[shown[1]]
    number = re.match(r"\d+\. ", exercise.title)
    name = f"{number[0] if number else ''}{figure.title}"
    image = re.search(r"\((\S+)\)\{ (.*) \}$", picture(shown[1], figure, own))
    link = f"{posixpath.relpath(page.path, own.folder or '.')}.html#{slugify(exercise.title, '-')}"
    boxes = "".join(f'<span data-week="Week {week}">{"<i></i>" * DAYS}</span>' for week in range(1, WEEKS + 1))
    return (
        f'<li><label><input type="checkbox" autocomplete="off"{" checked" if chosen else ""}> {name}</label>'
        f'<img src="{image[1] if image else ""}" {image[2] if image else ""} alt="">'
        f'<span class="choice"><strong class="sheet__paper">{name}</strong> <strong>Dose:</strong> {dose} '
        f'<strong>Stop if:</strong> {stop} <a class="sheet__screen" href="{link}">Steps: {figure.title}</a></span>'
        f'<span class="ticks" aria-hidden="true">{boxes}</span></li>\n'
    )


def pain_sheet(pages: dict[str, Page], own: Page, figures: dict[str, Figure]) -> str:
    """Who may use the scale, the scale, when to stop, and a log."""
    page = pages["recovery/how-much-pain"]
    log = cut(page, "A pain log to print").split("\n\n")[0].splitlines()
    log += [log[-1]] * (LOG_ROWS - len(log) + 3)
    scale = next((part for part in cut(page, SCALE).split("\n\n") if part.startswith("|")), None)
    if not scale:
        raise MissingPartError(page, f'a table under "{SCALE}"')
    parts = [
        cut(page, "Who may use the scale"),
        words(page, "**Give your pain 3 numbers"),
        words(page, "**The highest of the 3 numbers"),
        scale,
        cut(page, "Stop at any number"),
        "\n".join(log),
    ]
    return sheet("pain", "The pain traffic light", on_paper("\n\n".join(parts)), page)


def red_flag_sheet(pages: dict[str, Page], own: Page, figures: dict[str, Figure]) -> str:
    """The three cards of the warning signs, what to say on the phone, and who needs help sooner."""
    page = pages["start/red-flags"]
    pattern = r"^!!! emergency.*?^!!! see-someone[^\n]*\n(?: {4}[^\n]*\n)+"
    cards = re.search(pattern, page.body, re.DOTALL | re.MULTILINE)
    if not cards:
        raise MissingPartError(page, "the cards emergency, urgent and see-someone, in this order")
    sooner = cut(page, "What moves you one step up").partition("The risks that move you up:")[2]
    if not sooner:
        raise MissingPartError(page, 'the line "The risks that move you up:"')
    risks = "\n".join(row for row in sooner.splitlines() if row.startswith("- "))
    body = f"""{words(page, "**Stop running.")}

{cards[0]}

**Treat your sign as one step more urgent with one of these:**

{risks}

My medicines and illnesses:
{{ .sheet__line }}

My doctor, and who can drive me:
{{ .sheet__line }}"""
    return sheet("red-flags", "Warning signs: how urgent is it?", on_paper(body), page)


def question_sheet(pages: dict[str, Page], own: Page, figures: dict[str, Figure]) -> str:
    """Notes to bring, and questions to tick."""
    page = pages["recovery/appointments-and-scans"]
    questions = cut(page, "Questions to take along").split("\n\n")
    asked = "\n\n".join(part for part in questions[1:] if not part.startswith("Read about"))
    if "☐" not in asked:
        raise MissingPartError(page, 'questions that begin with "☐"')
    body = f"""{cut(page, "Notes to bring")}

{asked}

What was said:
{{ .sheet__line .sheet__line--tall }}"""
    return sheet("questions", "Questions for my appointment", on_paper(body), page)


SHEETS: dict[str, Callable[[dict[str, Page], Page, dict[str, Figure]], str]] = {
    "sheet-exercises": exercise_sheet,
    "sheet-pain": pain_sheet,
    "sheet-red-flags": red_flag_sheet,
    "sheet-questions": question_sheet,
}


def check_sheets(pages: dict[str, Page], figures: dict[str, Figure]) -> list[Finding]:
    """Every sheet finds on its pages what it is made of.

    Args:
        pages: all pages by path.
        figures: all figures by name.

    Returns:
        One finding for each sheet that cannot be made.
    """
    findings = []
    for make in SHEETS.values():
        try:
            make(pages, pages["recovery/print-sheets"], figures)
        except MissingPartError as missing:
            findings.append(missing.finding)
    return findings
