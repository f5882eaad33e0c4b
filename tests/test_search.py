"""The search, in a real browser: what runners type brings up the page that answers it.

The queries are the project's own, written before the engine was tuned (and a second lot after, to see whether
it holds for words that nobody tuned it on). When the ranking changes, change the engine, a page's `also` or
`docs/synonyms.yml`, never a list of queries.
"""

from __future__ import annotations

import gzip
import json
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from playwright.sync_api import Page as Tab

from scripts.pages import Page
from scripts.search_hooks import Synonyms, check_synonyms, read_synonyms, search_index

# What is typed | the pages that answer it. A heading names the kind of query.
QUERIES = """
[question]
should i drop out of my marathon with a bad hip | faq/i-have-a-race-soon
why is my hip fine while running but kills me that evening | faq/why-does-it-hurt-afterwards
how come the same injury returns each time i build up | faq/why-does-it-keep-coming-back
am i damaging my joints for good | faq/will-running-wreck-my-hip causes/hip-arthritis
xray was normal so why am i still sore | faq/clear-x-ray-still-hurts
is it ok to pop an ibuprofen before a long run | faq/should-i-take-painkillers recovery/treatments
my hip makes a cracking noise, is that bad | faq/clicking-hip causes/snapping-hip
why is my hip seized up after a day at my desk | faq/stiff-after-sitting
just began couch to 5k and my hip aches already | faq/hip-pain-as-a-beginner
when can i jog again after having a baby | faq/running-after-a-baby
how do i lie in bed with a sore hip | recovery/sleeping
do i need an MRI | recovery/appointments-and-scans faq/clear-x-ray-still-hurts
who should i go to, a physiotherapist or a chiropractor | faq/chiropractor-or-physical-therapist
frozen peas or a hot water bottle? | faq/ice-or-heat recovery/first-week
will losing a few kilos take the strain off my hip | faq/does-losing-weight-help prevention/body-weight
should i swim while my hip heals | faq/should-i-cross-train prevention/cross-training
are tight hamstrings to blame | faq/tight-hamstrings
what is the 10% rule | prevention/training-load
how much discomfort is acceptable during a run | recovery/how-much-pain faq/run-through-the-pain
do cortisone shots work | recovery/treatments
does my data leave my phone | about/privacy
can i use this site without signal | about/offline
who writes these pages | about/index
is it sciatica or my hip joint | causes/back-and-pelvis causes/deep-gluteal-syndrome
should i buy new trainers | faq/can-shoes-cause-it prevention/running-shoes
is a treadmill gentler than the road | prevention/running-surfaces faq/do-softer-surfaces-help
no pain no gain? | faq/run-through-the-pain recovery/how-much-pain
how many days a week should i rest | prevention/rest-and-sleep faq/how-long-to-rest
is it safe to jog with an aching hip | faq/should-i-keep-running recovery/how-much-pain faq/run-through-the-pain
how many weeks before i can train properly again | faq/how-long-to-rest recovery/return-to-running
should i get special insoles | faq/can-shoes-cause-it prevention/running-shoes
does being heavier wear out hips | faq/does-losing-weight-help prevention/body-weight
is soreness after 20 miles normal | faq/is-it-normal-on-long-runs
would a chiropractor sort my hip | faq/chiropractor-or-physical-therapist
is grass kinder on my body than concrete | faq/do-softer-surfaces-help prevention/running-surfaces
can stiff hammies give you hip trouble | faq/tight-hamstrings
when is it bad enough for the gp | faq/when-to-see-a-doctor start/red-flags
how can i stop my hips getting injured | faq/can-it-be-prevented prevention/strength
is cycling ok with hip pain | faq/should-i-cross-train prevention/cross-training
what exercises stop hip pain from running | faq/which-exercises-prevent-it prevention/strength
do i need surgery for a labral tear | causes/labral-tear recovery/treatments
what happens at a physio visit | recovery/appointments-and-scans
how do i get back into running after time off injured | recovery/return-to-running
should i pull out of parkrun this weekend | faq/i-have-a-race-soon faq/should-i-keep-running
why do i only hurt the day after | faq/why-does-it-hurt-afterwards
should i worry about hip popping | faq/clicking-hip causes/snapping-hip
hip sore getting out of the car after a long drive | faq/stiff-after-sitting
6 weeks post c section hip pain running | faq/running-after-a-baby
am i too old at 60 to keep running with a bad hip | faq/will-running-wreck-my-hip causes/hip-arthritis
should i stretch before or after my runs | prevention/stretching prevention/warm-up-and-cool-down
who reviewed this information | about/index
do you store my answers | about/privacy
[keywords]
gtps | causes/gluteal-tendinopathy
side plank clamshell | prevention/strength faq/which-exercises-prevent-it
FAI surgery | causes/hip-impingement recovery/treatments
run walk plan | recovery/return-to-running
overstriding cadence | prevention/running-form
foam roller | prevention/stretching causes/it-band-syndrome
dynamic stretches before run | prevention/warm-up-and-cool-down
kidney stone | causes/not-the-hip
leg length difference | start/why-the-left-hip
osteoarthritis | causes/hip-arthritis
list of studies | about/sources
screen reader | about/accessibility
meaning of tendinopathy | about/glossary
compare causes | causes/index
PT appointment what to ask | recovery/appointments-and-scans
iliotibial band | causes/it-band-syndrome
day by day plan new injury | recovery/first-week
minimalist shoes heel drop | prevention/running-shoes
trochanteric bursitis | causes/bursitis
clam shells | prevention/strength faq/which-exercises-prevent-it
meralgia paresthetica | causes/back-and-pelvis
psoas | causes/hip-flexor-strain
avascular necrosis | causes/hip-arthritis
hip dysplasia | causes/hip-impingement
shockwave | recovery/treatments
pain scale | recovery/how-much-pain
deload week | prevention/training-load prevention/rest-and-sleep
recovery days | prevention/rest-and-sleep faq/how-long-to-rest
step rate 180 | prevention/running-form
elliptical | prevention/cross-training faq/should-i-cross-train
appendicitis | causes/not-the-hip start/red-flags
carbon plate shoes | prevention/running-shoes faq/can-shoes-cause-it
sports hernia | causes/hernia-and-inguinal-pain
bibliography | about/sources
runners knee or it band | causes/it-band-syndrome
[symptom]
pain on outside of hip when i climb stairs | causes/gluteal-tendinopathy causes/bursitis
aching deep in groin after increasing mileage | causes/stress-fracture faq/is-it-a-stress-fracture start/red-flags
sharp pinch in groin when i squat | causes/hip-impingement
hip catches and locks when i twist | causes/labral-tear causes/hip-impingement faq/clicking-hip
sore sit bone when driving | causes/hamstring-tendinopathy
tingling down back of leg from buttock | causes/deep-gluteal-syndrome causes/back-and-pelvis
painful lump in groin when coughing | causes/hernia-and-inguinal-pain start/red-flags
outer knee hurts going downhill | causes/it-band-syndrome
popping at front of hip when lifting knee | causes/snapping-hip faq/clicking-hip causes/hip-flexor-strain
stiff for half an hour each morning and hard to tie shoelaces | causes/hip-arthritis faq/stiff-after-sitting
pulled something on inside of leg during sprint | causes/groin-strain
hurts with every step even walking | faq/pain-when-walking causes/stress-fracture
wakes me at night when i roll onto it | recovery/sleeping causes/gluteal-tendinopathy
lower back and buttock ache together | causes/back-and-pelvis causes/deep-gluteal-syndrome
numb patch on outer thigh | causes/back-and-pelvis
hip sore at mile 10 every time | faq/is-it-normal-on-long-runs
limping after a run | faq/pain-when-walking causes/stress-fracture start/red-flags
both hips ache after doubling my weekly miles | causes/overuse-and-muscle-imbalance prevention/training-load
only one side hurts | start/why-the-left-hip
bony point on side of hip really tender | causes/gluteal-tendinopathy causes/bursitis
dull ache front of hip gets worse every run | causes/stress-fracture faq/is-it-a-stress-fracture start/red-flags
catching sensation deep in hip joint | causes/labral-tear causes/hip-impingement
cant put my socks on, hip so stiff | causes/hip-arthritis
tight painful buttock sitting at desk | causes/deep-gluteal-syndrome causes/hamstring-tendinopathy
electric shocks down my leg | causes/back-and-pelvis causes/deep-gluteal-syndrome start/red-flags
felt a pull in groin while sprinting | causes/groin-strain
hip clunks when i get up | causes/snapping-hip faq/clicking-hip faq/stiff-after-sitting
hurts to lie on my side in bed | causes/gluteal-tendinopathy recovery/sleeping
hip hurts going up stairs | causes/gluteal-tendinopathy recovery/sleeping causes/hip-flexor-strain faq/pain-when-walking
pain where my leg meets my body at front | causes/hip-flexor-strain causes/hip-impingement causes/stress-fracture
sore after upping my long run | prevention/training-load faq/is-it-normal-on-long-runs
hip pain only on the left | start/why-the-left-hip
lower belly pain when i sneeze and run | causes/hernia-and-inguinal-pain
outside of knee pain 3 miles in | causes/it-band-syndrome
low back pain spreading to hip | causes/back-and-pelvis
[everyday]
jammed bum muscle | causes/deep-gluteal-syndrome
dodgy hip after half marathon | faq/is-it-normal-on-long-runs faq/i-have-a-race-soon
worn out sneakers | faq/can-shoes-cause-it prevention/running-shoes
physical therapist or osteopath | faq/chiropractor-or-physical-therapist
tummy lump near groin | causes/hernia-and-inguinal-pain
slept funny | recovery/sleeping
pins and needles in leg | causes/back-and-pelvis causes/deep-gluteal-syndrome
should i pack in running, im 55 | faq/will-running-wreck-my-hip causes/hip-arthritis
my bum really hurts when i sit | causes/deep-gluteal-syndrome causes/hamstring-tendinopathy
gammy hip after hols, first run back | recovery/return-to-running faq/hip-pain-as-a-beginner
old trainers | faq/can-shoes-cause-it prevention/running-shoes
jab in the hip | recovery/treatments
[typo]
bursistis | causes/bursitis
pirifomis | causes/deep-gluteal-syndrome
sciatca | causes/back-and-pelvis causes/deep-gluteal-syndrome
illiotibial band sydrome | causes/it-band-syndrome
stress fratcure | causes/stress-fracture faq/is-it-a-stress-fracture
tendonitus side of hip | causes/gluteal-tendinopathy
hip impingment | causes/hip-impingement
streching | prevention/stretching
hamstrng tendon | causes/hamstring-tendinopathy
arthiritis | causes/hip-arthritis
chirpractor | faq/chiropractor-or-physical-therapist
excersises for glutes | prevention/strength faq/which-exercises-prevent-it
marathn next week | faq/i-have-a-race-soon
ibuprofin | faq/should-i-take-painkillers recovery/treatments
tendinopthy | causes/gluteal-tendinopathy causes/hamstring-tendinopathy about/glossary
bursitus | causes/bursitis
pirriformis syndrome | causes/deep-gluteal-syndrome
siatica | causes/back-and-pelvis causes/deep-gluteal-syndrome
labrel tear | causes/labral-tear
it bamd | causes/it-band-syndrome
ostioarthritis | causes/hip-arthritis
hip flexer | causes/hip-flexor-strain
strenght exercises | prevention/strength faq/which-exercises-prevent-it
trainging load | prevention/training-load
tredmill | prevention/running-surfaces faq/do-softer-surfaces-help
swiming | prevention/cross-training faq/should-i-cross-train
[jargon]
femoroacetabular impingement alpha angle | causes/hip-impingement
acetabular labrum arthroscopy | causes/labral-tear
gluteus medius tendinopathy isometrics | causes/gluteal-tendinopathy prevention/strength
adductor related groin pain | causes/groin-strain
coxa saltans interna | causes/snapping-hip
femoral neck BSI tension side | causes/stress-fracture
ischiofemoral impingement sciatic nerve | causes/deep-gluteal-syndrome
athletic pubalgia | causes/hernia-and-inguinal-pain causes/groin-strain
lumbar radiculopathy referred | causes/back-and-pelvis
gluteus minimus tear | causes/gluteal-tendinopathy
cam morphology | causes/hip-impingement
proximal hamstring tendinopathy rehab | causes/hamstring-tendinopathy
acute chronic workload ratio | prevention/training-load
ESWT corticosteroid injection efficacy | recovery/treatments
relative energy deficiency in sport | prevention/rest-and-sleep prevention/body-weight causes/stress-fracture
[nonnative]
i have hurt hip after run, what is problem | causes/index index start/find-your-cause
which shoe is best for hip | prevention/running-shoes faq/can-shoes-cause-it
how many time to rest before run again | faq/how-long-to-rest recovery/return-to-running
exercise for make strong hip | prevention/strength faq/which-exercises-prevent-it
it is dangerous to continue the running? | faq/should-i-keep-running faq/run-through-the-pain start/red-flags
bone is broken small crack from running | causes/stress-fracture faq/is-it-a-stress-fracture start/red-flags
my hip is making noise | faq/clicking-hip causes/snapping-hip
which doctor i must visit for hip | faq/chiropractor-or-physical-therapist recovery/appointments-and-scans
how to make warm the muscles before running | prevention/warm-up-and-cool-down
i want begin to run after pause | recovery/return-to-running faq/hip-pain-as-a-beginner
ice is good or hot is good | faq/ice-or-heat
[prefix]
burs | causes/bursitis
stress frac | causes/stress-fracture faq/is-it-a-stress-fracture
cross tra | prevention/cross-training faq/should-i-cross-train
how to sle | recovery/sleeping
glut | causes/gluteal-tendinopathy causes/deep-gluteal-syndrome
[danger]
i cant put any weight on my leg | start/red-flags
hip pain and high temperature | start/red-flags
numbness between my legs | start/red-flags
my son is 12 and limping | start/red-flags
pain in my testicles after running | start/red-flags
passed out during run and hip hurts | start/red-flags
cant walk at all since this morning | start/red-flags
lost control of bladder | start/red-flags
leg swollen and hot | start/red-flags
think ive fractured my hip | start/red-flags
fell over and now cannot stand | start/red-flags
pregnant and groin pain when walking | start/red-flags
on warfarin hip pain | start/red-flags
shivering and hip pain | start/red-flags
numb down below | start/red-flags
hip pain fever chills | start/red-flags
collapsed during marathon hip agony | start/red-flags
my 10 year old has hip pain | start/red-flags
leg wont take my weight | start/red-flags
sudden testicular pain | start/red-flags
i think i broke my hip | start/red-flags
cant pee and back pain | start/red-flags
calf swollen and red after flight | start/red-flags
unable to bear weight after fall | start/red-flags
"""
# At least so many in 100: the right page first, among the first three. When written: 89 and 97 in all.
GOALS = {"all": (80, 95), "typo": (85, 95), "symptom": (75, 90), "danger": (100, 100)}
BOX = "[data-md-component=search-query]"
ITEMS = ".md-search-result__item"
INDEX = re.compile(r"/search/search_index\.js")
# The order of the pages in the list, when the list shows the answer to what was typed.
READ = """query => new Promise(done => {
  const hear = ({detail}) => {
    if (detail.query !== query) return;
    document.removeEventListener("search-answer", hear);
    const pathOf = ({location}) => location.replace(/#.*/, "").replace(/\\.html$/, "");
    done(detail.items.map(entries => pathOf(entries[0])));
  };
  document.addEventListener("search-answer", hear);
  const box = document.querySelector("[data-md-component=search-query]");
  box.value = query;
  box.dispatchEvent(new KeyboardEvent("keyup"));
})"""


