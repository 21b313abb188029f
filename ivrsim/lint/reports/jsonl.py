"""JSON lines: one object per finding, for `jq`, log collectors and streams.

Each line is a diagnostic as in the JSON report, with the same `version` before it.  No
line at all means that nothing was found.
"""

from __future__ import annotations

import json

from ivrsim.lint.check import LintResult
from ivrsim.lint.reports.json import VERSION, as_data


def report(result: LintResult, *, colour: bool = False) -> str:
    """A line for every diagnostic, ASCII only; never coloured."""
    lines = ({"version": VERSION, **as_data(d)} for d in result.diagnostics)
    return "".join(json.dumps(line) + "\n" for line in lines)
