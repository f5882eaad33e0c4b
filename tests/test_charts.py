"""The charts: their numbers are those of the evidence, wrong data has its message, and the pictures are clean."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Literal
from xml.etree import ElementTree

import pytest
from markdown import markdown
from playwright.sync_api import Browser
from playwright.sync_api import Page as Tab

from scripts.charts import CHARTS, Chart, check_charts, draw, place, plain, read_charts, svg
from scripts.pages import ROOT, Page, read_pages
from scripts.readability import grade, sentences, words
from scripts.references import Reference, read_references

REFERENCES = read_references()[0]
FOUND, FINDINGS = read_charts(REFERENCES)
DRAWN: list[tuple[str, Chart]] = list(FOUND.items())

# Copied from the evidence by hand, not from docs/charts.yml: value, low and high of each row in order. A3 is a section
# of causes-a.md, B of causes-b.md, P of prevention.md; #5 is a line of the table in corrections.md, which wins.
Numbers = tuple[float | None, float | None, float | None]


def only(*values: float) -> list[Numbers]:
    return [(value, None, None) for value in values]


EXPECTED: dict[str, tuple[str, list[str], list[Numbers]]] = {
    "long-run": (
        "P1 and #59: rate 1.64 (1.31-2.05), 1.52 (1.16-2.00), 2.28 (1.50-3.48), as of 100",
        ["frandsen-2025"],
        [(100, None, None), (164, 131, 205), (152, 116, 200), (228, 150, 348)],
    ),
    "ten-percent": (
        "P1, A1: 20.8% on the 10% plan, 20.3% on the ordinary one, as whole people",
        ["buist-2008"],
        only(round(20.8), round(20.3)),
    ),
    "gluteal-8-weeks": ("#45: 51 of 66, 38 of 65, 20 of 68", ["mellor-2018"], only(77, 58, 29)),
    "gluteal-1-year": ("#46: 78, 57 and 52%, with the label of a news report", ["mellor-2018"], only(78, 57, 52)),
    "x-ray": (
        "#5: X-ray 12 to 56%; sources.json: MRI from 68% upward, its top not read (A, what could not be verified)",
        ["wright-2015-imaging"],
        [(None, 12, 56), (None, 68, None)],
    ),
    "labral-tears": ("#39: 62% with and 54% without pain", ["heerey-2018"], only(62, 54)),
    "cam-shapes": ("#38: athletes 55, others 23, all 37%, pain-free hips only", ["frank-2015"], only(55, 23, 37)),
    "arthritis": (
        "#70, A7: recreational 3.5, inactive 10.2, elite 13.3%, as whole people",
        ["alentorn-geli-2017"],
        only(round(3.5), round(10.2), round(13.3)),
    ),
    "weeks": (
        "the rows below, each with its place",
        [
            "serner-2020",
            "beers-2008",
            "dynamic-health-gtps",
            "nhsinform-gtps",
            "mulvad-2018",
            "noakes-1985",
            "hoenig-2023",
            "fredericson-2003",
            "purephysio-pht",
            "walker-2021",
        ],
        [
            (None, round(14 / 7), round(27 / 7)),  # sources.json serner-2020: full training 18 days (14-27)
            (
                None,
                round(31 / 7),
                round(75 / 7),
            ),  # sources.json serner-2020, #34: full tear 55 days (31-75), no pain on tests
            (None, 6, round(5 * 52 / 12)),  # A2: 6 weeks to 5 months
            (None, 8, 10),  # #50, A3: 8-10 weeks to better
            (None, 56 / 7, None),  # #32: 56 days, of the 77 of 140 who were seen to recover; two months or more
            (None, 8, 12),  # #14: 8-12 weeks of rest
            (None, round(79 / 7), round(135 / 7)),  # #9: 107 days (79-135)
            (None, 12, 14),  # A4: most back by 12-14 weeks; #15: not re-found, so "1 report"
            (None, 13, 26),  # B1.5: 3-6 months
            (None, 26, 52),  # B (snapping hip): 6-12 months
            (None, 26, 52),  # A3: rehabilitation 6-12 months
        ],
    ),
    "side-hip-muscle": (
        "P5: share of maximum of gluteus medius; the side plank is second-hand",
        ["distefano-2009", "macaskill-2014", "boren-2011"],
        [(None, 38, 40), (48, None, None), (None, 61, 63), (81, None, None), (100, None, None), (None, 89, 103)],
    ),
}
GOOD = """good:
  title: More people were better with it
  kind: bars
  unit: People who were better, of every 100
  what: What they were given
  max: 100
  rows:
    - {label: Exercise, value: 77}
    - {label: Waiting, value: 29}
  sources: [doe-2020]
  studied: 100 adults who did not run much.
  sure: Moderate evidence. It is one trial.
  alt: Two bars from 0 to 100. Exercise reaches 77 and waiting only 29, less than half.
