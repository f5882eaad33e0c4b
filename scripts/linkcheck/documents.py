"""What is read of a file: its addresses, ids and references. `markup` and `formats` fill it in."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode

from scripts.linkcheck.rules import Problem

Attributes = dict[str, str | None]


class Ref(NamedTuple):
    """One address in a file. `menu`: it stands in navigation. `quiet`: in `<noscript>`."""

    value: str
    kind: str
    menu: bool = False
    quiet: bool = False


class Anchor(NamedTuple):
    """An `<a>` or `<area>` with its address. `menu`: it stands in navigation. `name`: what a screen reader says."""

    node: LexborNode
    attributes: Attributes
    href: str
    menu: bool
    name: str


@dataclass
class Document:
    """What was read of one file.

    Attributes:
        path: below the site's root. text: as decoded. tree: of markup.
        base: what relative addresses start from; None on another host. refs: addresses. problems: found while reading.
        ids: of elements, in order. quiet_ids: those in `<noscript>`. names: of `<a name>`. maps: of `<map name>`.
        needs: ids that attributes refer to, with the attribute. anchors: `<a>` and `<area>`.
        refresh: where the page sends its readers. canonical: what it calls its own address.
        listed: search engines may list it.
    """

    path: str
    text: str
    base: str | None
    tree: LexborHTMLParser | None = None
    refs: list[Ref] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    names: set[str] = field(default_factory=set)
    maps: set[str] = field(default_factory=set)
    quiet_ids: set[str] = field(default_factory=set)
    needs: list[tuple[str, str]] = field(default_factory=list)
    anchors: list[Anchor] = field(default_factory=list)
    refresh: str | None = None
    canonical: list[str] = field(default_factory=list)
    listed: bool = True
    problems: list[Problem] = field(default_factory=list)


def decode(data: bytes) -> str:
    """Turn a file into text as a browser does: mark of order, UTF-8, what the page declares, else Windows-1252.

    Args:
        data: the file.

    Returns:
        Its text; bytes that mean nothing become replacement characters.

    Raises:
        ValueError: when it is no text at all.
    """
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", errors="replace")
    if b"\0" in data[:4096]:
        raise ValueError("not text")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        declared = re.search(rb"""charset\s*=\s*["']?([\w-]+)""", data[:4096], re.IGNORECASE)
        try:
            return data.decode(declared[1].decode() if declared else "windows-1252", errors="replace")
        except LookupError:
            return data.decode("windows-1252", errors="replace")
