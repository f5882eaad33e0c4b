"""The built site, file by file: every page is there and says what it must."""

from __future__ import annotations

import json
import os
import re
import statistics
import struct
import subprocess
import sys
import unicodedata
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import rdflib

from scripts.contract import Text
from scripts.other_forms import BOOK
from scripts.pages import ROOT, Page, related_pages
from scripts.references import cited, read_references
from scripts.site_markdown import CARE_LEVELS
from tests.conftest import parsed

# The public paths. Readers' bookmarks rest on them: a path is added here, never changed.
PATHS = """
index
start/find-your-cause start/red-flags start/why-the-left-hip start/the-hip-in-drawings
causes/index causes/overuse-and-muscle-imbalance causes/it-band-syndrome causes/bursitis causes/stress-fracture
causes/hip-impingement causes/gluteal-tendinopathy causes/labral-tear causes/hip-flexor-strain causes/groin-strain
causes/hamstring-tendinopathy causes/deep-gluteal-syndrome causes/snapping-hip causes/hip-arthritis
causes/back-and-pelvis causes/hernia-and-inguinal-pain causes/not-the-hip
prevention/index prevention/warm-up-and-cool-down prevention/training-load prevention/rest-and-sleep
prevention/running-form prevention/strength prevention/stretching prevention/running-shoes
prevention/running-surfaces prevention/cross-training prevention/body-weight
recovery/index recovery/first-week recovery/how-much-pain recovery/return-to-running recovery/treatments
recovery/appointments-and-scans recovery/sleeping recovery/print-sheets
faq/index faq/should-i-keep-running faq/how-long-to-rest faq/which-exercises-prevent-it faq/ice-or-heat
faq/can-shoes-cause-it faq/does-losing-weight-help faq/is-it-normal-on-long-runs
faq/chiropractor-or-physical-therapist faq/run-through-the-pain faq/do-softer-surfaces-help faq/tight-hamstrings
faq/when-to-see-a-doctor faq/can-it-be-prevented faq/should-i-cross-train
faq/i-have-a-race-soon faq/is-it-a-stress-fracture faq/why-does-it-hurt-afterwards faq/why-does-it-keep-coming-back
faq/will-running-wreck-my-hip faq/clear-x-ray-still-hurts faq/should-i-take-painkillers faq/clicking-hip
faq/pain-when-walking faq/running-after-a-baby faq/stiff-after-sitting faq/hip-pain-as-a-beginner
about/index about/sources about/glossary about/offline about/privacy about/accessibility about/changes about/whole-site
""".split()
FIVE_CAUSES = ["Overuse", "IT band", "Bursitis", "Stress fracture", "impingement"]
FOURTEEN_QUESTIONS = [
    "continue running",
    "long should I rest",
    "exercises can help prevent",
    "ice or heat",
    "shoes affect",
    "losing weight",
    "normal to have hip pain",
    "chiropractor or physical therapist",
    "through the pain",
    "softer surfaces",
    "tight hamstrings",
    "see a doctor",
    "be prevented",
    "cross-train",
]


@pytest.mark.parametrize("path", PATHS)
def test_every_public_path_is_built_with_its_title(site: Path, pages: dict[str, Page], path: str) -> None:
    html = parsed(site / f"{path}.html")
    headings = html.css("article h1")
    assert [heading.text(strip=True).rstrip("#") for heading in headings] == [pages[path].meta.title]


def test_no_page_is_built_that_is_not_a_public_path(site: Path) -> None:
    built = {file.relative_to(site).with_suffix("").as_posix() for file in site.rglob("*.html")}
    assert built == {*PATHS, "404"}


def test_the_five_causes_stand_in_the_index_of_causes(site: Path) -> None:
    names = " ".join(link.text() for link in parsed(site / "causes/index.html").css("article td a"))
    assert [name for name in FIVE_CAUSES if name.casefold() not in names.casefold()] == []


def test_the_fourteen_questions_stand_in_the_index_of_questions_in_their_order(site: Path) -> None:
    text = " ".join(link.text() for link in parsed(site / "faq/index.html").css("article li a")).casefold()
    places = [text.find(question.casefold()) for question in FOURTEEN_QUESTIONS]
    assert -1 not in places
    assert places == sorted(places)


