"""IVR110: two keys of one menu do exactly the same."""

from __future__ import annotations

from collections.abc import Iterator

from ivrsim.lint.alike import same_below
from ivrsim.lint.rule import Confidence, EachNode, Finding, Kind, Rule, Severity
from ivrsim.lint.views import NodeView


def check(node: NodeView) -> Iterator[Finding]:
    """One finding for each key that only repeats an earlier one."""
    keys = node.wired_keys
    if node.ask is None or len(keys) < 2:
        return
    first: list[str] = []
    for key in keys:
        child = node.wires[key].target
        twin = next((k for k in first if same_below(node.flow, node.wires[k].target, child)), None)
        if twin is None:
            first.append(key)
            continue
        yield Finding(
            f"Key {key} does exactly what key {twin} does",
            node=child,
            hint=f"If that is meant, offer one key for both; if not, mend what key {key} does.",
        )


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
