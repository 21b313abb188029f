"""IVR112: a node type nobody knows."""

from __future__ import annotations

from ivrsim.lint.rule import Kind, Reported, Rule, Severity

RULE = Rule(
    code="IVR112",
    name="unknown-node-type",
    severity=Severity.ERROR,
    kind=Kind.CORRECTNESS,
    summary="A node_type is missing or is not one the vendor has.",
    why=(
        "The node type says what happens at a node. What the vendor does not know it refuses, "
        "and what follows such a node cannot be checked or simulated. Names are written exactly "
        "as the vendor writes them, capitals included."
    ),
    bad="""\
{
  "node_type": "HangUp",
  "prompt": "Goodbye."
}""",
    good="""\
{
  "node_type": "EndCall",
  "prompt": "Goodbye."
}""",
    source="Invoca, Advertiser Campaigns, Node Parameters and Usage",
    check=Reported(refusal="is not included in the list"),
)
