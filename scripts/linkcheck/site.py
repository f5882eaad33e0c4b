"""The built site, and where an address on one of its pages leads: by the rules of a browser, not of a file system."""

from __future__ import annotations

import os
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote

PAGE = re.compile(r"\.x?html?$", re.IGNORECASE)
MARKUP = re.compile(r"\.(x?html?|svg)$", re.IGNORECASE)
INDEXES = ("index.html", "index.htm", "index.xhtml")
SCHEME = re.compile("([a-z][a-z0-9+.-]*):", re.IGNORECASE)
SPECIAL = ("http", "https", "ftp", "ws", "wss", "file")  # in these a backslash is a slash, says the URL standard
LINK, LOAD, ABOUT = "link", "load", "about"  # a reader follows it; a browser fetches it; it tells machines of the page
ADDRESS = re.compile(  # the canonical link of a page, or an entry of a sitemap
    r"""<link\b(?=[^>]*\brel\s*=\s*["']?canonical\b)[^>]*\bhref\s*=\s*["']?(https?://[^\s"'>]+)|<loc>\s*([^<\s]+)""",
    re.IGNORECASE,
)
TRIM = "".join(map(chr, range(33)))  # browsers take these off both ends of an address ...
DROP = dict.fromkeys(map(ord, "\t\n\r"))  # ... and these out of its middle


class Url(NamedTuple):
    """An address in its parts; `host` is None without `//`, `fragment` is None without `#`."""

    text: str
    scheme: str
    host: str | None
    path: str
    query: str
    fragment: str | None


def parse(value: str) -> Url:
    """Take an address apart as browsers do; after a scheme such as `mailto:` all is its path."""
    text = value.strip(TRIM).translate(DROP)
    match = SCHEME.match(text)
    scheme, rest = (match[1].lower(), text[match.end() :]) if match else ("", text)
    if scheme and scheme not in SPECIAL:
        return Url(text, scheme, None, rest, "", None)
    rest, hash_sign, fragment = rest.partition("#")
    rest, _, query = rest.partition("?")
    host, path = None, rest.replace("\\", "/")
    if path.startswith("//"):
        host, slash, path = path[2:].partition("/")
        host, path = host.lower().removesuffix(":80" if scheme == "http" else ":443"), slash + path
    return Url(text, scheme, host, path, query, fragment if hash_sign else None)


def fold(path: str) -> str:
    """The same for two paths that differ only in case or in the Unicode form of accents."""
    return unicodedata.normalize("NFC", path).casefold()


class Link(NamedTuple):
    """An address and where it leads.

    Attributes:
        own: how it names the own site (`relative`, `root`, `host`, `absolute`), or empty when it leads elsewhere.
        path: the decoded path below the site's root. file: the file that is shown, or None when nothing is there.
        how: `file`, `folder`, `short` (without `.html`), or `outside` when it climbs above the root.
        meant: the file that is meant, most likely, when nothing is there.
    """

    kind: str
    url: Url
    own: str = ""
    path: str = ""
    file: str | None = None
    how: str = ""
    meant: str = ""


