"""One line per finding: `file:line:column: severity CODE [name] message`."""

from __future__ import annotations

from ivrsim.lint.check import LintResult
from ivrsim.lint.diagnostic import Diagnostic
from ivrsim.lint.reports.text import place, summary
from ivrsim.text import clean


def report(result: LintResult, *, colour: bool = False) -> str:
    """A line for every diagnostic, then one that counts them; never coloured."""
    return "\n".join([*map(line, result.diagnostics), summary(result)]) + "\n"


def line(d: Diagnostic) -> str:
    """The diagnostic on one line."""
    return f"{place(d)}: {d.severity} {d.code} [{d.name}] {clean(d.message)}"
