"""IVR901: the text is not JSON."""

from __future__ import annotations

from ivrsim.lint.mended import Mended
from ivrsim.lint.rule import Kind, Rule, Severity

RULE = Rule(
    code="IVR901",
    name="invalid-json",
    severity=Severity.ERROR,
    kind=Kind.FILE,
    summary="The text is not valid JSON.",
    why=(
        "A slip such as a forgotten comma makes the whole document unreadable for the vendor. "
        "Where the slip leaves no doubt (a comma too many, a comment, a name without quotes) "
        "the rest is still checked as it was meant; else nothing beyond the slip is certain."
    ),
    bad="""\
{
  "node_type": "EndCall"
  "prompt": "Goodbye."
}""",
    good="""\
{
  "node_type": "EndCall",
  "prompt": "Goodbye."
}""",
    source="RFC 8259",
    check=Mended("slip_mended"),
)
