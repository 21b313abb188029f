"""IVR912: NaN or an infinite number."""

from __future__ import annotations

from ivrsim.lint.mended import Mended
from ivrsim.lint.rule import Kind, Rule, Severity

RULE = Rule(
    code="IVR912",
    name="not-finite",
    severity=Severity.ERROR,
    kind=Kind.FILE,
    summary="A number is NaN, infinite or too large to be kept.",
    why=(
        "JSON has no such numbers. Some programs write and read them all the same, others "
        "refuse the whole document."
    ),
    bad="""\
{
  "budget_activities": {"budget_cap_alert": {"budget_amount": NaN}},
  "ivr_tree": {"root": {"node_type": "EndCall"}}
}""",
    good="""\
{
  "budget_activities": {"budget_cap_alert": {"budget_amount": 500}},
  "ivr_tree": {"root": {"node_type": "EndCall"}}
}""",
    source="RFC 8259, 6",
    check=Mended("null_instead"),
)
