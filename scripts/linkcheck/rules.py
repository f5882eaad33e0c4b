"""The rules: the id of each, what is wrong, and how to mend it."""

from __future__ import annotations

from typing import NamedTuple

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
