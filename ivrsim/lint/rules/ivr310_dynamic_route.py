"""IVR310: a number from outside is dialled as it comes, or a bad one hangs up on the caller."""

from __future__ import annotations

from collections.abc import Iterator

from ivrsim.flow.action import DialField, Store
from ivrsim.flow.flow import LONGEST_WAY
from ivrsim.lint.node_view import NodeView
from ivrsim.lint.people import leads_to_people
from ivrsim.lint.rule import EachFlow, Finding, Kind, Rule, Severity
from ivrsim.lint.views import FlowView
from ivrsim.lint.witnesses import witness_of
from ivrsim.lint.wording import quoted


def check(flow: FlowView) -> Iterator[Finding]:
    """For each node that dials a field: who fills the field, and what follows a bad number."""
    routes = [(node, dial.field) for node in flow.where(_dials) for dial in _fields_dialled(node)]
    people = leads_to_people(flow) if routes else frozenset()
    for node, field in routes:
        asked = _asked(node, field)
        if asked is not None:
            yield _typed(node, asked, field)
        yield from _hangs_up(node, people, field)


def _dials(node: NodeView) -> bool:
    return any(_fields_dialled(node))


def _fields_dialled(node: NodeView) -> Iterator[DialField]:
    return (action for action in node.actions if isinstance(action, DialField))


def _asked(node: NodeView, field: str) -> NodeView | None:
    """The question on the way to a node whose answer is kept in the field: the nearest."""
    flow, wire = node.flow, node.flow.flow.parents.get(node.id)
    for _ in range(LONGEST_WAY):
        if wire is None:
            return None
        before = flow.all_nodes[wire.source]
        answer = before.ask.question.answer if before.ask else ""
        stored = before.node.answered(answer) if answer else ()
        if any(isinstance(action, Store) and action.field == field for action in stored):
            return before
        wire = flow.flow.parents.get(before.id)
    return None


def _typed(node: NodeView, asked: NodeView, field: str) -> Finding:
    return Finding(
        f"{node.title} dials whatever number the caller typed: {asked.words} keeps the answer "
        f"in {quoted(field)}",
        node=node.id,
        hint="Dial from a field that only you fill, or ask by a Menu and dial fixed numbers.",
        witness=witness_of(node.flow, node.id),
    )


def _hangs_up(node: NodeView, people: frozenset[str], field: str) -> Iterator[Finding]:
    for exit_ in node.exits:
        wire = node.wires.get(exit_.name) if exit_.unanswered else None
        if wire is not None and wire.target not in people:
            yield Finding(
                f"Without a usable number in {quoted(field)} the caller reaches nobody",
                node=wire.target,
                severity=Severity.INFO,
                hint=f"Let the child of {node.title} connect to a number that always answers.",
            )


RULE = Rule(
    code="IVR310",
    name="dynamic-route",
    severity=Severity.WARNING,
    kind=Kind.CORRECTNESS,
    summary="A dynamic route dials what the caller typed, or hangs up when the field is empty.",
    why=(
        "A dynamic route dials the number that stands in a custom data field. If the flow itself "
        "keeps the caller's digits in that field, anybody can have any number dialled at your "
        "cost: toll fraud lives on costly numbers abroad. Info: where the field holds no usable "
        "number the child is executed; one below which nobody can be reached loses every caller "
        "whose data came late."
    ),
    bad="""\
{
  "node_type": "NumberQuestion",
  "number_question_type": "PhoneNumber",
  "prompt": "Please enter the number of your branch.",
  "caller_response_custom_data_partner_name": "branch_number",
  "children": [
    {
      "node_type": "DynamicRoute",
      "dynamic_route_destination": "branch_number",
      "children": [
        {"node_type": "Connect", "destination_phone_number": "8004377950"}
      ]
    }
  ]
}""",
    good="""\
{
  "node_type": "NumberQuestion",
  "number_question_type": "ZipCode",
  "prompt": "Please enter your zip code.",
  "caller_response_custom_data_partner_name": "zip",
  "children": [
    {
      "node_type": "DynamicRoute",
      "dynamic_route_destination": "branch_number",
      "children": [
        {"node_type": "Connect", "destination_phone_number": "8004377950"}
      ]
    }
  ]
}""",
    source="Invoca, Advertiser Campaigns, Node Details (DynamicRoute); Plivo, Toll fraud",
    check=EachFlow(check),
)
