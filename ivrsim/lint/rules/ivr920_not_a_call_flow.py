"""IVR920: JSON, but no call flow."""

from __future__ import annotations

from ivrsim.lint.rule import Kind, Reported, Rule, Severity

RULE = Rule(
    code="IVR920",
    name="not-a-call-flow",
    severity=Severity.ERROR,
    kind=Kind.FILE,
    summary="The document is JSON but holds no call flow.",
    why=(
        "A call flow is found under ivr_tree, root, current_terms or future_terms, or the "
        "document is a node itself. A campaign that gives no tree has nothing to check."
    ),
    bad="""\
{
  "greeting": "Thank you for calling."
}""",
    good="""\
{
  "node_type": "EndCall",
  "prompt": "Thank you for calling."
}""",
    source="Invoca, Advertiser Campaigns, Advertiser Campaign IVRs",
    check=Reported(),
)
