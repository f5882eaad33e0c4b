"""The page contract: what a machine can check of how the pages are written.

    python -m scripts.contract [PAGE.md ...]

Each rule is one function, registered with `@rule`; it gets a page as Markdown tokens with line numbers and
yields what is wrong and how to mend it. With file names, only findings of those files are printed.
"""

from __future__ import annotations

import re
import statistics
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.admon import admon_plugin

from scripts.finder import check_finder
from scripts.findings import Finding, report
from scripts.glossary import check_glossary
from scripts.pages import Page, read_pages
from scripts.readability import grade, sentences, words
from scripts.references import check_citations, read_references
from scripts.sheets import exercises, lacking

Rule = Callable[["Text"], Iterator[tuple[int, str]]]
RULES: dict[str, Rule] = {}

BONE_SNIPPET = '--8<-- "bone-warning.md"'
CARE = ("emergency", "urgent", "see-someone")
EMPTY_LINK_WORDS = {
    "here",
    "click here",
    "this",
    "this page",
    "read more",
    "more",
    "link",
    "learn more",
    "see more",
    "go",
}
FORBIDDEN = {
    "simply": "rule 8 (it tells a reader who finds it hard that it is not)",
    "just": "rule 8",
    "easily": "rule 8",
    "obviously": "rule 8",
    "—": "short sentences instead of a dash",
}
SKELETONS = {
    "causes": [
        "In short",
        "What it feels like",
        "What else it could be",
        "Why it happens in runners",
        "What to do this week",
        "What helps over the next weeks",
        "Can I run?",
        "How long it takes",
        "When to be seen",
        "What we do not know",
    ],
    "prevention": [
        "In short",
        "What to do",
        "What the research found",
        "What does not work",
        "If your hip already hurts",
    ],
    "recovery": ["In short", "When to be seen"],
    "faq": ["How sure are we?"],
}
# Each exception carries its reason.
NO_SKELETON = {
    ("causes/not-the-hip", "Why it happens in runners"): "these pains do not come from running",
    ("causes/not-the-hip", "What helps over the next weeks"): "each of them has its own treatment, given by a doctor",
    ("causes/not-the-hip", "Can I run?"): "the answer is in the first lines: not before it is named",
    ("causes/not-the-hip", "How long it takes"): "it differs with each of them",
}
MEDIAN_GRADE, TOP_GRADE = 6.0, 7.5  # style guide 3
FAQ_WORDS = (120, 300)  # style guide 27; cards and warnings not counted


@dataclass
class Block:
    """A paragraph, list item, heading or table cell: its text without markup, and its line."""

    kind: str
    text: str
    line: int
    in_card: str = ""


class Text:
    """A page, parsed once for all rules."""

    def __init__(self, page: Page) -> None:
        self.page = page
        parser = MarkdownIt("commonmark").enable("table").use(admon_plugin)
        self.tokens = parser.parse(re.sub(r'^(///.*|--8<-- "anatomy/.*)$', "", page.body, flags=re.MULTILINE))

    def line(self, token: Token) -> int:
        """The line of the file on which a token begins."""
        return self.page.first_line + (token.map[0] if token.map else 0)

    @cached_property
    def blocks(self) -> list[Block]:
        """All text of the page in order; the fixed snippets are left out."""
        found, stack, card = [], [], ""
        line = self.page.first_line
        for token in self.tokens:
            line = self.line(token) if token.map else line
            if token.type == "admonition_open":
                card = token.meta.get("tag", "")
            elif token.type == "admonition_close":
                card = ""
            if token.nesting == 1:
                stack.append(token.type.removesuffix("_open"))
            elif token.nesting == -1 and stack:
                stack.pop()
            elif token.type == "inline" and BONE_SNIPPET not in token.content:
                kind = next((name for name in reversed(stack) if name != "paragraph"), "paragraph")
                found.append(Block(kind, plain(token), line, card))
        return found

    @cached_property
    def prose(self) -> list[Block]:
        """Paragraphs and list items: what the reading level is counted on."""
        return [b for b in self.blocks if b.kind in ("paragraph", "list_item", "admonition") and words(b.text)]

    @cached_property
    def headings(self) -> list[tuple[str, str, int]]:
        """Level, text and line of each heading."""
        pairs = zip(self.tokens, self.tokens[1:], strict=False)
        return [(a.tag, plain(b), self.line(a)) for a, b in pairs if a.type == "heading_open"]

    @cached_property
    def cards(self) -> list[tuple[str, str, int, list[Token]]]:
        """Kind, title, line and inner tokens of each admonition."""
        cards: list[tuple[str, str, int, list[Token]]] = []
        start = 0
        for index, token in enumerate(self.tokens):
            if token.type == "admonition_open":
                start = index
            elif token.type == "admonition_close":
                opening = self.tokens[start]
                inner = self.tokens[start + 1 : index]
                title = next((plain(t) for t in inner if t.type == "inline"), "")
                cards.append((opening.meta.get("tag", ""), title, self.line(opening), inner))
        return cards

    @property
    def grade(self) -> float:
        """The Flesch-Kincaid grade of the page's prose."""
        return grade([block.text for block in self.prose])