"""
SOURCE = {"doe-2020": Reference(kind="rct", authors="Doe J", title="A trial")}


def read(tmp_path: Path, text: str) -> tuple[dict[str, Chart], list[tuple[int, str]]]:
    file = tmp_path / "charts.yml"
    file.write_text(text, encoding="utf-8")
    charts, findings = read_charts(SOURCE, file)
    assert all(finding.file.endswith("charts.yml") for finding in findings)
    return charts, [(finding.line, finding.message) for finding in findings]


def page(body: str) -> Page:
    meta = next(iter(read_pages()[0].values())).meta
    return Page("faq/a", "docs/faq/a.md", meta, body, first_line=9)


def test_the_project_s_own_charts_have_no_finding() -> None:
    assert FINDINGS == []


def test_every_chart_is_held_against_the_evidence() -> None:
    assert set(FOUND) == set(EXPECTED)


@pytest.mark.parametrize("name", EXPECTED)
def test_the_numbers_and_sources_are_those_of_the_evidence(name: str) -> None:
    where, sources, numbers = EXPECTED[name]
    chart = FOUND[name]
    assert [(row.value, row.low, row.high) for row in chart.rows] == numbers, where
    assert chart.sources == sources


@pytest.mark.parametrize(("better", "of", "percent"), [(51, 66, 77), (38, 65, 58), (20, 68, 29)])
def test_the_trial_s_counts_give_its_percents(better: int, of: int, percent: int) -> None:
    assert round(better / of * 100) == percent
    assert f"{better} of {of} people" in [row.said for row in FOUND["gluteal-8-weeks"].rows]


def test_labels_that_keep_a_reader_from_a_wrong_idea_are_there() -> None:
    year = FOUND["gluteal-1-year"]
    assert all("news report" in text for text in (year.title, year.unit, year.sure, year.alt))
    assert "not hips alone" in FOUND["long-run"].studied
    assert "not hips alone" in FOUND["ten-percent"].studied
    assert "not of the hip" in FOUND["x-ray"].studied
    assert "does not rule out" in FOUND["x-ray"].careful
    assert "Hip and knee count together" in FOUND["arthritis"].studied
    assert "without pain" in FOUND["cam-shapes"].unit
    assert "doctor" in FOUND["weeks"].careful


@pytest.mark.parametrize(("name", "chart"), DRAWN)
def test_the_words_are_as_plain_as_the_pages(name: str, chart: Chart) -> None:
    texts = [chart.studied, chart.sure, chart.alt, *filter(None, [chart.careful])]
    assert max(len(words(sentence)) for text in texts for sentence in sentences(text)) <= 30
    assert max(len(words(s)) for text in (chart.studied, chart.sure, chart.title) for s in sentences(text)) <= 25
    assert grade([chart.studied, chart.sure]) <= 9


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ("title: More people were better with it", "titel: x", 1, 'the key "title" is missing'),
        ("what: What", "waht: What", 5, 'unknown key "waht". Remove it. Did you mean "what"?'),
        ("label: Waiting,", "lable: Waiting,", 9, '"rows.1.lable"'),
        ("value: 29", "value: -1", 9, "rows.1.value"),
        ("value: 29", "low: 29, high: 20", 9, "low must be below high"),
        (", value: 29", "", 9, "give a value, or low and high"),
        ("value: 29", "value: 29, low: 30, high: 40", 9, "the value must lie between"),
        ("value: 29", "value: 129", 7, "beyond the end of the scale, 100"),
        ("value: 29", "value: 28", 13, "does not say 28"),
        ("value: 29", "value: 29, source: roe-2020", 7, '"roe-2020", the source of "Waiting"'),
        ("kind: bars", "kind: cake", 3, "kind"),
        ("kind: bars", "kind: ranges", 7, "needs low and high"),
        (
            "sources: [doe-2020]",
            "sources:\n  - doe-2002",
            11,
            'no source "doe-2002" in the bibliography. Did you mean "doe-2020"?',
        ),
        ("sources: [doe-2020]", "sources: []", 10, "sources"),
        ("Moderate evidence", "Fairly certain", 12, "sure"),
        ("alt: Two bars", "alt: More people were better with it. Two bars", 13, "says the title again"),
        (" from 0 to 100. Exercise reaches 77 and waiting only 29, less than half.", " of 77, 29.", 13, "alt"),
        ("good:", "good:\n  title: x\ngood:", 1, "stands twice"),
        ("good:", "Good one:", 1, "small letters"),
        ("good:", "good: [", 3, "cannot be read"),
    ],
)
def test_wrong_data_has_a_message_with_its_line(tmp_path: Path, old: str, new: str, line: int, message: str) -> None:
    assert old in GOOD
    _, findings = read(tmp_path, GOOD.replace(old, new, 1))
    assert any(message in text and place == line for place, text in findings), findings


def test_good_data_has_none(tmp_path: Path) -> None:
    charts, findings = read(tmp_path, GOOD)
    assert findings == []
    assert list(charts) == ["good"]


def test_people_are_counted_with_one_value(tmp_path: Path) -> None:
    text = GOOD.replace("kind: bars", "kind: people").replace("value: 29", "low: 29, high: 77")
    assert "needs one value, for the icons" in read(tmp_path, text)[1][0][1]


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("<!-- chart: good -->", None),
        ("Text.\n\n<!-- chart: godd -->", ':11: chart: no chart "godd". Did you mean "good"?'),
        ("<!-- chart: good -->\n\n<!-- chart: good -->", ':11: chart: "good" stands twice on the page'),
        ("No chart.", 'charts.yml:1: chart: no page shows "good"'),
    ],
)
def test_a_marker_that_leads_nowhere_is_named(tmp_path: Path, body: str, message: str | None) -> None:
    charts, _ = read(tmp_path, GOOD)
    findings = [str(finding) for finding in check_charts([page(body)], charts, tmp_path / "charts.yml")]
    assert bool(findings) == bool(message)
    assert not message or any(message in finding for finding in findings), findings


@pytest.mark.parametrize(("name", "chart"), DRAWN)
def test_a_picture_is_clean_small_and_says_what_it_shows(name: str, chart: Chart) -> None:
    text = svg(name, chart)
    root = ElementTree.fromstring(text)
    ids = [node.attrib["id"] for node in root.iter() if "id" in node.attrib]
    assert len(text.encode()) <= 30_000
    assert root.attrib["role"] == "img"
    assert [node.tag for node in root[:2]] == ["title", "desc"]
    assert root.attrib["aria-labelledby"].split() == [root[0].attrib["id"], root[1].attrib["id"]]
    assert len(ids) == len(set(ids))
    assert all(key.startswith(f"chart-{name}-") for key in ids)
    assert {node.tag for node in root.iter()} <= set("svg title desc text rect line use symbol path".split())
    assert not [key for node in root.iter() for key in node.attrib if key == "style" or key.startswith("on")]
    targets = [node.attrib["href"] for node in root.iter("use")]
    assert {target.removeprefix("#") for target in targets} <= set(ids)
    shown = " ".join(node.text or "" for node in root.iter("text"))
    assert all(plain(number) in (root[1].text or "") for row in chart.rows for number in row.numbers)
    assert all(row.words in shown for row in chart.rows)


@pytest.mark.parametrize(("name", "chart"), [(name, chart) for name, chart in DRAWN if chart.kind == "people"])
def test_as_many_people_are_filled_as_the_number_says(name: str, chart: Chart) -> None:
    root = ElementTree.fromstring(svg(name, chart))
    count = 0.0
    for node in root:
        if node.tag == "use":
            count += {"on-line": 25, "on": 1}.get(node.attrib["href"].removeprefix(f"#chart-{name}-"), 0)
        elif node.tag == "svg":
            count += float(node[0].attrib["width"]) / 10
    assert count == pytest.approx(sum(row.value or 0 for row in chart.rows))


@pytest.mark.parametrize(("name", "chart"), [(name, chart) for name, chart in DRAWN if chart.kind != "people"])
def test_bars_are_as_long_as_the_number_says(name: str, chart: Chart) -> None:
    root = ElementTree.fromstring(svg(name, chart))
    boxes = [[float(node.attrib[key].rstrip("%")) for key in ("x", "width")] for node in root.iter("rect")]
    drawn = [round(edge / 100 * chart.max, 1) for x, width in boxes for edge in (x, x + width)]
    expected: list[float] = []
    for row in chart.rows:
        if chart.kind == "ranges":
            expected += [row.low or 0, row.high or chart.max]
        elif row.value is None:
            expected += [0, row.low or 0, row.low or 0, row.high or 0]
        else:
            expected += [0, row.value]
    assert drawn == pytest.approx(expected, abs=0.2)


def rendered(names: list[str]) -> str:
    """The charts as a page has them, with the footnotes and the tables of the site."""
    text = place("\n\n".join(f"<!-- chart: {name} -->" for name in names), FOUND)
    extensions = ["attr_list", "footnotes", "tables", "md_in_html", "scripts.site_markdown"]
    return draw(markdown(text, extensions=extensions), FOUND)


@pytest.mark.parametrize("name", FOUND)
def test_a_marker_becomes_a_figure_with_title_picture_table_and_sources(name: str) -> None:
    html = rendered([name])
    assert html.count("<figure") == html.count("<figcaption") == html.count("<table") == html.count("<svg class") == 1
    assert html.count("<tr") == len(FOUND[name].rows) + 1
    assert "style=" not in html
    assert "<style" not in html
    assert "<script" not in html
    assert not re.search(r"<!--|\[\^|\{ \.|\|", html)
    assert all(f'id="fn:{source}"' in html or f'id="fn-{source}"' in html for source in FOUND[name].sources)
    figure = re.sub(r"<[^>]+>", "", html[html.index("<figure") : html.index("</figure>")])
    assert all(text in figure for text in (FOUND[name].studied, FOUND[name].sure, FOUND[name].careful))


def test_all_charts_on_one_page_have_unique_ids() -> None:
    ids = re.findall(r' id="([^"]+)"', rendered(list(FOUND)))
    assert len(ids) == len(set(ids))


@pytest.fixture
def sheet(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Tab]:
    """All charts on a page as wide as the parameter, with the site's styles."""
    width, scheme = request.param
    tab = browser.new_page(viewport={"width": width, "height": 800})
    tab.set_content(
        '<!doctype html><html><head><meta name="viewport" content="width=device-width"></head>'
        f'<body data-md-color-scheme="{scheme}" data-md-color-primary="custom">'
        f'<article class="md-typeset">{rendered(list(FOUND))}</article></body></html>'
    )
    tab.add_style_tag(content="html{font-size:125%}body{margin:16px;font-family:sans-serif;background:var(--paper)}")
    for file in ("site", "chart"):
        tab.add_style_tag(path=ROOT / f"overrides/assets/css/{file}.css")
    yield tab
    tab.close()


