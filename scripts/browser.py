"""A real Chromium for tests and screenshots: found, or installed, or a clear line that says what to do.

    python -m scripts.browser --install

Looked for in this order: the environment variable BROWSER_PATH, an installed browser, Debian's package,
Playwright's own download.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

from playwright.sync_api import Browser, Playwright, sync_playwright

from scripts.security import read_headers

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge", "msedge")
# Every page gets a window, and Debian's browser gives each window a hidden page for the suggestions of its address bar,
# which makes tests much slower. This list takes the place of Playwright's own: its parts that matter here follow.
SWITCHED_OFF = [
    "WebUIOmniboxPopup",
    "WebUIOmniboxAimPopup",
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose",
    "HttpsUpgrades",
    "HttpsFirstBalancedModeAutoEnable",
    "LensOverlay",
    "MediaRouter",
    "PaintHolding",
    "OptimizationHints",
    "NetworkTimeServiceQuerying",
    "AimEnabled",
    "PreconnectToSearch",
]
# No background traffic, so that a request to another host is the site's own fault.
ARGUMENTS = [
    f"--disable-features={','.join(SWITCHED_OFF)}",
    "--no-sandbox",  # containers run as root
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def find(playwright: Playwright | None = None) -> str | None:
    """The path of a browser on this machine, or None.

    Args:
        playwright: asked for its own download when nothing else is there.
    """
    named = os.environ.get("BROWSER_PATH")
    installed = named or next(filter(None, map(shutil.which, NAMES)), None)
    if installed or not playwright:
        return installed
    own = playwright.chromium.executable_path
    return own if Path(own).exists() else None


def install() -> int:
    """Make sure that a browser is there.

    Returns:
        0 when one is, else 1 with a line that says what to do.
    """
    with sync_playwright() as playwright:
        if find(playwright):
            return 0
    as_root = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if shutil.which("apt-get"):
        steps = [
            ["apt-get", "update", "-qq"],
            ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"],
        ]
        if (
            all(subprocess.run([*as_root, *step], stdout=subprocess.DEVNULL).returncode == 0 for step in steps)
            and find()
        ):
            return 0
    if subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"]).returncode == 0:
        return 0
    print(
        "No browser: install Chromium or Chrome, or set BROWSER_PATH to one, then run the command again.",
        file=sys.stderr,
    )
    return 1


@contextmanager
def chromium() -> Iterator[Browser]:
    """A running headless Chromium.

    Raises:
        RuntimeError: when there is no browser.
    """
    with sync_playwright() as playwright:
        path = find(playwright)
        if not path:
            raise RuntimeError("no browser: run `make setup`, or set BROWSER_PATH")
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


class Host(SimpleHTTPRequestHandler):
    """Serves a folder as a good host does: with the site's headers and its page for a wrong address."""

    def __init__(self, *args: Any, sent: dict[str, str], **more: Any) -> None:
        self.sent = sent
        super().__init__(*args, **more)

    def log_message(self, *args: Any) -> None:
        """Say nothing."""

    def end_headers(self) -> None:
        """Add the site's headers to each answer."""
        for name, value in self.sent.items():
            self.send_header(name, value)
        super().end_headers()

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Answer a wrong address with 404.html, if the folder has one."""
        page = Path(self.directory) / "404.html"
        if code != 404 or not page.exists():
            super().send_error(code, message, explain)
            return
        self.send_response(404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(page.read_bytes())


@contextmanager
def served(folder: Path, *, bare: bool = False, host: type[Host] = Host) -> Iterator[str]:
    """Serve a folder on this machine.

    Args:
        folder: the built site.
        bare: send none of the site's headers, like a proxy that strips them.
        host: what answers; a test may have it answer worse.

    Yields:
        The address of its root, ending in a slash.
    """
    sent = {} if bare else read_headers(folder)
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(host, directory=str(folder), sent=sent))
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()


if __name__ == "__main__":
    sys.exit(install() if "--install" in sys.argv else (0 if find() else 1))
