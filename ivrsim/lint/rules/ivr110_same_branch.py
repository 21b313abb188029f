"""IVR110: two keys of one menu do exactly the same."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, islice

from ivrsim.flow.flow import NodeId
from ivrsim.lint.alike import look_alike, print_of
from ivrsim.lint.rule import Confidence, EachNode, Finding, Kind, Rule, Severity
from ivrsim.lint.views import NodeView

LOOKED_AT = 64
"""Pairs of nodes that are compared before whole branches are numbered."""


def check(node: NodeView) -> Iterator[Finding]:
    """One finding for each key that only repeats an earlier one."""
    if node.ask is None or not _suspicious(node):
        return
    numbers = node.flow.likenesses
    first: dict[int, str] = {}
    for key in node.wired_keys:
        child = node.wires[key].target
        twin = first.setdefault(numbers[child], key)
        if twin == key:
            continue
        yield Finding(
            f"Key {key} does exactly what key {twin} does",
            node=child,
            hint=f"If that is meant, offer one key for both; if not, mend what key {key} does.",
        )


def _suspicious(node: NodeView) -> bool:
    """Whether any two keys could be the same: most menus need no closer look."""
    children = [node.wires[key].target for key in node.wired_keys]
    return any(_may_be_same(node, one, two) for one, two in combinations(children, 2))


def _may_be_same(node: NodeView, one: NodeId, two: NodeId) -> bool:
    """Whether no difference shows soon; quick, and never wrong when it says no."""
    flow = node.flow.flow
    todo = [(one, two)]
    for a, b in islice(iter(todo), LOOKED_AT):
        first, second = flow.nodes[a], flow.nodes[b]
        below = list(flow.out[a].values()), list(flow.out[b].values())
        if (
            not look_alike(first, second)
            or print_of(first.raw) != print_of(second.raw)
            or [wire.exit for wire in below[0]] != [wire.exit for wire in below[1]]
        ):
            return False
        todo += [(one.target, two.target) for one, two in zip(*below, strict=True)]
    return True


RULE = Rule(
    code="IVR110",
    name="same-branch",
    severity=Severity.WARNING,
    kind=Kind.CALLER_EXPERIENCE,
    confidence=Confidence.LIKELY,
    summary="Two keys of one menu lead to branches that are the same in every detail.",
    why=(
        "Two equal branches are nearly always a copy that was never edited: the caller chooses "
        "between sales and support, and both ring at sales. Where it is meant, the choice costs "
        "every caller time and changes nothing."
    ),
    bad="""\
{
  "node_type": "Menu",
  "prompt": "For sales, press 1. For support, press 2.",
  "children": [
    {"node_type": "Connect", "destination_phone_number": "8004377950"},
    {"node_type": "Connect", "destination_phone_number": "8004377950"}
  ]
}""",
    good="""\
{
  "node_type": "Menu",
  "prompt": "For sales, press 1. For support, press 2.",
  "children": [
    {"node_type": "Connect", "destination_phone_number": "8004377950"},
    {"node_type": "Connect", "destination_phone_number": "8004377951"}
  ]
}""",
    source="Voicent IVR Studio's validator refuses identical options",
    check=EachNode(check),
)
