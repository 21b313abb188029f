"""The report for programs, versioned.

    {"version": 1,
     "files": ["campaign.json"],
     "diagnostics": [{"code": "IVR201", "name": ..., "severity": ..., "message": ...,
                      "hint": ..., "file": ..., "flow": ..., "node": ..., "field": ...,
                      "pointer": ..., "line": ..., "column": ..., "end_line": ...,
                      "end_column": ..., "keys": ..., "index": ..., "words": ...,
                      "refusal": ..., "confidence": ..., "kind": ...,
                      "witness": {"caller": {...}, "acts": [["press", "2"]],
                                  "command": "ivrsim call campaign.json --press 2"},
                      "fixes": [{"title": ..., "safe": true,
                                 "edits": [{"start": 10, "end": 12, "text": ...}]}]}],
     "summary": {"files": 1, "errors": 1, "warnings": 0, "infos": 0}}

The fields are those of `Diagnostic`; what is not known is null.  The edits of a fix are
character offsets into the file's text, all made at once.  Within version 1
fields may be added, none removed or given another meaning.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from ivrsim.lint.check import LintResult
from ivrsim.lint.diagnostic import Diagnostic
from ivrsim.lint.rule import Severity
from ivrsim.values import names

VERSION = 1
POSITIONS = frozenset({"line", "column", "end_line", "end_column"})
NAMES = names(Diagnostic)


def report(result: LintResult, *, colour: bool = False) -> str:
    """One JSON object, ASCII only, two blanks of indentation; never coloured."""
    counts = {f"{severity}s": result.count(severity) for severity in Severity}
    whole = {
        "version": VERSION,
        "files": [document.name for document in result.documents],
        "diagnostics": [as_data(diagnostic) for diagnostic in result.diagnostics],
        "summary": {"files": len(result.documents), **counts},
    }
    return json.dumps(whole, indent=2) + "\n"


def as_data(diagnostic: Diagnostic) -> dict[str, Any]:
    """The diagnostic's fields; a position that is not known is null."""
    values = {name: getattr(diagnostic, name) for name in NAMES}
    unknown = {name: None for name in POSITIONS if not values[name]}
    made = {
        "witness": asdict(diagnostic.witness) if diagnostic.witness else None,
        "fixes": [asdict(fix) for fix in diagnostic.fixes],
    }
    return values | unknown | made
