"""IVR919: a file that cannot be opened."""

from __future__ import annotations

from ivrsim.lint.rule import Kind, Reported, Rule, Severity

RULE = Rule(
    code="IVR919",
    name="unreadable-file",
    severity=Severity.ERROR,
    kind=Kind.FILE,
    summary="The file cannot be opened.",
    why=(
        "A named file is always looked at: one that is missing, a folder or not readable is "
        "an error, never a success. The exit code is 2."
    ),
    bad="no such campaign.json",
    good='{"node_type": "EndCall", "prompt": "Goodbye."}',
    source="The exit codes of ivrsim lint",
    check=Reported(),
)
