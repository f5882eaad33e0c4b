"""The built site, and where an address on one of its pages leads: by the rules of a browser, not of a file system."""

from __future__ import annotations

import os
import re
import unicodedata
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote

PAGES = (".html", ".htm", ".xhtml")
MARKUP = (*PAGES, ".svg")
INDEXES = tuple(f"index{suffix}" for suffix in PAGES)
SCHEME = re.compile("([a-z][a-z0-9+.-]*):", re.IGNORECASE)
SPECIAL = ("http", "https", "ftp", "ws", "wss", "file")  # in these a backslash is a slash, says the URL standard
LINK, LOAD, ABOUT = (
    "link",
    "load",
    "about",
)  # a reader follows it; a browser fetches it; it tells machines about the page
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
    """Take an address apart as browsers do, which accept far more than the standard library.

    Args:
        value: the attribute's value, entities already decoded.

    Returns:
        Its parts, still percent-encoded. An address with a scheme such as `mailto:` has all its rest in `path`.
    """
    text = value.strip(TRIM)
    if "\n" in text or "\t" in text or "\r" in text:
        text = text.translate(DROP)
    match = SCHEME.match(text)
    scheme, rest = (match[1].lower(), text[match.end() :]) if match else ("", text)
    if scheme and scheme not in SPECIAL:
        return Url(text, scheme, None, rest, "", None)
    rest, hash_sign, fragment = rest.partition("#")
    rest, _, query = rest.partition("?")
    host, path = None, rest.replace("\\", "/")
    if path.startswith("//"):
        host, slash, path = path[2:].partition("/")
        path = slash + path
    return Url(text, scheme, host, path, query, fragment if hash_sign else None)


def fold(path: str) -> str:
    """The same for two paths that differ only in case or in the Unicode form of accents."""
    return unicodedata.normalize("NFC", path).casefold()


def is_anchor(fragment: str, ids: frozenset[str] | set[str]) -> bool:
    """Tell whether a browser finds the place that a fragment names.

    Args:
        fragment: what follows `#`, percent-encoded, perhaps with a text directive.
        ids: the ids and anchor names of the page.

    Returns:
        True for an id as written or decoded, for the top of the page, and for a search by text alone.
    """
    plain = fragment.partition(":~:")[0]
    return plain in ids or unquote(plain) in ids or unquote(plain).lower() in ("", "top")


class Link(NamedTuple):
    """An address and where it leads.

    Attributes:
        value: as written. kind: LINK, LOAD or ABOUT. url: its parts.
        own: how it names the own site (`relative`, `root`, `host`, `absolute`), or empty when it leads elsewhere.
        path: the decoded path below the site's root. file: the file that is shown, or None when nothing is there.
        how: `file`, `folder` or `short` (without `.html`). outside: it climbs above the site's root.
        meant: the file that is meant, most likely, when nothing is there.
    """

    value: str
    kind: str
    url: Url
    own: str = ""
    path: str = ""
    file: str | None = None
    how: str = ""
    outside: bool = False
    meant: str = ""


