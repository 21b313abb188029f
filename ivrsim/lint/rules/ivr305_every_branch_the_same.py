"""IVR305: whatever is decided, the call goes on in the same way."""

from __future__ import annotations

from collections.abc import Iterator

from ivrsim.lint.alike import POSITION, look_alike
from ivrsim.lint.edit import Fix, Put
from ivrsim.lint.rule import Confidence, EachNode, Finding, Kind, Rule, Severity
from ivrsim.lint.views import KEYS, NodeView


def check(node: NodeView) -> Iterator[Finding]:
    """One finding for a node whose branches are all the same; keys are IVR110's."""
    exits = [e.name for e in node.exits if not e.failover and not e.unanswered]
    if len(exits) < 2 or set(exits) <= set(KEYS) or not all(e in node.wires for e in exits):
        return
    nodes, first, *others = node.flow.flow.nodes, *(node.wires[e].target for e in exits)
    if not all(look_alike(nodes[first], nodes[other]) for other in others):
        return
    numbers = node.flow.likenesses
    if {numbers[other] for other in others} == {numbers[first]}:
        yield Finding(
            f"All branches of {node.title} are the same: {node.flow.all_nodes[first].words}",
            node=node.id,
            hint="Mend one of the branches, or put what they do in place of the question.",
            fixes=tuple(_fixes(node, first)),
        )


def _fixes(node: NodeView, first: str) -> Iterator[Fix]:
    """The branch takes the place of a node that only decides, if it is a single node."""
    flow = node.flow.flow
    if not node.actions and not flow.out[first] and node.id in flow.places:
        branch = {k: v for k, v in flow.nodes[first].raw.items() if k not in POSITION}
        way_here = POSITION - {"children"}
        kept = {name: value for name, value in node.node.raw.items() if name in way_here}
        title = f"Put {flow.nodes[first].kind} in the place of {node.title}"
        yield Fix(title, (Put(node.place, {**branch, **kept}),))


RULE = Rule(
    code="IVR305",
    name="every-branch-the-same",
    severity=Severity.WARNING,
    kind=Kind.CORRECTNESS,
    confidence=Confidence.LIKELY,
    summary="All branches of a decision are the same in every detail.",
    why=(
        "A condition that sends open and closed hours to the same number decides nothing: "
        "mostly one branch was copied and never edited, and callers ring at an empty desk. Two "
        "equal keys of one menu are told by same-branch (IVR110)."
    ),
    bad="""\
{
  "node_type": "Condition",
  "condition": "during_hours",
  "children": [
    {"node_type": "Connect", "destination_phone_number": "8004377950"},
    {"node_type": "Connect", "destination_phone_number": "8004377950"}
  ]
}""",
    good="""\
{
  "node_type": "Connect",
  "destination_phone_number": "8004377950"
}""",
    source="Invoca, Create an Advertiser Campaign (the published request has the two branches)",
    check=EachNode(check),
)
