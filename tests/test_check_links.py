"""The link validator: for each rule a site that breaks it and one that does not; and what a browser makes of addresses."""

# ruff: noqa: E501  (a case is a line)
# The markup is only read, never shown or fetched: placeholders such as TODO and XXX, and scripts and styles of other
# hosts, stand in it on purpose, as defects that the validator must name or links that it must leave alone.

from __future__ import annotations

import gzip
import io
import json
import os
import re
import subprocess
import sys
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import requests

from scripts.check_links import ROOT, main
from scripts.linkcheck import external
from scripts.linkcheck.reading import SRCSET, css_refs
from scripts.linkcheck.rules import RULES

Files = Mapping[str, str | bytes]
Expected = list[tuple[str, str]]
NFC, NFD = "caf\u00e9", unicodedata.normalize("NFD", "caf\u00e9")
HEADING = '<h2 id="part">Part</h2>'


def build(root: Path, files: Files) -> Path:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8", "surrogateescape"))
    root.mkdir(exist_ok=True)
    return root


def run(root: Path, capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, list[dict[str, Any]]]:
    capsys.readouterr()
    code = main([str(root), "--format", "json", *arguments])
    return code, json.loads(capsys.readouterr().out or "[]")


def broken(rule: str, target: str) -> Expected:
    return [(rule, target)]


def page(body: str, head: str = "") -> str:
    return f"<!doctype html><html><head><title>T</title>{head}</head><body>{body}</body></html>"


