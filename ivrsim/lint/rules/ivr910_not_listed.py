"""IVR910: more problems than are listed."""

from __future__ import annotations

from ivrsim.lint.rule import Kind, Reported, Rule, Severity

RULE = Rule(
    code="IVR910",
    name="not-listed",
    severity=Severity.INFO,
    kind=Kind.FILE,
    summary="A file has more problems than are listed.",
    why=(
        "A thousand problems of one file are listed, the gravest first kept, and this line says "
        "how many more there are. So many usually have one cause: mend a few and lint again."
    ),
    bad='{"node_type": "Menu", "prompt": "Goodbye.", "children": ['
    + ", ".join(["0"] * 1001)
    + "]}",
    good='{"node_type": "EndCall", "prompt": "Goodbye."}',
    source="ivrsim",
    check=Reported(),
)
