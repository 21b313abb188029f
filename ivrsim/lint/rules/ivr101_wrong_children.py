"""IVR101: a node has more or fewer children than its type can have."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from ivrsim.flow.arity import ArityFault
from ivrsim.lint.rule import EachFlow, Finding, Kind, Rule, Severity
from ivrsim.lint.views import KEYS, FlowView
from ivrsim.lint.wording import children


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
    title = flow.all_nodes[fault.node].title
    needed = _allowed(*fault.allowed)
    few = fault.kind == "too-few"
    return Finding(
        f"{title} needs {needed} and has {fault.found or 'none'}",
        node=fault.node,
        field="children",
        hint=_hint(flow, fault) if few else "Failovers are not counted here.",
        refusal=f"must have {needed}",
    )


def _hint(flow: FlowView, fault: ArityFault) -> str:
    view = flow.all_nodes[fault.node]
    open_ways = [
        f"{exit_.name} ({exit_.caption})" if exit_.caption else exit_.name
        for exit_ in view.exits
        if exit_.required and not exit_.failover and exit_.name not in view.wires
    ]
    return f"No child stands behind: {', '.join(open_ways)}."


def _allowed(least: int, most: int) -> str:
    if least == most:
        return f"exactly {children(most)}" if most else "none"
    return f"{least} to {children(most)}" if least else f"at most {children(most)}"


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
