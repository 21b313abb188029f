"""IVR911: a name stands twice in one object."""

from __future__ import annotations

from ivrsim.lint.rule import Kind, Reported, Rule, Severity

RULE = Rule(
    code="IVR911",
    name="duplicate-key",
    severity=Severity.ERROR,
    kind=Kind.FILE,
    summary="A name stands twice in one object.",
    why=(
        "Every JSON reader keeps the last of them and says nothing, so one of two prompts or "
        "numbers is lost, and which one depends on the order of the lines."
    ),
    bad="""\
{
  "node_type": "EndCall",
  "prompt": "Goodbye.",
  "prompt": "Thank you for calling."
}""",
    good="""\
{
  "node_type": "EndCall",
  "prompt": "Thank you for calling. Goodbye."
}""",
    source="RFC 8259, 4",
    check=Reported(),
)
