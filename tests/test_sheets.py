"""The sheets to print: made of what pages say, one page of paper each, chosen by keyboard, kept nowhere."""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from typing import Literal

import pytest
from playwright.sync_api import Browser, expect
from playwright.sync_api import Page as Tab
from pypdf import PdfReader

from scripts.figures import Figure, read_figures
from scripts.pages import Page
from scripts.sheets import EXERCISE_PAGES, SHEETS, check_sheets, cut, exercises, lacking, on_paper, words

Format = Literal["A4", "Letter"]
NAMES = ("exercises", "pain", "red-flags", "questions")  # in the order of the page
PATH = "recovery/print-sheets"


@pytest.fixture(scope="module")
def figures() -> dict[str, Figure]:
    data, _ = read_figures()
    assert data
    return data.figures


@pytest.fixture
def tab(browser: Browser, address: str) -> Iterator[Tab]:
    context = browser.new_context()
    page = context.new_page()
    page.add_init_script("let calls = 0; print = () => (document.documentElement.dataset.asked = ++calls)")
    page.goto(f"{address}{PATH}.html")
    yield page
    context.close()


def printed(tab: Tab, paper: Format) -> list[str]:
    """The words on each page of paper, once all drawings are there: one that comes late makes a sheet longer."""
    tab.evaluate(
        """() => Promise.all([...document.images].map((image) => {
          image.loading = "eager";
          return image.decode().catch(() => {});
        }))"""
    )
    sheets = PdfReader(io.BytesIO(tab.pdf(format=paper))).pages
    return [unicodedata.normalize("NFKC", sheet.extract_text()) for sheet in sheets]  # ligatures are letters again


# What the sheets are made of


def test_fifteen_exercises_are_whole(pages: dict[str, Page], figures: dict[str, Figure]) -> None:
    found = [exercise for path in EXERCISE_PAGES for exercise in exercises(pages[path])]
    assert len(found) >= 15
    assert {exercise.title: lacking(exercise) for exercise in found if lacking(exercise)} == {}
    drawn = set(re.findall("<!-- figure: ([a-z-]+) -->", " ".join(exercise.text for exercise in found)))
    assert drawn == {name for name, figure in figures.items() if figure.works}


def test_every_exercise_of_the_site_is_on_the_sheet(pages: dict[str, Page]) -> None:
    assert {path for path, page in pages.items() if list(exercises(page))} == set(EXERCISE_PAGES)


def test_an_exercise_for_a_sore_groin_stands_behind_its_condition(
    pages: dict[str, Page], figures: dict[str, Figure]
) -> None:
    sheet = SHEETS["sheet-exercises"](pages, pages[PATH], figures)
    before, _, after = sheet.partition("Only if a clinician has ruled out a crack in the bone")
    for name in ("Adductor squeeze", "Copenhagen plank", "Bent-knee fall-out", "Hamstring bridge hold"):
        assert name in after and name not in before
    assert before.count(" checked>") == 3 and " checked>" not in after
    body = pages["causes/groin-strain"].body
    assert body.index("**Not before a clinician has ruled out a crack in the bone.**") < body.index("#### ")


def test_the_scale_never_stands_without_those_it_is_not_for(pages: dict[str, Page], figures: dict[str, Figure]) -> None:
    sheet = SHEETS["sheet-pain"](pages, pages[PATH], figures)
    place = [sheet.index(text) for text in ("Never use it for groin", "Do not use it either", "**Green", "These count")]
    assert place == sorted(place)


def test_paper_has_no_links_and_no_sources() -> None:
    assert on_paper("See [the plan](a.md#b) now.[^mellor-2018] ![x](y.svg)") == "See the plan now. ![x](y.svg)"


def test_a_section_ends_where_the_next_begins(pages: dict[str, Page]) -> None:
    page = replace(pages[PATH], body="# A\n\n## B\n\none\n\n### C\n\n**two**\nthree\n- four\n\n## D\n\nfive\n")
    assert cut(page, "B") == "one"
    assert words(page, "**two") == "**two**\nthree"


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("prevention/strength", "**Stop at once**"),
        ("prevention/strength", "Copy this table."),
        ("recovery/how-much-pain", "## Stop at any number"),
        ("start/red-flags", "!!! see-someone"),
        ("start/red-flags", "The risks that move you up:"),
        ("recovery/appointments-and-scans", "☐"),
        ("causes/groin-strain", "<!-- figure: adductor-squeeze -->"),
    ],
)
def test_a_page_that_lost_what_a_sheet_needs_is_found(
    pages: dict[str, Page], figures: dict[str, Figure], path: str, text: str
) -> None:
    assert check_sheets(pages, figures) == []
    assert text in pages[path].body
    broken = {**pages, path: replace(pages[path], body=pages[path].body.replace(text, "Gone"))}
    assert [(finding.file, finding.rule) for finding in check_sheets(broken, figures)] == [(pages[path].file, "sheet")]