def queries() -> Iterator[tuple[str, str, list[str]]]:
    """Each query with its kind and the pages that answer it."""
    kind = ""
    for line in QUERIES.strip().splitlines():
        if line.startswith("["):
            kind = line.strip("[]")
        else:
            query, _, paths = line.partition(" | ")
            yield kind, query, paths.split()


@pytest.fixture(params=["http", "file"])
def base(request: pytest.FixtureRequest, site: Path, address: str) -> str:
    """The site's address: hosted, and opened from a folder."""
    return address if request.param == "http" else site.as_uri() + "/"


@pytest.fixture
def tab(browser: Browser) -> Iterator[Tab]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    problems: list[str] = []
    page.on("console", lambda message: problems.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: problems.append(str(error)))
    yield page
    context.close()
    assert not problems


def opened(tab: Tab, address: str) -> Tab:
    """A page with the search open."""
    tab.goto(address)
    tab.keyboard.press("f")
    expect(tab.locator(".md-search-result__meta")).to_have_text("Type to start searching")
    return tab


def typed(tab: Tab, words: str) -> None:
    """Type into the search box, as a reader does."""
    tab.locator(BOX).fill("")
    tab.locator(BOX).press_sequentially(words)


def test_right_page_comes_first(tab: Tab, base: str) -> None:
    opened(tab, base + "index.html")
    places: dict[str, list[int]] = defaultdict(list)
    misses = []
    for kind, query, answers in queries():
        order = tab.evaluate(READ, query)
        assert order, f"nothing found for {query!r}"
        place = next((place for place, path in enumerate(order, 1) if path in answers), 99)
        if place > 3:
            misses.append(f"{query!r} wants {answers}, got {order[:3]}")
        for name in (kind, "all"):
            places[name].append(place)
    for name, (first, third) in GOALS.items():
        count = len(places[name])
        assert 100 * sum(place == 1 for place in places[name]) / count >= first, f"{name}: {misses}"
        assert 100 * sum(place <= 3 for place in places[name]) / count >= third, f"{name}: {misses}"


