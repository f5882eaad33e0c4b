"""MkDocs hooks: make the built site small and safe to host. `mkdocs serve` leaves them out.

Every page gets its security policy; the theme's styles lose what no page uses; the headers are rendered for
hosts; and text files get a compressed copy, which a host can send as it is.
"""

from __future__ import annotations

import gzip
import os
import re
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Literal

import rcssmin
import rjsmin
import tinycss2
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import CombinedEvent, event_priority
from mkdocs.structure.pages import Page as SitePage

from scripts import security
from scripts.pages import read_pages

NGINX_HEADERS = "_headers.nginx"
COMPRESSED = {".html", ".css", ".js", ".json", ".svg", ".xml", ".txt", ".md", ".webmanifest"}
NAME = re.compile(r"[.#]((?:[\w-]|\\.)+)")
ATTRIBUTE = re.compile(r"\[([\w-]+)(?:[~|^$*]?=[\"']?([^\"'\]]*)[\"']?)?\]")


class Run:
    """What is being run: set by `on_startup`."""

    serving = False


def on_startup(command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
    """Remember whether pages are served while they are written: reloading needs a script that the policy forbids."""
    Run.serving = command == "serve"


@event_priority(-100)  # after all that change a page
def on_post_page(output: str, page: SitePage, config: MkDocsConfig) -> str:
    """Write the policy into a page."""
    return output if Run.serving else security.with_policy(output)


@event_priority(-100)
def on_post_template(output_content: str, template_name: str, config: MkDocsConfig) -> str:
    """Write the policy into 404.html, which is no page."""
    if Run.serving or not template_name.endswith(".html"):
        return output_content
    return security.with_policy(output_content)


@event_priority(100)  # before anything that reads the built files, such as an archive of them
def _shrink(config: MkDocsConfig) -> None:
    """Take out what no page uses, and what only people read."""
    if Run.serving:
        return
    site = Path(config.site_dir)
    shutil.rmtree(site / "assets/javascripts/lunr", ignore_errors=True)  # the theme's own search languages
    for file in site.glob("assets/**/*.map"):  # for the theme's makers
        file.unlink()
    words = used_words(site)
    for file in site.glob("assets/stylesheets/*.css"):
        _rewrite(file, trim(file.read_text(encoding="utf-8"), words)[0])
    for file in site.glob("assets/css/*.css"):
        _rewrite(file, str(rcssmin.cssmin(file.read_text(encoding="utf-8"))))
    for file in site.glob("assets/js/*.js"):
        _rewrite(file, str(rjsmin.jsmin(file.read_text(encoding="utf-8"))))


@event_priority(-1000)  # after everything else
def _finish(config: MkDocsConfig) -> None:
    """Write what hosts read: headers, security.txt, compressed copies.

    Raises:
        PluginError: when a page has no policy.
    """
    if Run.serving:
        return
    site = Path(config.site_dir)
    hashes: set[str] = set()
    for file in sorted(site.rglob("*.html")):
        html = file.read_text(encoding="utf-8")
        if 'http-equiv="Content-Security-Policy"' not in html:
            raise PluginError(f"{file.relative_to(site)} has no security policy: pass it through `with_policy`.")
        hashes |= security.inline_hashes(html)
    sent = security.headers(hashes)
    _rewrite(site / "_headers", security.for_netlify(sent))
    _rewrite(site / NGINX_HEADERS, security.for_nginx(sent))
    _rewrite(site / ".nojekyll", "")  # GitHub Pages would leave out files whose names begin with "_" or "."
    root = config.site_url or "/"
    about = read_pages()[0]["about/index"]  # says how errors are reported, and when that was last made sure of
    contact = os.environ.get("SECURITY_CONTACT", f"{root}{about.url}#report-an-error")
    _rewrite(site / ".well-known/security.txt", security.security_txt(root, contact, about.meta.checked))
    for file in sorted(site.rglob("*")):
        if file.suffix in COMPRESSED:
            file.with_name(f"{file.name}.gz").write_bytes(gzip.compress(file.read_bytes(), 9, mtime=0))


on_post_build = CombinedEvent(_shrink, _finish)


def used_words(site: Path) -> set[str]:
    """Every word of the site's pages and scripts: a class that is used anywhere is among them.

    Args:
        site: the built site.
    """
    files = [*site.rglob("*.html"), *site.glob("assets/**/*.js")]
    return {word for file in files for word in re.findall(r"[\w-]+", file.read_text(encoding="utf-8"))}


def trim(css: str, words: set[str]) -> tuple[str, list[str]]:
    """A style sheet without the rules that can apply to nothing.

    Args:
        css: the style sheet.
        words: every word of the pages and scripts. One that ends in a dash may be the start of a longer name.

    Returns:
        The style sheet, and the selectors that were left out.
    """
    starts = tuple(word for word in words if word.endswith(("-", "_")) and word.strip("-_"))
    dropped: list[str] = []

    def known(name: str) -> bool:
        return name in words or name.startswith(starts)

    def used(selector: str) -> bool:
        if "table:not([class])" in selector:  # our tables have one; and these rules make a browser style the whole
            return False  # page anew at each change of a class
        if re.search(r":(?:is|where|has|not)\(", selector):
            selector = re.sub(r":(?:is|where|has|not)\(.*", "", selector)  # only what stands before it must be there
        for name, value in ATTRIBUTE.findall(selector):
            if (name.startswith("data-") and value and not known(value)) or (name, value) == ("dir", "rtl"):
                return False
        return all(known(name.replace("\\", "")) for name in NAME.findall(ATTRIBUTE.sub("", selector)))

    def kept(rules: Iterable[tinycss2.ast.Node]) -> str:
        out = []
        for rule in rules:
            if rule.type == "qualified-rule":
                selectors = _selectors(rule.prelude)
                left = [selector for selector in selectors if used(selector)]
                dropped.extend(selector for selector in selectors if selector not in left)
                if left:
                    out.append(f"{','.join(left)}{{{tinycss2.serialize(rule.content)}}}")
            elif rule.type == "at-rule" and rule.lower_at_keyword in ("media", "supports"):
                inner = kept(tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True))
                if inner:
                    out.append(f"@{rule.at_keyword}{tinycss2.serialize(rule.prelude)}{{{inner}}}")
            else:
                out.append(rule.serialize())
        return "".join(out)

    return kept(tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)), dropped


def _selectors(prelude: list[tinycss2.ast.Node]) -> list[str]:
    """The selectors of a rule, split at the commas that stand outside brackets."""
    parts: list[list[tinycss2.ast.Node]] = [[]]
    for token in prelude:
        if token.type == "literal" and token.value == ",":
            parts.append([])
        else:
            parts[-1].append(token)
    return [tinycss2.serialize(part).strip() for part in parts]


def _rewrite(file: Path, text: str) -> None:
    """Write a text file, with its folder."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8", newline="\n")
