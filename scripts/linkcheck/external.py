"""Links to other sites, with `--external` only: one request at a time, HEAD before GET, with pauses and a memory."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from urllib.parse import urldefrag, urlsplit

from requests import RequestException, Session
from requests.adapters import HTTPAdapter
from urllib3 import Retry

KEEP = 7 * 24 * 3600  # seconds for which a good answer is believed
PAUSE = 1.0  # seconds between two requests to one host
BUSY = (429, 502, 503, 504)
NO_HEAD = (400, 403, 404, 405, 406, 410, 501)  # hosts that refuse HEAD, or answer it wrongly
AGENT = "Mozilla/5.0 (compatible; check_links.py; a link check of a small static site)"


def polite_session() -> Session:
    """A session that asks a busy host again, later each time, or when it says."""
    session = Session()
    session.headers["User-Agent"] = AGENT
    again = Retry(3, backoff_factor=5, status_forcelist=BUSY, raise_on_status=False, retry_after_max=120)
    for scheme in ("http://", "https://"):
        session.mount(scheme, HTTPAdapter(max_retries=again))
    return session


def check(
    addresses: Iterable[str], cache: Path, session: Session | None = None, wait: Callable[[float], None] = time.sleep
) -> Iterator[tuple[str, str]]:
    """Ask for each address once: those that are not there, with the reason; `cache` keeps good answers for a week."""
    session, last = session or polite_session(), dict[str, float]()
    known = json.loads(cache.read_text("utf-8")) if cache.is_file() else {}
    wanted = {urldefrag(a.strip())[0] for a in addresses if a.strip().lower().startswith(("http:", "https:"))}
    for address in sorted(address for address in wanted if time.time() - known.get(address, 0) >= KEEP):
        host, status, detail = urlsplit(address).netloc, 0, ""
        for method in ("HEAD", "GET"):
            wait(max(0, last.get(host, 0) + PAUSE - time.monotonic()))
            try:
                with session.request(method, address, timeout=20, allow_redirects=True, stream=True) as answer:
                    status = answer.status_code
            except RequestException as error:
                status, detail = 0, str(error)
            last[host] = time.monotonic()
            if status not in NO_HEAD:
                break
        if 200 <= status < 400:
            known[address] = time.time()
            cache.parent.mkdir(parents=True, exist_ok=True)
            cache.write_text(json.dumps(known, indent=0), "utf-8")
        elif status not in (401, 403, *BUSY):  # the host is there and keeps machines out: no reader is misled
            yield address, f"The answer is {status}." if status else f"There is no answer: {detail}."