# On paper


@pytest.mark.parametrize("paper", ["A4", "Letter"])
@pytest.mark.parametrize("name", NAMES)
def test_a_sheet_is_one_page_and_holds_its_text(tab: Tab, name: str, paper: Format) -> None:
    sheet = tab.locator(".sheet").nth(NAMES.index(name))
    expect(sheet.locator("h2")).to_have_id(name)
    sheet.get_by_role("button", name="Print this sheet").click()
    expect(tab.locator("html")).to_have_attribute("data-asked", "1")
    tab.emulate_media(media="print")
    seen = re.findall(r"\w+", sheet.inner_text())
    (text,) = printed(tab, paper)
    missing = [word for word in seen if word not in text]
    assert len(seen) > 40 and missing == []
    others = [other for other in NAMES if other != name]
    headings = [tab.locator(f"#{other}").text_content() or "" for other in others]
    assert not any(heading.removesuffix("#") in text for heading in headings)


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_all_exercises_together_fit_one_page(tab: Tab, paper: Format) -> None:
    boxes = tab.locator(".choices input")
    for box in boxes.all():
        box.check()
    tab.locator("button.sheet__button").first.click()
    expect(tab.locator("html")).to_have_attribute("data-asked", "1")
    (text,) = printed(tab, paper)
    assert text.count("Stop if:") == boxes.count() >= 15
    tab.emulate_media(media="print")
    bottoms = tab.locator(".choices > li").evaluate_all(
        "rows => rows.map(row => [row.querySelector('.choice').getBoundingClientRect().bottom,"
        " row.getBoundingClientRect().bottom])"
    )
    assert [pair for pair in bottoms if pair[0] > pair[1] + 1] == []


def test_only_what_is_chosen_is_printed_and_nothing_is_kept(tab: Tab) -> None:
    first, last = tab.locator(".choices input").first, tab.locator(".choices input").last
    first.focus()
    tab.keyboard.press("Space")
    last.focus()
    tab.keyboard.press("Space")
    tab.locator("button.sheet__button").first.focus()
    tab.keyboard.press("Enter")
    expect(tab.locator("html")).to_have_attribute("data-asked", "1")
    (text,) = printed(tab, "A4")
    assert "Copenhagen plank" in text and "Only if a clinician has ruled out" in text
    assert "Bridge" not in text and "Clamshell" in text
    assert tab.evaluate("localStorage.length + sessionStorage.length") == 0
    tab.reload()
    expect(tab.locator(".choices input").first).to_be_checked()
    expect(tab.locator(".choices input").last).not_to_be_checked()


def test_after_printing_the_whole_page_is_there_again(tab: Tab) -> None:
    tab.locator("button.sheet__button").nth(1).click()
    expect(tab.locator("html")).to_have_attribute("data-asked", "1")
    assert len(printed(tab, "A4")) == 1
    tab.evaluate("dispatchEvent(new Event('afterprint'))")
    assert len(printed(tab, "A4")) > len(NAMES)


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_without_scripts_each_sheet_begins_on_its_own_page(browser: Browser, address: str, paper: Format) -> None:
    context = browser.new_context(java_script_enabled=False)
    tab = context.new_page()
    tab.goto(f"{address}{PATH}.html")
    expect(tab.get_by_role("button", name="Print this sheet")).to_have_count(0)
    titles = [tab.locator(f"#{name}").inner_text().removesuffix("#") for name in NAMES]
    sheets = [text.lstrip() for text in printed(tab, paper)]
    context.close()
    start = next(place for place, text in enumerate(sheets) if text.startswith(titles[0]))
    for offset, title in enumerate(titles):
        assert sheets[start + offset].startswith(title), "a sheet needs more than one page"
