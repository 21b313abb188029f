"""IVR113: something stands where a node belongs."""

from __future__ import annotations

from ivrsim.lint.rule import Kind, Reported, Rule, Severity

RULE = Rule(
    code="IVR113",
    name="not-a-node",
    severity=Severity.ERROR,
    kind=Kind.CORRECTNESS,
    summary="A value stands where a node, or a list of nodes, belongs.",
    why=(
        "Every child is an object with a node_type, and children are a list of such objects. A "
        "null or a text in between shifts the keys of the children after it or is refused."
    ),
    bad="""\
{
  "node_type": "Menu",
  "prompt": "For sales, press 1. For support, press 2.",
  "children": [
    "sales",
    {"node_type": "EndCall"}
  ]
}""",
    good="""\
{
  "node_type": "Menu",
  "prompt": "For sales, press 1. For support, press 2.",
  "children": [
    {"node_type": "EndCall", "prompt": "Sales is closed."},
    {"node_type": "EndCall"}
  ]
}""",
    source="Invoca, Advertiser Campaigns, Advertiser Campaign IVRs",
    check=Reported(refusal="is not a node"),
)
