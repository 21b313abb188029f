"""GitLab Code Quality: what a merge request shows beside the changed lines.

The fields are those of GitLab, CI/CD, Code Quality, "Code Quality report format":
`description`, `check_name`, `fingerprint`, `severity`, `location.path` (relative, without
`./`) and `location.lines.begin`.
"""

from __future__ import annotations

import json

from ivrsim.lint.check import LintResult
from ivrsim.lint.diagnostic import Diagnostic
from ivrsim.lint.reports._common import Portable, fingerprints, told
from ivrsim.lint.rule import Severity

SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.INFO: "info"}


def report(result: LintResult, *, colour: bool = False) -> str:
    """A JSON list with an object for each diagnostic, ASCII only; never coloured."""
    paths = Portable()
    found = zip(result.diagnostics, fingerprints(result.diagnostics), strict=True)
    return "[\n" + ",\n".join(json.dumps(_issue(*one, paths)) for one in found) + "\n]\n"


def _issue(d: Diagnostic, fingerprint: str, paths: Portable) -> dict[str, object]:
    lines = {"begin": max(d.line, 1), "end": max(d.end_line, 1)}
    return {
        "description": f"{d.code}: {told(d)}",
        "check_name": d.name,
        "fingerprint": fingerprint,
        "severity": SEVERITIES[d.severity],
        "location": {"path": paths[d.file], "lines": lines},
    }
