"""What machines read of a page: schema.org in JSON-LD, made from front matter, and the card of a shared link.

Types and properties are those of schema.org: MedicalWebPage, MedicalCondition, FAQPage, BreadcrumbList.
There is no `reviewedBy`: no clinician has reviewed the pages.
"""

from __future__ import annotations

from typing import Any

from scripts.pages import FOLDER_NAMES, Page

ORGANIZATION = "Runner's Hip"
# Folder: what its card says, and its drawing below docs/assets/figures/.
CARD_WORDS = {
    "start": ("Why does my hip hurt after running?", "Is it urgent, what could it be, what to do this week.", "runner"),
    "causes": ("Causes of hip pain in runners", "Where each hurts, and what sets it apart.", "exercises/stairs"),
    "prevention": ("Keep your hips fit for running", "What works, and how sure we are.", "exercises/step-up"),
    "recovery": ("Back to running, step by step", "The first week, treatments, sleep.", "exercises/sleep-on-side"),
    "faq": ("Runners ask about sore hips", "Short answers, each with its sources.", "exercises/sit-upright"),
    "about": ("How this site is made", "Every claim has a source. Nothing is tracked.", "runner"),
}


def card(page: Page) -> tuple[str, str]:
    """The picture that a messenger shows beside a link to the page; `scripts/pictures.py` draws it.

    Args:
        page: the page.

    Returns:
        The path of the picture below the site, and what it shows, in words.
    """
    key = page.folder or "start"
    title, line, _ = CARD_WORDS[key]
    return f"assets/cards/{key}.png", f"{FOLDER_NAMES[key]}. {title}: {line}"


def structured_data(page: Page, pages: dict[str, Page], site_url: str) -> dict[str, Any]:
    """The page as a JSON-LD graph.

    Args:
        page: the page to describe.
        pages: all pages by path, for the questions of the FAQ index and the breadcrumbs.
        site_url: the public address, ending in a slash.

    Returns:
        A graph that `json.dumps` can write.
    """
    address = site_url + ("" if page.path == "index" else page.url)
    web_page: dict[str, Any] = {
        "@type": "WebPage" if page.folder == "about" else "MedicalWebPage",
        "@id": address,
        "url": address,
        "name": page.meta.title,
        "description": page.meta.description,
        "inLanguage": "en-US",
        "dateModified": page.meta.checked.isoformat(),
        "isPartOf": {"@type": "WebSite", "name": ORGANIZATION, "url": site_url},
        "license": "https://creativecommons.org/licenses/by/4.0/",
    }
    if page.folder != "about":
        web_page |= {"lastReviewed": page.meta.checked.isoformat(), "audience": {"@type": "Patient"}}
    graph = [web_page]
    if page.kind == "causes":
        condition = {"@type": "MedicalCondition", "name": page.meta.title, "alternateName": page.meta.also}
        web_page["about"] = condition | {"associatedAnatomy": {"@type": "AnatomicalStructure", "name": "Hip"}}
    questions = {"faq": [page], "index": [p for p in pages.values() if p.kind == "faq"] if page.folder == "faq" else []}
    if questions.get(page.kind):
        entities = [_question(entry) for entry in questions[page.kind]]
        graph.append({"@type": "FAQPage", "@id": f"{address}#questions", "mainEntity": entities})
    if page.folder:
        graph.append({"@type": "BreadcrumbList", "itemListElement": _trail(page, pages, site_url)})
    return {"@context": "https://schema.org", "@graph": graph}


def _question(page: Page) -> dict[str, Any]:
    """An FAQ page as a question with its answer in short."""
    answer = {"@type": "Answer", "text": page.meta.description}
    return {"@type": "Question", "name": page.meta.title, "acceptedAnswer": answer}


def _trail(page: Page, pages: dict[str, Page], site_url: str) -> list[dict[str, Any]]:
    """From the home page down to this page."""
    steps = [pages["index"], pages.get(f"{page.folder}/index"), page]
    unique = list(dict.fromkeys(step.path for step in steps if step))
    return [
        {
            "@type": "ListItem",
            "position": position,
            "name": pages[path].meta.title,
            "item": site_url + ("" if path == "index" else pages[path].url),
        }
        for position, path in enumerate(unique, 1)
    ]
