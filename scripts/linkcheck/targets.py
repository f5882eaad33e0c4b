"""Rules about one address. The first that it breaks is its finding, so their order goes from grave to slight."""

from __future__ import annotations

import re
from difflib import SequenceMatcher, get_close_matches
from functools import lru_cache
from posixpath import basename, dirname, relpath
from urllib.parse import quote, unquote

from scripts.linkcheck.rules import Group, Problem, rule
from scripts.linkcheck.site import ABOUT, LOAD, Link, Site, fold

ADDRESS: Group = []
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
TEMPLATE = re.compile(r"\{\{.*\}\}|\{%.*%\}|\$\{.*\}|<%.*%>|^(todo|tbd|fixme|xxx+)$", re.IGNORECASE)
PLAIN = re.compile(r"(?=.)[\w./-]*(#[\w-]*)?$", re.ASCII)
# Names of vocabularies, not addresses to fetch: these stay `http:` for ever.
NAMES = re.compile(r"http://(www\.w3\.org|(www\.)?schema\.org|purl\.org|ogp\.me|gmpg\.org|xmlns\.com|rdfs\.org)(/|$)")


def meant(link: Link, site: Site) -> str:
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


@rule("empty-target", "Write the address, or take the attribute out.", ADDRESS)
def empty(link: Link, site: Site) -> bool:
    """The address is empty or missing."""
    return not link.url.text


@rule("placeholder", "Write the real address, or make it a button.", ADDRESS)
def placeholder(link: Link, site: Site) -> bool:
    """The address is a placeholder that was never filled in."""
    return not link.file and bool(TEMPLATE.search(link.url.text))


@rule("javascript", "Use a button for what a script does; a link goes somewhere.", ADDRESS)
def javascript(link: Link, site: Site) -> bool:
    """The link runs a script."""
    return link.url.scheme in ("javascript", "vbscript")


@rule("windows-path", "Write the path relative to the page, with forward slashes.", ADDRESS)
def windows_path(link: Link, site: Site) -> bool:
    """The address is a path on somebody's Windows disk."""
    return bool(re.match(r"[a-z]:|\\\\", link.url.text, re.IGNORECASE))


@rule("file-url", "Write the path relative to the page.", ADDRESS)
def file_url(link: Link, site: Site) -> bool:
    """The address is a file on somebody's own disk."""
    return link.url.scheme == "file"


@rule("localhost", "Write the public address.", ADDRESS)
def localhost(link: Link, site: Site) -> bool:
    """The address is the reader's own computer."""
    own = bool(link.own) and LOCAL.match(site.home.host or "") and link.kind != ABOUT
    return bool(LOCAL.match((link.url.host or "").rpartition("@")[2]) or link.url.scheme == "localhost") and not own


@rule("bad-scheme", "Mend the beginning of the address.", ADDRESS)
def bad_scheme(link: Link, site: Site) -> str | None:
    """The address begins wrongly."""
    scheme, text = link.url.scheme, link.url.text
    if scheme in ("http", "https") and link.url.host is None:
        return f'"{scheme}:" wants two slashes after it.'
    if scheme and scheme not in SCHEMES and not re.match(r"(web\+|ms-|x-|vnd\.|com\.|org\.)", scheme):
        near = get_close_matches(scheme, SCHEMES, 1, 0.7)
        return f'Did you mean "{near[0]}:"?' if near else f'Nothing known begins with "{scheme}:".'
    if link.own == "relative" and not link.file:
        if re.match(r"(h+t+p*s?|ftp)[;.,]?//?", text, re.IGNORECASE) or re.match(r"[a-z]{3,6}//", text, re.IGNORECASE):
            return "The colon after the scheme is missing."
        if re.match(r"www\.[\w-]+\.\w", text, re.IGNORECASE):
            return f'Did you mean "https://{text}"?'
        if re.fullmatch(r"[\w.+-]+@[\w-]+(\.[\w-]+)+", text):
            return f'Did you mean "mailto:{text}"?'
    return None


@rule("bad-host", "Write the host as its owner does.", ADDRESS)
def bad_host(link: Link, site: Site) -> bool:
    """The address names no valid host or port."""
    if link.url.host is None:
        return False
    host, _, port = re.fullmatch(r"(.*?)(:([^:\]]*))?", link.url.host.rpartition("@")[2], re.DOTALL).groups()  # type: ignore[union-attr]
    labels = re.fullmatch(
        r"\[[0-9a-f:.]+\]|(?!-)[^\s<>\[\]{}|\\^\"'`.,:/]+(\.[^\s<>\[\]{}|\\^\"'`.,:/]+)*\.?", host, re.IGNORECASE
    )
    return not labels or bool(port and not (port.isdecimal() and int(port) < 65536))


@rule("bad-mailto", "Write `mailto:name@example.org`.", ADDRESS)
def bad_mailto(link: Link, site: Site) -> bool:
    """The mail link holds no valid address."""
    if link.url.scheme != "mailto":
        return False
    from email.utils import getaddresses  # slow to load, and seldom needed

    to, _, query = link.url.path.partition("?")
    fields = [unquote(part[3:]) for part in query.split("&") if part.lower().startswith("to=")]
    found = getaddresses([part for part in (unquote(to), *fields) if part])
    return not found or not all(re.fullmatch(r"[^@\s,;]+@[^@\s,;]+", address) for _, address in found)


@rule("bad-tel", "Write the number with its country code, such as `tel:+15550100`.", ADDRESS)
def bad_tel(link: Link, site: Site) -> bool:
    """The telephone link holds no number."""
    return link.url.scheme in ("tel", "sms") and not re.search(r"\d|%3[0-9]", link.url.path)