# Each: what it shows, the text of index.html, other files, the findings (none: it is right).
A = {"a.html": page(HEADING)}
BACK = {"a.html": page('<h2 id="part">Part</h2><a href="index.html">Home</a>')}
CASES: list[tuple[str, str, Files, Expected]] = [
    # Targets
    ("a page", '<a href="a.html">Alpha</a>', A, []),
    ("no page", '<a href="b.html">Beta</a>', {}, broken("missing-target", "b.html")),
    ("no picture", '<img src="x.png" alt="">', {}, broken("missing-target", "x.png")),
    ("picture", '<img src="x.png" alt="">', {"x.png": b"x"}, []),
    ("no script", '<script src="x.js"></script>', {}, broken("missing-target", "x.js")),
    ("no style", '<link rel="stylesheet" href="x.css">', {}, broken("missing-target", "x.css")),
    ("video", '<video src="v.mp4" poster="p.png"></video>', {"v.mp4": b""}, broken("missing-target", "p.png")),
    ("object", '<object data="o.swf"></object>', {}, broken("missing-target", "o.swf")),
    ("form", '<form action="send.html"></form>', {}, broken("missing-target", "send.html")),
    ("form to this page", '<form action=""></form>', {}, []),
    ("formaction", '<button formaction="x.html">Go</button>', {}, broken("missing-target", "x.html")),
    ("cite", '<q cite="x.html">Q</q>', {}, broken("missing-target", "x.html")),
    ("ping", '<a href="a.html" ping="p.html q.html">Alpha</a>', A, [("missing-target", "p.html"), ("missing-target", "q.html")]),
    ("input image", '<input type="image" src="b.png" alt="B">', {}, broken("missing-target", "b.png")),
    ("input of text has no src", '<input type="text" src="b.png">', {}, []),
    ("iframe", '<iframe src="f.html"></iframe>', {}, broken("missing-target", "f.html")),
    ("frame", '<iframe src="a.html"></iframe>', A, []),
    ("track", '<audio src="s.mp3"><track src="t.vtt"></audio>', {"s.mp3": b""}, broken("missing-target", "t.vtt")),
    ("background", '<table background="b.png"></table>', {}, broken("missing-target", "b.png")),
    ("area", '<img src="x.png" usemap="#m" alt=""><map name="m"><area href="b.html" alt="B"></map>', {"x.png": b""}, broken("missing-target", "b.html")),
    ("frame with its own text", "<iframe srcdoc='<img src=x.png><a href=#y>Y</a>'></iframe>", {}, broken("missing-target", "x.png")),
    ("unknown element", '<my-link href="b.html">Beta</my-link>', {}, []),
    ("data attribute", '<div data-href="b.html" data-src="c.png"></div>', {}, []),
    ("capital letters of HTML", '<A HREF="b.html">Beta</A>', {}, broken("missing-target", "b.html")),
    ("no quotes", "<a href=b.html>Beta</a>", {}, broken("missing-target", "b.html")),
    ("entities", '<a href="a&#46;html">Alpha</a><a href="x&amp;y.html">Both</a>', {**A, "x&y.html": page("")}, []),
    ("white space around", '<a href="\n a.html ">Alpha</a>', A, []),
    ("line end inside", '<a href="a\n.html">Alpha</a>', A, []),
    ("first attribute counts", '<a href="a.html" href="b.html">Alpha</a>', A, []),
    ("unclosed", '<p><a href="b.html">Beta<p>', {}, broken("missing-target", "b.html")),
    ("link in pre and code", '<pre><code><a href="b.html">Beta</a></code></pre>', {}, broken("missing-target", "b.html")),
    # What a browser does not see
    ("comment", '<!-- <a href="b.html">Beta</a> -->', {}, []),
    ("conditional comment", '<!--[if IE]><script src="x.js"></script><![endif]-->', {}, []),
    ("template", '<template><a href="b.html">Beta</a><p id="x"><p id="x"></template>', {}, []),
    ("script text", "<script>document.write('<a href=\"b.html\">B</a>')</script>", {}, []),
    ("textarea", '<textarea><a href="b.html">Beta</a></textarea>', {}, []),
    ("noscript", '<noscript><img src="x.png" alt=""></noscript>', {}, broken("missing-target", "x.png")),
    ("id in noscript", '<noscript><p id="q"></p></noscript><a href="#q">Q</a>', {}, broken("missing-fragment", "#q")),
    ("own id in noscript", '<noscript><p id="q"></p><a href="#q">Q</a></noscript>', {}, []),
    # Percent, plus, query, dots
    ("percent", '<a href="my%20page.html">Mine</a>', {"my page.html": page("")}, []),
    ("hash in a name", '<a href="c%23.html">Sharp</a>', {"c#.html": page("")}, []),
    ("question mark in a name", '<a href="q%3F.html">Q</a>', {"q?.html": page("")}, []),
    ("percent in a name", '<a href="100%25.html">All</a>', {"100%.html": page("")}, []),
    ("plus", '<a href="c++.html">Plus</a><a href="a%2bb.html">Sum</a>', {"c++.html": page(""), "a+b.html": page("")}, []),
    ("plus is no space", '<a href="a+b.html">Sum</a>', {"a b.html": page("")}, broken("missing-target", "a+b.html")),
    ("accents", f'<a href="{NFC}.html">One</a><a href="caf%C3%A9.html">One</a>', {f"{NFC}.html": page("")}, []),
    ("accents of the other form", f'<a href="{NFC}.html">One</a>', {f"{NFD}.html": page("")}, broken("wrong-case", f"{NFC}.html")),
    ("encoded slash", '<a href="d%2Fe.html">E</a>', {"d/e.html": page("")}, broken("missing-target", "d%2Fe.html")),
    ("encoded dots", '<a href="d/%2e%2E/a.html">Alpha</a>', A, []),
    ("dots", '<a href="./d/../a.html">Alpha</a>', A, []),
    ("query", '<a href="a.html?x=1&y=2">Alpha</a><a href="?q">Again</a>', A, []),
    ("query then fragment", '<a href="a.html?x=1#part">Alpha</a><a href="?x#none">None</a>', A, broken("missing-fragment", "?x#none")),
    ("bad percent", '<a href="100%.html">All</a>', {"100%.html": page("")}, broken("bad-percent", "100%.html")),
    ("space", '<a href="my page.html">Mine</a>', {"my page.html": page("")}, broken("space", "my page.html")),
    ("space and nothing there", '<a href="my page.html">Mine</a>', {}, broken("missing-target", "my page.html")),
    ("invisible", '<a href="\u200bhttps://example.com/">Out</a>', {}, broken("space", "\u200bhttps://example.com/")),
    ("backslash", '<a href="d\\a.html">Alpha</a>', {"d/a.html": page("")}, broken("backslash", "d\\a.html")),
    ("backslash outside", '<a href="https:\\\\example.com\\a">Out</a>', {}, broken("backslash", "https:\\\\example.com\\a")),
    ("backslash in a query", '<a href="a.html?x=\\y">Alpha</a>', A, []),
    # Case
    ("case", '<a href="A.html">Alpha</a>', A, broken("wrong-case", "A.html")),
    ("case of a folder", '<a href="D/a.html">Alpha</a>', {"d/a.html": page("")}, broken("wrong-case", "D/a.html")),
    ("case of a suffix", '<img src="x.PNG" alt="">', {"x.png": b""}, broken("wrong-case", "x.PNG")),
    # Fragments
    ("fragment", '<a href="a.html#part">Part</a><a href="#own">Own</a><p id="own">', A, []),
    ("no fragment there", '<a href="a.html#none">None</a>', A, broken("missing-fragment", "a.html#none")),
    ("no fragment here", '<a href="#none">None</a>', {}, broken("missing-fragment", "#none")),
    ("case of a fragment", '<a href="a.html#Part">Part</a>', A, broken("wrong-case-fragment", "a.html#Part")),
    ("encoded fragment", '<a href="#caf%C3%A9">One</a><p id="café"><a href="#a b">Two</a><a href="#a%62">Three</a><p id="ab">', {}, broken("missing-fragment", "#a b")),
    ("percent in an id", '<a href="#a%3Ab">One</a><p id="a%3Ab">', {}, []),
    ("accents of an id", f'<a href="#{NFD}">One</a><p id="{NFC}">', {}, broken("wrong-case-fragment", f"#{NFD}")),
    ("name of an anchor", '<a href="#old">Old</a><a name="old"></a>', {}, []),
    ("name of something else", '<a href="#old">Old</a><p name="old">', {}, broken("missing-fragment", "#old")),
    ("top", '<a href="#top">Up</a><a href="#TOP">Top</a><a href="a.html#Top">Other</a><a href="#">Back to top</a>', A, []),
    ("empty fragment elsewhere", '<a href="a.html#">Alpha</a>', A, []),
    ("text fragment", '<a href="a.html#:~:text=Part">T</a><a href="a.html#part:~:text=PART">U</a><a href="#:~:text=T">V</a>', A, []),
    ("text that is there", '<p>One <b>t</b>wo\n three</p><a href="#:~:text=one%20two,three">T</a><script>four</script>', {}, []),
    ("text that is not there", '<a href="a.html#:~:text=gone">T</a>', A, broken("missing-fragment", "a.html#:~:text=gone")),
    ("text fragment of no place", '<a href="a.html#no:~:text=x">U</a>', A, broken("missing-fragment", "a.html#no:~:text=x")),
    ("page of a PDF", '<a href="x.pdf#page=2">PDF</a><video src="v.mp4#t=10"></video>', {"x.pdf": b"", "v.mp4": b""}, []),
    ("id in a template", '<a href="#x">X</a><template><p id="x"></template>', {}, broken("missing-fragment", "#x")),
    ("quote in an id", '<a id="let\'s" href="#let\'s"></a>', {}, []),
    # Ids
    ("same id twice", '<p id="x"><p id="x">', {}, broken("duplicate-id", "x")),
    ("ids of two cases", '<p id="x"><p id="X">', {}, []),
    ("empty id", '<p id="">', {}, broken("invalid-id", "")),
    ("space in an id", '<p id="a b">', {}, broken("invalid-id", "a b")),
    ("label", '<label for="i">L</label><input id="i"><label for="j">M</label>', {}, broken("id-reference", "j")),
    ("aria", '<p id="d"></p><button aria-describedby="d e" aria-controls="d">B</button>', {}, broken("id-reference", "e")),
    ("headers", '<table><tr><th id="h">H<td headers="h k">D</table>', {}, broken("id-reference", "k")),
    ("list and form", '<form id="f"></form><input form="f" list="l"><input form="g">', {}, [("id-reference", "l"), ("id-reference", "g")]),
    ("map", '<img src="x.png" alt="" usemap="#m"><map name="m"></map>', {"x.png": b""}, []),
    ("no map", '<img src="x.png" alt="" usemap="#m"><p id="m">', {"x.png": b""}, broken("id-reference", "#m")),
    ("map without hash", '<img src="x.png" alt="" usemap="m"><map name="m"></map>', {"x.png": b""}, broken("id-reference", "m")),
    # The folder
    ("outside", '<a href="../x.html">X</a>', {}, broken("outside-root", "../x.html")),
    ("up and down again", '<a href="d/../../a.html">Alpha</a>', A, broken("outside-root", "d/../../a.html")),
    ("folder", '<a href="d/">Delta</a>', {"d/index.html": page("")}, broken("folder-link", "d/")),
    ("folder without slash", '<a href="d">Delta</a>', {"d/index.html": page("")}, broken("folder-link", "d")),
    ("folder without index", '<a href="d/">Delta</a>', {"d/x.txt": b""}, broken("missing-target", "d/")),
    ("the home folder", '<a href=".">Home</a>', {}, broken("folder-link", ".")),
    ("no suffix", '<a href="a">Alpha</a>', A, broken("folder-link", "a")),
    ("suffix and slash", '<a href="a.html/">Alpha</a>', A, broken("missing-target", "a.html/")),
    ("root", '<a href="/a.html">Alpha</a>', A, broken("root-relative", "/a.html")),
    ("root and missing", '<a href="/b.html">Beta</a>', A, broken("missing-target", "/b.html")),
    # Schemes
    ("outside, secure", '<a href="https://example.com/x?y#z">Out</a>', {}, []),
    ("insecure", '<a href="http://example.com/">Out</a>', {}, broken("insecure", "http://example.com/")),
    ("onion", '<a href="http://abc.onion/">Out</a>', {}, []),
    ("no scheme", '<a href="//example.com/">Out</a>', {}, broken("protocol-relative", "//example.com/")),
    ("misspelt", '<a href="htps://example.com/">Out</a>', {}, broken("bad-scheme", "htps://example.com/")),
    ("no colon", '<a href="http//example.com/">Out</a>', {}, broken("bad-scheme", "http//example.com/")),
    ("one slash", '<a href="https:/example.com/">Out</a>', {}, broken("bad-scheme", "https:/example.com/")),
    ("only www", '<a href="www.example.com">Out</a>', {}, broken("bad-scheme", "www.example.com")),
    ("unknown", '<a href="foo:bar">Out</a>', {}, broken("bad-scheme", "foo:bar")),
    ("others", '<a href="ftp://h/x">F</a><a href="irc://h/%23x">I</a><a href="git://h/x">G</a><a href="sms:+1555">S</a>', {}, []),
    ("data", '<img alt="" src="data:image/svg+xml,%3Csvg a b%3E"><a href="data:text/plain, Hello world">D</a>', {}, []),
    ("no host", '<a href="https://">Out</a>', {}, broken("bad-host", "https://")),
    ("bad port", '<a href="https://example.com:x/">Out</a>', {}, broken("bad-host", "https://example.com:x/")),
    ("Unicode host", '<a href="https://granö.fi/">Out</a><a href="https://[2001:db8::1]:80/">Six</a>', {}, []),
    ("localhost", '<a href="http://localhost:8000/">L</a><a href="https://127.0.0.1/">M</a>', {}, [("localhost", "http://localhost:8000/"), ("localhost", "https://127.0.0.1/")]),
    ("not localhost", '<a href="https://localhost.example.com/">L</a>', {}, []),
    ("script", '<a href="javascript:void(0)">Run</a>', {}, broken("javascript", "javascript:void(0)")),
    ("file", '<a href="file:///etc/x">F</a>', {}, broken("file-url", "file:///etc/x")),
    ("Windows", '<a href="C:\\x\\y.html">W</a>', {}, broken("windows-path", "C:\\x\\y.html")),
    ("Windows share", '<a href="\\\\server\\x">W</a>', {}, broken("windows-path", "\\\\server\\x")),
    ("mail", '<a href="mailto:a@b.org,c@d.org?subject=Hi there">M</a><a href="mailto:?to=a@b.org">N</a><a href="&#109;ailto:%61@b.org">O</a>', {}, []),
    ("mail to nobody", '<a href="mailto:">M</a>', {}, broken("bad-mailto", "mailto:")),
    ("mail to no address", '<a href="mailto:octocat">M</a>', {}, broken("bad-mailto", "mailto:octocat")),
    ("mail without scheme", '<a href="a@b.org">M</a>', {}, broken("bad-scheme", "a@b.org")),
    ("telephone", '<a href="tel:+1-555-0100,88">T</a>', {}, []),
    ("telephone without number", '<a href="tel:">T</a>', {}, broken("bad-tel", "tel:")),
    # Empty
    ("empty", '<a href="">Nothing</a>', {}, broken("empty-target", "")),
    ("empty picture", '<img src="" alt="">', {}, broken("empty-target", "")),
    ("no src", '<img alt="Gone">', {}, broken("empty-target", "")),
    ("src by script", '<img alt="Later" data-src="x.png">', {}, []),
    ("bare anchor", "<a>Nowhere</a>", {}, broken("empty-target", "")),
    ("anchor as a mark", '<a id="x"></a><a name="y"></a><a aria-current="page">Here</a>', {}, []),
    ("hash only", '<a href="#">Menu</a>', {}, broken("placeholder", "#")),
    ("template left", '<a href="{{ page.url }}">P</a>', {}, broken("placeholder", "{{ page.url }}")),
    ("heading called todo", '<a href="#todo">T</a><h2 id="todo">To do</h2>', {}, []),
    # srcset
    ("srcset", '<img src="x.png" srcset="x.png 1x, y.png 2x" alt="">', {"x.png": b""}, broken("missing-target", "y.png")),
    ("srcset with data", '<img src="x.png" srcset="data:,a 1x, x.png 2x" alt="">', {"x.png": b""}, []),
    ("source", '<picture><source srcset="y.webp, x.png"><img src="x.png" alt=""></picture>', {"x.png": b""}, broken("missing-target", "y.webp")),
    # Drawings
    ("use", '<svg><use href="#i"/><symbol id="i"/></svg><svg><use xlink:href="#j"/></svg>', {}, broken("missing-fragment", "#j")),
    ("use of a file", '<svg><use href="s.svg#i"/><use href="s.svg#j"/></svg>', {"s.svg": '<svg><symbol id="i"/></svg>'}, broken("missing-fragment", "s.svg#j")),
    ("paint", '<svg><linearGradient id="g"/><path fill="url(#g)" stroke="url(\'#h\')"/></svg>', {}, broken("missing-fragment", "#h")),
    ("image and link", '<svg><image href="x.png"/><a href="b.html"><text>B</text></a></svg>', {}, [("missing-target", "x.png"), ("missing-target", "b.html")]),
    ("part of a drawing", '<img src="s.svg#svgView(viewBox(0,0,1,1))" alt="">', {"s.svg": "<svg/>"}, []),
    # Style
    ("style element", "<style>p { background: url(x.png) } /* url(y.png) */ q { content: 'url(z.png)' }</style>", {}, broken("missing-target", "x.png")),
    ("style attribute", "<p style=\"background: url('x y.png')\">", {"x y.png": b""}, broken("space", "x y.png")),
    ("import", "<style>@import 'a.css'; @import url(b.css);</style>", {"a.css": ""}, broken("missing-target", "b.css")),
    ("namespace", "<style>@namespace url(http://www.w3.org/1999/xhtml);</style>", {}, []),
    ("names of links", '<a href="a.html" aria-label="Alpha"></a><a href="a.html"><img src="x.png" alt="Alpha"></a><a href="a.html" title="Alpha"></a>', {**A, "x.png": b""}, []),
    ("no name", '<a href="a.html"></a>', A, broken("no-name", "a.html")),
    ("named by what is inside", '<a href="a.html"><svg><title>Alpha</title></svg></a><a href="a.html"><i aria-label="Alpha"></i></a>', A, []),
    ("hidden links", '<div hidden><a href="a.html"></a></div><a href="a.html" style="display:none"></a>', A, []),
    ("hidden link", '<a href="a.html" aria-hidden="true"></a>', A, []),
    ("line number", '<a id="l-1" name="l-1" href="#l-1"></a>', {}, []),
    ("picture without alt in a link", '<a href="a.html"><img src="x.png"></a>', {**A, "x.png": b""}, broken("image-alt", "x.png")),
    ("empty alt in a link", '<a href="a.html"><img src="x.png" alt=""></a>', {**A, "x.png": b""}, broken("no-name", "a.html")),
    ("picture without alt elsewhere", '<img src="x.png">', {"x.png": b""}, []),
    ("vague", '<a href="a.html">Click here!</a>', A, broken("vague-text", "a.html")),
    ("not vague", '<a href="a.html">Here to stay</a>', A, []),
    ("vague with a label", '<a href="a.html" aria-label="Read more on strength">Read more</a>', A, []),
    ("same text", '<a href="a.html">The guide</a><a href="x.html">the guide</a>', {**A, "x.html": page("")}, broken("same-text", "x.html")),
    ("same text, same page", '<a href="a.html">The guide</a><a href="a.html#part">The guide</a>', A, []),
    ("same text to the glossary", '<a href="a.html">The guide</a><a role="doc-glossref" href="x.html">The guide</a>', {**A, "x.html": page("")}, []),
    ("same text in a menu", '<nav><a href="a.html">The guide</a></nav><a href="x.html">The guide</a><a href="a.html">Alpha</a>', {**A, "x.html": page("")}, []),
    ("same host", '<a href="https://a.org/x">a.org</a><a href="https://a.org/y">a.org</a>', {}, []),
    ("Markdown link", "<p>See [the guide](guide.md).</p>", {}, broken("unrendered-markdown", "[the guide](guide.md)")),
    ("Markdown by reference", "<p>See [the guide][guide].</p>", {}, broken("unrendered-markdown", "[the guide][guide]")),
    ("Markdown around code", "<p>See [<code>x</code>][guide] and <a href=#p id=p>P</a>.</p>", {}, broken("unrendered-markdown", "][guide]")),
    ("Markdown in code", "<p><code>[the guide](guide.md)</code></p><pre>[x][y]</pre>", {}, []),
    ("brackets", "<p>a[i](j), m[0][1], [1][2], [sic] (yes), f(x)[y]</p>", {}, []),
    ("link to Markdown", '<a href="a.md">Alpha</a>', {}, broken("unrendered-markdown", "a.md")),
    ("Markdown that is there", '<a href="a.md">Alpha</a>', {"a.md": "# A"}, []),
    # Other hosts
    ("script from outside", '<script src="https://cdn.example.com/x.js"></script>', {}, broken("external-request", "https://cdn.example.com/x.js")),
    ("style from outside", "<style>@import 'https://f.example.com/x.css'</style>", {}, broken("external-request", "https://f.example.com/x.css")),
    ("frame from outside", '<iframe src="//v.example.com/x"></iframe>', {}, broken("external-request", "//v.example.com/x")),
    # Data
    ("no JSON", '<script type="application/ld+json">{"a": </script>', {}, broken("bad-data", "application/ld+json")),
    ("bad JSON elsewhere", '<script type="application/json">{"a": </script>', {}, []),
]  # fmt: skip


