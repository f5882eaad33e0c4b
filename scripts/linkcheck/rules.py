"""The rules: the id of each, what is wrong, how to mend it. And those about one address: the first it breaks counts."""

from __future__ import annotations

import re
from difflib import get_close_matches
from functools import lru_cache
from posixpath import basename, dirname, relpath
from typing import NamedTuple
from urllib.parse import quote, unquote

from scripts.linkcheck.site import ABOUT, LOAD, Link, Site, fold

# One rule a line: id | what is wrong | how to mend it.
_TABLE = """
absolute-own | A full address of this very site: it leaves the copy at hand. | Write the path relative to the page.
backslash | A backslash stands in the address. | Write forward slashes.
bad-data | The file or its structured data cannot be parsed. | Mend the file's form.
bad-host | The address names no valid host or port. | Write the host as its owner does.
bad-mailto | The mail link holds no valid address. | Write `mailto:name@example.org`.
bad-percent | A percent sign stands without two hexadecimal digits after it. | Write a plain percent sign as %25.
bad-refresh | Browsers ignore this meta refresh. | Write `content="0; url=page.html"`.
bad-scheme | The address begins wrongly. | Mend the beginning of the address.
bad-tel | The telephone link holds no number. | Write the number with its country code, such as `tel:+15550100`.
canonical | The page's canonical link names another page. | Let it name the page's own public address.
cause-links | A cause must lead to prevention, recovery, a question and the red flags. | Link to what is missing.
deep-page | The page is more than 3 links from the home page, menus apart. | Link to it from a page nearer to home.
double-slash | Two slashes in a row stand in the path: many hosts find nothing there. | Write one slash.
duplicate-id | Two elements of the page have the same id: a link reaches only the first. | Give each its own id.
empty-target | The address is empty or missing. | Write the address, or take the attribute out.
exception | The exception is no longer needed, or lacks rule, target, reason or date. | Take it out, or complete it.
external-missing | The page on another site does not answer. | Find where it has moved, or cite another.
external-request | The page fetches something from another host. | Ship the file with the site.
external-unlisted | No entry of the bibliography leads there. | Add one, or an exception with the reason.
faq-links | A question must lead to a page that says more. | Link to one, in the text or under `related`.
file-url | The address is a file on somebody's own disk. | Write the path relative to the page.
folder-link | A folder, or a page without its suffix: opened from a folder, it shows no page. | Name the file.
id-reference | An attribute refers to an id that the page does not have. | Write the id of an element of this page.
image-alt | A picture in a link has no `alt`. | Write in `alt` where the link leads.
insecure | The address is `http:`, which others can read and change on its way. | Write https:, if it is there.
invalid-id | An id is empty or holds white space. | Write an id of at least one character, without white space.
javascript | The link runs a script. | Use a button for what a script does; a link goes somewhere.
link-to-redirect | The link leads to a redirect. | Link to the page that the redirect leads to.
localhost | The address is the reader's own computer. | Write the public address.
lost-anchor | Readers may have kept a link to this place, and it is gone. | Give it back, or run with --update-anchors.
missing-fragment | The page has no place of that name. | Link to a heading that is there, or give the place its id back.
missing-target | No such page or file. | Mend the address, or restore what it names.
no-name | The link has no text: nobody can tell where it leads. | Write the text of the link, or a label.
orphan | No page links to this one, menus apart. | Link to it from a page that readers come by.
outside-root | The path leaves the site's folder. | Take out a `../`, or put the target into the site.
placeholder | The address is a placeholder that was never filled in. | Write the real address, or make it a button.
protocol-relative | The address leaves out the scheme: from a folder it names a file. | Write https: in front.
redirect-chain | The redirect leads to itself or to another redirect. | Send readers straight to the last page.
related | An entry under `related` is no page. | Name a page of the site, without `.md`.
root-relative | The path begins with a slash: from a folder, that is the root of the disk. | Write it from the page.
same-text | Two links of the page read the same and lead to different places. | Let each text name its own target.
search-gap | The search index leaves this page out. | Let the build index it, or mark it `noindex`.
sitemap-gap | The sitemap leaves this page out. | Let the build list it, or mark it `noindex`.
space | White space or an invisible character stands in the address. | Write %20 for a space; take the invisible out.
unreachable | Pages link to this one, but none that can be reached from home. | Link to one of them from such a page.
unreadable | The file cannot be read; the others were checked. | Mend the file or its permissions.
unrendered-markdown | Markdown was left as it was written. | Mend it, so that it becomes a link to a page.
unused-picture | No page shows this picture. | Show it on a page, or take it out.
unused-source | No page cites this entry of the bibliography. | Cite it on a page, or take it out.
unused-term | No page uses this word of the glossary. | Use it on a page, or take it out.
vague-text | The link's text says nothing about where it leads. | Say in it what is behind the link.
windows-path | The address is a path on somebody's Windows disk. | Write the path relative to the page, with slashes.
wrong-case | Only the case of letters, or the form of accents, differs from a real name. | Write that.
wrong-case-fragment | Only the case of letters, or the form of accents, differs from a real id. | Write that.
"""
RULES = {name: (what, mend) for name, what, mend in (row.split(" | ") for row in _TABLE.strip().splitlines())}


