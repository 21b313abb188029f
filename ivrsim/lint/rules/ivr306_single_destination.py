"""IVR306: a number is dialled, and nothing is said about when nobody takes the call."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ivrsim.lint.gathered import Gathered
from ivrsim.lint.node_view import NodeView
from ivrsim.lint.rule import Confidence, EachFlow, Finding, Kind, Preset, Rule, Severity
from ivrsim.lint.views import FlowView
from ivrsim.lint.wording import number_of


def check(flow: FlowView) -> Iterator[Finding]:
    """One finding for a flow, at its first number without another behind it."""
    alone = flow.where(_is_alone)
    if alone:
        yield Gathered(alone, _finding).finding()


def _finding(node: NodeView, others: Sequence[NodeView]) -> Finding:
    more = f" ({number_of(len(others), 'more node')} here the same)" if others else ""
    return Finding(
        f"{node.title} tries one number only, {node.node.summary()}: "
        f"if it is busy or nobody answers, the caller is lost{more}",
        node=node.id,
        hint="Add connect_timeout and a Failover child, or ring a group.",
    )


def _is_alone(node: NodeView) -> bool:
    unanswered = [exit_.name for exit_ in node.exits if exit_.unanswered]
    second_try = node.node.only_unanswered or any(name in node.wires for name in unanswered)
    return len(node.destinations) == 1 and bool(unanswered) and not second_try


RULE = Rule(
    code="IVR306",
    name="single-destination",
    severity=Severity.INFO,
    kind=Kind.CALLER_EXPERIENCE,
    confidence=Confidence.CONTESTED,
    preset=Preset.STRICT,
    summary="A node dials one number and has no Failover child for when nobody answers.",
    why=(
        "A busy line or a desk that nobody sits at ends the call, after the menu was answered "
        "and the lead was paid for. Networks with ringing rollover can add a Failover child "
        "with a second number, or ring several numbers as a RingGroup. Not every network has "
        "them, so this rule is a strict one."
    ),
    bad="""\
{
  "node_type": "Connect",
  "destination_phone_number": "8004377950"
}""",
    good="""\
{
  "node_type": "Connect",
  "destination_phone_number": "8004377950",
  "connect_timeout": 20,
  "children": [
    {"node_type": "Failover", "destination_phone_number": "8004377951"}
  ]
}""",
    source="Invoca, Advertiser Campaigns (API version 2022-03-01 and later), Node Details",
    check=EachFlow(check),
)
