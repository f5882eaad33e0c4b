"""The Markdown extension: what a writer types, and what a reader gets."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from markdown import markdown

from scripts import glossary as glossary_module
from scripts import references as references_module
from scripts.glossary import Term
from scripts.references import Reference

SOURCE = Reference(kind="rct", authors="Doe J", title="A <trial>", container="Journal", year=2020, doi="10.1000/x")


@pytest.fixture(autouse=True)
def small_data(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A bibliography of one source and a glossary of two terms."""
    terms = {
        "tendon": Term(means="A strong cord that joins muscle to bone."),
        "hamstring tendon": Term(
            means="The cord that joins the hamstring to the sitting bone.", also=["high hamstring"]
        ),
    }
    monkeypatch.setattr("scripts.site_markdown.bibliography", lambda: {"doe-2020": SOURCE})
    monkeypatch.setattr("scripts.site_markdown.glossary", lambda: terms)
    monkeypatch.setattr(glossary_module, "glossary", lambda: terms)
    for cached in (glossary_module.pattern, glossary_module._forms):
        cached.cache_clear()
    yield
    for cached in (glossary_module.pattern, glossary_module._forms):
        cached.cache_clear()
    references_module.bibliography.cache_clear()


def render(text: str) -> str:
    return markdown(text, extensions=["admonition", "footnotes", "tables", "md_in_html", "scripts.site_markdown"])


def test_a_citation_becomes_a_footnote_with_a_link_to_its_doi() -> None:
    html = render("It works.[^doe-2020]")
    assert "Doe J. A &lt;trial&gt;. Journal, 2020. Randomized trial." in html
    assert 'href="https://doi.org/10.1000/x"' in html


def test_a_citation_inside_a_block_of_html_works_too() -> None:
    assert "Randomized trial" in render("<div markdown>\n\nIt works.[^doe-2020]\n\n</div>")


def test_an_unknown_citation_stays_as_typed_so_that_the_check_finds_it() -> None:
    assert "[^doe-2021]" in render("It works.[^doe-2021]")


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("emergency", "Emergency."),
        ("urgent", "Urgent: today or tomorrow."),
        ("see-someone", "See someone: in the next weeks."),
    ],
)
def test_a_care_card_says_its_level_before_its_call_to_action(kind: str, words: str) -> None:
    html = render(f'!!! {kind} "Call if:"\n    - you limp')
    assert f'<div class="care care--{kind}">' in html
    assert f'<span class="care__level">{words}</span> Call if:' in html


def test_another_admonition_is_left_alone() -> None:
    assert 'class="admonition bone"' in render('!!! bone "Before"\n    Stop.')


def test_each_cell_of_a_table_names_its_column() -> None:
    html = render("Cause | Time\n--- | ---\nStrain | 2 weeks")
    assert '<td data-label="Time" role="cell">2 weeks</td>' in html or 'role="cell" data-label="Time"' in html
    assert html.count('role="columnheader"') == 2
    assert 'scope="col"' in html


def test_the_first_use_of_a_term_links_to_the_glossary_and_later_ones_do_not() -> None:
    html = render("A *sore* tendon. Tendons heal.\n\nThe tendon again.")
    assert html.count('class="term"') == 1
    assert 'href="/about/glossary.md#tendon"' in html
    assert 'data-means="A strong cord that joins muscle to bone."' in html
    assert "sore</em> <a" in html


def test_a_term_that_the_page_links_in_the_same_words_keeps_that_link_only() -> None:
    assert 'class="term"' not in render("A tendon. See [Tendons](tendons.md).")


def test_the_longest_term_wins_and_other_forms_count() -> None:
    html = render("The high hamstring is a tendon, and the hamstring tendon is one.")
    assert 'href="/about/glossary.md#hamstring-tendon">high hamstring</a>' in html.replace("\n", " ") or (
        "#hamstring-tendon" in html and ">high hamstring</a>" in html
    )
    assert html.count("#hamstring-tendon") == 1
    assert html.count("#tendon") == 1


@pytest.mark.parametrize(
    "text",
    ["# A tendon", "[the tendon](x.md)", "A superb tendonitis."],
)
def test_headings_links_and_parts_of_words_are_left_alone(text: str) -> None:
    assert 'class="term"' not in render(text)