class Problem(NamedTuple):
    """A defect on one page: the rule it breaks, the address or text at fault, and what only this case can say.

    `nth` tells the second place with the same target from the first.
    """

    rule: str
    target: str
    detail: str = ""
    nth: int = 0

    @property
    def message(self) -> str:
        """What is wrong, what only this case can say, how to mend it."""
        what, mend = RULES[self.rule]
        return " ".join(filter(None, (what, self.detail, mend)))


LOCAL = re.compile(r"(localhost|.*\.localhost|127(\.\d+){3}|0\.0\.0\.0|\[::1?\])(:.*)?$", re.IGNORECASE)
INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2028\u2029\u2060-\u2064\ufeff]")
SCHEMES = frozenset(
    "http https mailto tel sms mms data blob about ftp ftps sftp ssh git svn rsync irc ircs xmpp sip sips geo "
    "magnet urn doi news nntp webcal feed facetime facetime-audio skype callto viber whatsapp tg slack zoommtg "
    "msteams discord signal matrix spotify steam market intent itms itms-apps itms-appss android-app ios-app maps "
    "comgooglemaps view-source chrome chrome-extension moz-extension vscode vscode-insiders jetbrains obsidian "
    "notion bitcoin ethereum lightning nostr ipfs ipns gemini gopher telnet ldap ldaps rtsp rtmp ws wss info tag "
    "apt snap openid acct cid mid bluetooth wifi payto smb nfs afp vnc rdp dns shortcuts fb fb-messenger twitter "
    "instagram linkedin resource".split()
)
OWN_SCHEME = re.compile(r"web\+|ms-|x-|vnd\.|com\.|org\.|(git|svn|hg|bzr)\+(ssh|https?|file)$")
TEMPLATE = re.compile(
    r"\{\{.*\}\}|\{%.*%\}|\$\{.*\}|<%.*%>|^(todo|tbd|fixme|x{3,}|url|link|undefined|null|\.{3}|…)$", re.IGNORECASE
)
LABEL = r"""[^\s<>\[\]{}|\\^"'`.,:/@]+"""
HOST = re.compile(  # perhaps with a name before it and a port behind it
    rf"([^@]*@)?(\[[0-9a-f:.]+\]|(?!-|https?(:|$)){LABEL}(\.{LABEL})*\.?)"
    r"(:(\d{1,4}|[1-5]\d{4}|6([0-4]\d|5[0-4])\d\d|655([0-2]\d|3[0-5]))?)?"
)
ADDRESS = r"""("[^"]+"|[^@\s,;/<>"]+)@[^@\s,;/<>"]+"""
MAIL = re.compile(rf"\s*({ADDRESS}|[^@<>]*<{ADDRESS}>)\s*")
PLAIN = re.compile(r"(?=.)(?!.*//)[\w./-]*(#[\w-]*)?$", re.ASCII)
# Names of vocabularies, not addresses to fetch: these stay `http:` for ever.
NAMES = re.compile(r"http://(www\.w3\.org|(www\.)?schema\.org|purl\.org|ogp\.me|gmpg\.org|xmlns\.com|rdfs\.org)(/|$)")


