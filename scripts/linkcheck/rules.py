"""What a rule is: a function whose docstring says what is wrong, an id, and a line that says how to mend it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar

Check = TypeVar("Check", bound=Callable[..., object])


class Rule(NamedTuple):
    """What `--list-rules` prints: the defect in one line, the mend in one line."""

    what: str
    mend: str


class Problem(NamedTuple):
    """A defect on one page: the rule it breaks, the address or text at fault, and what only this case can say.

    `nth` tells the second place with the same target from the first.
    """

    rule: str
    target: str
    detail: str = ""
    nth: int = 0


Group = list[tuple[str, Callable[..., Any]]]
RULES: dict[str, Rule] = {}


def rule(name: str, mend: str, group: Group | None = None) -> Callable[[Check], Check]:
    """Put a function on the list of rules.

    Args:
        name: id of the rule, as findings and exceptions write it.
        mend: one line that says how to mend the defect; the function's docstring says what the defect is.
        group: the rules that are called together, in this order; none when the reader itself sees the defect.

    Returns:
        A decorator that gives the function back unchanged.
    """

    def register(check: Check) -> Check:
        RULES.setdefault(name, Rule((check.__doc__ or "").partition("\n")[0], mend))
        if group is not None:
            group.append((name, check))
        return check

    return register


def message(problem: Problem) -> str:
    """Say a problem to a person: what is wrong, what only this case can say, how to mend it."""
    what, mend = RULES[problem.rule]
    return " ".join(filter(None, (what, problem.detail, mend)))
