"""Each rule of the page contract: a page that keeps it, and one that breaks it in one place."""

from __future__ import annotations

from datetime import date

import pytest

from scripts.contract import check_pages
from scripts.pages import FrontMatter, Page

META = FrontMatter(
    title="Should I run?",
    description="No, not until someone has looked at it. Then step by step, and with less.",
    checked=date(2026, 11, 22),
    next_check=date(2028, 11, 22),
)
FILLER = "\n\n".join(["Your hip needs rest. Walk a little on each day. Then see how it feels."] * 9)
GOOD = f"""
# Should I run?

**No.** Rest first. Then walk.

--8<-- "bone-warning.md"

## What to do

1. Rest for a day.
2. Read [the first week](../recovery/first-week.md).

{FILLER}

!!! urgent "Call a doctor today if:"
    - the pain in your groin grows
    - you limp

**What to say when you call:** "I run. My groin hurts."

## How sure are we?

Not very (opinion evidence).

**More:** [the first week](../recovery/first-week.md)
"""


def rules_broken(body: str, path: str = "faq/run") -> list[str]:
    page = Page(path, f"docs/{path}.md", META, body, first_line=9)
    return [finding.rule for finding in check_pages({path: page})]


def test_the_good_page_breaks_no_rule() -> None:
    assert rules_broken(GOOD) == []


@pytest.mark.parametrize(
    ("rule", "old", "new"),
    [
        ("heading", "# Should I run?", "# Another title"),
        ("heading", "## What to do", "#### What to do"),
        ("skeleton", "## How sure are we?", "## Certainty"),
        ("sentence-length", "Rest first.", "Rest " + "and rest " * 13 + "first."),
        ("paragraph-length", "**No.** Rest first. Then walk.", "**No.** Rest first. Then walk. Then sleep."),
        ("list-length", "1. Rest for a day.", "\n".join(f"{n}. Rest for a day." for n in range(1, 8))),
        ("link-text", "[the first week](../recovery", "[here](../recovery"),
        ("link-text", "../recovery/first-week.md)\n", "https://example.com/)\n"),
        ("care-card", 'today if:"', 'today"'),
        ("care-card", "    - you limp", "    - you limp\n\n    Stay calm."),
        ("care-card", "!!! urgent", "!!! danger"),
        ("phone-words", "**What to say when you call:**", "**Say:**"),
        ("no-home-test", "Rest first.", "Try to hop on that leg."),
        ("plain-words", "Rest first.", "Simply rest."),
        ("faq-length", FILLER, "Rest."),
        ("faq-more", "**More:** [", "See ["),
    ],
)
def test_a_broken_rule_is_found(rule: str, old: str, new: str) -> None:
    assert old in GOOD
    assert rule in rules_broken(GOOD.replace(old, new, 1))


def test_a_page_without_a_word_on_bone_is_found() -> None:
    body = GOOD.replace('--8<-- "bone-warning.md"', "").replace("in your groin", "in your side")
    assert "bone-warning" in rules_broken(body)
    assert "bone-warning" not in rules_broken(GOOD.replace('--8<-- "bone-warning.md"', ""))


def test_a_second_card_of_one_level_is_found() -> None:
    card = '!!! urgent "Call now if:"\n    - it is worse\n\n!!! urgent'
    assert "care-card" in rules_broken(GOOD.replace("!!! urgent", card, 1))


def test_a_hard_page_is_found() -> None:
    hard = "Intra-articular administration necessitates radiological visualization. "
    assert "reading-level" in rules_broken(GOOD.replace(FILLER, "\n\n".join([hard * 3] * 20)))


def test_the_words_hop_and_never_may_stand_together() -> None:
    assert "no-home-test" not in rules_broken(GOOD.replace("Rest first.", "Never try to hop on that leg."))


EXERCISE = """### Bridge

<!-- figure: bridge -->

**What for:** the big buttock muscle.

1. Lie on your back.
2. Lift your hips.

- **Dose:** 8 times.
- **Easier:** lift less.
- **Harder:** lift one foot.
- **Stop if:** your back hurts.
- **How sure:** not tested.

## How sure are we?"""


@pytest.mark.parametrize("line", [line for line in EXERCISE.splitlines()[1:-1] if line and line[0] != "2"])
def test_an_exercise_that_lacks_a_part_is_found(line: str) -> None:
    body = GOOD.replace("## How sure are we?", EXERCISE)
    assert rules_broken(body) == []
    assert rules_broken(body.replace(line, "")) == ["exercise"]
