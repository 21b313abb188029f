"""Annotations of a pull request: workflow commands that a GitHub Actions runner reads.

A runner keeps 10 errors, 10 warnings and 10 notices of a step and drops the rest without a
word (actions/toolkit, Problem Matchers, Limitations), so the gravest come first and what
is beyond is counted in a line of the log.  Columns count only within one line.
"""

from __future__ import annotations

from collections.abc import Iterator

from ivrsim.lint.check import LintResult
from ivrsim.lint.diagnostic import Diagnostic
from ivrsim.lint.reports._common import portable, told
from ivrsim.lint.reports.text import summary
from ivrsim.lint.rule import Severity
from ivrsim.lint.wording import number_of
from ivrsim.text import clean

MOST = 10
"""Annotations of each severity that one step may have."""

COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def report(result: LintResult, *, colour: bool = False) -> str:
    """A workflow command for each of the gravest diagnostics, then the count of all."""
    return "".join(line + "\n" for line in [*_lines(result), summary(result)])


def _lines(result: LintResult) -> Iterator[str]:
    for severity in Severity:
        found = [d for d in result.diagnostics if d.severity is severity]
        yield from map(_command, found[:MOST])
        if len(found) > MOST:
            more = number_of(len(found) - MOST, f"more {severity}")
            yield f"{more} not annotated: GitHub shows {MOST} of a step."


def _command(d: Diagnostic) -> str:
    """`::error file=...,line=...,title=...::message`."""
    values = {"file": portable(d.file), **_region(d), "title": f"{d.code} {d.name}"}
    named = ",".join(f"{name}={_property(str(value))}" for name, value in values.items())
    return f"::{COMMANDS[d.severity]} {named}::{_data(told(d))}"


def _region(d: Diagnostic) -> dict[str, int]:
    if not d.line:
        return {}
    if d.end_line != d.line:
        return {"line": d.line, "endLine": d.end_line}
    return {"line": d.line, "endLine": d.line, "col": d.column, "endColumn": d.end_column}


def _data(text: str) -> str:
    """The text of a command, as actions/toolkit escapes it."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    """The value of a property, as actions/toolkit escapes it."""
    return _data(clean(text)).replace(":", "%3A").replace(",", "%2C")
