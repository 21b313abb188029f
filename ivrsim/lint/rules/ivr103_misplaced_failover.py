"""IVR103: a failover child that is not last, repeated, or where none can be."""

from __future__ import annotations

from collections.abc import Iterator

from ivrsim.flow.arity import ArityFault
from ivrsim.lint.edit import Fix, Move, Remove
from ivrsim.lint.rule import EachFlow, Finding, Kind, Rule, Severity
from ivrsim.lint.views import FlowView
from ivrsim.lint.wording import FAILOVER_TYPES

FIELD = "keypress_failover_type"


def check(flow: FlowView) -> Iterator[Finding]:
    """One finding for each failover child at fault."""
    for fault in flow.arity:
        if fault.kind.startswith("failover-"):
            yield _finding(flow, fault)


def _finding(flow: FlowView, fault: ArityFault) -> Finding:
    failover = FAILOVER_TYPES.get(fault.exit, fault.exit)
    title = flow.all_nodes[fault.node].title
    message, hint = {
        "failover-not-last": (
            f"The {failover} failover of {title} stands before a child that has a key",
            "Put the failovers at the end: a child's position is its key.",
        ),
        "failover-repeated": (
            f"{title} has a second {failover} failover; only the first is ever taken",
            "Remove one of them, or make it the other kind.",
        ),
        "failover-refused": (
            f"{title} cannot have a {failover} failover",
            "Remove keypress_failover_type: Menu, NumberQuestion and YesOrNo know failovers.",
        ),
    }[fault.kind]
    return Finding(
        message,
        node=fault.child,
        field=FIELD,
        hint=hint,
        refusal="is not allowed here",
        fixes=tuple(_fixes(flow, fault)),
    )


def _fixes(flow: FlowView, fault: ArityFault) -> Iterator[Fix]:
    """Unsafe: where the vendor would count the child, others have other keys after it."""
    place = flow.flow.places.get(fault.child) if fault.child is not None else None
    if place is None or not isinstance(place.step, int):
        return
    if fault.kind == "failover-not-last":
        last = len(flow.flow.out[fault.node]) - 1
        yield Fix("Move the failover to the end", (Move(place, last),))
    elif fault.kind == "failover-repeated":
        yield Fix("Remove the second failover", (Remove(place),))
    else:
        yield Fix(f"Remove {FIELD}", (Remove(place / FIELD),))


RULE = Rule(
    code="IVR103",
    name="misplaced-failover",
    severity=Severity.ERROR,
    kind=Kind.CORRECTNESS,
    summary="A failover child is not last, is given twice, or its parent cannot have one.",
    why=(
        "Failover children say what happens after wrong keys (Wrong) and after no key (None). "
        "They stand at the end of the child list, once each, because the children before them "
        "are counted to give the keys 1 to 9."
    ),
    bad="""\
{
  "node_type": "Menu",
  "prompt": "Press 1 for sales, press 2 for support.",
  "children": [
    {"node_type": "EndCall", "keypress_failover_type": "None"},
    {"node_type": "Connect", "destination_phone_number": "8004377950"},
    {"node_type": "Connect", "destination_phone_number": "8004377951"},
    {"node_type": "EndCall", "keypress_failover_type": "Wrong"}
  ]
}""",
    good="""\
{
  "node_type": "Menu",
  "prompt": "Press 1 for sales, press 2 for support.",
  "children": [
    {"node_type": "Connect", "destination_phone_number": "8004377950"},
    {"node_type": "Connect", "destination_phone_number": "8004377951"},
    {"node_type": "EndCall", "keypress_failover_type": "Wrong"},
    {"node_type": "EndCall", "keypress_failover_type": "None"}
  ]
}""",
    source='Invoca, Advertiser Campaigns, Node Details: "At the end of the child list"',
    check=EachFlow(check),
)
