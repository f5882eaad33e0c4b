"""The bibliography and the glossary: each way to get an entry wrong has its message."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from scripts.glossary import check_glossary
from scripts.pages import FrontMatter, Page
from scripts.references import Reference, check_citations, read_references

GOOD = """doe-2020:
  kind: rct
  authors: "Doe J"
  title: "A trial"
  year: 2020
  doi: "10.1000/x"
"""
META = FrontMatter(title="A page", description="x" * 60, checked=date(2026, 11, 22), next_check=date(2028, 11, 22))


def page(body: str) -> dict[str, Page]:
    return {"faq/a": Page("faq/a", "docs/faq/a.md", META, body, first_line=9)}


def references(tmp_path: Path, text: str) -> Path:
    file = tmp_path / "references.yml"
    file.write_text(text, encoding="utf-8")
    return file


def test_a_good_bibliography_has_no_finding(tmp_path: Path) -> None:
    file = references(tmp_path, GOOD)
    known, findings = read_references(file)
    assert findings == []
    assert check_citations(page("True.[^doe-2020]"), known, file) == []


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("kind: rct", "kind: blog", "kind"),
        ('doi: "10.1000/x"', 'doi: "x"', "doi"),
        ("year: 2020", "yaer: 2020", "yaer"),
        ('doi: "10.1000/x"', 'url: "http://example.com/"', "url"),
        ("doe-2020:", "doe-2020:\n  kind: rct\ndoe-2020:", "twice"),
        ("doe-2020:", "doe-2020: [", "cannot be read"),
    ],
)
def test_a_bad_entry_is_named(tmp_path: Path, old: str, new: str, message: str) -> None:
    assert old in GOOD
    _, findings = read_references(references(tmp_path, GOOD.replace(old, new, 1)))
    assert any(message in finding.message for finding in findings), findings


def test_an_unknown_id_has_file_line_and_the_nearest_id(tmp_path: Path) -> None:
    file = references(tmp_path, GOOD)
    known, _ = read_references(file)
    findings = check_citations(page("First.[^doe-2020]\n\nThen.[^doe-2002]"), known, file)
    assert [(f.file, f.line, f.rule) for f in findings] == [("docs/faq/a.md", 11, "citation")]
    assert 'Did you mean "doe-2020"?' in findings[0].message


def test_a_source_that_nobody_cites_is_named_with_its_line(tmp_path: Path) -> None:
    file = references(tmp_path, "# notes\n" + GOOD)
    known, _ = read_references(file)
    assert [(f.line, f.rule) for f in check_citations(page("No source."), known, file)] == [(2, "uncited")]


def test_a_source_without_an_address_has_no_link() -> None:
    entry = Reference(kind="review", authors="Doe J.", title="A book?", year=1999)
    assert entry.as_html() == "Doe J. A book?. 1999. Overview."


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("tendon:\n  means: A strong cord of the body.\n", None),
        ("labrum:\n  means: A ring in the hip joint.\n", 'no page uses "labrum"'),
        ("tendon:\n  means: A strong cord of the body.\n  page: faq/b\n", '"faq/b" is no page'),
        ("tendon:\n  means: A cord of the body.\ncord:\n  means: A cord of the body.\n  also: [tendon]\n", "Keep one"),
        ("tendon:\n  meaning: A strong cord.\n", "means"),
        ("- tendon\n", "must be a mapping"),
    ],
)
def test_the_glossary_is_checked(tmp_path: Path, text: str, message: str | None) -> None:
    file = tmp_path / "glossary.yml"
    file.write_text(text, encoding="utf-8")
    findings = check_glossary(page("A tendon is a cord."), file)
    assert bool(findings) == bool(message)
    assert not message or any(message in finding.message for finding in findings)
