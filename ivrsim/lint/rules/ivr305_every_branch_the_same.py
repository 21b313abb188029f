"""IVR305: whatever is decided, the call goes on in the same way."""

from __future__ import annotations

from collections.abc import Iterator

from ivrsim.flow.node import Node
from ivrsim.lint.alike import POSITION
from ivrsim.lint.edit import Fix, Put
from ivrsim.lint.node_view import KEYS, NodeView
from ivrsim.lint.rule import Confidence, EachNode, Finding, Kind, Rule, Severity


def decides(kind: type[Node]) -> bool:
    """Whether the type decides between branches; keys are IVR110's."""
    exits = _branches(kind)
    return len(exits) > 1 and not set(exits) <= set(KEYS)


def _branches(kind: type[Node]) -> list[str]:
    return [e.name for e in kind.exits if not e.failover and not e.unanswered]


def check(node: NodeView) -> Iterator[Finding]:
    """One finding for a node whose branches are all the same."""
    exits = _branches(type(node.node))
    if not all(name in node.wires for name in exits):
        return
    first, *others = (node.wires[name].target for name in exits)
    if all(node.flow.same(first, other) for other in others):
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
    check=EachNode(check, decides),
)
