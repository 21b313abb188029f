"""The summary of a GitHub Actions step: counts by rule and the gravest findings, as Markdown.

Name the file the runner reads: `--output summary=$GITHUB_STEP_SUMMARY`.  A runner drops a
summary over 1 MiB (GitHub Actions, Workflow commands, Adding a job summary), so only the
gravest findings are listed, and the number of the others is told.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from ivrsim.lint.check import LintResult
from ivrsim.lint.diagnostic import Diagnostic
from ivrsim.lint.reports._common import portable, worst_first
from ivrsim.lint.reports.markdown import plain
from ivrsim.lint.reports.text import summary
from ivrsim.lint.wording import number_of
from ivrsim.text import shorten, shorten_middle

MOST = 50
LONGEST = 400
LONGEST_FILE = 120


def report(result: LintResult, *, colour: bool = False) -> str:
    """The count of all, a table of rules, a table of the gravest findings."""
    whole = f"## ivrsim lint\n\n{summary(result)}\n"
    if not result.diagnostics:
        return whole
    return whole + _rules(result.diagnostics) + _gravest(worst_first(result.diagnostics))


def _rules(diagnostics: Sequence[Diagnostic]) -> str:
    counts = Counter((d.severity.rank, d.severity, d.code, d.name) for d in diagnostics)
    rows = (
        f"| {severity} | {code} {name} | {count} |\n"
        for (_, severity, code, name), count in sorted(counts.items())
    )
    return f"\n| Severity | Rule | Found |\n|----------|------|------:|\n{''.join(rows)}"


def _gravest(diagnostics: Sequence[Diagnostic]) -> str:
    rows = "".join(map(_row, diagnostics[:MOST]))
    more = len(diagnostics) - MOST
    rest = f"\n{number_of(more, 'more problem')} not listed here.\n" if more > 0 else ""
    return f"\n| Where | Rule | What |\n|-------|------|------|\n{rows}{rest}"


def _row(d: Diagnostic) -> str:
    file = shorten_middle(portable(d.file), LONGEST_FILE)
    where = f"{file}:{d.line}" if d.line else file
    return f"| {plain(where)} | {d.code} | {plain(shorten(d.message, LONGEST))} |\n"
