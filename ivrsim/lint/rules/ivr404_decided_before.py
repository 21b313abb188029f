"""IVR404: a condition that the conditions before it have decided already."""

from __future__ import annotations

from collections.abc import Iterator

from ivrsim.lint.questions import deaths
from ivrsim.lint.rule import EachFlow, Finding, Kind, Rule, Severity
from ivrsim.lint.views import FlowView
from ivrsim.text import listed


def check(flow: FlowView) -> Iterator[Finding]:
    """One finding for each exit that conditions before it close; nothing for what is below."""
    for death in deaths(flow, "IVR404"):
        where = f"See {listed(list(death.places))}. " if death.places else ""
        yield Finding(
            f"{death.said}: {death.reason}",
            node=death.node,
            field=death.field,
            hint=f"{where}No call takes exit {death.exit!r}: test something else, or take it out.",
        )


RULE = Rule(
    code="IVR404",
    name="decided-before",
    severity=Severity.WARNING,
    kind=Kind.CORRECTNESS,
    summary="A condition is decided by a condition that the call has met before.",
    why=(
        "Behind the true branch of mobile every caller is mobile. A condition there that asks "
        "again, in whatever words, sends everybody the same way; nobody hears the other branch. "
        "The message names the fewest conditions that decide."
    ),
    bad="""\
{
  "node_type": "Condition",
  "condition": "mobile",
  "children": [
    {
      "node_type": "Condition",
      "condition": "landline",
      "children": [{"node_type": "EndCall"}, {"node_type": "EndCall"}]
    },
    {"node_type": "EndCall"}
  ]
}""",
    good="""\
{
  "node_type": "Condition",
  "condition": "mobile",
  "children": [
    {
      "node_type": "Condition",
      "condition": "repeat",
      "children": [{"node_type": "EndCall"}, {"node_type": "EndCall"}]
    },
    {"node_type": "EndCall"}
  ]
}""",
    source="Invoca, Advertiser Campaigns, Node Details (Condition); proven by ivrsim",
    check=EachFlow(check),
)
