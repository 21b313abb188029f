"""IVR101: a node has more or fewer children than its type can have."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from ivrsim.flow.arity import ArityFault
from ivrsim.flow.node import Exit
from ivrsim.lint.node_view import KEYS, NodeView
from ivrsim.lint.rule import EachFlow, Finding, Kind, Rule, Severity
from ivrsim.lint.views import FlowView
from ivrsim.lint.wording import children
from ivrsim.text import listed


def check(flow: FlowView) -> Iterator[Finding]:
    """One finding for each node with too few, too many or the wrong children."""
    counted = (f for f in flow.arity if f.kind in ("too-few", "too-many"))
    for _, faults in groupby(counted, key=lambda fault: (fault.node, fault.kind)):
        fault = next(faults)
        if fault.kind == "too-few" or fault.allowed[1] != len(KEYS):
            yield _count(flow, fault)
    for fault in flow.arity:
        if fault.kind == "only-allowed-here" and fault.child is not None:
            yield _company(flow, fault, fault.child)


def _count(flow: FlowView, fault: ArityFault) -> Finding:
    view = flow.all_nodes[fault.node]
    needed = _allowed(*fault.allowed)
    verb = "needs" if fault.allowed[0] else "can have"
    return Finding(
        f"{view.title} {verb} {needed} and has {fault.found or 'none'}",
        node=fault.node,
        field="children",
        hint=_missing(view) if fault.kind == "too-few" else _surplus(view, fault.allowed[1]),
        refusal=f"must have {needed}",
    )


def _allowed(least: int, most: int) -> str:
    if least == most:
        return f"exactly {children(most)}" if most else "no children"
    return f"{least} to {children(most)}" if least else f"at most {children(most)}"


def _missing(view: NodeView) -> str:
    """Which ways lead nowhere."""
    if len(view.exits) == 1:
        return "Add the child that the call goes on to."
    ways = [exit_ for exit_ in view.exits if exit_.required and exit_.name not in view.wires]
    return f"Add a child for {listed([_way(exit_) for exit_ in ways])}."


def _way(exit_: Exit) -> str:
    name = f"key {exit_.name}" if exit_.name in KEYS else exit_.name
    return f"{name} ({exit_.caption})" if exit_.caption not in ("", name) else name


def _surplus(view: NodeView, most: int) -> str:
    """Which children nobody reaches."""
    if not most:
        return "Nothing can follow this node: remove what stands below it."
    first = f"first {most} are" if most > 1 else "first is"
    counted = " (failovers are not counted)" if any(e.failover for e in view.exits) else ""
    return f"Only the {first} ever taken{counted}: remove the others."


def _company(flow: FlowView, fault: ArityFault, child: str) -> Finding:
    parent, view = flow.all_nodes[fault.node], flow.all_nodes[child]
    return Finding(
        f"{view.title} cannot follow {parent.title}: only a {fault.exit} may",
        node=child,
        hint="The call is forwarded there, so nothing that comes after it is ever reached.",
        refusal=f"cannot be a child of {parent.title}",
    )


RULE = Rule(
    code="IVR101",
    name="wrong-children",
    severity=Severity.ERROR,
    kind=Kind.CORRECTNESS,
    summary="A node has more or fewer children than its type can have.",
    why=(
        "The position of a child says which way leads to it: the first child of a Condition is "
        "taken when the condition holds, the second when it does not. With a child missing there "
        "is a way that leads nowhere; with one too many there is a child nobody can reach. The "
        "vendor refuses such a tree when the campaign is saved."
    ),
    bad="""\
{
  "node_type": "Condition",
  "condition": "during_hours",
  "children": [
    {"node_type": "Connect", "destination_phone_number": "8004377950"}
  ]
}""",
    good="""\
{
  "node_type": "Condition",
  "condition": "during_hours",
  "children": [
    {"node_type": "Connect", "destination_phone_number": "8004377950"},
    {"node_type": "EndCall", "prompt": "We are closed. Goodbye."}
  ]
}""",
    source="Invoca, Advertiser Campaigns, Node Details",
    check=EachFlow(check),
)
