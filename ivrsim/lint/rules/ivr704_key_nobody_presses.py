"""IVR704: what is paid hangs on a key that no way through the flow has."""

from __future__ import annotations

from collections.abc import Iterator

from ivrsim.conditions.ast import Answer, Pressed
from ivrsim.flow.flow import NodeId
from ivrsim.flow.question import NONE, WRONG
from ivrsim.lint.node_view import NodeView
from ivrsim.lint.questions import is_policy, makes_a_question
from ivrsim.lint.rule import EachFlow, Finding, Kind, Rule, Severity
from ivrsim.lint.views import FlowView


def check(flow: FlowView) -> Iterator[Finding]:
    """One finding for each test of keys, in payin or payout, that no call can meet."""
    if flow.flow.root is None or not flow.all_known:
        return
    for condition in flow.conditions:
        atoms = condition.expr.atoms() if condition.expr is not None else ()
        for atom in atoms if is_policy(condition) else ():
            if isinstance(atom, Pressed) and not _can_be_pressed(flow, atom.path):
                yield condition.finding(
                    f"{atom} is never true: no way through the flow has these keys",
                    atom.span,
                    "Name the keys from the first menu on that lead to what is paid for.",
                )


def _can_be_pressed(flow: FlowView, keys: tuple[str, ...]) -> bool:
    """Whether some call may press these keys first; never False where one can.

    A letter may stand for any key: the vendor does not say.
    """
    root = flow.flow.root
    assert root is not None, "there is a node to start at"
    start = (root, 0)
    todo, seen = [start], {start}
    while todo:
        key, matched = todo.pop()
        for name, wire in flow.all_nodes[key].wires.items():
            reported = reported_key(flow.all_nodes[key], name)
            fits = not reported or reported == keys[matched] or keys[matched].islower()
            there = wire.target, matched + bool(reported)
            if fits and there[1] == len(keys):
                if _is_reached(flow, wire.target):
                    return True
            elif fits and there not in seen:
                seen.add(there)
                todo.append(there)
    return False


def _is_reached(flow: FlowView, node: NodeId) -> bool:
    """Whether calls may come to a node; proven only where something decides it."""
    return not makes_a_question(flow) or flow.reach.reachable(node) is not False


def reported_key(node: NodeView, exit_name: str) -> str:
    """The key that leaving a node by this exit adds to the report; empty: none."""
    exit_ = next((e for e in node.exits if e.name == exit_name), None)
    answer = exit_.when.key if exit_ is not None and isinstance(exit_.when, Answer) else ""
    if answer in (WRONG, NONE):
        return answer
    question = node.ask.question if node.ask is not None else None
    told = question is not None and question.reported and answer in question.keys
    return answer if told else ""


RULE = Rule(
    code="IVR704",
    name="key-nobody-presses",
    severity=Severity.WARNING,
    kind=Kind.MONEY,
    summary="A payin or payout asks for a key that no caller can press.",
    why=(
        "pressed[3] in a policy is true for calls that press 3 at the first menu. Where the flow "
        "has no such key, or nobody comes to it, the sum is never paid, and nobody is told. It "
        "happens when a menu is rearranged and the policies are forgotten."
    ),
    bad="""\
{
  "advertiser_payin": {"policies": [
    {"type": "Base", "condition": "pressed[3]", "amount": 7, "currency": "USD"}
  ]},
  "ivr_tree": {"root": {
    "node_type": "Menu",
    "prompt": "For sales, press 1.",
    "children": [{"node_type": "Connect", "destination_phone_number": "8004377950"}]
  }}
}""",
    good="""\
{
  "advertiser_payin": {"policies": [
    {"type": "Base", "condition": "pressed[1]", "amount": 7, "currency": "USD"}
  ]},
  "ivr_tree": {"root": {
    "node_type": "Menu",
    "prompt": "For sales, press 1.",
    "children": [{"node_type": "Connect", "destination_phone_number": "8004377950"}]
  }}
}""",
    source="Invoca, Advertiser Campaigns (payin, payout); IVR Tree Conditions (pressed)",
    check=EachFlow(check),
)
