"""IVR110: two keys of one menu do exactly the same."""

from __future__ import annotations

from collections.abc import Hashable, Iterator

from ivrsim.flow.flow import NodeId
from ivrsim.lint.node_view import NodeView
from ivrsim.lint.rule import Confidence, EachQuestion, Finding, Kind, Rule, Severity
from ivrsim.lint.views import FlowView


def check(node: NodeView) -> Iterator[Finding]:
    """One finding for each key that only repeats an earlier one."""
    flow, wires = node.flow, node.wires
    first: dict[Hashable, dict[str, NodeId]] = {}
    for key in node.wired_keys:
        child = wires[key].target
        like = first.setdefault(flow.look(child), {})
        twin = _twin(flow, like, child) if like else None
        if twin is None:
            like[key] = child
            continue
        yield Finding(
            f"Key {key} does exactly what key {twin} does",
            node=child,
            hint=f"If that is meant, offer one key for both; if not, mend what key {key} does.",
        )


def _twin(flow: FlowView, like: dict[str, NodeId], child: NodeId) -> str | None:
    """The key of a branch that is the same, among those that begin alike."""
    return next((key for key, other in like.items() if flow.same(other, child)), None)


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
    check=EachQuestion(check, lambda node: len(node.wired_keys) > 1),
)
