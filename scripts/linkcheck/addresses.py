"""Rules about one address. The first that it breaks is its finding, so their order goes from grave to slight."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher, get_close_matches
from functools import lru_cache
from posixpath import basename, dirname, relpath
from urllib.parse import quote, unquote

from scripts.linkcheck.rules import Problem
from scripts.linkcheck.site import ABOUT, LOAD, Link, Site, fold

LOCAL = re.compile(r"(localhost|.*\.localhost|127(\.\d+){3}|0\.0\.0\.0|\[::1?\])(:.*)?$", re.IGNORECASE)
INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2028\u2029\u2060-\u2064\ufeff]")
SCHEMES = frozenset(
    "http https mailto tel sms mms data blob about ftp ftps sftp ssh git svn rsync irc ircs xmpp sip sips geo "
    "magnet urn doi news nntp webcal feed facetime facetime-audio skype callto viber whatsapp tg slack zoommtg "
    "msteams discord signal matrix spotify steam market intent itms itms-apps itms-appss android-app ios-app maps "
    "comgooglemaps view-source chrome chrome-extension moz-extension vscode vscode-insiders jetbrains obsidian "
    "notion bitcoin ethereum lightning nostr ipfs ipns gemini gopher telnet ldap ldaps rtsp rtmp ws wss info tag "
    "apt snap openid acct cid mid bluetooth wifi payto".split()
)
OWN_SCHEME = re.compile(r"web\+|ms-|x-|vnd\.|com\.|org\.")
TEMPLATE = re.compile(
    r"\{\{.*\}\}|\{%.*%\}|\$\{.*\}|<%.*%>|^(todo|tbd|fixme|x{3,}|url|link|undefined|null|\.{3}|…)$", re.IGNORECASE
)
HOST = re.compile(r"\[[0-9a-f:.]+\]|(?!-)[^\s<>\[\]{}|\\^\"'`.,:/]+(\.[^\s<>\[\]{}|\\^\"'`.,:/]+)*\.?", re.IGNORECASE)
PORT = re.compile(r"\d{1,4}|[1-5]\d{4}|6[0-5]\d{3}")
PLAIN = re.compile(r"(?=.)[\w./-]*(#[\w-]*)?$", re.ASCII)
# Names of vocabularies, not addresses to fetch: these stay `http:` for ever.
NAMES = re.compile(r"http://(www\.w3\.org|(www\.)?schema\.org|purl\.org|ogp\.me|gmpg\.org|xmlns\.com|rdfs\.org)(/|$)")


def _faults(link: Link, site: Site) -> Iterator[tuple[str, str]]:
    """Each rule that an address breaks, the gravest first, with what only this case can say."""
    url, text, scheme, host, own = link.url, link.url.text, link.url.scheme, link.url.host, link.own
    if not text:
        yield "empty-target", ""
    if not link.file and TEMPLATE.search(unquote(text)):
        yield "placeholder", ""
    if scheme in ("javascript", "vbscript"):
        yield "javascript", ""
    if re.match(r"[a-z]:|\\\\", text, re.IGNORECASE):
        yield "windows-path", ""
    if scheme == "file":
        yield "file-url", ""
    local = LOCAL.match((host or "").rpartition("@")[2]) or scheme == "localhost"
    if local and not (own and link.kind != ABOUT):
        yield "localhost", ""
    if wrong := _beginning(link):
        yield "bad-scheme", wrong
    if host is not None:
        name, port = re.fullmatch(r"(.*?)(?::([^:\]]*))?", host.rpartition("@")[2], re.DOTALL).groups()  # type: ignore[union-attr]
        if not HOST.fullmatch(name) or name in ("http", "https") or (port and not PORT.fullmatch(port)):
            yield "bad-host", ""
    if scheme == "mailto" and not _is_mail(url.path):
        yield "bad-mailto", ""
    if scheme in ("tel", "sms") and not re.search(r"\d|%3[0-9]", url.path):
        yield "bad-tel", ""
    if link.outside:
        yield "outside-root", ""
    percent = url.path if scheme in ("mailto", "tel") else f"{url.path}?{url.query}"
    if scheme != "data" and re.search(r"%(?![0-9a-f]{2})", percent, re.IGNORECASE):
        yield "bad-percent", ""
    if own and not link.file:
        real = site.folded.get(fold(link.path)) or site.folded.get(fold(f"{link.path}.html")) or ""
        if real not in ("", link.path) and site.locate(real, real in site.folders)[0]:
            accents = real.casefold() != link.path.casefold() and "." in real
            yield "wrong-case", "It differs in the Unicode form only." if accents else ""
        if re.search(r"\.(md|markdown)$", link.path, re.IGNORECASE):
            yield "unrendered-markdown", ""
        if link.path in site.moved:
            yield "link-to-redirect", f"It leads to {site.moved[link.path]}."
    if scheme not in ("data", "mailto", "sms", "tel", "about", "blob"):
        if INVISIBLE.match(text) or (INVISIBLE.search(url.path) and not link.file):
            yield "space", "It cannot be seen."
        if re.search(r"\s", f"{host}{url.path}{url.query}") and (link.file or not own):
            yield "space", ""
    if own and not link.file:
        yield "missing-target", "The folder has no index.html." if link.path in site.folders else ""
    if scheme in ("", "http", "https") and "\\" in re.split("[?#]", text)[0]:
        yield "backslash", ""
    if link.kind == LOAD and not own and host is not None:
        yield "external-request", ""
    if host is not None and not scheme:
        yield "protocol-relative", ""
    of_own_kind = (own and site.home.scheme == "http") or (host or "").endswith(".onion")
    if scheme == "http" and not of_own_kind and not (link.kind == ABOUT and NAMES.match(text)):
        yield "insecure", ""
    if link.kind != ABOUT:
        if own in ("absolute", "root"):
            yield "absolute-own" if own == "absolute" else "root-relative", ""
        if link.how in ("folder", "short"):
            yield "folder-link", f"The file is {link.file}."


def _beginning(link: Link) -> str:
    """What is wrong with the beginning of an address, if anything."""
    scheme, text = link.url.scheme, link.url.text
    if scheme in ("http", "https") and link.url.host is None:
        return f'"{scheme}:" wants two slashes after it.'
    if scheme and scheme not in SCHEMES and scheme != "file" and not OWN_SCHEME.match(scheme):
        near = get_close_matches(scheme, SCHEMES, 1, 0.7)
        return f'Did you mean "{near[0]}:"?' if near else f'Nothing known begins with "{scheme}:".'
    if link.own == "relative" and not link.file:
        if re.match(r"(h+t+p*s?|ftp)[;.,]?//?|[a-z]{3,6}//", text, re.IGNORECASE):
            return "The colon after the scheme is missing."
        if re.match(r"www\.[\w-]+\.\w", text, re.IGNORECASE):
            return f'Did you mean "https://{text}"?'
        if re.fullmatch(r"[\w.+-]+@[\w-]+(\.[\w-]+)+", text):
            return f'Did you mean "mailto:{text}"?'
    return ""


def _is_mail(path: str) -> bool:
    """Tell whether what follows `mailto:` holds nothing but addresses."""
    from email.utils import getaddresses  # slow to load, and seldom needed

    to, _, query = path.partition("?")
    fields = [unquote(part[3:]) for part in query.split("&") if part.lower().startswith("to=")]
    found = getaddresses([part for part in (unquote(to), *fields) if part])
    return bool(found) and all(re.fullmatch(r"[^@\s,;/]+@[^@\s,;/]+", address) for _, address in found)


def _meant(link: Link, site: Site) -> str:
    """The file that a broken link means, most likely: the same name in other case or elsewhere, or a similar path."""
    wanted = re.sub(r"\.(md|markdown)$", ".html", link.path.strip("/"), flags=re.IGNORECASE)
    for path in (wanted, f"{wanted}.html"):
        if real := site.locate(site.folded.get(fold(path), path), False)[0]:
            return real
    suffix = "." + wanted.rpartition(".")[2] if "." in basename(wanted) else ".html"
    known = [name for name in site.names if name.endswith(suffix)]
    same = [name for name in known if fold(basename(name)) == fold(basename(wanted))]
    if len(known) > 2000:  # comparing with each name of a large site would take longer than all else
        known = [name for name in known if dirname(name) == dirname(wanted)][:2000]
    best = max(same, key=lambda name: SequenceMatcher(None, name, wanted).ratio(), default="")
    return best or next(iter(get_close_matches(wanted, known, 1, 0.6)), "")


@lru_cache(maxsize=50_000)  # menus repeat the same addresses on every page; the limit keeps memory flat
def judge(site: Site, value: str, kind: str, base: str | None) -> tuple[Link, Problem | None]:
    """Resolve an address, with the arguments of `Site.resolve`, and hold it against the rules.

    Returns:
        The link and the first rule that it breaks, if any.
    """
    link = site.resolve(value, kind, base)
    if link.own == "relative" and link.how == "file" and PLAIN.match(value):
        return link, None  # most links: no rule can have anything against them
    rule, detail = next(_faults(link, site), ("", ""))
    if rule in ("missing-target", "wrong-case", "unrendered-markdown") and (meant := _meant(link, site)):
        link = link._replace(meant=meant)
        detail = f'Did you mean "{quote(relpath(meant, dirname(base or "") or "."))}"? {detail}'.strip()
    return link, Problem(rule, value, detail) if rule else None