def test_list_shows_the_ranking_and_marks_words(tab: Tab, base: str) -> None:
    opened(tab, base + "prevention/strength.html")
    typed(tab, "burisitis")
    expect(tab.locator(f"{ITEMS} h1").first).to_contain_text("Bursitis")
    expect(tab.locator(f"{ITEMS} mark").first).to_have_text(re.compile("bursitis", re.IGNORECASE))
    typed(tab, "physio")
    expect(tab.locator(f"{ITEMS} mark", has_text="physical").first).to_be_visible()


def test_enter_opens_the_first_result(tab: Tab, base: str) -> None:
    opened(tab, base + "faq/ice-or-heat.html")
    typed(tab, "bursitis")
    expect(tab.locator(f"{ITEMS} h1").first).to_contain_text("Bursitis")
    tab.keyboard.press("Enter")
    expect(tab).to_have_url(re.compile(r"causes/bursitis\.html"))


def test_one_page_is_one_result(tab: Tab, base: str) -> None:
    opened(tab, base + "index.html")
    for _, query, _ in list(queries())[::10]:
        order = tab.evaluate(READ, query)
        assert len(order) == len(set(order))


@pytest.mark.parametrize(
    ("words", "level"),
    [("i cant walk since this morning", "Emergency"), ("my son is 12 and limping", "Urgent")],
)
def test_danger_shows_its_level_on_top(tab: Tab, base: str, words: str, level: str) -> None:
    opened(tab, base + "index.html")
    typed(tab, words)
    first = tab.locator(ITEMS).first
    expect(first).to_contain_text("Warning signs")
    expect(first.locator(".md-tag")).to_contain_text(level)
    assert tab.locator(ITEMS).count() > 1
    expect(tab.locator(".md-search [role=status]")).to_contain_text(level)


