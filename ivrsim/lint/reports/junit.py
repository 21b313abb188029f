"""JUnit XML, which every CI system shows as tests: a file is a suite, a finding a failed test.

There is no official schema; this keeps to what Jenkins, GitLab and Azure all read.  No
time and no host name is written, so the same files give the same bytes.
"""

from __future__ import annotations

from collections.abc import Sequence

from ivrsim.lazy import pattern
from ivrsim.lint.check import LintResult
from ivrsim.lint.diagnostic import Diagnostic
from ivrsim.lint.reports._common import by_file, portable
from ivrsim.text import clean

_NEVER_XML = pattern("[\ufffe\uffff]")
_MARKUP = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"}  # the ampersand first


def report(result: LintResult, *, colour: bool = False) -> str:
    """A `testsuite` for each file; one without findings holds a test that passes."""
    found = by_file(result.diagnostics)
    names = dict.fromkeys([*(document.name for document in result.documents), *found])
    suites = "".join(_suite(name, found.get(name, [])) for name in names)
    tests = sum(max(len(found.get(name, [])), 1) for name in names)
    counts = f'tests="{tests}" failures="{len(result.diagnostics)}" errors="0"'
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<testsuites name="ivrsim" {counts}>\n{suites}</testsuites>\n'
    )


def _suite(name: str, found: Sequence[Diagnostic]) -> str:
    file = escaped(portable(name))
    cases = (
        "".join(_case(d, file) for d in found)
        or f'    <testcase classname="{file}" name="lint" time="0"/>\n'
    )
    counts = f'tests="{max(len(found), 1)}" failures="{len(found)}" errors="0" time="0"'
    return f'  <testsuite name="{file}" {counts}>\n{cases}  </testsuite>\n'


def _case(d: Diagnostic, file: str) -> str:
    where = d.pointer if d.node is None else d.node
    return (
        f'    <testcase classname="{file}" name="{escaped(f"{d.code} {d.name} {where}")}"'
        ' time="0">\n'
        f'      <failure type="{d.severity}" message="{escaped(d.message)}">'
        f"{escaped(_details(d))}</failure>\n    </testcase>\n"
    )


def _details(d: Diagnostic) -> str:
    return f"{d.file}:{d.line}:{d.column}: {d.severity} {d.code} [{d.name}] {d.message}. {d.hint}"


def escaped(text: str) -> str:
    """The text as XML 1.0 can hold it, in an attribute or between tags."""
    shown = _NEVER_XML.sub("\ufffd", clean(text))
    for sign, written in _MARKUP.items():
        shown = shown.replace(sign, written)
    return shown
