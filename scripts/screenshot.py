"""The README's picture: the built site on a phone and a desktop, light and dark, in one image.

    python -m scripts.screenshot

The four screens are shown in a page of their own and photographed together, so no image library is needed.
"""

from __future__ import annotations

import base64
from pathlib import Path

from playwright.sync_api import ViewportSize

from scripts.browser import chromium, served
from scripts.pages import ROOT

PICTURE = ROOT / ".github" / "screenshot.png"
DESKTOP: ViewportSize = {"width": 1280, "height": 845}
PHONE: ViewportSize = {"width": 390, "height": 780}
SCREENS = (
    ("index", DESKTOP, "light"),
    ("causes/gluteal-tendinopathy", PHONE, "light"),
    ("start/red-flags", PHONE, "dark"),
)


def main(site: Path = ROOT / "site") -> None:
    """Photograph the screens and write the picture.

    Args:
        site: the built site.
    """
    with chromium() as browser, served(site) as address:
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


if __name__ == "__main__":
    main()