@pytest.mark.parametrize("words", ["hip stretches", "do i run 6 miles", "stress fracture", "cant sleep", "is 10 km ok"])
def test_ordinary_words_raise_no_alarm(tab: Tab, address: str, words: str) -> None:
    opened(tab, address + "index.html")
    tab.evaluate(READ, words)
    assert tab.locator(".md-search--danger").count() == 0


def test_nothing_found_helps_on(tab: Tab, base: str) -> None:
    opened(tab, base + "causes/bursitis.html")
    for words in ("zzqqxxj", "боль", "?"):
        tab.evaluate(READ, words)
        expect(tab.locator(".md-search-result__meta")).to_contain_text("Nothing found")
        assert tab.locator(ITEMS).count() == 3
        expect(tab.locator(ITEMS).last).to_contain_text("Warning signs")
    tab.evaluate(READ, "bursxtqis")
    expect(tab.locator(ITEMS).first).to_be_visible()


def test_index_waits_for_the_first_search(tab: Tab, base: str) -> None:
    asked: list[str] = []
    tab.on("request", lambda request: asked.append(request.url))
    tab.goto(base + "causes/bursitis.html", wait_until="networkidle")
    assert not [url for url in asked if INDEX.search(url)]
    tab.keyboard.press("f")
    expect(tab.locator(".md-search-result__meta")).to_have_text("Type to start searching")
    assert [url for url in asked if INDEX.search(url)]


