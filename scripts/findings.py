"""One finding, one line: where it is, which rule it breaks, how to mend it.

Every check of the project returns a list of `Finding`; `report` prints them and gives the exit code.
"""

from __future__ import annotations

import difflib
import sys
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Finding:
    """A defect in one file.

    Args:
        file: path as an editor would open it, relative to the project.
        line: line in that file, counted from 1.
        rule: short id of the broken rule, such as `list-length`.
        message: what is wrong and how to mend it.
    """

    file: str
    line: int
    rule: str
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.rule}: {self.message}"


def nearest(word: str, known: Iterable[str]) -> str:
    """Say which known word is meant, most likely.

    Args:
        word: what was written.
        known: what would have been right.

    Returns:
        A sentence such as ` Did you mean "faq/ice-or-heat"?`, or an empty string when nothing is near.
    """
    match = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f' Did you mean "{match[0]}"?' if match else ""


def report(findings: Iterable[Finding], checked: str) -> int:
    """Print findings, one a line, with a count at the end.

    Args:
        findings: what the checks found.
        checked: what was looked at, for the closing line, such as `41 pages`.

    Returns:
        The exit code: 0 when there is nothing to mend, else 1.
    """
    ordered = sorted(set(findings))
    for finding in ordered:
        print(finding)
    count = f"{len(ordered)} finding{'' if len(ordered) == 1 else 's'}"
    print(f"{checked}: {count}", file=sys.stderr if ordered else sys.stdout)
    return 1 if ordered else 0