def test_the_reading_level_is_that_of_the_style_guide(pages: dict[str, Page]) -> None:
    grades = {page.path: Text(page).grade for page in pages.values() if Text(page).prose}
    assert statistics.median(grades.values()) <= 6.0
    assert {path: grade for path, grade in grades.items() if grade > 7.5} == {}


@pytest.mark.parametrize("path", PATHS)
def test_structured_data_says_what_the_page_is(site: Path, pages: dict[str, Page], path: str) -> None:
    script = parsed(site / f"{path}.html").css_first("script[type='application/ld+json']")
    assert script is not None
    text = script.text()
    graph = {node["@type"]: node for node in json.loads(text)["@graph"]}
    page = pages[path]
    web_page = graph["WebPage" if page.folder == "about" else "MedicalWebPage"]
    assert web_page["name"] == page.meta.title
    assert web_page["dateModified"] == page.meta.checked.isoformat()
    assert "reviewedBy" not in text
    assert ("FAQPage" in graph) == (page.folder == "faq")
    assert ("BreadcrumbList" in graph) == bool(page.folder)
    assert ("about" in web_page) == (page.kind == "causes")


def test_the_index_of_questions_answers_each_for_machines(site: Path, pages: dict[str, Page]) -> None:
    script = parsed(site / "faq/index.html").css_first("script[type='application/ld+json']")
    assert script is not None
    graph = {node["@type"]: node for node in json.loads(script.text())["@graph"]}
    questions = [entry["name"] for entry in graph["FAQPage"]["mainEntity"]]
    assert sorted(questions) == sorted(page.meta.title for page in pages.values() if page.kind == "faq")


@pytest.mark.parametrize("path", PATHS)
def test_descriptions_and_social_tags_come_from_the_front_matter(site: Path, pages: dict[str, Page], path: str) -> None:
    html = parsed(site / f"{path}.html")
    tags = {
        tag.attributes.get("name") or tag.attributes.get("property"): tag.attributes.get("content")
        for tag in html.css("meta")
    }
    assert tags["description"] == tags["og:description"] == pages[path].meta.description
    assert tags["og:title"] == pages[path].meta.title


@pytest.mark.parametrize("path", [path for path in PATHS if path != "index"])
def test_related_pages_are_shown_on_both_sides(site: Path, pages: dict[str, Page], path: str) -> None:
    html = (site / f"{path}.html").read_text(encoding="utf-8")
    related = html.partition('id="related"')[2].partition('id="sources"')[0]
    shown = {
        Path(os.path.normpath(Path(path).parent / match)).with_suffix("").as_posix()
        for match in re.findall(r'href="((?!https:)[^"#]+\.html)"', related.partition('class="dates"')[0])
    }
    expected = {page.path for page in related_pages(pages[path], pages) if page.path != "index"}
    assert shown == expected


@pytest.mark.parametrize("path", PATHS)
def test_every_citation_has_its_source_on_the_page(site: Path, pages: dict[str, Page], path: str) -> None:
    references, _ = read_references()
    html = parsed(site / f"{path}.html")
    listed = {item.attributes["id"] for item in html.css(".footnote li")}
    assert listed >= {f"fn-{key}" for key in cited(pages[path].body)}
    for key in cited(pages[path].body):
        item = html.css_first(f"#fn-{key}")
        assert item is not None
        assert references[key].title.rstrip(".")[:40] in item.text()
        assert not references[key].link or item.css_first(f'a[href="{references[key].link}"]')


def test_all_sources_are_listed_with_the_pages_that_cite_them(site: Path, pages: dict[str, Page]) -> None:
    references, _ = read_references()
    html = (site / "about/sources.html").read_text(encoding="utf-8")
    assert html.count("Cited on:") == len(references)
    linked = set(re.findall(r'href="\.\./([a-z]+/[a-z-]+)\.html"', html.partition("<article")[2]))
    assert linked >= {path for path, page in pages.items() if cited(page.body) and path != "index"}


