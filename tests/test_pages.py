"""Front matter: each way to get it wrong has its message, with file and line."""

from __future__ import annotations

from pathlib import Path

import pytest

from scripts.pages import read_pages, related_pages

GOOD = """---
title: A page about hips
description: A description that is long enough to pass the check of at least fifty characters.
also: [hips]
related: []
checked: 2026-11-22
next_check: 2028-11-22
---

# A page about hips

Text.
"""


def write(docs: Path, path: str, text: str) -> None:
    file = docs / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def test_a_good_page_has_no_finding(tmp_path: Path) -> None:
    write(tmp_path, "faq/hips.md", GOOD)
    pages, findings = read_pages(tmp_path)
    assert findings == []
    assert pages["faq/hips"].kind == "faq"
    assert pages["faq/hips"].first_line == 9


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ("also: [hips]", "alsoo: [hips]", 4, 'unknown key "alsoo". Remove it. Did you mean "also"?'),
        ("also: [hips]", "title: Twice", 4, '"title" stands twice'),
        ("title: A page about hips", "title: " + "x" * 61, 2, "at most 60 characters"),
        ("description: A description that is long enough", "description: x", 3, "at least 50 characters"),
        ("checked: 2026-11-22\n", "", 1, 'the key "checked" is missing'),
        ("next_check: 2028-11-22", "next_check: 2030-11-22", 7, "at most 3 years later"),
        ("related: []", "related: [faq/hops]", 5, '"faq/hops" is no page'),
        ("related: []", "related: [faq/hips]", 5, "is this page itself"),
        ("title: A page", "title: A: page", 2, "not valid YAML"),
        ("---\ntitle", "title", 1, "does not begin with front matter"),
    ],
)
def test_bad_front_matter_names_line_and_mend(tmp_path: Path, old: str, new: str, line: int, message: str) -> None:
    assert old in GOOD
    write(tmp_path, "faq/hips.md", GOOD.replace(old, new, 1))
    _, findings = read_pages(tmp_path)
    assert [(f.line, message in f.message) for f in findings] == [(line, True)], findings


def test_a_cause_needs_what_the_compare_table_shows(tmp_path: Path) -> None:
    write(tmp_path, "causes/hips.md", GOOD)
    _, findings = read_pages(tmp_path)
    missing = {f.message.split('"')[1] for f in findings}
    assert missing == {"plain", "where", "starts", "stirs", "apart", "urgency", "run", "weeks", "clues"}


def test_an_unreadable_page_is_named_and_the_rest_is_still_read(tmp_path: Path) -> None:
    write(tmp_path, "faq/hips.md", GOOD)
    (tmp_path / "faq/bad.md").write_bytes(b"\xff\xfe\x00")
    pages, findings = read_pages(tmp_path)
    assert list(pages) == ["faq/hips"]
    assert [f.rule for f in findings] == ["unreadable"]


def test_titles_are_unique(tmp_path: Path) -> None:
    write(tmp_path, "faq/a.md", GOOD)
    write(tmp_path, "faq/b.md", GOOD)
    assert {f.rule for f in read_pages(tmp_path)[1]} == {"unique-title", "unique-description"}


def test_related_pages_are_shown_on_both_sides(tmp_path: Path) -> None:
    write(tmp_path, "faq/a.md", GOOD.replace("related: []", "related: [faq/b]"))
    other = GOOD.replace("about hips", "about knees").replace("long enough", "quite long enough")
    write(tmp_path, "faq/b.md", other)
    pages, _ = read_pages(tmp_path)
    assert [p.path for p in related_pages(pages["faq/b"], pages)] == ["faq/a"]
