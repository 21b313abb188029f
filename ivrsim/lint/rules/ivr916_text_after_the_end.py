"""IVR916: more text after the end."""

from __future__ import annotations

from ivrsim.lint.mended import Mended
from ivrsim.lint.rule import Kind, Rule, Severity

RULE = Rule(
    code="IVR916",
    name="text-after-the-end",
    severity=Severity.ERROR,
    kind=Kind.FILE,
    summary="More text follows after the end of the document.",
    why=(
        "A closing bracket too many, or two documents in one file: only the first is read, "
        "and the vendor refuses both."
    ),
    bad="""\
{
  "node_type": "EndCall"
}
}""",
    good="""\
{
  "node_type": "EndCall"
}""",
    source="RFC 8259, 2",
    check=Mended("closers_removed"),
)
