"""IVR917: larger or deeper than is read."""

from __future__ import annotations

from ivrsim.lint.rule import Kind, Reported, Rule, Severity

RULE = Rule(
    code="IVR917",
    name="too-large",
    severity=Severity.ERROR,
    kind=Kind.FILE,
    summary="The document is larger or more deeply nested than is read.",
    why=(
        "No call flow comes near these bounds: 64 MiB and 500,000 levels. They are there so "
        "that a broken or hostile file cannot take all memory."
    ),
    bad="[" * 500_001,
    good='{"node_type": "EndCall", "prompt": "Goodbye."}',
    source="RFC 8259, 9: a reader may set limits",
    check=Reported(),
)
