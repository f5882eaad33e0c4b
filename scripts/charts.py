"""The charts: `docs/charts.yml`, read, checked, and drawn when the site is built.

A page places one with a line `<!-- chart: long-run -->`. `place` turns the line into a figure in Markdown, so that
its sources become footnotes; `draw` puts the picture into the finished page, where it no longer meets the search
index and the glossary. Pictures are SVG without a `viewBox`: lengths across are shares of the width, lengths down
are in em, so bars stretch and words keep their size on any screen. Colors are in `assets/css/chart.css`.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from html import escape
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from scripts.findings import Finding, nearest
from scripts.pages import DOCS, Page, read_mapping, shown
from scripts.references import Reference

CHARTS = DOCS / "charts.yml"
MARKER = re.compile(r"^<!-- chart: ([a-z0-9-]+) -->$", re.MULTILINE)
PICTURE = re.compile(r"<!-- picture: ([a-z0-9-]+) -->")
NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
SURE = r"^(Strong|Moderate|Moderate to strong|Weak|Weak to moderate|Opinion) evidence\b"
PEOPLE, ACROSS = 100, 25  # icons in a block, and in a line of it
SMALL = 0.86  # size of the second line of a label and of the scale, in em
DRAWN = {"people": "People as icons", "bars": "Bar chart", "ranges": "Chart of ranges"}
PERSON = (
    "M5 .8a2.3 2.3 0 1 1 0 4.6 2.3 2.3 0 0 1 0-4.6z"
    "M3.6 6.4h2.8c1.4 0 2.3.9 2.3 2.2v4.1a.95.95 0 0 1-1.6.7V18a1.2 1.2 0 0 1-1.2 1.2H4.1A1.2 1.2 0 0 1 2.9 18v-4.6"
    "a.95.95 0 0 1-1.6-.7V8.6c0-1.3.9-2.2 2.3-2.2z"
)

Number = Annotated[float, Field(ge=0)]
Line = Annotated[str, Field(min_length=3)]


class Row(BaseModel):
    """One line of a chart.

    Attributes:
        label: short enough for one line on a small phone, beside its number.
        detail: a second, smaller line.
        value: the number; with `low` and `high`, those are its likely range.
        low: where a range begins; alone it means "or more".
        high: where it ends.
        said: how the source puts it, for the table.
        source: the source of this row, when the rows have different ones.
        base: whether the others are measured against this row.
    """

    model_config = ConfigDict(extra="forbid")

    label: Annotated[str, Field(min_length=3, max_length=27)]
    detail: Annotated[str, Field(min_length=3, max_length=40)] = ""
    value: Number | None = None
    low: Number | None = None
    high: Number | None = None
    said: str = ""
    source: str = ""
    base: bool = False

    @model_validator(mode="after")
    def numbers_fit(self) -> Row:
        """A row has a value or a range, in order."""
        if self.value is None and self.low is None:
            raise ValueError("give a value, or low and high")
        if self.high is not None and (self.low is None or self.low >= self.high):
            raise ValueError("low must be below high")
        if self.value is not None and self.low is not None and not self.low <= self.value <= (self.high or 0):
            raise ValueError("the value must lie between low and high")
        return self

    @property
    def numbers(self) -> list[float]:
        """Every number of the row."""
        return [number for number in (self.value, self.low, self.high) if number is not None]

    @property
    def words(self) -> str:
        """The number or range as a reader sees it."""
        return span(self.low, self.high) if self.value is None else plain(self.value)

    @property
    def likely(self) -> str:
        """The likely range of the value."""
        return "" if self.value is None or self.low is None else span(self.low, self.high)


class Chart(BaseModel):
    """One chart.

    Attributes:
        title: what it shows, in words.
        kind: how it is drawn.
        unit: what the numbers count.
        what: what the rows are, as the head of the table's first column.
        max: the right end of the scale.
        ticks: places on the scale and what stands there.
        rows: the lines, in order.
        sources: ids of the bibliography.
        studied: who was studied, and what was counted.
        sure: how sure the numbers are, as in the style guide.
        careful: what a reader must not take from it.
        alt: what the picture tells, for those who do not see it.
    """

    model_config = ConfigDict(extra="forbid")

    title: Annotated[str, Field(min_length=20, max_length=100)]
    kind: Literal["people", "bars", "ranges"]
    unit: Annotated[str, Field(min_length=3, max_length=70)]
    what: Line
    max: Annotated[float, Field(gt=0)] = PEOPLE
    ticks: dict[float, str] = {}
    rows: Annotated[list[Row], Field(min_length=2, max_length=12)]
    sources: Annotated[list[str], Field(min_length=1)]
    studied: Annotated[str, Field(min_length=20)]
    sure: Annotated[str, Field(pattern=SURE)]
    careful: str = ""
    alt: Annotated[str, Field(min_length=60, max_length=900)]

    @model_validator(mode="after")
    def rows_fit(self) -> Chart:
        """The rows are of one kind and on the scale, and the text alternative says every number."""
        for row in self.rows:
            if self.kind == "people" and (row.value is None or row.low is not None):
                raise ValueError(f'rows: "{row.label}" needs one value, for the icons')
            if self.kind == "ranges" and row.value is not None:
                raise ValueError(f'rows: "{row.label}" needs low and high, not a value')
            if max(row.numbers) > self.max:
                raise ValueError(f'rows: "{row.label}" is beyond the end of the scale, {plain(self.max)}')
            if row.source and row.source not in self.sources:
                raise ValueError(f'rows: "{row.source}", the source of "{row.label}", is not among the sources')
            said = set(re.findall(r"\d+(?:\.\d+)?", self.alt))
            if missing := [plain(number) for number in row.numbers if plain(number) not in said]:
                raise ValueError(f'alt: does not say {missing[0]}, the number of "{row.label}"')
        if self.title.casefold() in self.alt.casefold():
            raise ValueError("alt: says the title again. Say what the picture tells")
        return self


def span(low: float | None, high: float | None) -> str:
    """A range in words that stay on one line."""
    words = f"{plain(low or 0)} or more" if high is None else f"{plain(low or 0)} to {plain(high)}"
    return words.replace(" ", "\N{NO-BREAK SPACE}")


def plain(number: float) -> str:
    """A number without needless zeros."""
    return f"{number:g}"


def read_charts(references: dict[str, Reference], file: Path = CHARTS) -> tuple[dict[str, Chart], list[Finding]]:
    """Read the charts.

    Args:
        references: the bibliography, by id.
        file: the YAML file, a mapping from name to chart.

    Returns:
        The charts by name, and what is wrong with the others.
    """
    where = shown(file)
    node, data, findings = read_mapping(file, "name to chart")
    if node is None:
        return {}, findings
    charts: dict[str, Chart] = {}
    names = [key.value for key, _ in node.value]
    for name in {name for name in names if names.count(name) > 1}:
        findings.append(Finding(where, _line(node, (name,)), "chart", f'"{name}" stands twice. Keep one.'))
    for name, entry in data.items():
        if not NAME.fullmatch(str(name)):
            message = f'"{name}": use small letters, digits and dashes.'
            findings.append(Finding(where, _line(node, (name,)), "chart", message))
        try:
            chart = Chart.model_validate(entry)
        except ValidationError as error:
            findings += [_finding(where, node, str(name), problem) for problem in error.errors()]
            continue
        charts[str(name)] = chart
        for place, key in enumerate(chart.sources):
            if key not in references:
                message = f'{name}: no source "{key}" in the bibliography.{nearest(key, references)} Mend it or add it.'
                findings.append(Finding(where, _line(node, (name, "sources", place)), "citation", message))
    return charts, findings


def check_charts(pages: Iterable[Page], charts: dict[str, Chart], file: Path = CHARTS) -> list[Finding]:
    """Every marker names a chart, once a page, and every chart stands on a page.

    Args:
        pages: all pages.
        charts: all charts by name.
        file: the data, for the message.

    Returns:
        One finding for each unknown or repeated marker and for each chart that no page shows.
    """
    findings = []
    used: set[str] = set()
    for page in pages:
        seen: set[str] = set()
        for match in MARKER.finditer(page.body):
            line = page.first_line + page.body[: match.start()].count("\n")
            if match[1] not in charts:
                findings.append(Finding(page.file, line, "chart", f'no chart "{match[1]}".{nearest(match[1], charts)}'))
            if match[1] in seen:
                findings.append(Finding(page.file, line, "chart", f'"{match[1]}" stands twice on the page. Keep one.'))
            seen.add(match[1])
        used |= seen
    text = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    for name in charts.keys() - used:
        line = next((number for number, row in enumerate(text, 1) if row.startswith(f"{name}:")), 1)
        findings.append(Finding(shown(file), line, "chart", f'no page shows "{name}". Place it or take it out.'))
    return findings


def place(markdown: str, charts: dict[str, Chart]) -> str:
    """Turn each marker of a page into its figure; `draw` adds the picture later."""
    return MARKER.sub(lambda match: figure(match[1], charts[match[1]]), markdown)


def draw(html: str, charts: dict[str, Chart]) -> str:
    """Put the pictures into a finished page."""
    return PICTURE.sub(lambda match: svg(match[1], charts[match[1]]), html)


def figure(name: str, chart: Chart) -> str:
    """The Markdown of a chart: title, place of the picture, who was studied and how sure, table."""
    notes = "".join(f"[^{source}]" for source in chart.sources)
    careful = f"\n\n**{chart.careful}**\n{{ .chart__note }}" if chart.careful else ""
    return f"""<figure class="chart chart--{chart.kind}" id="chart-{name}" markdown>