@pytest.mark.parametrize("path", ["about/sources", "about/glossary"])
def test_long_lists_stand_under_their_letters(site: Path, path: str) -> None:
    article = parsed(site / f"{path}.html").css_first("article")
    assert article is not None
    row = [link.text() for link in article.css(".letters a")]
    assert row == sorted(set(row)) and len(row) > 20
    letter, under = "", dict.fromkeys(row, 0)
    for node in article.css("h2, h3, .bibliography li"):
        if node.tag == "h2":
            letter = (node.attributes["id"] or "").upper()
        elif letter in under:
            first = unicodedata.normalize("NFD", node.text(strip=True)).upper()[0]  # Š stands with S
            assert first == letter
            under[letter] += 1
    assert all(under.values())


@pytest.mark.parametrize("path", PATHS)
def test_each_care_card_says_its_level_in_words(site: Path, path: str) -> None:
    for card in parsed(site / f"{path}.html").css(".care"):
        level = next(name for name in CARE_LEVELS if f"care--{name}" in (card.attributes["class"] or ""))
        assert card.text(strip=True).startswith(CARE_LEVELS[level])


def test_no_page_keeps_an_unrendered_mark(site: Path) -> None:
    marks = re.compile(r"\[\^|///|!!! |--8<--|<!-- list:|\]\(")
    left = {}
    for file in site.rglob("*.html"):
        article = parsed(file).css_first("article")
        if article is not None and (found := marks.search(article.text())):
            left[file.name] = found[0]
    assert left == {}


def test_no_page_names_a_resource_of_another_host(site: Path) -> None:
    outside = []
    for file in site.rglob("*.html"):
        for node in parsed(file).css(
            "script[src], img[src], iframe[src], link[rel=stylesheet], link[rel=icon], source"
        ):
            target = node.attributes.get("src") or node.attributes.get("href") or ""
            if urlsplit(target).netloc:
                outside.append((file.name, target))
    assert outside == []


def test_the_sitemap_has_the_true_date_of_every_page(site: Path, pages: dict[str, Page]) -> None:
    text = (site / "sitemap.xml").read_text(encoding="utf-8")
    dates = dict(re.findall(r"<loc>https?://[^/]+/(.*?)</loc>\s*<lastmod>(.*?)</lastmod>", text, re.DOTALL))
    expected = {page.url: page.meta.checked.isoformat() for page in pages.values() if page.path != BOOK}
    assert dates == expected


def test_a_second_build_gives_the_same_bytes(site: Path, tmp_path: Path) -> None:
    again = tmp_path / "site"
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", str(again)]
    subprocess.run(command, cwd=ROOT, check=True)
    names = {file.relative_to(site) for file in site.rglob("*") if file.is_file()}
    assert names == {file.relative_to(again) for file in again.rglob("*") if file.is_file()}
    assert [name for name in sorted(names) if (site / name).read_bytes() != (again / name).read_bytes()] == []


@pytest.mark.parametrize("path", PATHS)
def test_the_card_of_a_shared_link_is_there_in_the_size_it_says(site: Path, path: str) -> None:
    html = parsed(site / f"{path}.html")
    tags = {tag.attributes["property"]: tag.attributes["content"] or "" for tag in html.css("meta[property]")}
    picture = (site / urlsplit(tags["og:image"]).path.lstrip("/")).read_bytes()
    width, height = struct.unpack(">II", picture[16:24])  # a PNG has its size there
    assert [str(width), str(height)] == [tags["og:image:width"], tags["og:image:height"]]
    assert len(tags["og:image:alt"]) > 20


@pytest.mark.parametrize("path", PATHS)
def test_structured_data_uses_the_terms_of_schema_org_only(site: Path, path: str) -> None:
    script = parsed(site / f"{path}.html").css_first("script[type='application/ld+json']")
    assert script is not None
    unknown: list[str] = []

    def walk(value: object) -> None:
        if isinstance(value, list):
            for item in value:
                walk(item)
        elif isinstance(value, dict):
            for key, inner in value.items():
                names = [str(inner)] if key == "@type" else [] if key.startswith("@") else [key]
                unknown.extend(name for name in names if name not in rdflib.SDO)
                walk(inner)

    walk(json.loads(script.text()))
    assert unknown == []