@dataclass(eq=False)
class Site:
    """A folder of files as a web server would show it.

    Attributes:
        root: the folder. files, folders: paths below it, with slashes.
        url: the public address, ending in a slash, or empty.
        unreadable: files that cannot be opened, with the reason.
    """

    root: Path
    url: str = ""
    files: set[str] = field(default_factory=set)
    folders: set[str] = field(default_factory=lambda: {""})
    unreadable: dict[str, str] = field(default_factory=dict)

    @classmethod
    def scan(cls, root: Path, url: str = "") -> Site:
        """List a folder, through symbolic links, and find out the site's public address.

        Args:
            root: the built site.
            url: its public address; empty means what its canonical links, else its sitemap, say.

        Returns:
            The site, nothing read but its list of files and the heads of a few pages.

        Raises:
            OSError: when there is no such folder.
        """
        site = cls(root)
        site._list(root, "", (os.path.realpath(root),))
        site.url = re.sub(r"(?<=[^/])/*$", "/", url or site._guess_url())
        return site

    def _list(self, folder: Path, prefix: str, above: tuple[str, ...]) -> None:
        for entry in os.scandir(folder):
            path = prefix + entry.name
            if entry.is_dir():
                real = os.path.realpath(entry.path) if entry.is_symlink() else ""
                if real and any(f"{other}/".startswith(f"{real}/") for other in (*above, os.path.realpath(folder))):
                    continue  # a link to a folder above would never end
                self.folders.add(path)
                try:
                    self._list(Path(entry.path), f"{path}/", (*above, real) if real else above)
                except OSError as error:
                    self.unreadable[path] = error.strerror or str(error)
            elif entry.is_file():
                self.files.add(path)
            elif path.endswith(PAGES):
                self.unreadable[path] = "a symbolic link to nothing, or not a file"

    def _guess_url(self) -> str:
        """The address that most canonical links agree on with the place of their page; a sample of pages is enough."""
        agreed: Counter[str] = Counter()
        named: Counter[str] = Counter()
        pages = (path for path in self.files if path.endswith(PAGES))
        for path in sorted(pages, key=lambda path: (path.count("/"), path not in INDEXES, path))[:20]:
            head = ""
            with suppress(OSError), open(self.root / path, encoding="utf-8", errors="replace") as file:
                head = re.sub(r"(?s)<!--.*?-->", "", file.read(20_000))
            for tag in re.findall(r"<link\b[^>]*>", head, re.IGNORECASE):
                href = re.search(r"""\bhref\s*=\s*["']?(https?://[^\s"'>]+)""", tag, re.IGNORECASE)
                if href and re.search(r"""\brel\s*=\s*["']?canonical\b""", tag, re.IGNORECASE):
                    agreed.update(self._bases(href[1], path))
                    named.update(self._bases(href[1], None) if parse(href[1]).path.strip("/") else ())
        sitemap, listed = self.root / "sitemap.xml", []
        if not agreed and sitemap.is_file():
            listed = re.findall(r"<loc>\s*([^<\s]+)", sitemap.read_text(encoding="utf-8", errors="replace"))[:50]
            named.update(base for address in listed for base in self._bases(address, None))
        votes = agreed or named
        if votes:
            return min(votes, key=lambda base: (-votes[base], len(base)))
        return next((f"{url.scheme}://{url.host}/" for url in map(parse, listed) if url.host), "")

    def _bases(self, address: str, page: str | None) -> set[str]:
        """Every address of the site's root under which `address` is that page (or, without one, any page)."""
        url, found = parse(address), set[str]()
        parts = url.path.split("/")
        for at in range(1, len(parts) + 1):
            if at == len(parts) > 1 and not (parts[-1] and page):
                break  # the whole path is the root only when it is the home page's own address without its slash
            path, slash, _ = self.walk("", "/".join(parts[at:]))
            shown = self.locate(path, slash)[0]
            if shown and shown.endswith(PAGES) and page in (None, shown):
                found.add(f"{url.scheme}://{(url.host or '').lower()}{'/'.join(parts[:at])}/")
        return found

    @cached_property
    def numbers(self) -> dict[str, int]:
        """A number for each file: pages of a large site name each other by these."""
        return {path: number for number, path in enumerate(sorted(self.files))}

    @cached_property
    def names(self) -> list[str]:
        """The files by number."""
        return sorted(self.files)

    @cached_property
    def folded(self) -> dict[str, str]:
        """The real name of each file and folder by its folded name."""
        return {fold(path): path for path in self.folders | self.files}

    @cached_property
    def home(self) -> Url:
        """The public address in its parts."""
        home = parse(self.url)
        return home._replace(host=(home.host or "").lower())

    def walk(self, folder: str, path: str) -> tuple[str, bool, bool]:
        """Follow a path from a folder.

        Args:
            folder: where to begin, below the root. path: percent-encoded, without query.

        Returns:
            The decoded path below the root, whether it names a folder, and whether it climbed above the root.
        """
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
        """Find the file that is shown for a path.

        Args:
            path: decoded, below the root. slash: whether it names a folder.

        Returns:
            The file, or None, and how it was found: `file`, `folder` or `short` (the path lacks `.html`).
        """
        if path in self.files and not slash:
            return path, "file"
        if path in self.folders:
            for name in INDEXES:
                if (inside := f"{path}/{name}" if path else name) in self.files:
                    return inside, "folder"
        return (f"{path}.html", "short") if not slash and f"{path}.html" in self.files else (None, "")

    def resolve(self, value: str, kind: str, base: str | None) -> Link:
        """Find out where an address leads.

        Args:
            value: the address as written. kind: LINK, LOAD or ABOUT.
            base: the path of the page, or of its `<base>`; None when that is on another host.

        Returns:
            The link, with the file of the own site that it shows, if any.
        """
        url = parse(value)
        path, prefix = url.path, self.home.path
        if url.host is not None or url.scheme:
            same_host = bool(url.host) and url.host is not None and url.host.lower() == self.home.host
            if not same_host or url.scheme not in ("", "http", "https") or not f"{path}/".startswith(prefix):
                return Link(value, kind, url)
            own, folder, path = "absolute" if url.scheme else "host", "", path[len(prefix) :]
        elif base is None:
            return Link(value, kind, url)
        elif path.startswith("/"):
            if prefix and not f"{path}/".startswith(prefix):
                return Link(value, kind, url, "root", path.lstrip("/"), outside=True)
            own, folder, path = "root", "", path[len(prefix or "/") :]
        else:
            own, (folder, _, name) = "relative", base.rpartition("/")
            if not path:  # only a query or a fragment: the page itself
                return Link(value, kind, url, own, base, *self.locate(base.rstrip("/"), not name))
        path, slash, outside = self.walk(folder, path)
        file, how = (None, "") if outside else self.locate(path, slash)
        return Link(value, kind, url, own, path, file, how, outside)