<figcaption markdown="span">{chart.title}</figcaption>

{chart.unit}
{{ .chart__unit }}

<!-- picture: {name} -->{careful}

**Who was studied:** {chart.studied}
{{ .chart__note }}

**How sure:** {chart.sure}{notes}
{{ .chart__note }}

<details markdown>
<summary>The numbers as a table</summary>

{table(chart)}

</details>
</figure>"""


def table(chart: Chart) -> str:
    """The same numbers as a Markdown table."""
    likely, said = (any(getattr(row, name) for row in chart.rows) for name in ("likely", "said"))
    heads = [chart.what, chart.unit, *["Likely range"] * likely, *["What the source says"] * said]
    lines = [" | ".join(heads), " | ".join(["---"] * len(heads))]
    for row in chart.rows:
        label = f"{row.label} ({row.detail})" if row.detail else row.label
        note = f"[^{row.source}]" if row.source else ""
        cells = [label, row.words + note, *[row.likely or "-"] * likely, *[row.said or "-"] * said]
        lines.append(" | ".join(cells))
    return "\n".join(lines)


def svg(name: str, chart: Chart) -> str:
    """The picture of a chart."""
    parts = list(_people(name, chart) if chart.kind == "people" else _lines(chart))
    height = parts.pop()
    key = f"chart-{name}"
    return (
        f'<svg class="chart__picture" role="img" aria-labelledby="{key}-title {key}-desc" '
        f'width="100%" height="{height}em">'
        f'<title id="{key}-title">{escape(f"{DRAWN[chart.kind]}. {chart.unit}.")}</title>'
        f'<desc id="{key}-desc">{escape(chart.alt.strip())}</desc>{"".join(parts)}</svg>'
    )


def _words(row: Row, top: float) -> Iterator[str]:
    """The label of a row, its number at the other end, and the smaller line below."""
    yield f'<text y="{em(top + 1.1)}">{escape(row.label)}</text>'
    yield f'<text class="chart__number" x="100%" y="{em(top + 1.1)}" text-anchor="end">{row.words}</text>'
    if row.detail:
        yield _small(row.detail, top + 2.3)


def _small(words: str, y: float, x: str = "0", anchor: str = "start") -> str:
    """A text in the smaller size."""
    place = f'x="{x}" y="{em(y / SMALL)}" text-anchor="{anchor}"'
    return f'<text class="chart__small" font-size="{SMALL}em" {place}>{escape(words)}</text>'


def _people(name: str, chart: Chart) -> Iterator[str]:
    """A block of 100 icons for each row, the counted ones filled; the last part is the height."""
    key = f"chart-{name}"
    for kind in ("on", "off"):
        yield f'<symbol id="{key}-{kind}" viewBox="0 0 10 20"><path class="chart__{kind}" d="{PERSON}"/></symbol>'
        icons = "".join(_icon(key, kind, n, 0) for n in range(ACROSS))
        yield f'<symbol id="{key}-{kind}-line" overflow="visible">{icons}</symbol>'
    top = 0.0
    for row in chart.rows:
        yield from _words(row, top)
        top += 2.8 if row.detail else 1.6
        count = row.value or 0
        for line in range(PEOPLE // ACROSS):
            filled = min(max(count - line * ACROSS, 0), ACROSS)
            if filled in (0, ACROSS):
                yield f'<use href="#{key}-{"on" if filled else "off"}-line" y="{em(top)}"/>'
            else:
                whole = math.floor(filled)
                for n in range(ACROSS):
                    yield _icon(key, "on" if n < whole else "off", n, top)
                if filled > whole:  # a part of one person, cut off at its share of the width
                    cut = f'<svg width="{(filled - whole) * 10:.3g}" height="20">'
                    person = f'<path class="chart__on" d="{PERSON}"/>'
                    yield f'<svg {_box(whole, top)} viewBox="0 0 10 20">{cut}{person}</svg></svg>'
            top += 1.75
        top += 0.7
    yield f"{top - 0.7:.4g}"


def _icon(key: str, kind: str, place: int, top: float) -> str:
    """One person."""
    return f'<use href="#{key}-{kind}" {_box(place, top)}/>'


def _box(place: int, top: float) -> str:
    """Where one person stands."""
    return f'x="{100 // ACROSS * place}%" y="{em(top)}" width="{100 // ACROSS}%" height="1.55em"'


def _lines(chart: Chart) -> Iterator[str]:
    """A bar for each row, over the lines of the scale; the last part is the height."""
    tops, bottom = [], 0.0
    for row in chart.rows:
        tops.append(bottom)
        bottom += (4.4 if row.detail else 3.2) + (0.6 if row.likely else 0)
    bottom -= 0.4
    for row, top in zip(chart.rows, tops, strict=True):
        yield from _words(row, top)
        y = top + (2.7 if row.detail else 1.5)
        for tick in chart.ticks:  # beside the words, not through them
            x = _share(tick, chart)
            yield f'<line class="chart__scale" x1="{x}" x2="{x}" y1="{em(y - 0.1)}" y2="{em(y + 1.2)}"/>'
        yield from _bar(row, chart, y)
    for tick, words in chart.ticks.items():
        end = tick / chart.max
        anchor = "start" if end < 0.05 else "end" if end > 0.95 else "middle"
        yield _small(words, bottom + 0.7, _share(tick, chart), anchor)
    yield f"{bottom + (1 if chart.ticks else 0):.4g}"


def _bar(row: Row, chart: Chart, y: float) -> Iterator[str]:
    """The bar of one row: solid up to the number, open where it differs or is not known, a thin line when likely."""

    def box(kind: str, low: float, high: float) -> str:
        across = f'x="{_share(low, chart)}" width="{_share(high - low, chart)}"'
        return f'<rect class="chart__{kind}" {across} y="{em(y)}" height="1.1em"/>'

    if chart.kind == "ranges":
        if row.high is None:
            yield box("open", row.low or 0, chart.max)
        else:
            yield box("bar", row.low or 0, row.high)
    elif row.value is None:
        yield box("bar", 0, row.low or 0)
        yield box("part", row.low or 0, row.high or chart.max)
    else:
        yield box("base" if row.base else "bar", 0, row.value)
        if row.low is not None and row.high is not None:
            a, b, under = _share(row.low, chart), _share(row.high, chart), em(y + 1.55)
            yield f'<line class="chart__likely" x1="{a}" x2="{b}" y1="{under}" y2="{under}"/>'
            for x in (a, b):
                yield f'<line class="chart__likely" x1="{x}" x2="{x}" y1="{em(y + 1.3)}" y2="{em(y + 1.8)}"/>'


def _share(number: float, chart: Chart) -> str:
    """Where a number lies on the scale."""
    return f"{number / chart.max * 100:.4g}%"


def em(length: float) -> str:
    """A length in the size of the text."""
    return f"{length:.4g}em"


def _line(node: yaml.Node, loc: tuple[Any, ...]) -> int:
    """The line of the deepest part of the data that a path names."""
    line = node.start_mark.line + 1
    for step in loc:
        if isinstance(node, yaml.MappingNode):
            found = next(((key, value) for key, value in node.value if key.value == str(step)), None)
            if not found:
                break
            line, node = found[0].start_mark.line + 1, found[1]
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
            node = node.value[step]
            line = node.start_mark.line + 1
    return line


def _finding(where: str, node: yaml.Node, name: str, problem: Any) -> Finding:
    """Turn an error of the schema into a message that says what to do."""
    loc = problem["loc"]
    path = ".".join(str(part) for part in loc)
    if problem["type"] == "extra_forbidden":
        fields = Row.model_fields if "rows" in loc else Chart.model_fields
        message = f'unknown key "{path}". Remove it.{nearest(str(loc[-1]), fields)}'
    elif problem["type"] == "missing":
        message = f'the key "{path}" is missing. Add it.'
    else:
        text = problem["msg"].removeprefix("Value error, ")
        message = f"{path + ': ' if path else ''}{text}."
        if not loc and (key := re.match(r"(\w+): ", text)):
            loc = (key[1],)
    return Finding(where, _line(node, (name, *loc)), "chart", f"{name}: {message}")
