"""The guide "find your cause": its data, its checks, and what the page holds.

`docs/finder.yml` has the questions and the danger rules; the front matter of each cause page has `clues`, what an
answer speaks for or against. This module checks both and writes them into the page: once as data for
`overrides/assets/js/finder.js`, which only adds up, and once as a plain guide of links for readers without scripts.
"""

from __future__ import annotations

import html
import json
import posixpath
import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, Literal, get_args

import yaml
from markdown.extensions.toc import slugify
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from scripts.findings import Finding, nearest
from scripts.pages import DOCS, LOADER, CauseFrontMatter, Clues, Page, Region, shown
from scripts.references import Reference

FINDER = DOCS / "finder.yml"
DRAWINGS = DOCS / "snippets"
PLACE = "start/find-your-cause"
WARNINGS = "start/red-flags"
GATE = "risks"  # once this screen is answered, an urgent rule ends the questions
MOST_SCREENS = 9
VIEWS = ("front", "side", "back")
Level = Literal["emergency", "urgent", "soon", "weeks", "self"]
LEVELS: tuple[Level, ...] = get_args(Level)
Text = Annotated[str, Field(min_length=2)]


class Part(BaseModel):
    """A part of `docs/finder.yml`: an unknown key is a finding."""

    model_config = ConfigDict(extra="forbid")


class Answer(Part):
    """One answer, as a reader sees it.

    Attributes:
        text: its words.
        alone: it cannot be chosen together with another.
        level: the level of care that the answer alone asks for.
        say: what to say on the phone.
        sooner: what would make it an emergency.
        pages: what to read first, if not the page of warning signs.
    """

    text: Text
    alone: bool = False
    level: Literal["emergency", "urgent"] | None = None
    say: str = ""
    sooner: str = ""
    pages: list[str] = []


class Group(Part):
    """Answers under a heading."""

    title: Text
    answers: Annotated[dict[str, Answer], Field(min_length=1, max_length=7)]


class Question(Part):
    """A question: one answer (`one`), several (`many`), or places on the body map (`places`)."""

    id: str
    kind: Literal["one", "many", "places"]
    title: str = ""
    hint: str = ""
    groups: list[Group] = []
    answers: dict[str, Answer] = {}

    @property
    def all_answers(self) -> dict[str, Answer]:
        """The answers of all groups."""
        return {**self.answers, **{key: answer for group in self.groups for key, answer in group.answers.items()}}


class Screen(Part):
    """What is asked at once."""

    id: str
    title: Text
    hint: str = ""
    questions: Annotated[list[Question], Field(min_length=1, max_length=2)]


