"""The table, and below it what is missing: by node and line, with the calls that would cover it."""

from __future__ import annotations

from collections.abc import Iterator

from ivrsim.testing.coverage import Coverage
from ivrsim.testing.coverage_reports._common import share_text
from ivrsim.testing.coverage_reports.term import table
from ivrsim.testing.coverage_rows import rows
from ivrsim.testing.coverage_suite import Suite
from ivrsim.text import clean

MOST = 50
"""Nodes, calls or dead places of one flow that are listed; the JSON report has all."""


def report(suite: Suite, profile: str = "neutral") -> str:
    """The table of `term`; then for each flow its gaps, the calls to add, and what is dead."""
    told = [line for coverage in suite for line in _details(coverage, profile)]
    return "\n".join(map(clean, [*table(suite, profile), *told])) + "\n"


def _details(coverage: Coverage, profile: str) -> Iterator[str]:
    for title, found in (
        ("not covered", _gaps(coverage, profile)),
        ("calls that would cover it", coverage.suggest()),
        ("covered by failing tests only", coverage.failing),
        ("dead, not counted", coverage.dead),
        ("dead, yet covered by calls that no caller makes", coverage.beyond),
        ("not decided within the budget, not counted", coverage.undecided),
    ):
        lines = [str(one) for one in found]
        if lines:
            yield from ("", f"{coverage.title}, {title}:")
            yield from (f"  {line}" for line in lines[:MOST])
            if len(lines) > MOST:
                yield f"  ... and {len(lines) - MOST:,} more"


def _gaps(coverage: Coverage, profile: str) -> Iterator[str]:
    """`line 12  /1  exit 2, W  (3.1% of calls are lost here)`."""
    lost = coverage.volume(profile).lost
    for row in rows(coverage):
        if row.missing:
            gone = sum(share for (node, _), share in lost.items() if node == row.node)
            line = f"line {row.line}  " if row.line else ""
            share = f"  ({share_text(gone)} of calls go on from here)" if gone else ""
            yield f"{line}{row.node}  {'; '.join(row.missing)}{share}"