@rule("outside-root", "Take out a `../`, or put the target into the site.", ADDRESS)
def outside_root(link: Link, site: Site) -> bool:
    """The path leaves the site's folder."""
    return link.outside


@rule("bad-percent", "Write a plain percent sign as %25.", ADDRESS)
def bad_percent(link: Link, site: Site) -> bool:
    """A percent sign stands without two hexadecimal digits after it."""
    text = link.url.path if link.url.scheme in ("mailto", "tel") else f"{link.url.path}?{link.url.query}"
    return link.url.scheme != "data" and bool(re.search(r"%(?![0-9a-f]{2})", text, re.IGNORECASE))


@rule("wrong-case", "Write the name exactly as the file's.", ADDRESS)
def wrong_case(link: Link, site: Site) -> str | None:
    """Only the case of letters, or the Unicode form of accents, differs from a real name."""
    real = site.folded.get(fold(link.path)) or site.folded.get(fold(f"{link.path}.html")) or ""
    if not link.own or link.file or real in ("", link.path) or not site.locate(real, real in site.folders)[0]:
        return None
    return "It differs in the Unicode form only." if real.casefold() != link.path.casefold() and "." in real else ""


@rule(
    "unrendered-markdown", "Link to a page of the site in brackets and parentheses that Markdown understands.", ADDRESS
)
def markdown_link(link: Link, site: Site) -> bool:
    """Markdown was left as it was written."""
    return bool(link.own) and not link.file and bool(re.search(r"\.(md|markdown)$", link.path, re.IGNORECASE))


@rule("space", "Write %20 for a space; take invisible characters out.", ADDRESS)
def space(link: Link, site: Site) -> str | None:
    """White space or an invisible character stands in the address."""
    if link.url.scheme in ("data", "mailto", "sms", "tel", "about", "blob"):
        return None
    if INVISIBLE.match(link.url.text) or (INVISIBLE.search(link.url.path) and not link.file):
        return "It cannot be seen."
    return (
        ""
        if re.search(r"\s", f"{link.url.host}{link.url.path}{link.url.query}") and (link.file or not link.own)
        else None
    )


@rule("missing-target", "Mend the address, or restore what it names.", ADDRESS)
def missing(link: Link, site: Site) -> str | None:
    """No such page or file."""
    if not link.own or link.file:
        return None
    return "The folder has no index.html." if link.path in site.folders else ""


@rule("backslash", "Write forward slashes.", ADDRESS)
def backslash(link: Link, site: Site) -> bool:
    """A backslash stands in the address."""
    return (link.url.scheme in ("", "http", "https")) and "\\" in re.split("[?#]", link.url.text)[0]


@rule("external-request", "Ship the file with the site.", ADDRESS)
def external_request(link: Link, site: Site) -> bool:
    """The page fetches something from another host."""
    return link.kind == LOAD and not link.own and link.url.host is not None


@rule("protocol-relative", "Write https: in front, or a relative path to the own site.", ADDRESS)
def protocol_relative(link: Link, site: Site) -> bool:
    """The address leaves out the scheme: from a folder it names a file."""
    return link.kind != ABOUT and link.url.host is not None and not link.url.scheme


@rule("insecure", "Write https:, after a look that the page is there too.", ADDRESS)
def insecure(link: Link, site: Site) -> bool:
    """The address is `http:`, which others can read and change on its way."""
    own = bool(link.own) and site.home.scheme == "http"
    name = (link.url.host or "").endswith(".onion") or (link.kind == ABOUT and NAMES.match(link.url.text))
    return link.url.scheme == "http" and not own and not name


@rule("absolute-own", "Write the path relative to the page.", ADDRESS)
def absolute_own(link: Link, site: Site) -> bool:
    """The full address of a page of this very site: from a folder or another host it leaves the copy at hand."""
    return link.kind != ABOUT and link.own == "absolute"


@rule("root-relative", "Write the path relative to the page.", ADDRESS)
def root_relative(link: Link, site: Site) -> bool:
    """The path begins with a slash: opened from a folder, it leads to the root of the disk."""
    return link.kind != ABOUT and link.own == "root"


@rule("folder-link", "Name the file.", ADDRESS)
def folder_link(link: Link, site: Site) -> str | None:
    """The address names a folder, or a page without its suffix: opened from a folder, it shows no page."""
    return f"The file is {link.file}." if link.kind != ABOUT and link.how in ("folder", "short") else None


@lru_cache(maxsize=50_000)  # menus repeat the same addresses on every page; the limit keeps memory flat
def judge(site: Site, value: str, kind: str, base: str | None) -> tuple[Link, Problem | None]:
    """Resolve an address, with the arguments of `Site.resolve`, and hold it against the rules.

    Returns:
        The link and the first rule that it breaks, if any.
    """
    link = site.resolve(value, kind, base)
    if link.own == "relative" and link.how == "file" and PLAIN.match(value):
        return link, None  # most links: no rule can have anything against them
    for name, check in ADDRESS:
        detail = check(link, site)
        if detail is not None and detail is not False:
            if name in ("missing-target", "wrong-case", "unrendered-markdown"):
                link = link._replace(meant=meant(link, site))
            said = f'Did you mean "{quote(relpath(link.meant, dirname(base or "") or "."))}"?' if link.meant else ""
            return link, Problem(name, value, " ".join(filter(None, (said, detail if isinstance(detail, str) else ""))))
    return link, None