class Site:
    """A folder of files as a web server would show it.

    Attributes:
        root: the folder. url: the public address, ending in a slash, or empty; home: its parts.
        files, folders: paths below the root. folded: real names by folded ones. markup: files with places in them.
        names: the files in order; numbers: the place of each in it, by which pages of a large site name each other.
        moved: what the host redirects (`_redirects`), and where to. unreadable: files that cannot be opened, and why.
    """

    def __init__(self, root: Path, url: str = "") -> None:
        self.root, self.files, self.folders = root, set[str](), {""}
        self.unreadable: dict[str, str] = {}
        self._list(str(root), "", (os.path.realpath(root),))
        self.names = sorted(self.files)
        self.numbers = {path: number for number, path in enumerate(self.names)}
        self.folded = {fold(path): path for path in self.folders | self.files}
        self.markup = frozenset(filter(MARKUP.search, self.files))
        self.url = re.sub(r"(?<=[^/])/*$", "/", url or self._guess_url())
        self.home = parse(self.url)
        self.moved = {unquote(old).strip("/"): new for old, new in rows_of_redirects(self._start("_redirects"))}

    def _list(self, folder: str, prefix: str, above: tuple[str, ...]) -> None:
        for entry in os.scandir(folder):
            path, is_folder = prefix + entry.name, entry.is_dir()
            real = os.path.realpath(entry.path) if is_folder else ""
            if is_folder and not any(f"{other}/".startswith(f"{real.rstrip('/')}/") for other in above):
                self.folders.add(path)  # else a link to a folder above, which would never end
                try:
                    self._list(entry.path, f"{path}/", (*above, real))
                except OSError as error:
                    self.unreadable[path] = error.strerror or str(error)
            elif entry.is_file():
                self.files.add(path)
            elif PAGE.search(path) and not is_folder:
                self.unreadable[path] = "a symbolic link to nothing, or not a file"

    def _start(self, path: str) -> str:
        """The beginning of a file, whatever it holds; nothing when it is not there."""
        with suppress(OSError), open(self.root / path, encoding="utf-8", errors="replace") as file:
            return re.sub(r"(?s)<!--.*?-->", "", file.read(20_000))
        return ""

    def _guess_url(self) -> str:
        """The address under which most canonical links name their own page; else any page; else as the sitemap does."""
        votes: Counter[str] = Counter()
        pages = sorted(filter(PAGE.search, self.files), key=lambda path: (path.count("/"), path not in INDEXES, path))
        for page in (*pages[:20], "sitemap.xml"):  # a sample is enough
            for canonical, entry in ADDRESS.findall(self._start(page)):
                url = parse(canonical or entry)
                parts = url.path.split("/")
                for at in range(1, len(parts) + 1):  # every root under which the address shows a page
                    shown = self.locate(*self.walk("", "/".join(parts[at:]))[:2])[0]
                    # The whole path is the root only when it is the home page's own address without its slash.
                    if shown and PAGE.search(shown) and (at < len(parts) or parts[-1] or at == 1):
                        weight = 10**6 if shown == page else 1 if entry else 1000 * bool(url.path.strip("/"))
                        votes[f"{url.scheme}://{url.host}{'/'.join(parts[:at])}/"] += weight
        return min(+votes, key=lambda base: (-votes[base], base[:5] == "http:", len(base)), default="")

    def walk(self, folder: str, path: str) -> tuple[str, bool, bool]:
        """Follow a percent-encoded path: the decoded path below the root; is it a folder; is it above."""
        parts, outside, step = folder.split("/") if folder else [], False, ""
        for raw in path.split("/"):
            step = raw.replace("%2e", ".").replace("%2E", ".")
            if step == "..":
                outside = outside or not parts
                parts = parts[:-1]
            elif step not in ("", "."):
                name = unquote(raw, errors="surrogateescape") if "%" in raw else raw
                parts.append(raw if "/" in name else name)  # no browser takes %2F for a separator
        return "/".join(parts), step in ("", ".", ".."), outside

    def locate(self, path: str, slash: bool) -> tuple[str | None, str]:
        """The file that is shown for a decoded path, if any, and how: `file`, `folder` or `short` (without `.html`)."""
        if path in self.files and not slash:
            return path, "file"
        if path in self.folders:
            for name in INDEXES:
                if (inside := f"{path}/{name}" if path else name) in self.files:
                    return inside, "folder"
        return (f"{path}.html", "short") if not slash and f"{path}.html" in self.files else (None, "")

    def resolve(self, value: str, kind: str, base: str | None) -> Link:
        """Find out where an address leads, from the path of its page or its `<base>` (None: on another host)."""
        url = parse(value)
        path, prefix = url.path, self.home.path
        if url.host is not None or url.scheme or base is None:
            same_host = url.host and url.host == self.home.host and url.scheme in ("", "http", "https")
            if not same_host or not f"{path}/".startswith(prefix):
                return Link(kind, url)
            own, folder, path = "absolute" if url.scheme else "host", "", path[len(prefix) :]
        elif path.startswith("/"):
            if prefix and not f"{path}/".startswith(prefix):
                return Link(kind, url, "root", path.lstrip("/"), how="outside")
            own, folder, path = "root", "", path[len(prefix or "/") :]
        else:
            own, (folder, _, name) = "relative", base.rpartition("/")
            if not path:  # only a query or a fragment: the page itself
                return Link(kind, url, own, base, *self.locate(base.rstrip("/"), not name))
        path, slash, outside = self.walk(folder, path)
        return Link(kind, url, own, path, *((None, "outside") if outside else self.locate(path, slash)))


def rows_of_redirects(text: str) -> Iterator[tuple[str, str]]:
    """What each line of a host's `_redirects` sends where; those with a pattern could mean anything."""
    for line in text.splitlines():
        parts = line.partition("#")[0].split()
        if len(parts) > 1 and not re.search(r"[*:@]", parts[0] + re.sub("^https?:", "", parts[1])):
            yield parts[0], parts[1]
