"""IVR302: the failover gives up on the caller instead of leading to a person."""

from __future__ import annotations

from collections.abc import Iterator

from ivrsim.lint.people import leads_to_people
from ivrsim.lint.rule import Confidence, EachFlow, Finding, Kind, Preset, Rule, Severity
from ivrsim.lint.views import FlowView
from ivrsim.lint.wording import FAILOVER_TYPES, quoted


def check(flow: FlowView) -> Iterator[Finding]:
    """One finding for each failover below which nobody can be reached."""
    people = leads_to_people(flow)
    if flow.flow.root not in people:
        return
    for node in flow.nodes:
        for exit_ in node.exits:
            wire = node.wires.get(exit_.name) if exit_.failover else None
            if wire is None or wire.target in people:
                continue
            child = flow.all_nodes[wire.target]
            said = f" after {quoted(child.node.said, 40)}" if child.node.said else ""
            yield Finding(
                f"The {FAILOVER_TYPES.get(exit_.name, exit_.name)} failover of {node.title} "
                f"leads to nobody: the call ends{said}",
                node=child.id,
                hint="Let it lead to a person: an operator, or the most common choice.",
            )


RULE = Rule(
    code="IVR302",
    name="failover-hangs-up",
    severity=Severity.WARNING,
    kind=Kind.CALLER_EXPERIENCE,
    confidence=Confidence.CONTESTED,
    preset=Preset.STRICT,
    summary="A failover ends the call instead of leading to a person.",
    why=(
        "Who presses nothing is often who needs a person most: on a hands-free telephone, with "
        "a bad line, or old. A failover that says goodbye loses them after they waited through "
        "every attempt. It is a matter of taste (the vendor's own example says goodbye to "
        "silent callers), so this rule is a strict one. It is quiet in a flow that connects "
        "nobody at all."
    ),
    bad="""\
{
  "node_type": "Menu",
  "prompt": "For sales, press 1.",
  "children": [
    {"node_type": "Connect", "destination_phone_number": "8004377950"},
    {
      "node_type": "Connect",
      "destination_phone_number": "8004377952",
      "keypress_failover_type": "Wrong"
    },
    {
      "node_type": "EndCall",
      "prompt": "Goodbye.",
      "keypress_failover_type": "None"
    }
  ]
}""",
    good="""\
{
  "node_type": "Menu",
  "prompt": "For sales, press 1.",
  "children": [
    {"node_type": "Connect", "destination_phone_number": "8004377950"},
    {
      "node_type": "Connect",
      "destination_phone_number": "8004377952",
      "keypress_failover_type": "Wrong"
    },
    {
      "node_type": "Connect",
      "destination_phone_number": "8004377952",
      "keypress_failover_type": "None"
    }
  ]
}""",
    source=(
        "ivrsworld, IVR design guidelines (no. 4: transfer to an agent after repeated errors); "
        "Invoca, Advertiser Campaigns, Keypress Failover Type"
    ),
    check=EachFlow(check),
)
