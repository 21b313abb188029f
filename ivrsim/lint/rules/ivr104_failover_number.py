"""IVR104: a Failover node where nothing is dialled, or a time-out without one."""

from __future__ import annotations

from collections.abc import Iterator

from ivrsim.lint.node_view import NodeView
from ivrsim.lint.rule import EachFlow, Finding, Kind, Rule, Severity, finds
from ivrsim.lint.views import FlowView

TIMEOUT = "connect_timeout"


def check(flow: FlowView) -> Iterator[Finding]:
    """Failovers in the wrong company, then time-outs and failovers without each other."""
    for fault in flow.arity:
        if fault.kind == "not-allowed-here" and fault.child is not None:
            yield _lost(flow, fault.node, fault.child)
    root = flow.flow.root
    if root is not None and flow.flow.nodes[root].only_unanswered:
        yield Finding(
            f"{flow.all_nodes[root].title} stands at the start of the call flow",
            node=root,
            hint="It is the number to try when the node above it is not answered.",
            refusal="cannot stand on its own",
        )
    for node in flow.where(finds(_time), lambda kind: TIMEOUT in kind.model_fields):
        yield from _time(node)


def _lost(flow: FlowView, parent: str, child: str) -> Finding:
    above, view = flow.all_nodes[parent].title, flow.all_nodes[child].title
    return Finding(
        f"{view} cannot follow {above}, which forwards no call",
        node=child,
        hint="Put it under the node that dials, such as Connect.",
        refusal=f"cannot be a child of {above}",
    )


def _time(node: NodeView) -> Iterator[Finding]:
    timeout = getattr(node.node, TIMEOUT)
    followed = any(e.unanswered and e.name in node.wires for e in node.exits)
    if timeout is not None and not followed:
        yield Finding(
            f"{TIMEOUT} is {timeout}, but no Failover child says where the call goes then",
            node=node.id,
            field=TIMEOUT,
            severity=Severity.WARNING,
            hint="Add a Failover child, or remove the time-out.",
        )
    if timeout is None and followed:
        yield Finding(
            f"{node.title} has a Failover child but no {TIMEOUT}",
            node=node.id,
            severity=Severity.INFO,
            hint="The vendor does not publish how long it rings by default; say how many seconds.",
        )


RULE = Rule(
    code="IVR104",
    name="failover-number",
    severity=Severity.ERROR,
    kind=Kind.CORRECTNESS,
    summary="A Failover node stands where no call is forwarded, or a time-out has none.",
    why=(
        "A Failover node holds the number to dial when the node above it is busy or does not "
        "answer in time. Under a node that forwards no call it can never be reached, and the "
        "vendor refuses it. A time-out without a Failover child (a warning) stops the ringing "
        "without helping the caller; a Failover child without a time-out (an info) leaves the "
        "caller ringing for a time the vendor does not publish."
    ),
    bad="""\
{
  "node_type": "VerifyLocation",
  "children": [
    {"node_type": "Failover", "destination_phone_number": "8004377950"}
  ]
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
