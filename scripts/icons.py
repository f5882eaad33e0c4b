"""The icons for home screens, drawn from the logo.

    python -m scripts.icons

Browsers and phones want them as PNG files. They are committed, so that a build needs no browser; each says in its
text which drawing it was made from, and a test compares that with the logo of today.
"""

from __future__ import annotations

import base64
import hashlib
import struct
import zlib
from pathlib import Path

from scripts.browser import chromium
from scripts.pages import ROOT

LOGO = ROOT / "overrides/assets/logo.svg"
ICONS = ROOT / "overrides/assets/icons"
PAPER = "#fbf7f0"
# Name: pixels, and how much of the width the logo takes. A maskable icon is cut to a circle of 80% by some phones.
SIZES = {
    "icon-192": (192, 0.8),
    "icon-512": (512, 0.8),
    "maskable-512": (512, 0.56),
    "apple-touch-icon": (180, 0.72),
}


def drawn_from() -> str:
    """What the icons are made from: a hash of the logo and of the sizes."""
    return hashlib.sha256(LOGO.read_bytes() + repr((PAPER, SIZES)).encode()).hexdigest()


def text_of(png: bytes, key: str = "Source") -> str:
    """Read a text that a PNG file carries.

    Args:
        png: the file.
        key: the text's name.

    Returns:
        The text, or nothing.
    """
    start = png.find(b"tEXt" + key.encode() + b"\0")
    length = struct.unpack(">I", png[start - 4 : start])[0] if start > 0 else 0
    return png[start + 4 : start + 4 + length].partition(b"\0")[2].decode("latin-1")


def with_text(png: bytes, text: str, key: str = "Source") -> bytes:
    """Put a text into a PNG file, before its end.

    Args:
        png: the file.
        text: in Latin letters.
        key: the text's name.

    Returns:
        The file with the text.
    """
    data = b"tEXt" + key.encode() + b"\0" + text.encode("latin-1")
    chunk = struct.pack(">I", len(data) - 4) + data + struct.pack(">I", zlib.crc32(data))
    return png[:-12] + chunk + png[-12:]  # the last 12 bytes are the end mark


def main(folder: Path = ICONS) -> None:
    """Draw the icons.

    Args:
        folder: where they are put.
    """
    logo = base64.b64encode(LOGO.read_bytes()).decode()
    folder.mkdir(exist_ok=True)
    with chromium() as browser:
        for name, (pixels, share) in SIZES.items():
            tab = browser.new_page(viewport={"width": pixels, "height": pixels})
            tab.set_content(
                f'<body style="margin:0;display:grid;place-items:center;height:100vh;background:{PAPER}">'
                f'<img width="{pixels * share}" src="data:image/svg+xml;base64,{logo}">'
            )
            (folder / f"{name}.png").write_bytes(with_text(tab.screenshot(), drawn_from()))
            tab.close()


if __name__ == "__main__":
    main()
