"""From a file of the site to what it says: which reader reads which file."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable, Iterable

from scripts.linkcheck.documents import Document, Ref, decode
from scripts.linkcheck.formats import css_refs, manifest, redirects, search_index, service_worker, sitemap
from scripts.linkcheck.markup import markup
from scripts.linkcheck.rules import Problem
from scripts.linkcheck.site import Site

READERS: dict[str, Callable[[Document, Site], Iterable[Ref]]] = {
    r"\.(html?|xhtml|svg)$": markup,
    r"\.css$": lambda document, _: css_refs(document.text),
    r"\.webmanifest$|(^|/)manifest\.json$": lambda document, _: manifest(document),
    r"(^|/)sitemap[\w-]*\.xml(\.gz)?$": lambda document, _: sitemap(document),
    r"(^|/)search_index\.(json|js)$": lambda document, _: search_index(document),
    r"(^|/)(sw|service-?worker)\.js$": lambda document, _: service_worker(document),
    r"^_redirects$": lambda document, _: redirects(document),
}


def text_of(site: Site, path: str) -> str:
    """The text of a file of the site, unpacked.

    Raises:
        OSError, EOFError, ValueError: when it cannot be read.
    """
    data = (site.root / path).read_bytes()
    return decode(gzip.decompress(data) if path.endswith(".gz") else data)


def read(site: Site, path: str) -> Document | None:
    """Read a file of the site.

    Args:
        site: the site. path: the file, below its root.

    Returns:
        What it says, or None for a kind of file that holds no addresses.

    Raises:
        OSError, EOFError, ValueError: when it cannot be read.
    """
    reader = next((reader for pattern, reader in READERS.items() if re.search(pattern, path)), None)
    if reader is None:
        return None
    document = Document(path, text_of(site, path), path)
    try:
        document.refs += reader(document, site)
    except (
        SyntaxError,
        ValueError,
        AttributeError,
        TypeError,
        RecursionError,
    ) as error:  # bad XML, bad JSON, another form
        document.problems.append(Problem("bad-data", path, f"{error}."))
    return document
