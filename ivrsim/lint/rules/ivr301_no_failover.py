"""IVR301: nothing catches a caller who presses a wrong key, or none."""

from __future__ import annotations

from collections.abc import Iterator

from ivrsim.lint.rule import EachNode, Finding, Kind, Rule, Severity
from ivrsim.lint.views import NodeView
from ivrsim.lint.wording import FAILOVER_TYPES

MEETS = {
    "W": "a caller who keeps giving wrong answers is cut off",
    "N": "a caller who does not answer is cut off",
}


def check(node: NodeView) -> Iterator[Finding]:
    """One finding for each failover that could be there and is not."""
    for exit_ in node.exits:
        if exit_.failover and exit_.name not in node.wires:
            failover = FAILOVER_TYPES.get(exit_.name, exit_.name)
            meets = MEETS.get(exit_.name, "the call ends")
            yield Finding(
                f"{node.title} has no {failover} failover: {meets}",
                node=node.id,
                hint=(
                    f'Add a last child with "keypress_failover_type": "{failover}" '
                    "that leads to a person."
                ),
            )


RULE = Rule(
    code="IVR301",
    name="no-failover",
    severity=Severity.ERROR,
    kind=Kind.CALLER_EXPERIENCE,
    summary="A question has no child for wrong keys (Wrong) or for silence (None).",
    why=(
        "Callers with a headset, a rotary telephone or both hands on the wheel press nothing; "
        "others press the wrong key. Without a failover the call ends after the last attempt, and "
        "the report says no more than that it hung up. A failover costs one child and keeps "
        "the call."
    ),
    bad="""\
{
  "node_type": "Menu",
  "prompt": "For sales, press 1.",
  "children": [
    {"node_type": "Connect", "destination_phone_number": "8004377950"}
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
        "Invoca, Advertiser Campaigns, Keypress Failover Type; Invoca knowledge base, End of "
        'call reason ("due to an incorrect keypress")'
    ),
    check=EachNode(check),
)
