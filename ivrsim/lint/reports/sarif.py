"""SARIF 2.1.0 (OASIS): for GitHub code scanning, Azure DevOps and editors.

Columns count characters (`unicodeCodePoints`).  Paths are relative to the folder the
command ran in; no time, user or machine is written, so the same files give the same bytes.
A result carries its fingerprint under `ivrsim/v1`; GitHub's upload action adds its own.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import quote

from ivrsim import __version__
from ivrsim.lint.check import LintResult
from ivrsim.lint.diagnostic import Diagnostic
from ivrsim.lint.edit import TextEdit, TextFix
from ivrsim.lint.explain import page
from ivrsim.lint.reports._common import fingerprints, portable, told
from ivrsim.lint.rule import RULES, Confidence, Rule, Severity
from ivrsim.source import Source
from ivrsim.text import clean

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
FINGERPRINT = "ivrsim/v1"
FOLDER = "%SRCROOT%"
UNREADABLE = "IVR919"

LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
PRECISION = {
    Confidence.CERTAIN: "very-high",
    Confidence.LIKELY: "high",
    Confidence.CONTESTED: "low",
}
Data = dict[str, Any]


def report(result: LintResult, *, colour: bool = False) -> str:
    """One SARIF log with one run, ASCII only; never coloured."""
    files = [document.name for document in result.documents]
    names = dict.fromkeys([*files, *(d.file for d in result.diagnostics)])
    documents = {document.name: document for document in result.documents}
    rules = dict(sorted((d.code, d.name) for d in result.diagnostics))
    log = _Run(
        {name: _location(name, number) for number, name in enumerate(names)},
        {code: number for number, code in enumerate(rules)},
    )
    results = (
        log.result(d, mark, documents[d.file].source if d.fixes else None)
        for d, mark in zip(result.diagnostics, fingerprints(result.diagnostics), strict=True)
    )
    run = {
        "tool": {"driver": _driver(rules)},
        "invocations": [_invocation(result.diagnostics)],
        "originalUriBaseIds": {FOLDER: {"description": {"text": "Where ivrsim lint ran."}}},
        "artifacts": [{"location": at, "sourceLanguage": "json"} for at in log.places.values()],
        "columnKind": "unicodeCodePoints",
        "newlineSequences": ["\r\n", "\n", "\r"],
    }
    return _written({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, results)


def _written(log: Data, results: Iterable[Data]) -> str:
    """The log with its results, each on a line; thousands of them never stand side by side."""
    lines = ",\n".join(map(json.dumps, results))
    return json.dumps(log).removesuffix("}]}") + f', "results": [\n{lines}\n]}}]}}\n'


class _Run:
    """What the results of one run refer to: files and rules, by their numbers."""

    def __init__(self, places: Mapping[str, Data], rules: Mapping[str, int]) -> None:
        self.places = places
        self.rules = rules

    def result(self, d: Diagnostic, fingerprint: str, source: Source | None) -> Data:
        """A diagnostic as a SARIF result."""
        physical = {"artifactLocation": self.places[d.file]}
        location = {"physicalLocation": physical | _region_of(d), **_logical(d)}
        found: Data = {
            "ruleId": d.code,
            "ruleIndex": self.rules[d.code],
            "level": LEVELS[d.severity],
            "message": {"text": told(d)},
            "locations": [location],
            "partialFingerprints": {FINGERPRINT: fingerprint},
            "properties": _properties(d),
        }
        if source is not None:
            found["fixes"] = [self._fix(fix, d.file, source) for fix in d.fixes]
        return found

    def _fix(self, fix: TextFix, file: str, source: Source) -> Data:
        change = {
            "artifactLocation": self.places[file],
            "replacements": [_replacement(edit, source) for edit in fix.edits],
        }
        safety = "" if fix.safe else " (unsafe: look at it before you take it)"
        title = {"text": clean(fix.title) + safety}
        return {"description": title, "artifactChanges": [change]}


def _location(name: str, index: int) -> Data:
    path = portable(name)
    if path.startswith("/") or path[1:3] == ":/":
        return {"uri": "file:///" + quote(path.lstrip("/"), safe="/:"), "index": index}
    return {"uri": quote(path, errors="replace"), "uriBaseId": FOLDER, "index": index}


def _region_of(d: Diagnostic) -> Data:
    return {"region": _region(d.line, d.column, d.end_line, d.end_column)} if d.line else {}


def _region(line: int, column: int, end_line: int, end_column: int) -> Data:
    return {
        "startLine": line,
        "startColumn": column,
        "endLine": end_line,
        "endColumn": end_column,
    }


def _logical(d: Diagnostic) -> Data:
    """The node and its field, by their JSON pointer."""
    if not d.pointer:
        return {}
    return {"logicalLocations": [{"fullyQualifiedName": clean(d.pointer), "kind": "member"}]}


def _properties(d: Diagnostic) -> Data:
    known = {
        "flow": d.flow,
        "node": d.node,
        "keys": d.keys,
        "index": d.index,
        "words": d.words,
        "refusal": d.refusal,
        "replay": d.witness.command if d.witness else "",
    }
    return {name: value for name, value in known.items() if value}


def _replacement(edit: TextEdit, source: Source) -> Data:
    region = _region(*source.position(edit.start), *source.position(edit.end))
    return {"deletedRegion": region, "insertedContent": {"text": edit.text}}


def _invocation(diagnostics: Sequence[Diagnostic]) -> Data:
    """Whether every file could be read; those that could not, as notifications."""
    unread = [d for d in diagnostics if d.code == UNREADABLE]
    notes = [{"level": "error", "message": {"text": told(d)}} for d in unread]
    told_about = {"toolExecutionNotifications": notes} if notes else {}
    return {"executionSuccessful": not unread, **told_about}


def _driver(rules: Mapping[str, str]) -> Data:
    pages = [_rule(RULES[c]) if c in RULES else _unknown(c, name) for c, name in rules.items()]
    return {"name": "ivrsim", "semanticVersion": __version__, "rules": pages}


def _unknown(code: str, name: str) -> Data:
    """A rule of a configuration has no page."""
    return {"id": code, "name": name, "shortDescription": {"text": name}}


def _rule(rule: Rule) -> Data:
    about = {"precision": PRECISION[rule.confidence], "tags": [str(rule.kind)]}
    return {
        "id": rule.code,
        "name": rule.name,
        "shortDescription": {"text": rule.summary},
        "fullDescription": {"text": " ".join(rule.why.split())},
        "help": {"text": page(rule), "markdown": page(rule)},
        "defaultConfiguration": {"level": LEVELS[rule.severity]},
        "properties": about | {"problem.severity": _problem(rule.severity)},
    }


def _problem(severity: Severity) -> str:
    """The words of GitHub, SARIF support for code scanning, `problem.severity`."""
    return "recommendation" if severity is Severity.INFO else str(severity)
