"""IVR301: nothing catches a caller who presses a wrong key, or none."""

from __future__ import annotations

from collections.abc import Iterator

from ivrsim.conditions.ast import Answer
from ivrsim.flow.node import Exit, Node
from ivrsim.lint.edit import Fix, Insert
from ivrsim.lint.node_view import NodeView
from ivrsim.lint.rule import Confidence, EachAlike, Finding, Kind, Rule, Severity
from ivrsim.lint.wording import FAILOVER_TYPES
from ivrsim.text import listed

MEETS = {"W": "keeps giving wrong answers", "N": "does not answer"}
FIELD = "keypress_failover_type"


def has_failovers(kind: type[Node]) -> bool:
    """Whether nodes of the type can have failovers."""
    return any(exit_.failover for exit_ in kind.exits)


def check(node: NodeView) -> Iterator[Finding]:
    """One finding for a node that lacks failovers which could be there."""
    caught = [exit_ for exit_ in node.exits if exit_.failover]
    missing = [exit_ for exit_ in caught if exit_.name not in node.wires]
    if not missing or not (node.node.lists_children or node.wired_keys):
        return  # nothing is asked where no key leads on
    types = [_type(exit_) for exit_ in missing]
    meets = listed([_meets(exit_) for exit_ in missing], "or")
    wanted = listed([f'"{FIELD}": "{name}"' for name in types])
    add = f"Add at the end a child with {wanted} that leads to a person."
    if not node.node.lists_children:
        add = f"Add {listed(types)}: play it again, or let a person take the call."
    yield Finding(
        f"{node.title} has no {listed(types, 'or')} failover: a caller who {meets} is cut off",
        node=node.id,
        hint=add,
        fixes=tuple(_fixes(node, missing, [e for e in caught if e.name in node.wires])),
    )


def _meets(exit_: Exit) -> str:
    answer = exit_.when.key if isinstance(exit_.when, Answer) else ""
    return MEETS.get(answer, "comes this way")


def _type(exit_: Exit) -> str:
    return FAILOVER_TYPES.get(exit_.name, exit_.name)


def _fixes(node: NodeView, missing: list[Exit], there: list[Exit]) -> Iterator[Fix]:
    """The failover that is there serves the other callers too, if it is one node."""
    places, wires = node.flow.flow.places, node.wires
    if (
        not node.node.lists_children
        or node.id not in places
        or len(there) != 1
        or node.flow.flow.out[wires[there[0].name].target]
    ):
        return
    twin = node.flow.flow.nodes[wires[there[0].name].target]
    count, children = len(wires), node.place / "children"
    edits = (Insert(children, count, {**twin.raw, FIELD: _type(exit_)}) for exit_ in missing)
    lacking, given = _type(missing[0]), _type(there[0])
    yield Fix(f"Add the {lacking} failover: what the {given} failover does", tuple(edits))


RULE = Rule(
    code="IVR301",
    name="no-failover",
    severity=Severity.WARNING,
    kind=Kind.CALLER_EXPERIENCE,
    confidence=Confidence.LIKELY,
    summary="A question has no child for wrong keys (Wrong) or for silence (None).",
    why=(
        "Callers with a headset, a rotary telephone or both hands on the wheel press nothing; "
        "others press the wrong key. Without a failover the call ends after the last attempt, and "
        "the report says no more than that it hung up. A failover costs one child and keeps "
        "the call. The vendor calls it optional, so this is a warning."
    ),
    bad="""\
{
  "node_type": "Menu",
  "prompt": "For sales, press 1.",
  "children": [
    {"node_type": "Connect", "destination_phone_number": "8004377950"},
    {
      "node_type": "Connect",
      "destination_phone_number": "8004377952",
      "keypress_failover_type": "Wrong"
    }
  ]
}""",
    good="""\
{
  "node_type": "Menu",
  "prompt": "For sales, press 1.",
  "children": [
    {"node_type": "Connect", "destination_phone_number": "8004377950"},
    {
      "node_type": "Connect",
      "destination_phone_number": "8004377952",
      "keypress_failover_type": "Wrong"
    },
    {
      "node_type": "Connect",
      "destination_phone_number": "8004377952",
      "keypress_failover_type": "None"
    }
  ]
}""",
    source=(
        "Invoca, Advertiser Campaigns, Keypress Failover Type; Invoca knowledge base, End of "
        'call reason ("due to an incorrect keypress")'
    ),
    check=EachAlike(check, has_failovers),
)
