"""IVR913: half of a character."""

from __future__ import annotations

from ivrsim.lint.rule import Kind, Reported, Rule, Severity

RULE = Rule(
    code="IVR913",
    name="half-character",
    severity=Severity.ERROR,
    kind=Kind.FILE,
    summary="A text holds half of a character (a lone surrogate).",
    why=(
        "An emoji written as two escapes was cut in the middle. What is left is no character: "
        "it cannot be stored, spoken or shown, and some programs stop at it. It is read as "
        "U+FFFD."
    ),
    bad="""\
{
  "node_type": "EndCall",
  "prompt": "Goodbye \\ud83d"
}""",
    good="""\
{
  "node_type": "EndCall",
  "prompt": "Goodbye \\ud83d\\ude00"
}""",
    source="RFC 8259, 8.2",
    check=Reported(),
)
