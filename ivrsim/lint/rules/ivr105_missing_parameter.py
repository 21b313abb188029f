"""IVR105: a required parameter is missing or empty."""

from __future__ import annotations

from collections.abc import Iterator

from ivrsim.lint.node_view import NodeView
from ivrsim.lint.rule import EachAlike, Finding, Kind, Rule, Severity


def check(node: NodeView) -> Iterator[Finding]:
    """One finding for each parameter that is starred in the vendor's table and not given."""
    for field in node.node.missing():
        found = "an empty" if field in node.node.raw else "no"
        yield Finding(
            f"{node.title} has {found} {field}",
            node=node.id,
            field=field,
            hint=f"{node.title} cannot do without it: give it a value.",
            refusal="cannot be empty",
        )


RULE = Rule(
    code="IVR105",
    name="missing-parameter",
    severity=Severity.ERROR,
    kind=Kind.CORRECTNESS,
    summary="A required parameter of a node is missing or empty.",
    why=(
        "A menu without a prompt is silence, a Connect without a number dials nobody. The vendor "
        'answers 403 with "cannot be empty" and saves nothing. A prompt may be empty if a '
        "recording is assigned. destination_country_code and destination_extension are starred "
        "in the vendor's table too, but its own examples leave them out: they may be empty."
    ),
    bad="""\
{
  "node_type": "Menu",
  "prompt": "",
  "children": [{"node_type": "EndCall"}]
}""",
    good="""\
{
  "node_type": "Menu",
  "prompt": "To end the call, press 1.",
  "children": [{"node_type": "EndCall"}]
}""",
    source="Invoca, Advertiser Campaigns, Node Parameters and Usage; Error Handling",
    check=EachAlike(check, types=lambda kind: bool(kind.needed_fields())),
)