class Rule(Part):
    """A level of care, and the answers that ask for it; the keys are explained in `docs/finder.yml`."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    id: str
    level: Level
    at: Literal["end"] | None = None
    all_: list[str] = Field([], alias="all")
    any_: list[str] = Field([], alias="any")
    none_: list[str] = Field([], alias="none")
    because: str = ""
    say: Text
    sooner: str = ""
    within: str = ""
    bone: bool = False
    pages: list[str] = []

    @property
    def tokens(self) -> list[str]:
        """All answers and sets that it names."""
        return [*self.all_, *self.any_, *self.none_]


class Care(Part):
    """How a level of care is said."""

    label: Text
    act: Text
    todo: Annotated[list[Text], Field(min_length=1, max_length=7)]


class Finder(Part):
    """The whole of `docs/finder.yml`."""

    screens: Annotated[list[Screen], Field(max_length=MOST_SCREENS)]
    sets: dict[str, list[str]]
    rules: list[Rule]
    levels: dict[Level, Care]

    @property
    def questions(self) -> dict[str, Question]:
        """All questions by id, in order."""
        return {question.id: question for screen in self.screens for question in screen.questions}

    @property
    def targets(self) -> list[str]:
        """The pages that rules and answers name, each once."""
        answers = [answer for question in self.questions.values() for answer in question.all_answers.values()]
        named = [rule.pages for rule in self.rules] + [answer.pages for answer in answers]
        return list(dict.fromkeys(target for pages in named for target in pages))

    def flat(self, tokens: list[str]) -> list[str]:
        """The answers behind answers and @sets, each once.

        Raises:
            KeyError: when a set is not there.
        """
        found: dict[str, None] = {}
        for token in tokens:
            inner = self.flat(self.sets[token[1:]]) if token.startswith("@") else [token]
            found.update(dict.fromkeys(inner))
        return list(found)


def read_finder(path: Path = FINDER) -> tuple[Finder | None, list[Finding]]:
    """Read the questions and rules.

    Args:
        path: the file.

    Returns:
        What it says, or none, and what is wrong with it, by itself.
    """
    file = shown(path)
    text = path.read_text(encoding="utf-8")
    try:
        finder = Finder.model_validate(yaml.load(text, Loader=LOADER))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", error)
        return None, [Finding(file, mark.line + 1 if mark else 1, "finder", f"not valid YAML: {problem}.")]
    except ValidationError as error:
        return None, [
            Finding(file, _line(text, problem["loc"]), "finder", f"{_dotted(problem['loc'])}: {problem['msg']}.")
            for problem in error.errors()
        ]
    return finder, [Finding(file, _line_of(text, near), "finder", message) for near, message in _wrong(finder)]


@lru_cache(maxsize=1)
def finder() -> Finder:
    """The guide as written, read once a process.

    Raises:
        ValueError: when it cannot be read.
    """
    read, findings = read_finder()
    if read is None:
        raise ValueError("\n".join(map(str, findings)))
    return read


def _dotted(place: tuple[int | str, ...]) -> str:
    """A place in the file, for a message."""
    return ".".join(map(str, place))


def _line(text: str, place: tuple[int | str, ...]) -> int:
    """The line on which a part of a YAML text begins; the nearest known one when the part is missing."""
    node = yaml.compose(text, Loader=LOADER)
    line = 1
    for part in place:
        if isinstance(node, yaml.MappingNode):
            step = next(((key, value) for key, value in node.value if key.value == str(part)), None)
            if step is None:
                break
            line, node = step[0].start_mark.line + 1, step[1]
        elif isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
            node = node.value[part]
            line = node.start_mark.line + 1
    return line


def _line_of(text: str, near: str) -> int:
    """The first line that holds a text as a whole word."""
    pattern = re.compile(rf"(?<![\w.@-]){re.escape(near)}(?![\w-])")
    return next((number for number, line in enumerate(text.splitlines(), 1) if pattern.search(line)), 1)


def _wrong(finder: Finder) -> Iterator[tuple[str, str]]:
    """What does not fit together: a word of the line, and the message."""
    questions = finder.questions
    known = {f"{key}.{answer}" for key, question in questions.items() for answer in question.all_answers}
    if len(questions) != sum(len(screen.questions) for screen in finder.screens):
        yield "screens", "two questions have the same id. Rename one."
    if GATE not in [screen.id for screen in finder.screens]:
        yield "screens", f'no screen has the id "{GATE}", from which urgent answers end the questions.'
    for key, question in questions.items():
        if "unsure" not in question.all_answers:
            yield key, f'"{key}" has no answer "unsure". A reader may always be not sure.'
        if sum(len(group.answers) for group in question.groups) + len(question.answers) != len(question.all_answers):
            yield key, f'"{key}" has the same answer twice.'
        if question.kind == "places" and (lacking := [r.value for r in Region if r.value not in question.answers]):
            yield key, f'"{key}" lacks the places {", ".join(lacking)}.'
        for name, answer in question.all_answers.items():
            if answer.level and not answer.say:
                yield name, f'"{name}" asks for care but has no `say`: what to say on the phone.'
    for where, tokens in [*finder.sets.items(), *((rule.id, rule.tokens) for rule in finder.rules)]:
        for token in tokens:
            if token.startswith("@") and token[1:] not in finder.sets:
                yield token, f'{where}: no set is called "{token}".{nearest(token[1:], finder.sets)}'
            elif not token.startswith("@") and token not in known:
                yield token, f'{where}: no question has the answer "{token}".{nearest(token, known)}'
    for rule in finder.rules:
        if not rule.all_ and not rule.any_:
            yield rule.id, f'the rule "{rule.id}" holds always. Give it `all` or `any`.'
        if rule.level in ("emergency", "urgent") and not rule.pages:
            yield rule.id, f'the rule "{rule.id}" names no page to read.'
    for level in LEVELS:
        if level not in finder.levels:
            yield "levels", f'the level "{level}" has no words.'


def check_finder(pages: dict[str, Page], references: dict[str, Reference], path: Path = FINDER) -> list[Finding]:
    """Everything about the guide: its file, the pages it names, and the clues of every cause.

    Args:
        pages: all pages by path.
        references: the bibliography.
        path: the guide's file.

    Returns:
        What is wrong, with the file and line.
    """
    guide, findings = read_finder(path)
    if guide is None:
        return findings
    text = path.read_text(encoding="utf-8")
    for target in guide.targets:
        page, _, anchor = target.partition("#")
        if page not in pages:
            message = f'"{page}" is no page.{nearest(page, pages)}'
            findings.append(Finding(shown(path), _line_of(text, page), "finder", message))
        elif anchor and anchor not in _anchors(pages[page]):
            message = f'"{page}" has no heading "{anchor}".{nearest(anchor, _anchors(pages[page]))}'
            findings.append(Finding(shown(path), _line_of(text, target), "finder", message))
    for page_ in pages.values():
        if isinstance(page_.meta, CauseFrontMatter):
            findings += _check_clues(page_, page_.meta.clues, guide, references)
    return findings


def _anchors(page: Page) -> list[str]:
    """The anchors of a page's headings."""
    return [slugify(heading, "-") for heading in re.findall(r"^#{2,3} (.+?)(?: \{.*)?$", page.body, re.MULTILINE)]


