"""IVR205: the prompt names a key the vendor does not have."""

from __future__ import annotations

from collections.abc import Iterator

from ivrsim.lint.node_view import KEYS, NodeView
from ivrsim.lint.prompts import choice, each_once, of_prompt, said_no_more
from ivrsim.lint.rule import EachAlike, Finding, Kind, Rule, Severity

NAMES = {"0": "0", "*": "star (*)", "#": "pound (#)"}


def check(node: NodeView) -> Iterator[Finding]:
    """One finding for each of 0, * and # that is offered as a choice."""
    question = choice(node)
    if question is None:
        return
    for spoken in each_once(node.spoken):
        if spoken.key in KEYS or spoken.key in question.keys:
            continue
        yield of_prompt(
            node,
            f"The prompt offers key {NAMES.get(spoken.key, spoken.key)}, "
            "which can lead nowhere: only 1 to 9 can",
            within=spoken.span,
            fixes=said_no_more(node, spoken),
            hint="Offer a key from 1 to 9; an operator can also be the Wrong or None failover.",
        )


RULE = Rule(
    code="IVR205",
    name="key-not-available",
    severity=Severity.ERROR,
    kind=Kind.CALLER_EXPERIENCE,
    summary="The prompt offers 0, * or #, which the vendor cannot map.",
    why=(
        '"Press 0 for an operator" is a habit of many telephone systems, but here children '
        "answer the keys 1 to 9 only. A caller who presses 0, star or pound has pressed a wrong "
        "key."
    ),
    bad="""\
{
  "node_type": "Menu",
  "prompt": "For sales, press 1. For an operator, press 0.",
  "children": [
    {"node_type": "Connect", "destination_phone_number": "8004377950"}
  ]
}""",
    good="""\
{
  "node_type": "Menu",
  "prompt": "For sales, press 1. For an operator, press 2.",
  "children": [
    {"node_type": "Connect", "destination_phone_number": "8004377950"},
    {"node_type": "Connect", "destination_phone_number": "8004377951"}
  ]
}""",
    source="Invoca, Advertiser Campaigns, Node Details (Menu: keypresses 1-9)",
    check=EachAlike(check, asks=True),
)