def plain(token: Token) -> str:
    """The text of an inline token as a reader sees it, without citations."""
    parts = []
    for child in token.children or []:
        if child.type in ("text", "code_inline"):
            parts.append(child.content)
        elif child.type in ("softbreak", "hardbreak"):
            parts.append(" ")
    return re.sub(r"\[\^[a-z0-9-]+\]", "", "".join(parts)).strip()


def rule(name: str) -> Callable[[Rule], Rule]:
    """Register a rule under its id."""

    def register(function: Rule) -> Rule:
        RULES[name] = function
        return function

    return register


@rule("heading")
def one_heading(text: Text) -> Iterator[tuple[int, str]]:
    """The page begins with its title as the only first-level heading, and no level is skipped."""
    tops = [heading for heading in text.headings if heading[0] == "h1"]
    if [top[1] for top in tops] != [text.page.meta.title]:
        yield text.page.first_line, f'the page needs one "# {text.page.meta.title}", the same as its title.'
    for (before, _, _), (level, title, line) in zip(text.headings, text.headings[1:], strict=False):
        if int(level[1]) > int(before[1]) + 1:
            yield line, f'"{title}" skips a level. Use {"#" * (int(before[1]) + 1)}.'


@rule("skeleton")
def skeleton(text: Text) -> Iterator[tuple[int, str]]:
    """Each kind of page has its headings, in order (style guide 24 to 27)."""
    wanted = [h for h in SKELETONS.get(text.page.kind, []) if (text.page.path, h) not in NO_SKELETON]
    have = [title for level, title, _ in text.headings if level == "h2"]
    for heading in wanted:
        if heading not in have:
            yield text.page.first_line, f'the heading "## {heading}" is missing.'
    present = [heading for heading in have if heading in wanted]
    in_order = [heading for heading in wanted if heading in have]
    if present != in_order:
        yield text.page.first_line, f"the headings stand in another order than: {', '.join(wanted)}."


@rule("sentence-length")
def sentence_length(text: Text) -> Iterator[tuple[int, str]]:
    """No sentence has more than 25 words, and the page's average is 14 or fewer."""
    lengths = []
    for block in text.prose:
        for sentence in sentences(block.text):
            lengths.append(len(words(sentence)))
            if lengths[-1] > 25:
                yield block.line, f'{lengths[-1]} words in "{sentence[:60]} ...". Split it.'
    if lengths and statistics.mean(lengths) > 14:
        yield text.page.first_line, f"sentences average {statistics.mean(lengths):.1f} words. Aim at 12."


@rule("paragraph-length")
def paragraph_length(text: Text) -> Iterator[tuple[int, str]]:
    """No paragraph has more than 3 sentences."""
    for block in text.prose:
        if len(sentences(block.text)) > 3 and not block.text.startswith("What to say when you call"):
            yield block.line, f'more than 3 sentences from "{block.text[:40]} ...". Split the paragraph.'


@rule("reading-level")
def reading_level(text: Text) -> Iterator[tuple[int, str]]:
    """No page is above grade 7.5."""
    if text.grade > TOP_GRADE:
        yield text.page.first_line, f"Flesch-Kincaid grade {text.grade:.1f}. Use shorter words and sentences."


@rule("list-length")
def list_length(text: Text) -> Iterator[tuple[int, str]]:
    """Lists have 7 items at most."""
    counts: list[list[int]] = []
    for token in text.tokens:
        if token.type in ("bullet_list_open", "ordered_list_open"):
            counts.append([text.line(token), 0])
        elif token.type == "list_item_open":
            counts[-1][1] += 1
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            line, count = counts.pop()
            if count > 7:
                yield line, f"{count} items. Split the list under two headings."


@rule("link-text")
def link_text(text: Text) -> Iterator[tuple[int, str]]:
    """Links say where they go, and never leave the site."""
    for token in text.tokens:
        children = token.children or []
        for index, child in enumerate(children):
            if child.type != "link_open":
                continue
            inside = []
            for following in children[index + 1 :]:
                if following.type == "link_close":
                    break
                inside.append(following.content)
            label = "".join(inside).strip()
            target = str(child.attrs.get("href", ""))
            if label.casefold().strip(".!") in EMPTY_LINK_WORDS or not label:
                yield text.line(token), f'the link text "{label}" does not say where it goes.'
            if re.match(r"[a-z]+:|//", target):
                yield text.line(token), f"{target} leaves the site. Cite a source with a footnote instead."


@rule("care-card")
def care_card(text: Text) -> Iterator[tuple[int, str]]:
    """A care card ends its title in "if:", holds one list and nothing else, and stands once a page."""
    seen = set()
    for kind, title, line, inner in text.cards:
        if kind not in CARE:
            yield line, f'"{kind}" is no care card. Use one of: {", ".join(CARE)}.'
            continue
        if kind in seen:
            yield line, f"a second {kind} card. Put both lists in one."
        seen.add(kind)
        if not title.endswith("if:"):
            yield line, 'the title must be a call to action that ends in "if:".'
        kinds = [t.type for t in inner if t.level == inner[0].level and t.nesting >= 0 and "title" not in t.type]
        if [k for k in kinds if k != "inline"] != ["bullet_list_open"]:
            yield line, "nothing but one bulleted list may stand in a care card."


