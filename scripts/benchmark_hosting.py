"""How fast the built site is, as hosts serve it: Lighthouse's figures for a phone, and requests per second.

    make benchmark

Figures depend on the machine: run it when nothing else runs.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from scripts import browser, nginx
from scripts.pages import ROOT

LIGHTHOUSE = "lighthouse@12.8.2"  # the last that runs on Node.js 18 and 20
RUNS = 5
KINDS = (
    "index causes/gluteal-tendinopathy prevention/strength recovery/first-week faq/ice-or-heat about/sources"
    " causes/index start/find-your-cause"
).split()
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
SERVED = "causes/gluteal-tendinopathy.html"


def lighthouse(address: str, chrome: str) -> dict[str, Any]:
    """One report for a phone on a slow line.

    Args:
        address: the page. chrome: the path of a browser.

    Returns:
        The report.

    Raises:
        RuntimeError: when Lighthouse fails 3 times, with what it said.
    """
    flags = f"--chrome-flags=--headless=new {' '.join(browser.ARGUMENTS)}"
    command = ["npx", "--yes", LIGHTHOUSE, address, "--output=json", "--quiet", flags]
    for _ in range(3):  # now and then it loses its recording, and says so
        done = subprocess.run(command, env={**os.environ, "CHROME_PATH": chrome}, capture_output=True, text=True)
        if done.returncode == 0:
            break
    else:
        raise RuntimeError(f"Lighthouse failed on {address}: {done.stderr.strip()[-500:]}")
    report: dict[str, Any] = json.loads(done.stdout)
    return report


def report_pages(base: str, chrome: str) -> None:
    """Print the median of several runs for a page of each kind, and what keeps a score below 100."""
    heads = "{:30} {:>5} {:>6} {:>5} {:>4} {:>7} {:>7} {:>6} {:>6}"
    print(heads.format("page", "speed", "access", "best", "SEO", "FCP ms", "LCP ms", "CLS", "KB"))
    for path in KINDS:
        reports = [lighthouse(f"{base}{path}.html", chrome) for _ in range(RUNS)]
        scores = [statistics.median(100 * r["categories"][name]["score"] for r in reports) for name in CATEGORIES]

        def middle(audit: str, reports: list[dict[str, Any]] = reports) -> float:
            return float(statistics.median(r["audits"][audit]["numericValue"] for r in reports))

        row = "{:30} {:5.0f} {:6.0f} {:5.0f} {:4.0f}".format(path, *scores)
        audits = ("first-contentful-paint", "largest-contentful-paint", "cumulative-layout-shift", "total-byte-weight")
        first, largest, shift, weight = map(middle, audits)
        print(f"{row} {first:7.0f} {largest:7.0f} {shift:6.3f} {weight / 1024:6.1f}", flush=True)
        for name in CATEGORIES[1:]:
            for entry in reports[0]["categories"][name]["auditRefs"]:
                audit = reports[0]["audits"][entry["id"]]
                if entry["weight"] and audit["score"] is not None and audit["score"] < 1:
                    print(f"    {name}: {audit['title']}")


def requests_per_second(address: str) -> float:
    """What wrk counts for an address in 4 seconds."""
    command = ["wrk", "-t1", "-c32", "-d4s", "-H", "Accept-Encoding: gzip", address]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    found = re.search(r"Requests/sec:\s+([\d.]+)", said)
    if not found or "Non-2xx" in said:
        raise RuntimeError(f"wrk did not count: {said}")
    return float(found[1])


def report_host(site: Path) -> None:
    """Print how many requests a second nginx answers for a page, and for a bare file of the same size."""
    size = (site / f"{SERVED}.gz").stat().st_size
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "bare.bin").write_bytes(os.urandom(size))
        with nginx.hosted(site) as base, nginx.hosted(Path(folder), config=nginx.BARE) as alone:
            # By turns, as other work on the machine comes and goes; the middle of what was counted.
            turns = [(requests_per_second(base + SERVED), requests_per_second(f"{alone}bare.bin")) for _ in range(RUNS)]
    page, bare = (statistics.median(counts) for counts in zip(*turns, strict=True))
    print(f"nginx, {size / 1024:.1f} KB: page {page:,.0f} requests/s, bare file {bare:,.0f} requests/s")


def main() -> int:
    """Print what this machine can measure.

    Returns:
        0, or 1 when something that is needed is not there.
    """
    site = ROOT / "site"
    if not nginx.find():
        print(nginx.NOT_THERE, file=sys.stderr)
        return 1
    if shutil.which("wrk"):
        report_host(site)
    else:
        print("wrk is not installed: requests per second are left out", file=sys.stderr)
    with sync_playwright() as playwright:
        chrome = browser.find(playwright)
    if not shutil.which("npx") or not chrome:
        print("Node.js (npx) or a browser is not installed: Lighthouse is left out", file=sys.stderr)
        return 1
    with nginx.hosted(site) as base:
        report_pages(base, chrome)
    return 0


if __name__ == "__main__":
    sys.exit(main())