def _check_clues(page: Page, clues: Clues, guide: Finder, references: dict[str, Reference]) -> Iterator[Finding]:
    """What is wrong with the clues of one cause."""
    file = DOCS.parent / page.file if not Path(page.file).is_absolute() else Path(page.file)
    front = file.read_text(encoding="utf-8").split("\n---\n")[0]

    def wrong(message: str, *place: int | str) -> Finding:
        return Finding(page.file, _line(front, ("clues", *place)), "clues", message)

    def source(weight: tuple[float, str], *place: int | str) -> Iterator[Finding]:
        if weight[1] != "opinion" and weight[1] not in references:
            message = f'"{weight[1]}" is not in docs/references.yml. Name a source, or "opinion".'
            yield wrong(message + nearest(weight[1], references), *place)

    yield from source(clues.common, "common")
    questions = guide.questions
    for key, answers in clues.answers.items():
        if key not in questions:
            yield wrong(f'the guide asks no question "{key}".{nearest(key, questions)}', key)
            continue
        known = [*questions[key].all_answers, *(["elsewhere"] if questions[key].kind == "places" else [])]
        for name, weight in answers.items():
            if name not in known:
                yield wrong(f'"{key}" has no answer "{name}".{nearest(name, known)}', key, name)
            yield from source(weight, key, name)
    for index, clue in enumerate(clues.without):
        if clue.question not in questions:
            message = f'the guide asks no question "{clue.question}".{nearest(clue.question, questions)}'
            yield wrong(message, "without", index)
            continue
        for name in clue.none:
            if name not in questions[clue.question].all_answers:
                message = f'"{clue.question}" has no answer "{name}".'
                yield wrong(message + nearest(name, questions[clue.question].all_answers), "without", index)
        yield from source(clue.weight, "without", index)


# What the page holds


def clue_sources(page: Page) -> list[str]:
    """The sources that the clues of a page rest on, each once."""
    if not isinstance(page.meta, CauseFrontMatter):
        return []
    clues = page.meta.clues
    weights = [clues.common, *(w for answers in clues.answers.values() for w in answers.values())]
    weights += [clue.weight for clue in clues.without]
    return list(dict.fromkeys(source for _, source in weights if source != "opinion"))