@pytest.mark.parametrize(("what", "body", "others", "expected"), CASES, ids=[case[0] for case in CASES])
def test_case(
    what: str, body: str, others: Files, expected: Expected, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    # The first page of each site is not called index.html where the rules about ways through a site are not the point.
    build(tmp_path, {"page.html": page(body), **others})
    if any(target in (".", "index.html") for _, target in expected):
        (tmp_path / "index.html").write_text(page(body))
        (tmp_path / "page.html").unlink()
    code, found = run(tmp_path, capsys)
    assert [(f["rule"], f["target"]) for f in found if f["page"] in ("page.html", "index.html")] == expected or sorted(
        (f["rule"], f["target"]) for f in found
    ) == sorted(expected)
    assert code == bool(expected)
    assert all(f["message"] and f["line"] >= 1 and f["source"] is None for f in found)


HOME = '<a href="a.html">Alpha</a>'
URL = "https://example.org/"
LOCS = "<urlset>{}</urlset>"


def canonical(path: str, base: str = URL) -> str:
    return f'<link rel="canonical" href="{base}{path}">'


def sitemap(*paths: str) -> str:
    return LOCS.format("".join(f"<url><loc>{URL}{path}</loc></url>" for path in paths))


def stub(target: str) -> str:
    return f'<meta http-equiv="refresh" content="0; url={target}"><a href="{target}">The new page</a>'


def ld(data: object) -> str:
    return f'<script type="application/ld+json">{json.dumps(data)}</script>'


OWN = {"index.html": page(HOME, canonical("")), **BACK}
SITES: list[tuple[str, Files, list[tuple[str, str, str]]]] = [
    ("all well", {"index.html": page(HOME), **BACK}, []),
    # Head
    ("preload", {"x.html": page("", '<link rel="preload" as="image" href="p.png" imagesrcset="q.png 2x">')}, [("x.html", "missing-target", "p.png"), ("x.html", "missing-target", "q.png")]),
    ("hints", {"x.html": page("", '<link rel="preconnect" href="https://h.example/"><link rel="dns-prefetch" href="//h.example">')}, []),
    ("icon without href", {"x.html": page("", '<link rel="icon">')}, [("x.html", "empty-target", "")]),
    ("prefix of a vocabulary", {"x.html": '<html prefix="og: http://ogp.me/ns#" xmlns="http://www.w3.org/1999/xhtml"><link rel="profile" href="http://gmpg.org/xfn/11">'}, []),
    ("Open Graph", {"x.html": page("", '<meta property="og:image" content="card.png"><meta name="twitter:image" content=""><meta property="og:title" content="x.png">')}, [("x.html", "missing-target", "card.png"), ("x.html", "empty-target", "")]),
    ("picture of the own site", {**OWN, "index.html": page(HOME, canonical("") + f'<meta property="og:image" content="{URL}card.png">')}, [("index.html", "missing-target", f"{URL}card.png")]),
    ("other language", {**OWN, "a.html": page('<a href="index.html">Home</a>', f'<link rel="alternate" hreflang="de" href="{URL}de.html"><link rel="alternate" hreflang="en" href="{URL}a.html">')}, [("a.html", "missing-target", f"{URL}de.html")]),
    ("manifest", {"x.html": page("", '<link rel="manifest" href="m.webmanifest">'), "m.webmanifest": json.dumps({"start_url": "x.html", "icons": [{"src": "i.png"}]})}, [("m.webmanifest", "missing-target", "i.png")]),
    ("manifest that is none", {"x.html": page("", '<link rel="manifest" href="m.webmanifest">'), "m.webmanifest": "{"}, [("m.webmanifest", "bad-data", "m.webmanifest")]),
    # Base
    ("base", {"x.html": page('<a href="a.html">Alpha</a><a href="#part">Part</a>', '<base href="d/a.html">'), "d/a.html": page(HEADING)}, []),
    ("base, missing", {"x.html": page('<a href="b.html">Beta</a>', '<base href="d/">'), "d/a.html": ""}, [("x.html", "missing-target", "b.html")]),
    ("base without href", {"x.html": page('<a id="p" href="#p">P</a>', '<base target="_blank">')}, []),
    ("base elsewhere", {"x.html": page('<a href="b.html">Beta</a>', '<base href="https://example.com/"><base href="d/">')}, []),
    ("base at the root", {"x.html": page('<a href="a.html">Alpha</a>', '<base href="/">'), "a.html": ""}, [("x.html", "root-relative", "/")]),
    # The own address
    ("own address", {**OWN, "a.html": page(f'<a href="{URL}">Home</a>')}, [("a.html", "absolute-own", URL)]),
    ("own address, missing", {**OWN, "a.html": page(f'<a href="{URL}b.html">Beta</a><a href="index.html">Home</a>')}, [("a.html", "missing-target", f"{URL}b.html")]),
    ("own host without scheme", {**OWN, "a.html": page('<a href="//example.org/index.html">Home</a>')}, [("a.html", "protocol-relative", "//example.org/index.html")]),
    ("below a path", {"index.html": page(HOME, canonical("", URL + "p/")), "a.html": page('<a href="/p/index.html">Home</a><a href="/a.html">Alpha</a><a href="https://example.org/q/">Other site</a>')}, [("a.html", "root-relative", "/p/index.html"), ("a.html", "outside-root", "/a.html")]),
    ("page for what is missing", {**OWN, "404.html": page('<a href="/index.html">Home</a><script src="/x.js"></script>')}, [("404.html", "missing-target", "/x.js")]),
    ("canonical", {**OWN, "a.html": page('<a href="index.html">Home</a>', canonical("a.html"))}, []),
    ("canonical without suffix", {**OWN, "a.html": page('<a href="index.html">Home</a>', canonical("a"))}, []),
    ("canonical of another", {**OWN, "a.html": page('<a href="index.html">Home</a>', canonical(""))}, [("a.html", "canonical", URL)]),
    ("canonical of nothing", {**OWN, "a.html": page('<a href="index.html">Home</a>', canonical("gone.html"))}, [("a.html", "missing-target", f"{URL}gone.html")]),
    ("canonical elsewhere", {**OWN, "a.html": page('<a href="index.html">Home</a>', canonical("a.html", "https://example.com/"))}, [("a.html", "canonical", "https://example.com/a.html")]),
    # Structured data
    ("JSON-LD", {**OWN, "a.html": page('<a href="index.html">Home</a>', ld({"@context": "http://schema.org", "@id": URL + "#org", "@type": "X", "image": [URL + "i.png"], "item": {"@id": URL + "a.html"}, "name": "no.html"}))}, [("a.html", "missing-target", f"{URL}i.png")]),
    # Redirects
    ("redirect", {"index.html": page(HOME), **BACK, "old.html": stub("a.html")}, []),
    ("redirect with quotes and capitals", {"index.html": page(HOME), **BACK, "old.html": "<meta http-equiv=REFRESH content=\"3;URL='a.html'\">"}, []),
    ("reload", {"index.html": page(HOME), "a.html": page("", '<meta http-equiv="refresh" content="30">')}, []),
    ("refresh without scripts", {"index.html": page(HOME), "a.html": page("", '<noscript><meta http-equiv="refresh" content="0; url=index.html"></noscript>')}, []),
    ("stub with and without scripts", {"index.html": page(HOME), "a.html": page("", '<noscript><meta http-equiv="refresh" content="1; url=index.html"></noscript><script>location.replace("index.html")</script>')}, [("index.html", "link-to-redirect", "a.html")]),
    ("slow refresh", {"index.html": page(HOME), "a.html": page("", '<meta http-equiv="refresh" content="300; url=a.html">')}, []),
    ("redirect to nothing", {"index.html": page("Home"), "old.html": stub("gone.html")}, [("old.html", "missing-target", "gone.html")]),
    ("redirect to a redirect", {"index.html": page(HOME), **BACK, "old.html": stub("a.html"), "older.html": stub("old.html")}, [("older.html", "redirect-chain", "old.html")]),
    ("redirect to itself", {"index.html": page("Home"), "old.html": stub("old.html")}, [("old.html", "redirect-chain", "old.html")]),
    ("redirects in a circle", {"index.html": page("Home"), "a.html": stub("b.html"), "b.html": stub("a.html")}, [("a.html", "redirect-chain", "b.html"), ("b.html", "redirect-chain", "a.html")]),
    ("redirects elsewhere", {"index.html": page("Home"), "a.html": stub("x.pdf"), "b.html": stub("https://example.com/"), "x.pdf": b""}, []),
    ("link to a redirect", {"index.html": page(HOME + '<a href="old.html#x">Old</a>'), **BACK, "old.html": stub("a.html")}, [("index.html", "link-to-redirect", "old.html#x")]),
    ("refresh that is none", {"x.html": page("", '<meta http-equiv="refresh" content="">')}, [("x.html", "bad-refresh", "")]),
    ("list of redirects", {"x.html": page(""), "_redirects": "/old /x.html 301\n/b /gone.html\n/d/* /e/:splat\n"}, [("_redirects", "missing-target", "/gone.html")]),
    # Ways
    ("orphan", {"index.html": page("Home"), "a.html": page("")}, [("a.html", "orphan", "a.html")]),
    ("in the menu only", {"index.html": page(f"<nav>{HOME}</nav>"), "a.html": page("")}, [("a.html", "orphan", "a.html")]),
    ("links to itself only", {"index.html": page("Home"), "a.html": page(HOME)}, [("a.html", "orphan", "a.html")]),
    ("island", {"index.html": page("Home"), "a.html": page('<a href="b.html">Beta</a>'), "b.html": page(HOME)}, [("a.html", "unreachable", "a.html"), ("b.html", "unreachable", "b.html")]),
    ("out of sight", {"index.html": page("Home"), "a.html": page("", '<meta name="robots" content="noindex">'), "404.html": page("")}, []),
    ("no home", {"a.html": page(""), "b.html": page("")}, []),
    # Lists
    ("sitemap", {**OWN, "sitemap.xml": sitemap("", "a.html")}, []),
    ("sitemap leaves out", {**OWN, "sitemap.xml": sitemap("")}, [("a.html", "sitemap-gap", "a.html")]),
    ("sitemap names nothing", {**OWN, "sitemap.xml": sitemap("", "a.html", "b.html")}, [("sitemap.xml", "missing-target", f"{URL}b.html")]),
    ("sitemap alone knows the address", {"index.html": page(HOME), **BACK, "sitemap.xml": sitemap("", "a.html", "b.html")}, [("sitemap.xml", "missing-target", f"{URL}b.html")]),
    ("sitemap packed", {**OWN, "sitemap.xml.gz": gzip.compress(sitemap("", "b.html", "a.html").encode())}, [("sitemap.xml.gz", "missing-target", f"{URL}b.html")]),
    ("sitemap empty", {**OWN, "sitemap.xml": LOCS.format("")}, []),
    ("sitemap that is none", {**OWN, "sitemap.xml": "<urlset>"}, [("sitemap.xml", "bad-data", "sitemap.xml")]),
    ("index", {**OWN, "search/search_index.json": json.dumps({"docs": [{"location": ""}, {"location": "a.html"}, {"location": "a.html#part"}]})}, []),
    ("index of places and pages gone", {**OWN, "search/search_index.json": json.dumps({"docs": [{"location": "index.html"}, {"location": "a.html#no"}, {"location": "b.html"}]})}, [("search/search_index.json", "missing-fragment", "a.html#no"), ("search/search_index.json", "missing-target", "b.html")]),
    ("index leaves out", {**OWN, "search/search_index.js": 'var __index = {"docs": [{"location": "index.html"}]}'}, [("a.html", "search-gap", "a.html")]),
    ("service worker", {**OWN, "sw.js": "// ['no.js']\nconst FILES = ['./', 'a.html', \"b.html\"]; fetch('/api/x.json'); const T = ['text/html'];"}, [("sw.js", "missing-target", "b.html")]),
    # What other machines read
    ("feed", {**OWN, "feed.xml": f"<rss><channel><link>{URL}</link><item><link>{URL}b.html</link><enclosure url='{URL}a.mp3'/></item></channel></rss>"}, [("feed.xml", "missing-target", f"{URL}b.html"), ("feed.xml", "missing-target", f"{URL}a.mp3")]),
    ("feed with text", {**OWN, "atom.xml": f'<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom"><entry><id>tag:x</id><link href="{URL}a.html#no"/><content type="html">&lt;img src="p.png"&gt;</content></entry></feed>'}, [("atom.xml", "missing-fragment", f"{URL}a.html#no"), ("atom.xml", "missing-target", "p.png")]),
    ("feed as JSON", {**OWN, "feed.json": json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": [{"id": "1", "url": f"{URL}b.html"}]})}, [("feed.json", "missing-target", f"{URL}b.html")]),
    ("list for language models", {**OWN, "llms.txt": f"# T\n\n- [Alpha](a.md): x\n- [Home]({URL}index.html)\n- [Beta](b.md)\n", "a.md": "[Gone](gone.md)"}, [("llms.txt", "unrendered-markdown", "b.md")]),
    ("Markdown beside the page", {**OWN, "a.html": page('<a href="index.html">Home</a><a href="a.md">As text</a>', '<link rel="alternate" type="text/markdown" href="a.md">'), "a.md": ""}, []),
    ("robots", {**OWN, "robots.txt": f"User-agent: *\nSitemap: {URL}sitemap.xml\n"}, [("robots.txt", "missing-target", f"{URL}sitemap.xml")]),
    ("headers", {**OWN, "x.css": "", "_headers": "/*\n  Link: </x.css>; rel=preload\n/a.html\n  Link: </y.css>; rel=preload\n"}, [("_headers", "missing-target", "/y.css")]),
    ("sitemap as text", {**OWN, "sitemap.txt": f"{URL}\n{URL}a.html\n{URL}b.html\n"}, [("sitemap.txt", "missing-target", f"{URL}b.html")]),
    ("sitemap names a redirect", {**OWN, "old.html": stub("a.html"), "sitemap.xml": sitemap("", "a.html", "old.html")}, [("sitemap.xml", "link-to-redirect", f"{URL}old.html")]),
    ("link to what the host redirects", {**OWN, "index.html": page(HOME + '<a href="old">Old</a>', canonical("")), "_redirects": "/old /a.html\n"}, [("index.html", "link-to-redirect", "old")]),
    ("redirects of the host in a row", {**OWN, "_redirects": "/old /mid\n/mid /a.html\n/self /self\n"}, [("_redirects", "redirect-chain", "/mid"), ("_redirects", "redirect-chain", "/self")]),
    ("service worker with revisions", {**OWN, "service-worker.js": 'importScripts("x.js"); precache([{"url":"a.html","revision":"1.a"},{"revision":"2","url":"b.css"}]); const KINDS = [".png", "a.example.org", "text/css"];'}, [("service-worker.js", "missing-target", "x.js"), ("service-worker.js", "missing-target", "b.css")]),
    ("service worker with hashes", {**OWN, "sw.js": 'const FILES = {"a.html":"x1","b.html":"x2","d/c.css":"x3"}; const T = {".css": 1, "text/css": 2, "/api/": 3};'}, [("sw.js", "missing-target", "b.html"), ("sw.js", "missing-target", "d/c.css")]),
    ("service worker with routes", {**OWN, "sw.js": "const NEVER = ['/api/', '/login', '/']; const KEEP = ['/', '/a.html', '/gone/'];"}, [("sw.js", "missing-target", "/gone/")]),
    ("service worker that adds all", {**OWN, "sw.js": "caches.open('v1').then(cache => cache.addAll(['/', '/gone/']))"}, [("sw.js", "missing-target", "/gone/")]),
    ("description of a search", {**OWN, "opensearch.xml": f'<OpenSearchDescription><Image>{URL}i.png</Image><Url template="{URL}a.html?q={{searchTerms}}"/><Url template="{URL}find.html?q={{searchTerms}}"/><Url template="{URL}find/{{searchTerms}}"/></OpenSearchDescription>'}, [("opensearch.xml", "missing-target", f"{URL}i.png"), ("opensearch.xml", "missing-target", f"{URL}find.html?q=")]),
    ("tiles", {**OWN, "browserconfig.xml": '<browserconfig><tile><square150x150logo src="gone.png"/></tile></browserconfig>'}, [("browserconfig.xml", "missing-target", "gone.png")]),
    ("two slashes", {**OWN, "sitemap.xml": sitemap("", "/a.html")}, [("sitemap.xml", "double-slash", f"{URL}/a.html")]),
    ("manifest in a folder", {"x.html": page("", '<link rel="manifest" href="d/site.webmanifest">'), "d/site.webmanifest": json.dumps({"id": "/", "scope": "../", "start_url": "../x.html", "shortcuts": [{"url": "../y.html"}], "share_target": {"action": "z.html"}})}, [("d/site.webmanifest", "missing-target", "../y.html"), ("d/site.webmanifest", "missing-target", "z.html")]),
    ("own address with its port", {**OWN, "a.html": page('<a href="https://example.org:443/">Home</a>')}, [("a.html", "absolute-own", "https://example.org:443/")]),
    ("canonical without the s", {**OWN, "a.html": page('<a href="index.html">Home</a>', '<link rel="canonical" href="http://example.org/a.html">')}, [("a.html", "insecure", "http://example.org/a.html")]),
    ("drawing that leads on", {**OWN, "index.html": page(f'{HOME}<object data="d.svg"></object>', canonical("")), "d.svg": '<svg xmlns="http://www.w3.org/2000/svg"><a href="b.html"><text>B</text></a></svg>', "b.html": page("")}, []),
    ("suffix in capitals", {"X.HTML": page('<a href="gone.html">Gone</a>')}, [("X.HTML", "missing-target", "gone.html")]),
    ("feed of another kind of file", {"x.html": page(""), "data.json": "[", "data.xml": "<a", "x.md": "[a](b.md)", "x.zip": b"PK"}, []),
    # Style sheets and drawings
    ("linked style", {"x.html": page("", '<link rel="stylesheet" href="s/a.css">'), "s/a.css": "@import 'b.css'; a { background: url(../p.png) }", "s/b.css": "b { src: url('q.woff2?x#y') }", "p.png": b""}, [("s/b.css", "missing-target", "q.woff2?x#y")]),
    ("style that nobody loads", {"x.html": page(""), "a.css": "a { background: url(p.png) }"}, []),
    ("root in a style", {"x.html": page("", '<link rel="stylesheet" href="a.css">'), "a.css": "a { background: url(/p.png) }", "p.png": b""}, [("a.css", "root-relative", "/p.png")]),
    ("picture in a drawing", {"x.html": page('<img src="d.svg" alt="">'), "d.svg": '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><image href="p.png"/></svg>'}, [("d.svg", "missing-target", "p.png")]),
    # Files of all kinds
    ("empty page", {"x.html": "", "y.html": page('<a href="x.html">Empty</a>')}, []),
    ("broken HTML", {"x.html": "<<a href=b.html <p id='x' id=x>B</ul></a><table><a href=y.html>Y"}, [("x.html", "missing-target", "y.html"), ("x.html", "missing-target", "b.html")]),
    ("old encoding", {"x.html": '<a href="caf\u00e9.html">One</a>'.encode("latin-1"), "caf\u00e9.html": ""}, []),
    ("UTF-16", {"x.html": '<a href="b.html">Beta</a>'.encode("utf-16")}, [("x.html", "missing-target", "b.html")]),
    ("name that is no text", {"x.html": '<a href="%E9.html">One</a>', "\udce9.html": ""}, []),
]  # fmt: skip


@pytest.mark.parametrize(("what", "files", "expected"), SITES, ids=[site[0] for site in SITES])
def test_site(
    what: str, files: Files, expected: list[tuple[str, str, str]], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, found = run(build(tmp_path, files), capsys)
    assert sorted((f["page"], f["rule"], f["target"]) for f in found) == sorted(expected)
    assert code == bool(expected)


# The text as a whole, with Markdown files. Each: what it shows, files of docs/, files of site/, findings.
CAUSE = (
    '<a href="../prevention/p.html">P</a><a href="../recovery/r.html">R</a><a href="../start/red-flags.html">Flags</a>'
)
DOCS: Files = {
    "docs/index.md": "# Home\n\n[Cause](causes/c.md) [Question](faq/q.md)\n",
    "docs/causes/c.md": "---\ntitle: Cause\nrelated:\n  - faq/q\n---\n\n# Cause\n\n[P](../prevention/p.md)\n",
    "docs/faq/q.md": "# Question\n\nText.\n\n[Cause](../causes/c.md#part) and swelling[^doe-2020].\n",
    "docs/prevention/p.md": "# P\n",
    "docs/recovery/r.md": "# R\n",
    "docs/start/red-flags.md": "# Flags\n",
    "site/index.html": page('<a href="causes/c.html">Cause</a><a href="faq/q.html">Question</a>'),
    "site/causes/c.html": page(f'{HEADING}{CAUSE}<a href="../faq/q.html">Question</a>'),
    "site/faq/q.html": page('\n<p>Text.\n<a href="../causes/c.html#part">Cause</a>'),
    "site/prevention/p.html": page(""),
    "site/recovery/r.html": page(""),
    "site/start/red-flags.html": page(""),
}
EDITORIAL: list[tuple[str, Files, list[tuple[str, str, str, int]]]] = [
    ("all well", {}, []),
    (
        "a cause without its links",
        {"site/causes/c.html": page(f'{HEADING}{CAUSE}').replace("../start/red-flags", "../start/red-flags")},
        [("docs/causes/c.md", "cause-links", "causes/c.html", 1)],
    ),
    ("a question that says no more", {"site/faq/q.html": page('<a href="../index.html">Home</a>')}, [("docs/faq/q.md", "faq-links", "faq/q.html", 1)]),
    ("related to nothing", {"docs/causes/c.md": "---\ntitle: Cause\nrelated:\n  - faq/q\n  - faq/gone\n---\n# Cause\n"}, [("docs/causes/c.md", "related", "faq/gone", 5)]),
    (
        "too far from home",
        {f"site/{n}.html": page(f'<a href="{chr(ord(n) + 1)}.html">Page {n}</a>') for n in "abc"}
        | {f"docs/{n}.md": f"# {n}" for n in "abcd"}
        | {"site/d.html": page(""), "site/recovery/r.html": page('<a href="../a.html">Page z</a>')},
        [("docs/b.md", "deep-page", "b.html", 1), ("docs/c.md", "deep-page", "c.html", 1), ("docs/d.md", "deep-page", "d.html", 1)],
    ),
    ("picture shown", {"docs/p.svg": "<svg/>", "site/p.svg": "<svg/>", "site/recovery/r.html": page('<img src="../p.svg" alt="">')}, []),
    ("picture not shown", {"docs/p.svg": "<svg/>", "site/p.svg": "<svg/>"}, [("docs/p.svg", "unused-picture", "p.svg", 1)]),
    ("source cited", {"docs/references.yml": "doe-2020:\n  doi: 10.1000/x\n"}, []),
    ("source not cited", {"docs/references.yml": "doe-2020: {url: https://a.org/x}\n\nroe-2021: {url: https://a.org/y}\n"}, [("docs/references.yml", "unused-source", "roe-2021", 3)]),
    ("word used", {"docs/glossary.yml": "Swollen (a joint):\n  means: Thick.\n  also: [swelling]\n"}, []),
    ("word not used", {"docs/glossary.yml": "bursa:\n  means: A sac.\n"}, [("docs/glossary.yml", "unused-term", "bursa", 1)]),
    (
        "place outside",
        {
            "docs/references.yml": "doe-2020: {doi: 10.1000/x}\n",
            "docs/prevention/p.md": "# P\n\n[One](https://doi.org/10.1000/x)\n[Two](https://a.org/z)\n",
            "site/prevention/p.html": page('<a href="https://doi.org/10.1000/x">One</a><a href="https://a.org/z">Two</a>'),
        },
        [("docs/prevention/p.md", "external-unlisted", "https://a.org/z", 4)],
    ),
    ("public place", {"scripts/public-anchors.txt": "causes/c.html#part\n"}, []),
    ("lost place", {"scripts/public-anchors.txt": "causes/c.html#part\ncauses/c.html#old\n"}, [("docs/causes/c.md", "lost-anchor", "causes/c.html#old", 1)]),
    # Where a defect stands
    ("in a line of Markdown", {"site/causes/c.html": page(f'{CAUSE}<a href="../faq/q.html">Question</a>')}, [("docs/faq/q.md", "missing-fragment", "../causes/c.html#part", 5)]),
    (
        "in a template",
        {
            "mkdocs.yml": "theme:\n  custom_dir: look\n",
            "look/main.html": "{% block x %}\n<p class=\"place\"><a href=\"{{ up }}\">Up</a></p>\n",
            "site/recovery/r.html": page('\n<p class="place"><a href="gone.html">Up</a></p>'),
        },
        [("look/main.html", "missing-target", "gone.html", 2)],
    ),
    ("in the theme", {"site/recovery/r.html": page('\n<a href="gone.html">Up</a>')}, [("from the theme", "missing-target", "gone.html", 2)]),
    (
        "in a snippet",
        {
            "docs/recovery/r.md": '# R\n\n--8<-- "warning.md"\n',
            "docs/snippets/warning.md": "Stop.\n\n[See](../start/gone.md)\n",
            "site/recovery/r.html": page('<a href="../start/gone.html">See</a>'),
        },
        [("docs/snippets/warning.md", "missing-target", "../start/gone.html", 3)],
    ),
    ("under a heading", {"docs/recovery/r.md": "# R\n\n## One way\n", "site/recovery/r.html": page('<h2 id="one-way"><h2 id="one-way">')}, [("docs/recovery/r.md", "duplicate-id", "one-way", 3)]),
]  # fmt: skip


@pytest.mark.parametrize(("what", "files", "expected"), EDITORIAL, ids=[case[0] for case in EDITORIAL])
def test_docs(
    what: str,
    files: Files,
    expected: list[tuple[str, str, str, int]],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    build(tmp_path, {**DOCS, **files})
    monkeypatch.chdir(tmp_path)
    code, found = run(Path("site"), capsys, "--docs", "docs")
    assert sorted((f["source"] or f"site/{f['page']}", f["rule"], f["target"], f["line"]) for f in found) == sorted(
        expected
    )
    assert code == bool(expected)


def test_anchors_are_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build(tmp_path, {**DOCS, "scripts/x": ""})
    assert main([str(tmp_path / "site"), "--docs", str(tmp_path / "docs"), "--update-anchors"]) == 0
    assert (tmp_path / "scripts/public-anchors.txt").read_text() == "causes/c.html#part\n"


def exceptions(*entries: str) -> str:
    return "".join(f"- {entry}\n" for entry in entries)


WHY = "reason: Because., date: 2026-11-22"


@pytest.mark.parametrize(
    ("entries", "left"),
    [
        (exceptions(f"{{rule: missing-target, target: gone.html, {WHY}}}"), []),
        (exceptions(f"{{rule: missing-target, target: 'g*', page: x.html, {WHY}}}"), []),
        (
            exceptions(f"{{rule: missing-target, target: gone.html, page: y.html, {WHY}}}"),
            ["exception", "missing-target"],
        ),
        (exceptions("{rule: missing-target, target: gone.html, date: 2026-11-22}"), ["exception", "missing-target"]),
        (exceptions(f"{{rule: no-such-rule, target: gone.html, {WHY}}}"), ["exception", "missing-target"]),
        ("[]\n", ["missing-target"]),
    ],
)
def test_exceptions(entries: str, left: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    build(tmp_path, {"site/x.html": page('<a href="gone.html">Gone</a>'), "e.yml": entries})
    code, found = run(tmp_path / "site", capsys, "--exceptions", str(tmp_path / "e.yml"))
    assert sorted(f["rule"] for f in found) == left and code == bool(left)


def test_formats(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    build(tmp_path, {"x.html": page('\n<a href="gine.html">Gone, 50%</a>'), "gone.html": ""})
    assert main([str(tmp_path)]) == 1
    text = capsys.readouterr().out
    assert f'{tmp_path}/x.html:2: missing-target: "gine.html": No such page or file. Did you mean "gone.html"?' in text
    assert text.endswith("2 pages: 1 finding\n")
    assert main([str(tmp_path), "--format", "github"]) == 1
    assert capsys.readouterr().out.startswith(f"::error file={tmp_path}/x.html,line=2,title=missing-target::")
    assert main([str(tmp_path), "--list-rules"]) == 0
    assert capsys.readouterr().out.count("\n") == 3 * len(RULES)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<p>\n<a\n  href='gone.html'>G</a>\n<!-- href='gone.html' -->\n<a href=gone.html>G</a>", [3, 5]),
        ("<p id=x>\n<p class=x>\n<p id='x'>", [3]),
        ("<p>\r\n<img alt='' src=''>\r\n<a href>X</a>", [2, 3]),
        ("<p>\n<img src=x.html alt=x srcset='x.html 1x,\n gone.png 2x'>", [3]),
        ("<p>\n<a href='gone.html?a&amp;b'>G</a>", [2]),
        ("<a href='./x.html'>Alpha</a>\n<a href='./x.html'></a>\n<a href='./x.html'>here</a>", [2, 3]),
        ("<p class=no>\n<p aria-describedby='no'>", [2]),
        ("<p>\n<p>x\n[a b](c.md)\n</p>", [3]),
        ("<style>\na{}\nb{background:url(gone.png)}\n</style>", [3]),
    ],
)
def test_line(text: str, expected: list[int], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert [f["line"] for f in run(build(tmp_path, {"x.html": text}), capsys)[1]] == expected


def test_annotations_are_escaped(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    build(tmp_path, {"a,b: c%.html": page('<a href="go\nne.html">50%</a>')})
    assert main([str(tmp_path), "--format", "github"]) == 1
    out = capsys.readouterr().out
    assert out.count("\n") == 1 and "/a%2Cb%3A c%25.html,line=1,title=missing-target::" in out and "go%0Ane.html" in out


def test_runs_as_a_file_from_anywhere(tmp_path: Path) -> None:
    build(tmp_path, {"index.html": page("")})
    command = [sys.executable, str(ROOT / "scripts" / "check_links.py"), "."]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr) == (0, "1 page: no findings\n", "")


def test_no_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path / "gone")]) == 2
    assert "no such folder" in capsys.readouterr().err


def test_unreadable_files_are_named_and_the_rest_is_checked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    build(tmp_path, {"binary.html": b"\0\1\2" * 99, "x.html": page('<a href="gone.html">Gone</a>')})
    (tmp_path / "dangling.html").symlink_to("nowhere.html")
    os.mkfifo(tmp_path / "pipe.html")
    code, found = run(tmp_path, capsys)
    assert code == 2
    assert [(f["page"], f["rule"]) for f in found] == [
        ("binary.html", "unreadable"), ("dangling.html", "unreadable"), ("pipe.html", "unreadable"), ("x.html", "missing-target"),
    ]  # fmt: skip


def test_symbolic_links(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    build(
        tmp_path,
        {
            "out/deep/a.html": page(HEADING),
            "site/x.html": page('<a href="d/a.html#part">Alpha</a><a href="f.html">Eff</a>'),
        },
    )
    (tmp_path / "site/d").symlink_to(tmp_path / "out/deep")
    (tmp_path / "site/f.html").symlink_to(tmp_path / "out/deep/a.html")
    (tmp_path / "out/deep/round").symlink_to(tmp_path / "site")
    (tmp_path / "site/e/f").mkdir(parents=True)
    (tmp_path / "site/e/f/up").symlink_to(tmp_path / "site/e")
    assert run(tmp_path / "site", capsys) == (0, [])


def test_huge_page(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    build(tmp_path, {"x.html": page("<p>Text</p>" * 200_000 + '<a href="gone.html">Gone</a>')})
    assert [f["rule"] for f in run(tmp_path, capsys)[1]] == ["missing-target"]


def test_two_processes_find_the_same(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    build(tmp_path, {f"p{n}.html": page(f'<p id="x"><a href="p{n + 1}.html#x">Next</a>') for n in range(120)})
    assert [(f["page"], f["target"]) for f in run(tmp_path, capsys)[1]] == [("p119.html", "p120.html#x")]


def test_site_url_and_sub_path(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    build(tmp_path, {"x.html": page('<a href="https://h.org/p/x.html">The page</a>')})
    assert run(tmp_path, capsys) == (0, [])
    assert [f["rule"] for f in run(tmp_path, capsys, "--site-url", "https://h.org/p")[1]] == ["absolute-own"]


def test_external_is_polite_and_remembers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[str, str]] = []
    answers = {
        "https://a.org/ok": [200],
        "https://a.org/get": [405, 200],
        "https://a.org/gone": [404, 404],
        "https://b.org/busy": [503],
    }
    waits: list[float] = []
    session = external.polite_session()

    def ask(method: str, address: str, **_: object) -> requests.Response:
        asked.append((method, address))
        answer = requests.Response()
        answer.status_code, answer.raw = answers[address].pop(0), io.BytesIO()
        return answer

    monkeypatch.setattr(session, "request", ask)
    addresses = [*answers, "https://a.org/ok#part", "mailto:a@b.org"]
    dead = list(external.check(addresses, tmp_path / "c" / "links.json", session, waits.append))
    assert dead == [("https://a.org/gone", "The answer is 404.")]
    assert asked.count(("HEAD", "https://a.org/ok")) == 1 and ("GET", "https://a.org/ok") not in asked
    assert ("GET", "https://a.org/get") in asked
    assert sum(wait > 0 for wait in waits) == len(asked) - 2  # a pause after each request to the same host
    answers["https://a.org/gone"], answers["https://b.org/busy"], asked[:] = [200], [200], []
    assert list(external.check(addresses, tmp_path / "c" / "links.json", session, waits.append)) == []
    assert asked == [("HEAD", "https://a.org/gone"), ("HEAD", "https://b.org/busy")]


def test_external_asks_a_busy_host_again_and_later() -> None:
    again = external.polite_session().get_adapter("https://a.org/").max_retries  # type: ignore[attr-defined]
    assert again.is_retry("HEAD", 429) and again.is_retry("GET", 503) and not again.is_retry("GET", 404)
    assert again.increment("GET", "/").increment("GET", "/").get_backoff_time() >= 10


def test_external_reports_the_page(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    build(tmp_path, {"x.html": page('<a href="https://gone.invalid/">Gone</a>')})
    monkeypatch.setattr(
        external, "check", lambda addresses, cache: [(address, "The answer is 410.") for address in addresses]
    )
    code, found = run(tmp_path, capsys, "--external")
    assert (code, [(f["page"], f["rule"]) for f in found]) == (1, [("x.html", "external-missing")])


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("", []),
        ("a.png", ["a.png"]),
        ("a.png 1x, b.png 2x", ["a.png", "b.png"]),
        ("a.png, b.png", ["a.png", "b.png"]),
        ("a.png 300w,b.png 600w", ["a.png", "b.png"]),
        ("\n a.png 1x ,\n b.png 2x,", ["a.png", "b.png"]),
        (
            "/c/f=webp,w=640/https://i.org/m.jpg 640w, data:image/png;base64,AA== 2x",
            ["/c/f=webp,w=640/https://i.org/m.jpg", "data:image/png;base64,AA=="],
        ),
    ],
)
def test_srcset(value: str, found: list[str]) -> None:
    assert SRCSET.findall(value) == found


@pytest.mark.parametrize(
    ("style", "found"),
    [
        ("a{b:url(x.png)}", ["x.png"]),
        ("a{b:URL( \"x.png\" ), url('y.png')}", ["x.png", "y.png"]),
        ("a{b:url(a\\ b.png)}", ["a b.png"]),
        ("@import 'x.css' screen; @import url(y.css);", ["x.css", "y.css"]),
        ("/* url(x) */ a{content:'url(x)'} b{c:url(data:image/svg+xml;a,<svg/>)}", ["data:image/svg+xml;a,<svg/>"]),
        ("a{b:image-set('x.png' 1x, 'y.png' type('image/png') 2x)}", ["x.png", "y.png"]),
        ("a{b:my-url(x.png)}", []),
        ("a{b:url()}", [""]),
    ],
)
def test_css(style: str, found: list[str]) -> None:
    assert [ref.value for ref in css_refs(style)] == found


def test_every_rule_has_an_example() -> None:
    shown = {rule for *_, found in CASES for rule, _ in found} | {rule for *_, found in SITES for _, rule, _ in found}
    here = Path(__file__).read_text("utf-8")
    assert {rule for rule in RULES if rule not in shown and f'"{rule}"' not in here} == set()


def test_every_rule_says_what_and_how() -> None:
    for name, (what, mend) in RULES.items():
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", name)
        assert what.endswith(".") and mend.endswith(".") and len(what) < 120 and len(mend) < 120
