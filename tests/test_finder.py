"""The guide "find your cause": its data, and the built page in a real browser."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import pytest
import yaml
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ViewportSize, expect
from playwright.sync_api import Page as Tab

from scripts import finder
from scripts.pages import DOCS, CauseFrontMatter, Page
from scripts.readability import grade
from scripts.references import read_references
from tests.conftest import parsed

GUIDE = finder.read_finder()[0]
assert GUIDE is not None
CASES = yaml.safe_load((Path(__file__).parent / "finder_stories.yml").read_text(encoding="utf-8"))
STORIES: list[dict[str, Any]] = CASES["stories"]
NEW: list[dict[str, Any]] = CASES["new"]
SAFETY: list[dict[str, Any]] = CASES["safety"]
LEVELS = ["self", "weeks", "soon", "urgent", "emergency"]
STOP_PAGE = "red-flags"
CARE = {"emergency": "emergency", "urgent": "urgent", "see-someone": "weeks", "self-care": "self"}
SILENT = {"signs", "risks", "when", "stirs", "feel"}  # a story that says nothing has "none" here, else "unsure"
PHONE: ViewportSize = {"width": 375, "height": 800}
DESKTOP: ViewportSize = {"width": 1280, "height": 900}
RESULT = (
    "#answers&signs=none&age=50-64&sex=woman&risks=none&where=outer-side&start=slow&time=3-months&load=more"
    "&course=same&when=lying-on-it,stairs&stirs=cross-legs&feel=none&at=result"
)
STOP = "#answers&signs=no-weight&at=result"
BONE = (
    "#answers&signs=none&age=35-49&sex=man&risks=none&where=groin&start=slow&time=6-weeks&load=more&course=grows"
    "&at=result"
)
END = (  # the last answers trip a rule
    "#answers&signs=none&age=18-34&sex=man&risks=none&where=outer-side&start=slow&time=6-weeks&load=more"
    "&course=comes-back&when=first-step&stirs=none&feel=none&at=result"
)


def address_of(answers: dict[str, Any]) -> str:
    """The address that holds the answers of a story."""
    assert GUIDE is not None
    parts = []
    for key in GUIDE.questions:
        given = answers.get(key, "none" if key in SILENT else "unsure")
        parts.append(f"{key}={','.join(given) if isinstance(given, list) else given}")
    return "#answers&" + "&".join(parts) + "&at=result"


TELL = """(answers) => new Promise((done) => {
  const read = () => {
    const result = document.querySelector(".finder__result");
    done({
      stopped: "stop" in result.dataset,
      level: result.querySelector(".care").dataset.level,
      named: [...result.querySelectorAll(".fit")].map((item) => item.dataset.page.replace("causes/", "")),
      read: [...result.querySelectorAll(".finder__read a")].map((link) => link.pathname.replace(/.*\\/|\\.html/g, "")),
    });
  };
  if (location.hash === answers) read();
  else {
    addEventListener("hashchange", () => setTimeout(read), { once: true });
    location.hash = answers;
  }
})"""


class Said:
    """What the guide says at the end."""

    def __init__(self, tab: Tab, base: str, answers: str) -> None:
        """Change the address of the page, as a kept link does, and read the result."""
        if not tab.url.startswith(f"{base}start/find-your-cause.html"):
            tab.goto(f"{base}start/find-your-cause.html")
        found = tab.evaluate(TELL, answers)
        self.stopped: bool = found["stopped"]
        self.level: str = found["level"]
        self.named: list[str] = found["named"]
        self.read: list[str] = found["read"]
        self.pages = self.read + self.named

    def at_least(self, level: str) -> bool:
        return LEVELS.index(self.level) >= LEVELS.index(level)


@pytest.fixture(scope="module")
def tab(browser: Browser) -> Iterator[Tab]:
    fresh = browser.new_page(viewport=DESKTOP)
    yield fresh
    fresh.close()


@pytest.fixture(scope="module")
def told(tab: Tab, address: str) -> dict[str, Said]:
    """Each story, told once."""
    return {story["id"]: Said(tab, address, address_of(story["answers"])) for story in STORIES + NEW}


# The data


def test_the_guide_and_the_clues_of_every_cause_are_in_order(pages: dict[str, Page]) -> None:
    assert finder.check_finder(pages, read_references()[0]) == []


def test_the_guide_is_written_for_a_tired_reader() -> None:
    assert GUIDE is not None
    words = [screen.title for screen in GUIDE.screens] + [screen.hint for screen in GUIDE.screens if screen.hint]
    for question in GUIDE.questions.values():
        words += [answer.text for answer in question.all_answers.values()]
    words += [rule.because for rule in GUIDE.rules if rule.because]
    words += [line for care in GUIDE.levels.values() for line in care.todo]
    assert grade([f"{text.rstrip('.?')}." for text in words]) <= 5.5


def test_the_guide_asks_nobody_to_test_the_hip() -> None:
    text = re.sub(r"Do not hop or stand on one leg to test it\.", "", finder.FINDER.read_text(encoding="utf-8"))
    assert not re.search(r"\bhop\b|\bsqueez(e|ing)\b.*leg|one leg for", text)


def test_a_broken_guide_says_where_and_what(tmp_path: Path) -> None:
    text = finder.FINDER.read_text(encoding="utf-8")
    broken = tmp_path / "finder.yml"
    broken.write_text(text.replace("course.grows]", "course.growing]", 1), encoding="utf-8")
    _, findings = finder.read_finder(broken)
    assert len(findings) == 1
    assert "course.growing]" in broken.read_text(encoding="utf-8").splitlines()[findings[0].line - 1]
    assert 'Did you mean "course.grows"?' in findings[0].message
    broken.write_text(text.replace("    title: Is any of this true now?\n", "    titel: Oops\n", 1), encoding="utf-8")
    assert "titel" in " ".join(finding.message for finding in finder.read_finder(broken)[1])


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("  start: {", "  begin: {", 'the guide asks no question "begin"'),
        ("knock: [2.6", "knocked: [2.6", '"start" has no answer "knocked". Did you mean "knock"?'),
        ("common: [-0.9, long-2013]", "common: [-0.9, long-2031]", '"long-2031" is not in docs/references.yml'),
        ("none: [puffy, hot]", "none: [puffy, warm]", '"feel" has no answer "warm"'),
    ],
)
def test_a_wrong_clue_is_named_with_its_line(
    pages: dict[str, Page], tmp_path: Path, old: str, new: str, message: str
) -> None:
    page = pages["causes/bursitis"]
    text = (DOCS / "causes" / "bursitis.md").read_text(encoding="utf-8")
    assert old in text
    file = tmp_path / "bursitis.md"
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    meta = CauseFrontMatter.model_validate(yaml.safe_load(file.read_text(encoding="utf-8").split("---\n")[1]))
    changed = Page(page.path, str(file), meta, page.body, page.first_line, page.lines)
    findings = finder.check_finder({page.path: changed}, read_references()[0])
    mine = [finding for finding in findings if finding.file == str(file)]
    assert len(mine) == 1
    assert message in mine[0].message
    assert new.split(":")[0].strip() in file.read_text(encoding="utf-8").splitlines()[mine[0].line - 1]


def test_every_source_of_a_point_is_listed_with_the_page_that_it_counts_for(site: Path, pages: dict[str, Page]) -> None:
    listed = {
        entry.text(): [link.attributes["href"] or "" for link in entry.css("a")]
        for entry in parsed(site / "about/sources.html").css("article li")
    }
    references = read_references()[0]
    for page in pages.values():
        for source in finder.clue_sources(page):
            words = (references[source].title, references[source].authors or "")
            links = next(links for text, links in listed.items() if all(word in text for word in words))
            assert any(link.endswith(page.url) for link in links), (source, page.path)


# What it says


@pytest.mark.parametrize("story", STORIES + NEW, ids=[story["id"] for story in STORIES + NEW])
def test_a_story_gets_its_level_of_care_and_at_most_3_pages(told: dict[str, Said], story: dict[str, Any]) -> None:
    said = told[story["id"]]
    assert said.at_least("weeks" if story["care"] == "see-someone" else CARE[story["care"]])
    assert said.stopped == (said.level in ("urgent", "emergency"))
    if story["care"] in ("emergency", "urgent"):
        assert said.stopped
        assert said.level == story["care"]
    assert 1 <= len(said.pages) <= 3


def figures(told: dict[str, Said], stories: list[dict[str, Any]]) -> dict[str, int]:
    """How often the guide is right; where the right answer is to stop, the stop is what counts."""
    grave = [story for story in stories if story["care"] in ("emergency", "urgent")]
    right = [
        [STOP_PAGE] if story["page"] == STOP_PAGE and told[story["id"]].stopped else told[story["id"]].pages
        for story in stories
    ]
    return {
        "stories": len(stories),
        "first": sum(pages[0] == story["page"] for pages, story in zip(right, stories, strict=True)),
        "three": sum(story["page"] in pages[:3] for pages, story in zip(right, stories, strict=True)),
        "grave": len(grave),
        "stopped": sum(told[s["id"]].stopped and told[s["id"]].level == s["care"] for s in grave),
        "sent": sum(told[story["id"]].at_least("urgent") for story in stories if story not in grave),
    }


def test_the_page_shows_the_measured_figures(told: dict[str, Said], pages: dict[str, Page]) -> None:
    """The figures in "How often it is right" are those of the stories, and they are good enough."""
    now = [figures(told, STORIES), figures(told, NEW)]
    first_try = {key: sum(attempt[key] for attempt in CASES["tries"]) for key in now[0]}
    assert (first_try["stories"], first_try["grave"]) == (now[1]["stories"], now[1]["grave"])
    columns = [now[0], first_try, now[1]]
    body = pages[finder.PLACE].body
    for words, key, of in (
        ("Emergency and urgent stories stopped at the right level", "stopped", "grave"),
        ("Right page first", "first", "stories"),
        ("Right page among the first 3", "three", "stories"),
    ):
        assert f"| {words} | {' | '.join(f'{one[key]} of {one[of]}' for one in columns)} |" in body
    others = " | ".join(f"{one['sent']} of {one['stories'] - one['grave']}" for one in columns)
    assert f"| Other stories sent to urgent care without need | {others} |" in body
    for found in now:
        assert found["first"] >= 0.75 * found["stories"]
        assert found["three"] >= 0.95 * found["stories"]
        assert found["stopped"] == found["grave"]
        assert found["sent"] <= (found["stories"] - found["grave"]) / 5


@pytest.mark.parametrize("case", SAFETY, ids=[case["id"] for case in SAFETY])
def test_the_safety_gate_never_says_less(tab: Tab, address: str, case: dict[str, Any]) -> None:
    said = Said(tab, address, address_of(case["answers"]))
    assert said.level == case["care"] if case["care"] == "emergency" else said.at_least(case["care"])
    assert said.stopped or case["care"] != "emergency"


def test_random_answers_give_at_most_3_pages_and_never_less_care_for_one_more_danger_sign(
    tab: Tab, address: str
) -> None:
    assert GUIDE is not None
    dice = random.Random(7)
    for _ in range(40):
        answers: dict[str, Any] = {}
        for key, question in GUIDE.questions.items():
            names = [name for name, answer in question.all_answers.items() if not answer.alone]
            if key in SILENT:
                answers[key] = dice.sample(names, dice.randint(1, 2)) if key not in ("signs", "risks") else ["none"]
            else:
                answers[key] = dice.sample(names, 1)
        said = Said(tab, address, address_of(answers))
        assert 1 <= len(said.pages) <= 3
        worse = Said(tab, address, address_of({**answers, "signs": ["saddle"]}))
        assert worse.level == "emergency"
        assert worse.stopped


def test_bone_is_always_named_when_bone_is_the_reason(tab: Tab, address: str) -> None:
    case = {"age": "18-34", "where": ["groin"], "start": "slow", "time": "6-weeks", "load": "more"}
    said = Said(tab, address, address_of({**case, "course": "comes-back", "when": ["afterwards"]}))
    assert said.level == "urgent"
    assert "stress-fracture" in said.named


def test_an_urgent_last_answer_stops_like_an_early_one(tab: Tab, address: str) -> None:
    said = Said(tab, address, END)
    assert (said.stopped, said.level, said.named[0]) == (True, "urgent", "stress-fracture")
    expect(tab.locator(".finder__title")).to_have_text("Stop here and call today")
    expect(tab.locator(".fit").first).to_contain_text("Rule this out first")
    cancer = Said(tab, address, END.replace("risks=none", "risks=cancer").replace("first-step", "lying-on-it"))
    assert (cancer.stopped, cancer.read, len(cancer.named)) == (True, ["red-flags"], 2)


def test_two_causes_that_fit_alike_are_called_so(tab: Tab, address: str) -> None:
    Said(tab, address, address_of({"age": "35-49", "where": ["groin"], "stirs": ["turning"], "feel": ["pinch"]}))
    expect(tab.locator(".finder__result")).to_contain_text(re.compile("fit about equally well|fit your answers best"))


def test_every_reason_for_a_page_is_an_answer_of_the_reader(tab: Tab, address: str) -> None:
    Said(tab, address, RESULT)
    first = tab.locator(".fit").first
    expect(first).to_have_attribute("data-page", "causes/gluteal-tendinopathy")
    expect(first).to_contain_text("When I lie on that side")
    expect(tab.locator(".fit", has_text="Bursitis")).to_contain_text("What speaks against")


# How it works


def test_a_reader_gets_through_by_keyboard_alone(browser: Browser, address: str) -> None:
    tab = browser.new_page(viewport=DESKTOP)
    tab.goto(f"{address}start/find-your-cause.html")
    active = "document.activeElement"

    def tab_to(condition: str) -> None:
        for _ in range(80):
            if tab.evaluate(f"(() => {{ const node = {active}; return {condition}; }})()"):
                return
            tab.keyboard.press("Tab")
        raise AssertionError(f"the focus never came to: {condition}")

    for question, answer in [("signs", "none"), ("age", None), ("risks", "none")]:
        if answer:
            tab_to(f"node.name === '{question}' && node.value === '{answer}'")
            tab.keyboard.press("Space")
        else:
            for name in ("age", "sex"):
                tab_to(f"node.name === '{name}'")
                tab.keyboard.press("ArrowDown")
        tab_to("node.type === 'submit' && node.textContent === 'Next'")
        tab.keyboard.press("Enter")
    expect(tab.locator(".finder__title")).to_be_focused()
    tab_to("node.dataset && node.dataset.region === 'outer-side'")
    tab.keyboard.press("Space")
    expect(tab.get_by_role("checkbox", name="Side of the hip, over the bony point").first).to_be_checked()
    tab.keyboard.press("Tab")
    tab_to("node.type === 'submit'")
    tab.keyboard.press("Enter")
    expect(tab.locator(".finder__progress")).to_have_text("Question 5 of 9")
    tab_to("node.textContent === 'Back'")
    tab.keyboard.press("Enter")
    expect(tab.locator(".finder__title")).to_have_text("Where does it hurt?")
    expect(tab.locator("[data-region=outer-side]")).to_have_attribute("aria-checked", "true")
    tab.close()


def test_an_open_question_is_named_and_not_sure_is_always_there(browser: Browser, address: str) -> None:
    tab = browser.new_page()
    tab.goto(f"{address}start/find-your-cause.html")
    tab.get_by_role("button", name="Next").click()
    expect(tab.get_by_role("alert")).to_contain_text("Please choose an answer")
    for _ in range(9):
        for group in tab.locator(".finder__field").all():
            group.locator("input[value=unsure]").check()
        tab.locator("button[type=submit]").click()
    expect(tab.locator(".finder__title")).to_have_text("What fits your answers")
    tab.close()


def test_next_leads_to_the_first_question_without_an_answer(browser: Browser, address: str) -> None:
    tab = browser.new_page()
    tab.goto(f"{address}start/find-your-cause.html")
    tab.locator("input[value=none]").first.check()
    tab.locator("button[type=submit]").click()
    fields = tab.locator(".finder__field")
    fields.first.locator("input").last.check()
    tab.keyboard.press("Enter")
    expect(fields.nth(1).get_by_role("alert")).to_contain_text("Please choose an answer")
    expect(fields.nth(1).get_by_role("alert")).to_be_in_viewport()
    expect(fields.nth(1).locator("input").first).to_be_focused()
    tab.keyboard.press("Space")
    expect(tab.get_by_role("alert")).to_be_empty()
    tab.close()


def test_none_of_these_stands_alone(browser: Browser, address: str) -> None:
    tab = browser.new_page()
    tab.goto(f"{address}start/find-your-cause.html")
    tab.locator("input[value=severe]").check()
    tab.locator("input[value=none]").check()
    expect(tab.locator("input[value=severe]")).not_to_be_checked()
    tab.locator("input[value=severe]").check()
    expect(tab.locator("input[value=none]")).not_to_be_checked()
    tab.get_by_role("button", name="Next").click()
    expect(tab.locator(".finder__title")).to_have_text("Stop here and get help now")
    expect(tab.locator(".finder__result")).to_contain_text(
        "What to say when you call: “I have sudden, severe hip pain.”"
    )
    tab.close()


def test_answers_can_be_changed_kept_in_the_address_and_cleared(browser: Browser, address: str, site: Path) -> None:
    for base in (address, site.as_uri() + "/"):
        tab = browser.new_page()
        tab.goto(f"{base}start/find-your-cause.html{RESULT}")
        tab.get_by_role("button", name="Change: Where does it hurt?").click()
        tab.locator("input[value=outer-side]").uncheck()
        tab.locator("input[value=sitting-bone]").check()
        tab.get_by_role("button", name="Done").click()
        assert "where=sitting-bone" in tab.url
        expect(tab.locator(".finder__title")).to_have_text("What fits your answers")
        tab.go_back()
        expect(tab.locator(".finder__title")).to_have_text("Where does it hurt?")
        tab.go_forward()
        tab.reload()
        expect(tab.locator(".finder__title")).to_have_text("What fits your answers")
        tab.get_by_role("button", name="Clear my answers").click()
        assert "#" not in tab.url
        expect(tab.locator(".finder__progress")).to_have_text("Question 1 of 9")
        assert tab.evaluate("Object.keys(sessionStorage).length + document.cookie.length") == 0
        tab.close()


def test_a_place_on_the_map_of_the_home_page_is_already_chosen(browser: Browser, address: str) -> None:
    tab = browser.new_page(viewport=DESKTOP)
    tab.goto(f"{address}index.html")
    tab.get_by_role("link", name="Sitting bone, low in the buttock").click()
    tab.wait_for_url("**/start/find-your-cause.html#hurts-sitting-bone")
    expect(tab.locator(".finder__progress")).to_have_text("Question 1 of 9")
    for _ in range(3):
        for group in tab.locator(".finder__field").all():
            group.locator("input[value=unsure]").check()
        tab.locator("button[type=submit]").click()
    expect(tab.locator("input[value=sitting-bone]")).to_be_checked()
    tab.close()


def test_every_cause_shows_its_places_on_the_map(site: Path, pages: dict[str, Page]) -> None:
    for page in pages.values():
        if isinstance(page.meta, CauseFrontMatter):
            marks = parsed(site / page.url).css(".where-map .region--marked")
            assert len(marks) == len(page.meta.where), page.path


def test_an_urgent_stop_lets_the_reader_go_on_but_keeps_its_level(browser: Browser, address: str) -> None:
    tab = browser.new_page()
    tab.goto(f"{address}start/find-your-cause.html{BONE}")
    expect(tab.locator(".finder__title")).to_have_text("Stop here and call today")
    expect(tab.locator(".finder__read a").first).to_have_text("Stress fracture of the hip")
    tab.get_by_role("button", name="Answer the rest, for your visit").click()
    expect(tab.locator(".finder__pending")).to_contain_text("Urgent")
    for _ in range(3):
        tab.locator("input[value=unsure]").check()
        tab.locator("button[type=submit]").click()
    expect(tab.locator(".care")).to_have_attribute("data-level", "urgent")
    assert 1 <= tab.locator(".fit").count() <= 3
    tab.close()


def test_a_broken_address_does_no_harm(browser: Browser, address: str) -> None:
    tab = browser.new_page()
    errors: list[str] = []
    tab.on("pageerror", lambda error: errors.append(str(error)))
    for broken in (
        "#answers&at=nowhere",
        "#answers&signs=what,ever&at=result",
        "#answers&at=feel",
        "#what-it-cannot-do",
    ):
        tab.goto("about:blank")
        tab.goto(f"{address}start/find-your-cause.html{broken}")
        expect(tab.locator(".finder__progress")).to_have_text("Question 1 of 9")
    assert errors == []
    tab.close()


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_every_region_of_the_map_is_a_named_control_of_24_pixels(
    browser: Browser, address: str, size: ViewportSize
) -> None:
    assert GUIDE is not None
    tab = browser.new_page(viewport=size)
    tab.goto(f"{address}start/find-your-cause.html#answers&signs=none&age=35-49&sex=man&risks=none&at=where")
    regions = tab.locator("[data-region]")
    names = [region.get_attribute("aria-label") for region in regions.all()]
    answers = GUIDE.questions["where"].answers
    assert sorted(map(str, names)) == sorted(
        answer.text for key, answer in answers.items() if key not in ("leg-back", "all-over", "unsure")
    )
    for region in regions.all():
        box = region.locator(":first-child").first.bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= 24, region.get_attribute("data-region")
        region.click()
        expect(region).to_have_attribute("aria-checked", "true")
        region.click()
        expect(region).to_have_attribute("aria-checked", "false")
    tab.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_axe_finds_nothing_on_any_screen(
    browser: Browser, address: str, scheme: Literal["light", "dark"], size: ViewportSize
) -> None:
    context = browser.new_context(color_scheme=scheme, viewport=size)
    tab = context.new_page()
    found = {}
    start = "#answers&signs=none&age=35-49&sex=man&risks=none&where=groin,outer-side"
    for name, answers in {
        "signs": "",
        "where": f"{start}&at=where",
        "result": RESULT,
        "stop": STOP,
        "bone": BONE,
        "end": END,
    }.items():
        tab.goto("about:blank")
        tab.goto(f"{address}start/find-your-cause.html{answers}")
        violations = Axe().run(tab).response["violations"]
        if violations:
            found[name] = [(v["id"], v["nodes"][0]["html"][:160]) for v in violations]
        assert tab.evaluate("document.documentElement.scrollWidth") <= size["width"], name
    context.close()
    assert found == {}


@pytest.mark.parametrize("answers", [RESULT, STOP, BONE, END], ids=["result", "emergency", "bone", "end"])
def test_the_summary_prints_on_one_page(browser: Browser, address: str, answers: str) -> None:
    tab = browser.new_page()
    tab.goto(f"{address}start/find-your-cause.html{answers}")
    paper = tab.pdf(format="A4", margin={"top": "12mm", "bottom": "12mm", "left": "14mm", "right": "14mm"})
    tab.emulate_media(media="print")
    expect(tab.locator(".finder__paper")).to_be_visible()
    expect(tab.locator("h1")).not_to_be_visible()
    tab.close()
    assert len(re.findall(rb"/Type\s*/Page[^s]", paper)) == 1


def test_nothing_is_asked_of_any_host_while_answering(browser: Browser, address: str) -> None:
    tab = browser.new_page()
    tab.goto(f"{address}start/find-your-cause.html", wait_until="networkidle")
    asked: list[str] = []
    tab.on("request", lambda request: None if "favicon" in request.url else asked.append(request.url))
    tab.locator("input[value=none]").check()
    tab.get_by_role("button", name="Next").click()
    tab.wait_for_timeout(200)
    tab.close()
    assert asked == []


def test_without_scripts_the_same_questions_stand_as_steps_and_links(browser: Browser, address: str) -> None:
    assert GUIDE is not None
    context = browser.new_context(java_script_enabled=False, viewport=PHONE)
    tab = context.new_page()
    tab.goto(f"{address}start/find-your-cause.html")
    plain = tab.locator("[data-finder-plain]")
    for words in ("Step 1", "Step 2", "Step 3", "Step 4", "I cannot put weight on the leg", "None fits? Go to step 2"):
        expect(plain).to_contain_text(words)
    for key in GUIDE.questions["where"].answers:
        if key != "unsure":
            assert plain.locator(f"#hurts-{key} ~ ul a").count() > 0
    plain.get_by_role("link", name="Groin crease").first.click()
    assert tab.url.endswith("#hurts-groin")
    assert plain.locator("table a").count() == 16
    context.close()