def data(own: Page, pages: dict[str, Page]) -> dict[str, Any]:
    """What the script needs, kept small: what stands in the plain guide too is read from there.

    Args:
        own: the page that shows the guide.
        pages: all pages by path.

    Returns:
        Screens, rules, levels and causes. The weights of a cause are tenths, a list for each question, in the order
        of its answers (and `elsewhere` at the end, for places).
    """
    guide = finder()
    rules = [rule.model_dump(by_alias=True, exclude={"id"}, exclude_defaults=True) for rule in guide.rules]
    causes = [page for page in pages.values() if isinstance(page.meta, CauseFrontMatter)]
    named = {target.partition("#")[0] for target in guide.targets}
    return {
        "gate": GATE,
        "warnings": WARNINGS,
        "screens": [_screen(screen) for screen in guide.screens],
        "sets": guide.sets,
        "rules": rules,
        "levels": {level: guide.levels[level].model_dump() for level in LEVELS},
        "causes": [_weights(page, guide) for page in causes],
        "pages": {
            path: [pages[path].meta.title, _url(path, own)]
            for path in sorted({*named, WARNINGS, *(page.path for page in causes)})
        },
    }


def _weights(page: Page, guide: Finder) -> dict[str, Any]:
    """The clues of a cause, as numbers."""
    assert isinstance(page.meta, CauseFrontMatter)
    clues = page.meta.clues
    rows = []
    for key, question in guide.questions.items():
        names = [*question.all_answers, *(["elsewhere"] if question.kind == "places" else [])]
        given = clues.answers.get(key, {})
        weights = {name: given[name][0] for name in given}
        if question.kind == "places":
            weights = {name: weights.get(name, weights.get("elsewhere", 0)) for name in names}
        rows.append([round(weights.get(name, 0) * 10) for name in names] if given else [])
    return {
        "path": page.path,
        "common": clues.common[0],
        "clues": rows,
        "without": [[clue.question, clue.none, clue.weight[0]] for clue in clues.without],
    }


def _screen(screen: Screen) -> dict[str, Any]:
    """A screen; an answer is its id and words, then, where it has them: alone, level, say, sooner, pages."""
    questions = []
    for question in screen.questions:
        groups = question.groups or [Group.model_construct(title="", answers=question.answers)]
        shown_groups = []
        for group in groups:
            answers = []
            for key, answer in group.answers.items():
                row: list[Any] = [key, answer.text, int(answer.alone), answer.level or 0, answer.say, answer.sooner]
                row.append(answer.pages)
                while not row[-1]:
                    row.pop()
                answers.append(row)
            shown_groups.append({"title": group.title, "answers": answers})
        question_words = {"id": question.id, "kind": question.kind, "title": question.title, "hint": question.hint}
        questions.append({**question_words, "groups": shown_groups})
    return {"id": screen.id, "title": screen.title, "hint": screen.hint, "questions": questions}


def _url(path: str, own: Page) -> str:
    """The address of a page (with its anchor), from another."""
    page, mark, anchor = path.partition("#")
    return posixpath.relpath(f"{page}.html", own.folder or ".") + mark + anchor


