"""IVR918: an integer beyond 64 bits."""

from __future__ import annotations

from ivrsim.lint.mended import Mended
from ivrsim.lint.rule import Kind, Rule, Severity

RULE = Rule(
    code="IVR918",
    name="integer-too-long",
    severity=Severity.WARNING,
    kind=Kind.FILE,
    summary="An integer does not fit into 64 bits.",
    why=(
        "Other programs round such a number without a word, so an id or a telephone number "
        "becomes another one. What is not counted belongs in double quotes."
    ),
    bad="""\
{
  "id": 92233720368547758080,
  "ivr_tree": {"root": {"node_type": "EndCall"}}
}""",
    good="""\
{
  "id": 9223372,
  "ivr_tree": {"root": {"node_type": "EndCall"}}
}""",
    source="RFC 8259, 6",
    check=Mended("quoted_number"),
)