@rule("phone-words")
def phone_words(text: Text) -> Iterator[tuple[int, str]]:
    """A page with an emergency or urgent card says what to say on the phone, in quotes (style guide 22)."""
    kinds = {kind for kind, *_ in text.cards}
    if kinds & {"emergency", "urgent"} and not re.search(r"\*\*What to say when you call:\*\* [\"“]", text.page.body):
        line = min(line for kind, _, line, _ in text.cards if kind in ("emergency", "urgent"))
        yield line, 'add a line after the card: **What to say when you call:** "..."'


@rule("bone-warning")
def bone_warning(text: Text) -> Iterator[tuple[int, str]]:
    """Every page on running or training with pain names the bone (style guide 20)."""
    if text.page.kind not in ("causes", "prevention", "recovery", "faq"):
        return
    in_card = any(
        kind in ("urgent", "emergency") and re.search(r"groin", " ".join(t.content for t in inner))
        for kind, _, _, inner in text.cards
    )
    if BONE_SNIPPET not in text.page.body and not in_card:
        yield text.page.first_line, f"the warning about bone is missing. Add a line {BONE_SNIPPET}"


@rule("no-home-test")
def no_home_test(text: Text) -> Iterator[tuple[int, str]]:
    """Nobody is told to hop, jump, squeeze or stand on one leg as a test (style guide 20)."""
    telling = re.compile(
        r"^(try|now|can you|test|check).{0,40}\b(hop|hopping|jump|stand on one leg|squeeze)\b", re.IGNORECASE
    )
    for block in text.prose:
        for sentence in sentences(block.text):
            if telling.search(sentence) and not re.search(r"\b(not|never|do not|don't)\b", sentence, re.IGNORECASE):
                yield block.line, f'"{sentence[:60]}" reads like a test at home. A stress fracture could break.'


@rule("exercise")
def whole_exercise(text: Text) -> Iterator[tuple[int, str]]:
    """An exercise has its picture, what it is for, steps, dose, easier, harder, when to stop and how sure we are."""
    for exercise in exercises(text.page):
        for part in lacking(exercise):
            yield exercise.line, f'"{exercise.title}" has no {part}.'


@rule("plain-words")
def plain_words(text: Text) -> Iterator[tuple[int, str]]:
    """Words that the style guide leaves out."""
    for block in text.prose:
        for word, why in FORBIDDEN.items():
            pattern = (
                re.escape(word)
                if not word.isalpha()
                else rf"\b{word}\b(?! as| over| under| below| above| before| after)"
            )
            if re.search(pattern, block.text, re.IGNORECASE):
                yield block.line, f'leave out "{word}": {why}.'


@rule("faq-length")
def faq_length(text: Text) -> Iterator[tuple[int, str]]:
    """An answer has 120 to 300 words; cards, warnings and headings are not counted."""
    if text.page.kind == "faq":
        count = sum(len(words(b.text)) for b in text.prose if not b.in_card and "What to say when" not in b.text)
        low, high = FAQ_WORDS
        if not low <= count <= high:
            yield text.page.first_line, f"{count} words. Make it {low} to {high}."


@rule("faq-more")
def faq_more(text: Text) -> Iterator[tuple[int, str]]:
    """A question ends with one link to the page that says more."""
    if text.page.kind == "faq" and not re.search(r"^\*\*More:\*\* \[", text.page.body, re.MULTILINE):
        yield text.page.first_line, "add a line: **More:** [where it goes](../folder/page.md)"


def check_pages(pages: dict[str, Page]) -> list[Finding]:
    """Apply every rule to every page.

    Args:
        pages: all pages by path.

    Returns:
        The findings, unsorted; one for the whole site when the median grade is above 6.0.
    """
    findings: list[Finding] = []
    grades = []
    for page in pages.values():
        text = Text(page)
        for name, check in RULES.items():
            findings += [Finding(page.file, line, name, message) for line, message in check(text)]
        if text.prose:
            grades.append(text.grade)
    median = statistics.median(grades) if grades else 0
    if median > MEDIAN_GRADE:
        findings.append(
            Finding("docs", 1, "reading-level", f"the median grade is {median:.1f}. The limit is {MEDIAN_GRADE}.")
        )
    return findings


def main(arguments: list[str]) -> int:
    """Check all pages and the bibliography; print the findings of the named files, or all."""
    pages, findings = read_pages()
    references, wrong = read_references()
    findings += wrong + check_citations(pages, references) + check_glossary(pages) + check_pages(pages)
    findings += check_finder(pages, references)
    if arguments:
        findings = [finding for finding in findings if finding.file in arguments]
    return report(findings, f"{len(pages)} pages")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
