"""A table for the terminal: a flow is a line."""

from __future__ import annotations

from collections.abc import Sequence

from ivrsim.testing.coverage import KINDS, percent_text
from ivrsim.testing.coverage_reports._common import share_text
from ivrsim.testing.coverage_suite import Suite
from ivrsim.text import clean, display_width

HEAD = ("Flow", "Nodes", "Exits", "Outcomes", "Calls", "Cover")


def report(suite: Suite, profile: str = "neutral") -> str:
    """How many nodes, exits and outcomes are covered, of the reachable ones; and what is not.

    `Calls` is the share of calls, for the callers of the profile, that meet only what is
    covered; `Cover` the share of all targets.
    """
    return "\n".join([*table(suite, profile), *remarks(suite), ""])


def table(suite: Suite, profile: str) -> list[str]:
    """The table, its columns aligned, a total below several flows."""
    lines = [
        [clean(c.title), *(str(c.tally(kind)) for kind in KINDS),
         share_text(c.volume(profile).share), percent_text(c.percent)]
        for c in suite
    ]  # fmt: skip
    total = ["TOTAL", *(str(suite.total(kind)) for kind in KINDS), "", percent_text(suite.percent)]
    body = [*lines, total] if len(lines) > 1 else lines
    widths = [max(map(display_width, column)) for column in zip(HEAD, *body, strict=True)]
    rule = "-" * (sum(widths) + 3 * (len(widths) - 1))
    shown = [_line(HEAD, widths), rule, *(_line(line, widths) for line in lines)]
    shown += [rule, _line(total, widths)] if len(lines) > 1 else []
    return [*shown, f"Calls: the share of calls that stay on covered ways (callers: {profile})."]


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    first, *rest = cells
    padded = first + " " * (widths[0] - display_width(first))
    return "   ".join([padded, *(f"{c:>{w}}" for c, w in zip(rest, widths[1:], strict=True))])


def remarks(suite: Suite) -> list[str]:
    """What the numbers leave out, a line each."""
    found: list[str] = []
    for coverage in suite:
        for count, what in (
            (len(coverage.failing), "covered by failing tests only"),
            (len(coverage.scope.unreachable), "dead, not counted"),
            (len(coverage.beyond), "dead, yet covered: no caller makes these calls"),
            (len(coverage.undecided), "not decided within the budget, not counted"),
        ):
            if count:
                found.append(f"{clean(coverage.title)}: {count} {what}")
    return found