def guide(own: Page, pages: dict[str, Page], run: dict[str, str], levels: dict[str, str]) -> str:
    """What stands at the page's marker: the place of the guide, its data, and the plain guide.

    Args:
        own: the page.
        pages: all pages by path.
        run: how a page says whether a reader may run.
        levels: how a page says the level of care of a cause.

    Returns:
        One block of HTML.
    """
    inlined = json.dumps(data(own, pages), ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    return (
        '<section class="finder" data-finder data-search-exclude>'  # the search ends a skip at the first </div>
        f'<script type="application/json" data-finder-data>{inlined}</script>'
        '<div class="finder__app" data-finder-app></div>'
        f'<div class="finder__plain" data-finder-plain>{_plain(own, pages, run, levels)}</div></section>'
    )


def drawing(
    view: str, links: dict[str, str] | None = None, marked: frozenset[str] = frozenset(), name: str = ""
) -> str:
    """One view of the body, to stand in a page.

    Args:
        view: one of `VIEWS`.
        links: where each region leads; a region that is not there is only drawn.
        marked: the regions to mark; the others are left out when there are any.
        name: what a screen reader says for a marked drawing.

    Returns:
        The `svg` element.
    """
    svg = (DRAWINGS / f"body-map-{view}.svg").read_text(encoding="utf-8")
    svg = re.sub(r"\s*<(title|desc)>.*?</\1>", "", svg).replace(' xmlns="http://www.w3.org/2000/svg"', "")
    words = {key: answer.text for key, answer in finder().questions["where"].answers.items()}

    def region(match: re.Match[str]) -> str:
        key, shape = match[1], match[2]
        if marked:
            return f'<g class="region region--marked">{shape}</g>' if key in marked else ""
        group = f'<g class="region" data-region="{key}">{shape}</g>'
        if links and key in links:
            return f'<a href="{links[key]}" aria-label="{html.escape(words[key])}">{group}</a>'
        return group

    svg = re.sub(r'<g class="region" data-region="([a-z-]+)">(.*?)</g>', region, svg, flags=re.DOTALL)
    label = f'role="img" aria-label="{html.escape(name)}"' if name else "" if links else 'aria-hidden="true"'
    return re.sub(r"\s*\n\s*", "", svg).replace("<svg ", f'<svg class="body-map" {label} ', 1)


def small_map(page: Page) -> str:
    """The body with the places of a cause marked, for the top of its page; each view that shows one of them."""
    if not isinstance(page.meta, CauseFrontMatter):
        return ""
    marked = frozenset(region.value for region in page.meta.where)
    names = ", ".join(region.words for region in page.meta.where)
    shown_views = []
    seen: set[str] = set()
    for view in VIEWS:
        here = _regions(view) & marked - seen
        if here:
            seen |= here
            shown_views.append(drawing(view, marked=frozenset(here), name=f"Body from the {view}. Marked: {names}."))
    words = f"Where it hurts: {names}."
    return f'<figure class="where-map"><div>{"".join(shown_views)}</div><figcaption>{words}</figcaption></figure>'


def way_in(own: Page) -> str:
    """The map of the body: each place leads to the guide, with the place already chosen."""
    places = finder().questions["where"].answers
    links = {key: f"{_url(PLACE, own)}#hurts-{key}" for key in places}
    return f'<div class="way-in">{"".join(drawing(view, links) for view in VIEWS)}</div>'


def map_of_causes(own: Page) -> str:
    """The same map above the table of causes, with what to do first as its caption."""
    words = (
        "The left hip from the front, the side and the back. Find the place that hurts, then read its rows. "
        "Groin, deep in the hip or front of the thigh: stop running and call a doctor today."
    )
    return f"<figure>{way_in(own)}<figcaption>{words}</figcaption></figure>"


def _regions(view: str) -> set[str]:
    """The regions that a view shows."""
    svg = (DRAWINGS / f"body-map-{view}.svg").read_text(encoding="utf-8")
    return set(re.findall(r'data-region="([a-z-]+)"', svg))


def _plain(own: Page, pages: dict[str, Page], run: dict[str, str], levels: dict[str, str]) -> str:
    """The same questions as steps and links, for a page without scripts."""
    guide = finder()
    signs = guide.questions["signs"]
    causes = [page for page in pages.values() if isinstance(page.meta, CauseFrontMatter)]
    text = html.escape
    warnings = _url(WARNINGS, own)
    out = ['<p class="finder__step">Step 1. Is any of this true now?</p>']
    titles: dict[Level, str] = {
        "emergency": "Call 911, 112 or 999, or go to the emergency room (A&E), if:",
        "urgent": "Stop running and call a doctor or urgent-care clinic today if:",
    }
    for level, title in titles.items():
        rows = [answer.text for answer in signs.all_answers.values() if answer.level == level]
        label = guide.levels[level].label
        items = "".join(f"<li>{text(row)}</li>" for row in rows)
        out.append(
            f'<div class="care care--{level}"><p class="care__title"><span class="care__level">{text(label)}.</span> '
            f"{text(title)}</p><ul>{items}</ul></div>"
        )
    out.append(
        f'<p>One fits? Stop here: <a href="{warnings}">what to do for each warning sign</a>. '
        "None fits? Go to step 2.</p>"
        '<p class="finder__step">Step 2. Does one of these fit you?</p><ul>'
    )
    risks = guide.questions["risks"].all_answers
    out += ["<li>Under 18: be seen the same day.</li>"]
    out += [f"<li>{text(answer.text)}</li>" for answer in risks.values() if not answer.alone]
    out.append(
        f'</ul><p>One fits? <a href="{warnings}#what-moves-you-one-step-up">Be seen sooner</a>. '
        "None fits? Go to step 3.</p>"
        '<p class="finder__step">Step 3. Where does it hurt?</p>'
    )
    places = guide.questions["where"].answers
    links = {key: f"#hurts-{key}" for key, answer in places.items() if not answer.alone}
    out.append(f'<div class="finder__maps">{"".join(drawing(view, links) for view in VIEWS)}</div><ul>')
    out += [f'<li><a href="{link}">{text(places[key].text)}</a></li>' for key, link in links.items()]
    out.append('</ul><p class="finder__step">Step 4. What fits best?</p>')
    bone_link = f'<a href="{_url("causes/stress-fracture", own)}">a crack in the bone</a>'
    for key in links:
        # Where a crack in the hip is felt, no line may say "in the next weeks": the place alone asks for a call today.
        bone = key in {"groin", "deep-front", "front-thigh", "inner-thigh", "pubic-bone", "all-over"}
        ranked = sorted(causes, key=lambda page: -_for_place(page, key))
        rows = []
        for page in [page for page in ranked if _for_place(page, key) > 0.5][:5]:
            said = "; ".join(text(words) for words in _strongest(page, guide))
            assert isinstance(page.meta, CauseFrontMatter)
            soon = "call today" if page.meta.urgency == "urgent" else text(levels[page.meta.urgency]).lower()
            when = "" if bone else f" ({soon})"
            rows.append(f'<li>{said}: <a href="{_url(page.path, own)}">{text(page.meta.title)}</a>{when}</li>')
        if bone:
            warn = f"<p>Call a doctor today. Do not run until a doctor has ruled out {bone_link}.</p>"
        else:
            change = " It began after a change in training?" if key in {"buttock", "sitting-bone", "low-back"} else ""
            warn = (
                f"<p>Do not run until a clinician has named it. It grows from run to run, or you limp?{change} "
                f"It can be {bone_link}: call a doctor today.</p>"
            )
        title = f'<p class="finder__place" id="hurts-{key}"><strong>{text(places[key].text)}</strong></p>'
        out.append(f"{title}{warn}<ul>{''.join(rows)}</ul>")
    out.append(f'<p class="finder__step">All causes, compared</p>{_table(own, causes, run)}')
    return "".join(out)


def _table(own: Page, causes: list[Page], run: dict[str, str]) -> str:
    """The table of all causes; the script takes its rows for the result."""
    columns = ("Page", "How it starts", "What stirs it", "What sets it apart", "Can I run?", "How long")
    heads = "".join(f'<th role="columnheader" scope="col">{column}</th>' for column in columns)
    rows = []
    for page in causes:
        meta = page.meta
        assert isinstance(meta, CauseFrontMatter)
        link = f'<a href="{_url(page.path, own)}">{html.escape(meta.title)}</a>'
        texts = (meta.starts, meta.stirs, meta.apart, run[meta.run], meta.weeks.text)
        cells = "".join(
            f'<td role="cell" data-label="{name}">{cell}</td>'
            for name, cell in zip(columns, (link, *map(html.escape, texts)), strict=True)
        )
        rows.append(f'<tr role="row" data-page="{page.path}">{cells}</tr>')
    return (
        '<div class="finder__table"><table class="rows" role="table">'
        f'<thead role="rowgroup"><tr role="row">{heads}</tr></thead>'
        f'<tbody role="rowgroup">{"".join(rows)}</tbody></table></div>'
    )


def _for_place(page: Page, place: str) -> float:
    """How strongly a place speaks for a cause, with how common the cause is."""
    assert isinstance(page.meta, CauseFrontMatter)
    where = page.meta.clues.answers.get("where", {})
    return where.get(place, where.get("elsewhere", (0.0, "")))[0] + page.meta.clues.common[0] / 2


def _strongest(page: Page, guide: Finder, count: int = 2) -> list[str]:
    """The answers that speak most for a cause, apart from its place."""
    assert isinstance(page.meta, CauseFrontMatter)
    found = [
        (weight, key, name)
        for key, answers in page.meta.clues.answers.items()
        if key in ("start", "course", "when", "stirs", "feel")
        for name, (weight, _) in answers.items()
        if weight > 0.5
    ]
    best = sorted(found, key=lambda item: -item[0])[:count]
    return [guide.questions[key].all_answers[name].text for _, key, name in best]