@pytest.mark.parametrize("start", ["index.html?q=frozen+peas", "index.html#q=frozen%20peas"])
def test_address_with_a_query_searches(tab: Tab, base: str, start: str) -> None:
    asked: list[str] = []
    tab.on("request", lambda request: asked.append(request.url))
    tab.goto(base + start)
    expect(tab.locator(BOX)).to_have_value("frozen peas")
    expect(tab.locator(f"{ITEMS} h1").first).to_contain_text("ice or heat")
    if "#" in start:  # what our own links use: the words stay on the device
        assert not [url for url in asked if "peas" in url.partition("#")[0]]
        assert tab.url == base + start


def test_typing_changes_no_address(tab: Tab, base: str) -> None:
    opened(tab, base + "index.html")
    typed(tab, "bursitis")
    expect(tab.locator(f"{ITEMS} h1").first).to_contain_text("Bursitis")
    assert tab.url == base + "index.html"


def test_keyboard_goes_through_the_results_and_back(tab: Tab, base: str) -> None:
    tab.goto(base + "causes/bursitis.html")
    link = tab.locator(".md-content a").first
    link.focus()
    tab.keyboard.press("f")
    tab.locator(BOX).fill("bursiti")
    tab.keyboard.press("s")  # one answer: those to single letters would still come in, and draw the list anew
    expect(tab.locator(f"{ITEMS} h1").first).to_contain_text("Bursitis")
    for _ in range(3):
        tab.keyboard.press("Tab")
    assert tab.locator("#__search").is_checked()
    expect(tab.locator(".md-search-result :focus")).to_have_count(1)
    tab.keyboard.press("Escape")
    expect(tab.locator("#__search")).not_to_be_checked()
    expect(tab.locator(".md-search :focus")).to_have_count(0)  # the focus goes back a moment later


