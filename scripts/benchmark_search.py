"""How much work the search does, a keystroke at a time, in a real browser: measured, not asserted.

    python -m scripts.benchmark_search [SITE]

Types questions letter by letter and prints how long the page's main thread works for each letter (the aim: at most
16 ms of scripts), hosted and from a folder, the time to get ready, and the size of the index.
"""

from __future__ import annotations

import gzip
import statistics
import sys
from pathlib import Path

from playwright.sync_api import Browser, CDPSession

from scripts.browser import chromium, served
from scripts.pages import ROOT

QUESTIONS = (
    "can i run with bursitis",
    "pain on the outside of my hip when i lie on it",
    "how long should i rest",
    "perifomis syndrom",
    "knackered trainers",
    "cant put weight on my leg",
)
BOX = "[data-md-component=search-query]"


def work(session: CDPSession) -> tuple[float, float]:
    """Milliseconds of work on the main thread since the page was opened: of scripts, and in all."""
    metrics = {
        metric["name"]: 1000 * float(metric["value"]) for metric in session.send("Performance.getMetrics")["metrics"]
    }
    return metrics["ScriptDuration"], metrics["TaskDuration"]


def measure(browser: Browser, base: str) -> tuple[float, list[float], list[float]]:
    """Type the questions.

    Args:
        browser: a running browser.
        base: the site's address.

    Returns:
        Milliseconds to get ready; for each letter, milliseconds of scripts, and of all work, drawing included.
    """
    page = browser.new_page()
    page.goto(base + "index.html", wait_until="networkidle")
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable")
    before = work(session)
    page.keyboard.press("f")
    page.locator(".md-search-result__meta", has_text="Type to start").wait_for()
    ready = work(session)[1] - before[1]
    scripts, everything = [], []
    for question in QUESTIONS:
        page.locator(BOX).fill("")
        for letter in question:
            page.wait_for_timeout(60)
            before = work(session)
            page.keyboard.press(letter if letter != " " else "Space")
            page.wait_for_timeout(120)
            after = work(session)
            scripts.append(after[0] - before[0])
            everything.append(after[1] - before[1])
    page.close()
    return ready, scripts, everything


def shown(times: list[float]) -> str:
    """The middle of some times, and one that only 1 in 20 exceeds."""
    return f"{statistics.median(times):.1f} ms (95 in 100 below {sorted(times)[int(0.95 * (len(times) - 1))]:.1f} ms)"


def main(site: Path) -> int:
    """Measure and print."""
    size = len(gzip.compress((site / "search" / "search_index.json").read_bytes()))
    print(f"index: {size / 1000:.0f} KB compressed")
    with chromium() as browser, served(site) as address:
        for name, base in (("http", address), ("file", site.as_uri() + "/")):
            ready, scripts, everything = measure(browser, base)
            print(
                f"{name}: {ready:.0f} ms to get ready; a keystroke (of {len(scripts)}) keeps the main thread busy for"
            )
            print(f"      scripts {shown(scripts)}, drawing included {shown(everything)}")
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]).resolve() if len(sys.argv) > 1 else ROOT / "site"))
