"""Pictures that are photographed from pages, and committed: the README's screenshot and the cards for shared links.

    python -m scripts.pictures        both
    python -m scripts.pictures cards  the cards only

A card is what a messenger shows beside a link to the site, one for each folder: its name, what it holds, a drawing of
the site's own. Chromium draws all of them, so no image library is needed.
"""

from __future__ import annotations

import base64
import html
import sys
from pathlib import Path

from playwright.sync_api import Browser, ViewportSize

from scripts.browser import chromium, served
from scripts.pages import DOCS, ROOT
from scripts.structured_data import CARD_WORDS

PICTURE = ROOT / ".github" / "screenshot.png"
CARDS = DOCS / "assets" / "cards"
CARD: ViewportSize = {"width": 1200, "height": 630}  # the size that the Open Graph readers ask for
DESKTOP: ViewportSize = {"width": 1280, "height": 845}
PHONE: ViewportSize = {"width": 390, "height": 780}
SCREENS = (
    ("index", DESKTOP, "light"),
    ("causes/gluteal-tendinopathy", PHONE, "light"),
    ("start/red-flags", PHONE, "dark"),
)
STYLE = """body {
  margin: 0; width: 1200px; height: 630px; padding: 0 70px; box-sizing: border-box; border-bottom: 22px solid #0b5056;
  display: grid; grid-template-columns: 1fr 430px; align-items: center; gap: 40px;
  background: #fbf7f0; color: #1d2b2d; font-family: sans-serif;
}
img { width: 100%; max-height: 460px; }
.name { font-size: 30px; font-weight: 700; color: #0b5056; display: flex; gap: 16px; align-items: center; margin: 0; }
.name img { width: 58px; }
h1 { font-size: 70px; line-height: 1.08; margin: 30px 0 24px; letter-spacing: -1px; }
p { font-size: 34px; line-height: 1.3; margin: 0; color: #414f50; }"""


def main(site: Path = ROOT / "site") -> None:
    """Take every picture, or the cards only.

    Args:
        site: the built site, for the screenshot.
    """
    with chromium() as browser:
        CARDS.mkdir(exist_ok=True)
        for folder, words in CARD_WORDS.items():
            tab = browser.new_page(viewport=CARD)
            tab.set_content(card(*words))
            tab.screenshot(path=CARDS / f"{folder}.png")
            tab.close()
        if "cards" not in sys.argv:
            screenshot(browser, site)


def card(title: str, line: str, drawing: str) -> str:
    """The page that is photographed for a card."""
    logo = _inline(ROOT / "overrides" / "assets" / "logo.svg")
    figure = _inline(DOCS / "assets" / "figures" / f"{drawing}.svg")
    return (
        f'<style>{STYLE}</style><div><p class="name"><img src="{logo}">Runner\'s Hip</p>'
        f'<h1>{html.escape(title)}</h1><p>{html.escape(line)}</p></div><img src="{figure}">'
    )


def screenshot(browser: Browser, site: Path) -> None:
    """Photograph the site on a phone and a desktop, light and dark, in one picture."""
    with served(site) as address:
        images = []
        for path, size, scheme in SCREENS:
            tab = browser.new_page(viewport=size, color_scheme="dark" if scheme == "dark" else "light")
            tab.goto(f"{address}{path}.html")
            encoded = base64.b64encode(tab.screenshot()).decode()
            images.append(f'<img height="520" src="data:image/png;base64,{encoded}">')
            tab.close()
        sheet = browser.new_page(viewport={"width": 1410, "height": 584})
        style = "margin:0;padding:32px;display:flex;gap:24px;background:#e4ddd0"
        sheet.set_content(f'<body style="{style}">{"".join(images)}</body>')
        sheet.screenshot(path=PICTURE)


def _inline(file: Path) -> str:
    """A drawing as an address that needs no file."""
    return "data:image/svg+xml;base64," + base64.b64encode(file.read_bytes()).decode()


if __name__ == "__main__":
    main()