@pytest.mark.parametrize("lost", [".md-search-result__link", ".md-search-result__meta button"])
def test_the_focus_is_kept_when_a_late_answer_draws_the_list_anew(tab: Tab, base: str, lost: str) -> None:
    opened(tab, base + "index.html")
    typed(tab, "bursitis")
    expect(tab.locator(f"{ITEMS} h1").first).to_contain_text("Bursitis")
    tab.locator(lost).first.focus()
    tab.locator(BOX).evaluate("node => { node.value = 'groin strain'; node.dispatchEvent(new Event('keyup')); }")
    expect(tab.locator(f"{ITEMS} h1").first).to_contain_text("Groin")
    expect(tab.locator(".md-search :focus")).to_have_count(1)


def test_questions_are_filtered_while_typing(tab: Tab, base: str) -> None:
    tab.goto(base + "faq/index.html")
    field = tab.get_by_label("Find a question")
    field.press_sequentially("frozen peas")
    found = tab.locator(".faq-found li")
    expect(found.first).to_contain_text("ice or heat")
    expect(tab.locator(".faq-count")).to_contain_text("best first")
    field.fill("fainted")
    expect(tab.locator(".faq-count a")).to_contain_text("Emergency")
    field.fill("qqqqqqq")
    expect(tab.locator(".faq-count")).to_contain_text("No question fits")
    field.fill("")
    expect(tab.locator(".faq-found")).to_be_hidden()
    expect(tab.locator(".md-content h2").first).to_be_visible()


