"""Links to other sites, with `--external` only: one request at a time, HEAD before GET, with pauses and a memory."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import quote, urldefrag, urlsplit
from urllib.request import Request, urlopen

KEEP = 7 * 24 * 3600  # seconds for which a good answer is believed
PAUSE = 1.0  # seconds between two requests to one host
ASK_AGAIN = (429, 502, 503, 504)
NO_HEAD = (400, 403, 404, 405, 406, 410, 501)  # hosts that refuse HEAD, or answer it wrongly
AGENT = "Mozilla/5.0 (compatible; check_links.py; a link check of a small static site)"


def request(address: str, method: str) -> tuple[int, str]:
    """Ask a host once: the status, 0 when there is no answer, and how long to wait or what went wrong."""
    try:
        safe = quote(address, safe="%/:?#[]@!$&'()*+,;=~-._")
        with urlopen(
            Request(safe, method=method, headers={"User-Agent": AGENT, "Accept": "*/*"}), timeout=20
        ) as answer:
            return answer.status, ""
    except HTTPError as error:
        return error.code, error.headers.get("Retry-After", "") or ""
    except (OSError, ValueError) as error:
        return 0, str(getattr(error, "reason", error))


def check(
    addresses: Iterable[str],
    cache: Path,
    ask: Callable[[str, str], tuple[int, str]] = request,
    wait: Callable[[float], None] = time.sleep,
) -> Iterator[tuple[str, str]]:
    """Ask for each address once, politely.

    Args:
        addresses: to be checked. cache: a file that keeps good answers for a week.
        ask: sends one request. wait: pauses. Tests replace both.

    Yields:
        Each address that is not there, with the reason.
    """
    known = json.loads(cache.read_text("utf-8")) if cache.is_file() else {}
    last: dict[str, float] = {}
    wanted = {urldefrag(a.strip())[0] for a in addresses if a.strip().lower().startswith(("http:", "https:"))}
    for address in sorted(address for address in wanted if time.time() - known.get(address, 0) >= KEEP):
        host, status, detail, method = urlsplit(address).netloc, 0, "", "HEAD"
        for pause in (0, 5, 30):
            wait(max(pause, last.get(host, 0) + PAUSE - time.monotonic()))
            status, detail = ask(address, method)
            if method == "HEAD" and status in NO_HEAD:
                wait(PAUSE)
                method, (status, detail) = "GET", ask(address, "GET")
            last[host] = time.monotonic()
            if status not in ASK_AGAIN:
                break
            wait(min(int(detail), 120) if detail.isdecimal() else 0)
        if 200 <= status < 400:
            known[address] = time.time()
            cache.parent.mkdir(parents=True, exist_ok=True)
            cache.write_text(json.dumps(known, indent=0), "utf-8")
        elif status not in (401, 403, *ASK_AGAIN):  # the host is there and keeps machines out: no reader is misled
            yield address, f"The answer is {status}." if status else f"There is no answer: {detail}."
