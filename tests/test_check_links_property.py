"""A random site with right links has no finding; one change that breaks one thing gives one finding."""

from __future__ import annotations

import contextlib
import html
import io
import json
import posixpath
import tempfile
import unicodedata
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

from hypothesis import given, settings
from hypothesis import strategies as st

from scripts.check_links import main
from scripts.linkcheck.site import fold

LETTERS = "abcXYZ 019#%+?&;=@~'é\u0301ßØ漢-_."
Names = list[str]


def _name(text: str) -> str:
    return unicodedata.normalize("NFC", text).strip(" .") or "x"


def _distinct(names: Names) -> bool:
    return len({fold(name) for name in names}) == len(names)


words = st.text(LETTERS, min_size=1, max_size=8).map(_name)
paths = st.builds(lambda folder, name: f"{folder}{name}.html", st.sampled_from(["", "a/", "b c/", "a/d#/"]), words)
# A file called like the folder of another, or `index`, would be shown for a path that is not its own.
sites = st.lists(paths.filter(lambda p: not p.endswith("index.html")), min_size=2, max_size=6).filter(_distinct)
ids = st.text("abcXYZ09-_.:é漢%", min_size=2, max_size=8).filter(lambda text: text.lower() != "top")


class Made:
    """A site in a ring, each page linking to a place on the next, and home at its beginning."""

    def __init__(self, names: Names, places: Names) -> None:
        self.names = ["index.html", *names]
        self.places = dict(zip(self.names, [*places, *[f"p{n}" for n in range(9)]], strict=False))
        self.links = {name: self.names[(n + 1) % len(self.names)] for n, name in enumerate(self.names)}
        self.hrefs = {name: self.address(name, target) for name, target in self.links.items()}
        self.extra: dict[str, str] = {}
        self.gone: set[str] = set()

    def address(self, name: str, target: str) -> str:
        steps = posixpath.relpath(target, posixpath.dirname(name) or ".").split("/")
        return (
            "/".join(quote(step, safe="") if step != ".." else step for step in steps)
            + "#"
            + quote(self.places[target], safe="")
        )

    def findings(self) -> list[tuple[str, str]]:
        with tempfile.TemporaryDirectory() as folder:
            for number, name in enumerate(self.names):
                if name not in self.gone:
                    path = Path(folder) / name
                    path.parent.mkdir(parents=True, exist_ok=True)
                    place, href = html.escape(self.places[name]), html.escape(self.hrefs[name])
                    body = f'<h2 id="{place}">H</h2><a href="{href}">Page after {number}</a>{self.extra.get(name, "")}'
                    path.write_text(f"<!doctype html><title>T</title><body>{body}", encoding="utf-8")
            out = io.StringIO()
            out.reconfigure = lambda **_: None  # type: ignore[attr-defined]
            with contextlib.redirect_stdout(out):
                main([folder, "--format", "json"])
            return [(f["page"], f["rule"]) for f in json.loads(out.getvalue())]


def _drop(site: Made, name: str) -> tuple[str, str]:
    last = site.names[-1]
    site.gone.add(last)
    return site.names[-2], "missing-target"


def _rename_id(site: Made, name: str) -> tuple[str, str]:
    site.places[site.links[name]] = "another-place"
    return name, "missing-fragment"


def _id_of_other_case(site: Made, name: str) -> tuple[str, str]:
    site.places[site.links[name]] = "Some-Place"
    site.hrefs[name] = site.hrefs[name].partition("#")[0] + "#some-place"
    return name, "wrong-case-fragment"


def _path_of_other_case(site: Made, name: str) -> tuple[str, str]:
    path, _, place = site.hrefs[name].partition("#")
    site.hrefs[name] = f"{path[: -len('.html')]}.HTML#{place}"
    return name, "wrong-case"


def _more(rule: str, text: str) -> Callable[[Made, str], tuple[str, str]]:
    def change(site: Made, name: str) -> tuple[str, str]:
        site.extra[name] = text
        return name, rule

    return change


CHANGES: list[Callable[[Made, str], tuple[str, str]]] = [
    _drop,
    _rename_id,
    _id_of_other_case,
    _path_of_other_case,
    _more("duplicate-id", "<p id=twice></p><p id=twice></p>"),
    _more("invalid-id", "<p id='a b'></p>"),
    _more("missing-target", "<img src=gone.png alt=G>"),
    _more("empty-target", "<a href=''>Nothing</a>"),
    _more("placeholder", "<a href='#'>Menu</a>"),
    _more("insecure", "<a href='http://example.com/'>Example</a>"),
    _more("bad-scheme", "<a href='htps://example.com/'>Example</a>"),
    _more("bad-percent", "<a href='https://example.com/%'>Example</a>"),
    _more("space", "<a href='https://example.com/a b'>Example</a>"),
    _more("external-request", "<script src='https://example.com/x.js'></script>"),
    _more("no-name", "<a href='https://example.com/'></a>"),
    _more("vague-text", "<a href='https://example.com/'>here</a>"),
    _more("unrendered-markdown", "<p>[text](target)</p>"),
    _more("id-reference", "<label for=nothing>L</label>"),
    _more("outside-root", "<a href='../../../../x.html'>Outside</a>"),
    _more("javascript", "<a href='javascript:x()'>Run</a>"),
    _more("bad-mailto", "<a href='mailto:'>Write</a>"),
]


@settings(max_examples=40, deadline=None)
@given(names=sites, places=st.lists(ids, max_size=6))
def test_right_links_have_no_finding(names: Names, places: Names) -> None:
    assert Made(names, places).findings() == []


@settings(max_examples=100, deadline=None)
@given(names=sites, places=st.lists(ids, max_size=6), change=st.sampled_from(CHANGES), at=st.integers(0, 6))
def test_each_change_has_one_finding(
    names: Names, places: Names, change: Callable[[Made, str], tuple[str, str]], at: int
) -> None:
    site = Made(names, places)
    expected = change(site, site.names[at % len(site.names)])
    assert site.findings() == [expected]