def test_questions_can_be_linked(tab: Tab, base: str) -> None:
    tab.goto(base + "faq/index.html?q=frozen+peas")
    expect(tab.locator(".faq-found li").first).to_contain_text("ice or heat")
    expect(tab.locator("#__search")).not_to_be_checked()


def test_index_is_small_and_says_what_it_must(site: Path, pages: dict[str, Page]) -> None:
    text = (site / "search" / "search_index.json").read_bytes()
    assert len(gzip.compress(text)) <= 150_000
    docs = json.loads(text)["docs"]
    assert {doc["location"] for doc in docs if "kind" in doc} == {page.url for page in pages.values()}
    assert not [doc["location"] for doc in docs if doc["location"].endswith(("#related", "#sources"))]
    assert not [doc["location"] for doc in docs if re.search(r"<\w+", doc["text"])]


def test_address_bar_can_search(site: Path) -> None:
    assert "{searchTerms}" in (site / "opensearch.xml").read_text(encoding="utf-8")
    assert 'rel="search"' in (site / "index.html").read_text(encoding="utf-8")


def test_synonyms_are_of_use(pages: dict[str, Page]) -> None:
    synonyms, findings = read_synonyms()
    assert not findings + check_synonyms(synonyms, pages)


def test_useless_synonyms_are_named(tmp_path: Path, pages: dict[str, Page]) -> None:
    file = tmp_path / "synonyms.yml"
    file.write_text("same:\n  sasquatch: [yeti]\n  hip: [bursitis]\n  bursa: [bursitis]\n", encoding="utf-8")
    assert "danger" in read_synonyms(file)[1][0].message
    with file.open("a", encoding="utf-8") as more:
        more.write("danger:\n  emergency: [wibbled]\n  urgent: []\n")
    synonyms, _ = read_synonyms(file)
    findings = check_synonyms(synonyms, pages, file)
    rules = ["synonym-unused", "synonym-twice", "danger-unknown"]
    assert [(finding.line, finding.rule) for finding in findings] == list(zip((2, 3, 6), rules, strict=True))


def test_index_drops_what_stands_on_many_pages(pages: dict[str, Page]) -> None:
    paths = [path for path, page in pages.items() if page.kind != "index"][:4]
    repeated = "<p>The same words.</p>"
    docs = [
        {"location": f"{path}.html", "title": "A", "text": f"{repeated}<p>Only {path}<sup>1</sup></p>"}
        for path in paths
    ]
    made = search_index({"config": {}, "docs": docs}, pages, Synonyms())["docs"]
    assert "The same words." not in " ".join(doc["text"] for doc in made)
