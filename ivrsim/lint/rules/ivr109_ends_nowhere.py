"""IVR109: a branch that ends where nothing follows."""

from __future__ import annotations

from collections.abc import Iterator

from ivrsim.flow.node import Node, Role
from ivrsim.lint.node_view import NodeView
from ivrsim.lint.rule import EachAlike, Finding, Kind, Rule, Severity


def may_end(kind: type[Node]) -> bool:
    """Whether nodes of the type lead on, but need not; the others are IVR101's."""
    leads_on = bool(kind.exits) and not any(exit_.required for exit_ in kind.exits)
    return leads_on and kind.role not in (Role.CONNECTS, Role.ENDS)


def check(node: NodeView) -> Iterator[Finding]:
    """One finding for each node with nothing behind any of its exits."""
    if not node.wires:
        yield Finding(
            f"The call ends here without a word: nothing follows this {node.title}",
            node=node.id,
            hint="Let a key or its time-out lead on: to a person, a voice mail, or a clear end.",
        )


RULE = Rule(
    code="IVR109",
    name="ends-nowhere",
    severity=Severity.WARNING,
    kind=Kind.CORRECTNESS,
    summary="A branch ends at a node that plays something and leads nowhere.",
    why=(
        "No page says what becomes of a call when no key is mapped: at best it is cut off after "
        "the time-out, in the middle of what the caller wanted. A branch should end with a "
        "person, a voice mail, or a node that hangs up on purpose. Nodes that must have children "
        "and have none are IVR101."
    ),
    bad="""\
{
  "ivrNodes": [
    {
      "id": "NO_1", "tree": "TR_1", "isRootNode": true, "node_name": "Closed",
      "node_play_mode": "talk", "node_play_content": "We are closed today."
    }
  ],
  "ivrNodeKeys": []
}""",
    good="""\
{
  "ivrNodes": [
    {
      "id": "NO_1", "tree": "TR_1", "isRootNode": true, "node_name": "Closed",
      "node_play_mode": "talk", "node_play_content": "We are closed today."
    }
  ],
  "ivrNodeKeys": [
    {"node": "NO_1", "node_key": "EMPTY_KEY", "action": 6}
  ]
}""",
    source=(
        "Stringee, IVR keypress management (EMPTY_KEY, stop call); FreePBX issue tracker 767 (an "
        "empty destination after the time-out drops the call)"
    ),
    check=EachAlike(check, may_end),
)