SIDES = """pictures => pictures.flatMap(picture => {
  const frame = picture.getBoundingClientRect();
  const texts = [...picture.querySelectorAll("text")].map(text => [text.textContent, text.getBoundingClientRect()]);
  const out = texts.filter(([, box]) => box.left < frame.left - 1 || box.right > frame.right + 1).map(([text]) => text);
  const meet = (a, b) => a.left < b.right && b.left < a.right && a.top + 4 < b.bottom && b.top + 4 < a.bottom;
  for (const [one, a] of texts) for (const [two, b] of texts) if (one < two && meet(a, b)) out.push(one + "/" + two);
  return out;
})"""


@pytest.mark.parametrize("sheet", [(320, "default"), (1280, "default")], indirect=True)
def test_on_a_small_phone_no_word_is_cut_off_or_covered(sheet: Tab) -> None:
    assert sheet.locator(".chart__picture").evaluate_all(SIDES) == []
    sizes = sheet.locator(".chart__small").evaluate_all("all => all.map(x => parseFloat(getComputedStyle(x).fontSize))")
    assert min(sizes) >= 12


def luminance(color: str) -> float:
    parts = [int(part) / 255 for part in re.findall(r"\d+", color)[:3]]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("sheet", [(320, "default"), (320, "slate")], indirect=True, ids=["light", "dark"])
@pytest.mark.parametrize(
    ("part", "side", "least"),
    [
        ("text:not(.chart__small)", "fill", 7.0),
        (".chart__small", "fill", 7.0),
        (".chart__bar", "fill", 3.0),
        (".chart__on", "fill", 3.0),
        (".chart__off", "stroke", 3.0),
        (".chart__open", "stroke", 3.0),
        (".chart__base", "stroke", 3.0),
        (".chart__likely", "stroke", 3.0),
    ],
)
def test_every_part_stands_out_in_light_and_dark(
    sheet: Tab, part: str, side: Literal["fill", "stroke"], least: float
) -> None:
    ask = "(x, side) => getComputedStyle(x)[side]"
    color = luminance(sheet.locator(f".chart__picture {part}").first.evaluate(ask, side))
    ground = luminance(sheet.locator("figure.chart").first.evaluate(ask, "backgroundColor"))
    assert (max(color, ground) + 0.05) / (min(color, ground) + 0.05) >= least


def test_the_data_file_stays_small() -> None:
    assert CHARTS.stat().st_size <= 14_000
