"""The security policy of the site, written once: what a page may load, and the headers that say so.

`scripts/hosting.py` puts it into every page and renders it for hosts; the tests' server sends it.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser

# Nothing is allowed but what is named. There is no 'unsafe-inline' and no 'unsafe-eval'.
POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",  # and the hashes of what the theme writes into its pages
    "style-src": "'self'",
    "img-src": "'self' data:",  # the theme's icons are data in its style sheets
    "font-src": "'self'",
    "connect-src": "'self'",  # the search index
    "manifest-src": "'self'",
    "worker-src": "'self'",
    "frame-src": "'self'",  # from a folder the search runs in an empty frame
    "base-uri": "'none'",
    "form-action": "'none'",
}
NOT_USED = (
    "accelerometer autoplay camera display-capture encrypted-media geolocation gyroscope hid idle-detection"
    " magnetometer microphone midi payment picture-in-picture publickey-credentials-get serial usb xr-spatial-tracking"
).split()
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": ", ".join(f"{name}=()" for name in NOT_USED),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Strict-Transport-Security": "max-age=31536000",  # browsers heed it over HTTPS only
}
CHARSET = '<meta charset="utf-8">'
CODE_TYPES = {None, "", "text/javascript", "module"}  # other types are data, which no policy stops


def inline_hashes(html: str) -> set[str]:
    """The hashes of the scripts that a page holds itself.

    Args:
        html: the page.

    Returns:
        Each as a source of a policy, such as `'sha256-...'`.
    """
    scripts = LexborHTMLParser(html).css("script:not([src])")
    texts = [script.text() for script in scripts if script.attributes.get("type") in CODE_TYPES]
    return {f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'" for text in texts}


def policy(hashes: Iterable[str]) -> str:
    """The content security policy.

    Args:
        hashes: of the inline scripts that may run.
    """
    allowed = {**POLICY, "script-src": " ".join([POLICY["script-src"], *sorted(hashes)])}
    return "; ".join(f"{name} {sources}" for name, sources in allowed.items())


def with_policy(html: str) -> str:
    """A page with its policy inside: it holds from a folder, and where a host or proxy sends no headers.

    Args:
        html: the page.

    Returns:
        The page, with a `meta` element before anything that it rules.

    Raises:
        ValueError: when the page does not say its character set first.
    """
    if CHARSET not in html:
        raise ValueError(f"the page has no {CHARSET}, after which the policy is written")
    meta = f'<meta http-equiv="Content-Security-Policy" content="{policy(inline_hashes(html))}">'
    return html.replace(CHARSET, f"{CHARSET}\n{meta}", 1)


def headers(hashes: Iterable[str]) -> dict[str, str]:
    """Every header that a host should send, by name.

    Args:
        hashes: of all inline scripts of the site.
    """
    # A page cannot forbid by itself to be framed; only the header can.
    return {"Content-Security-Policy": f"{policy(hashes)}; frame-ancestors 'none'", **HEADERS}


def for_netlify(sent: dict[str, str]) -> str:
    """Headers in the form of a `_headers` file, which Netlify, Cloudflare Pages and others read."""
    return "/*\n" + "".join(f"  {name}: {value}\n" for name, value in sent.items())


def for_nginx(sent: dict[str, str]) -> str:
    """Headers in the form of a file that nginx includes."""
    return "".join(f'add_header {name} "{value}" always;\n' for name, value in sent.items())


def read_headers(folder: Path) -> dict[str, str]:
    """What the `_headers` file of a built site says.

    Args:
        folder: the built site.

    Returns:
        The headers; none when there is no such file.
    """
    file = folder / "_headers"
    lines = file.read_text(encoding="utf-8").splitlines()[1:] if file.exists() else []
    return dict(line.strip().split(": ", 1) for line in lines)


def security_txt(root: str, contact: str, checked: date) -> str:
    """How to report a weakness, in the form of RFC 9116.

    Args:
        root: the site's public address, ending in a slash.
        contact: an address of the people who answer.
        checked: when somebody last made sure that this is true; it holds for less than a year from then.
    """
    lines = {
        "Contact": contact,
        "Expires": f"{checked + timedelta(days=364)}T00:00:00Z",
        "Preferred-Languages": "en",
        "Canonical": f"{root}.well-known/security.txt",
    }
    return "".join(f"{name}: {value}\n" for name, value in lines.items())