def _fault(link: Link, site: Site) -> tuple[str, str]:
    """The first rule that an address breaks, from grave to slight, with what only this case can say; or two empties."""
    url, text, scheme, host, own = link.url, link.url.text, link.url.scheme, link.url.host, link.own
    lost, seen, opaque = own and not link.file, link.kind != ABOUT, scheme in ("data", "about", "blob")
    real = site.folded.get(fold(link.path)) or site.folded.get(fold(f"{link.path}.html")) or "" if lost else ""
    local = LOCAL.match((host or "").rpartition("@")[2]) or scheme == "localhost"
    plain_http = scheme == "http" and not (own and site.home.scheme == "http") and not (host or "").endswith(".onion")
    spaced = INVISIBLE.match(text) or (not link.file and INVISIBLE.search(url.path))
    spaced = spaced or (not lost and re.search(r"\s", f"{host}{url.path}{url.query}"))
    checks: tuple[tuple[str, object], ...] = (  # a text is what only this case can say
        ("empty-target", not text),
        ("placeholder", not link.file and TEMPLATE.search(unquote(text))),
        ("javascript", scheme in ("javascript", "vbscript")),
        ("windows-path", re.match(r"[a-z]:|\\\\", text, re.IGNORECASE)),
        ("file-url", scheme == "file"),
        ("localhost", local and not (own and seen)),
        ("bad-scheme", _beginning(link)),
        ("bad-host", host is not None and not HOST.fullmatch(host)),
        ("bad-mailto", scheme == "mailto" and not _is_mail(url.path)),
        ("bad-tel", scheme in ("tel", "sms") and not re.search(r"\d|%3[0-9]|^\?.", url.path)),
        ("outside-root", link.how == "outside"),
        ("bad-percent", not opaque and re.search(r"(?i)%(?![0-9a-f]{2})", f"{url.path}?{url.query}")),
        ("wrong-case", real not in ("", link.path) and bool(site.locate(real, real in site.folders)[0])),
        ("unrendered-markdown", lost and re.search(r"(?i)\.(md|markdown)$", link.path)),
        ("link-to-redirect", lost and link.path in site.moved and f"It leads to {site.moved[link.path]}."),
        ("space", spaced and not opaque and scheme not in ("mailto", "sms", "tel")),
        ("missing-target", lost and ("The folder has no index.html." if link.path in site.folders else True)),
        ("backslash", scheme in ("", "http", "https") and "\\" in re.split("[?#]", text)[0]),
        ("double-slash", own and "//" in url.path),
        ("external-request", link.kind == LOAD and not own and host is not None),
        ("protocol-relative", host is not None and not scheme),
        ("insecure", plain_http and (seen or not NAMES.match(text))),
        ("absolute-own", seen and own == "absolute"),
        ("root-relative", seen and own == "root"),
        ("folder-link", seen and link.how in ("folder", "short") and f"The file is {link.file}."),
    )
    return next(((rule, said if isinstance(said, str) else "") for rule, said in checks if said), ("", ""))


def _is_mail(path: str) -> bool:
    """Tell whether what follows `mailto:` holds addresses, and nothing else before its `?`."""
    to, _, query = path.partition("?")
    parts = [unquote(part) for part in (to, *re.findall(r"(?i)(?:^|&)to=([^&]*)", query)) if part]
    return bool(parts) and all(MAIL.fullmatch(mail) for part in parts for mail in part.split(","))


def _beginning(link: Link) -> str:
    """What is wrong with the beginning of an address, if anything."""
    scheme, text = link.url.scheme, link.url.text
    if scheme in ("http", "https") and link.url.host is None:
        return f'"{scheme}:" wants two slashes after it.'
    if scheme and scheme not in SCHEMES and scheme != "file" and not OWN_SCHEME.match(scheme):
        near = get_close_matches(scheme, SCHEMES, 1, 0.7)
        return f'Did you mean "{near[0]}:"?' if near else f'Nothing known begins with "{scheme}:".'
    if link.own == "relative" and not link.file:
        if re.match(r"(h+t+p*s?|ftp)[;.,]?//?|[a-z]{3,6}//|://", text, re.IGNORECASE):
            return "The colon after the scheme is missing."
        if re.match(r"www\.[\w-]+\.\w", text, re.IGNORECASE):
            return f'Did you mean "https://{text}"?'
        if re.fullmatch(r"[\w.+-]+@[\w-]+(\.[\w-]+)+", text):
            return f'Did you mean "mailto:{text}"?'
    return ""


def _meant(link: Link, site: Site) -> str:
    """The file that a broken link means, most likely: the same name in other case or elsewhere, or a similar path."""
    wanted = re.sub(r"\.(md|markdown)$", ".html", link.path.strip("/"), flags=re.IGNORECASE)
    for path in (wanted, f"{wanted}.html"):
        if real := site.locate(site.folded.get(fold(path), path), False)[0]:
            return real
    suffix = f".{wanted.rpartition('.')[2]}" if "." in wanted else ".html"
    known = [name for name in site.names if name.endswith(suffix)]
    if same := [name for name in known if fold(basename(name)) == fold(basename(wanted))]:
        return next(iter(get_close_matches(wanted, same, 1, 0)))
    if len(known) > 2000:  # comparing with each name of a large site would take longer than all else
        known = [name for name in known if dirname(name) == dirname(wanted)][:2000]
    return next(iter(get_close_matches(wanted, known, 1, 0.6)), "")


@lru_cache(maxsize=50_000)  # menus repeat the same addresses on every page; the limit keeps memory flat
def judge(site: Site, value: str, kind: str, base: str | None) -> tuple[Link, Problem | None]:
    """Resolve an address, with the arguments of `Site.resolve`: the link, and the first rule that it breaks, if any."""
    link = site.resolve(value, kind, base)
    if link.own == "relative" and link.how == "file" and PLAIN.match(value):
        return link, None  # most links: no rule can have anything against them
    rule, detail = _fault(link, site)
    if rule in ("missing-target", "wrong-case", "unrendered-markdown") and (meant := _meant(link, site)):
        link = link._replace(meant=meant)
        detail = f'Did you mean "{quote(relpath(meant, dirname(base or "") or "."))}"? {detail}'.strip()
    return link, Problem(rule, value, detail) if rule else None
