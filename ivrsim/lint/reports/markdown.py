"""Markdown: every finding in a table for each file, for a comment or a wiki page."""

from __future__ import annotations

from ivrsim.lazy import pattern
from ivrsim.lint.check import LintResult
from ivrsim.lint.diagnostic import Diagnostic
from ivrsim.lint.reports._common import by_file, portable, told
from ivrsim.lint.reports.text import summary
from ivrsim.text import clean

HEAD = "| Line | Severity | Rule | What |\n|-----:|----------|------|------|\n"
_SIGNS = pattern(r"([\\`*_{}\[\]<>#|~&@$!])")


def report(result: LintResult, *, colour: bool = False) -> str:
    """A heading and a table for each file with findings, after the count of all."""
    tables = (
        f"\n## {plain(portable(file))}\n\n{HEAD}{''.join(map(row, found))}"
        for file, found in by_file(result.diagnostics).items()
    )
    return f"# ivrsim lint\n\n{summary(result)}\n{''.join(tables)}"


def row(d: Diagnostic) -> str:
    """The diagnostic as a row of a table."""
    rule = f"{d.code} {d.name}"
    return f"| {d.line or ''} | {d.severity} | {rule} | {plain(told(d))} |\n"


def plain(text: str) -> str:
    """User text that no reader of Markdown takes for markup, a link or a mention."""
    shown = _SIGNS.sub(r"\\\1", clean(text))
    return shown.replace("://", ":\u200b//").replace("www.", "www\u200b.")
