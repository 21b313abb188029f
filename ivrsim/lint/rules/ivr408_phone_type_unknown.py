"""IVR408: mobile and landline are taken for all there is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ivrsim.conditions.ast import Expr, Flag, Or
from ivrsim.conditions.parse import read_condition
from ivrsim.flow.flow import NodeId, Wire
from ivrsim.lint.people import leads_to_people
from ivrsim.lint.rule import Confidence, EachFlow, Finding, Kind, Rule, Severity
from ivrsim.lint.views import ConditionView, FlowView
from ivrsim.lint.witnesses import witness_of
from ivrsim.lint.wording import quoted
from ivrsim.values import replace

PHONES = (Flag("mobile"), Flag("landline"))
OTHERWISE = "false"
HINT = "Callers whose phone type is not known are neither: say what happens to them."


def check(flow: FlowView) -> Iterator[Finding]:
    """One finding for each place where callers of unknown phone type fall through."""
    for condition in flow.conditions:
        if condition.expr is not None:
            yield from _either(flow, condition, condition.expr)
    yield from _both_asked(flow)


def _either(flow: FlowView, condition: ConditionView, expr: Expr) -> Iterator[Finding]:
    """`mobile or landline`: written for everybody."""
    for part in expr.walk():
        if isinstance(part, Or) and set(PHONES) <= set(part.operands):
            found = condition.finding(
                f"{quoted(str(part))} is not true for every call: a phone type can be unknown",
                part.span,
                HINT,
            )
            yield _shown(flow, found, condition.node)


def _both_asked(flow: FlowView) -> Iterator[Finding]:
    """Mobile is asked, then landline, and who is neither is sent away."""
    second = [condition for condition in flow.conditions if _asks_the_other(condition)]
    people = leads_to_people(flow) if second else frozenset()
    for condition in second:
        if condition.node is not None and _is_sent_away(flow.flow.out[condition.node], people):
            found = condition.finding(
                "Callers of unknown phone type reach nobody: they are neither mobile nor landline",
                condition.expr.span if condition.expr is not None else None,
                HINT,
            )
            yield _shown(flow, found, condition.node)


def _asks_the_other(condition: ConditionView) -> bool:
    """Whether it asks for landlines those who are not mobile, or the other way round."""
    expr, flow = condition.expr, condition.flow.flow
    if expr not in PHONES or condition.node is None:
        return False
    above = flow.parents.get(condition.node)
    if above is None or above.exit != OTHERWISE:
        return False
    asked = [read_condition(text).expr for _, text in flow.nodes[above.source].conditions()]
    return [*asked, expr] in ([*PHONES], [*reversed(PHONES)])


def _is_sent_away(ways: Mapping[str, Wire], people: frozenset[NodeId]) -> bool:
    """Whether only those who are asked for are put through."""
    return [ways[n].target in people for n in ("true", OTHERWISE) if n in ways] == [True, False]


def _shown(flow: FlowView, found: Finding, node: NodeId | None) -> Finding:
    """The finding with a caller of unknown type who goes the other way there."""
    if flow.flow.root is None:
        return found
    wired = node is not None and OTHERWISE in flow.flow.out[node]
    at = node if node is not None and wired else flow.flow.root
    witness = witness_of(flow, at, OTHERWISE if wired else None)
    if witness is None or {"mobile", "landline"} & set(witness.words):
        return found
    return replace(found, witness=witness)


RULE = Rule(
    code="IVR408",
    name="phone-type-unknown",
    severity=Severity.WARNING,
    kind=Kind.CORRECTNESS,
    confidence=Confidence.LIKELY,
    summary="mobile and landline are treated as if every call were one of them.",
    why=(
        "The phone type is looked up by the caller's number, and the vendor's report shows "
        "Landline, Mobile or nothing at all. Internet telephones and withheld numbers are "
        "neither, so mobile or landline is false for them, and a flow that asks one after the "
        "other needs a third way."
    ),
    bad="""\
{
  "node_type": "Condition",
  "condition": "mobile or landline",
  "children": [
    {"node_type": "Connect", "destination_phone_number": "8004377950"},
    {"node_type": "EndCall"}
  ]
}""",
    good="""\
{
  "node_type": "Condition",
  "condition": "mobile",
  "children": [
    {"node_type": "Connect", "destination_phone_number": "8004377950"},
    {"node_type": "Connect", "destination_phone_number": "8004377951"}
  ]
}""",
    source='Invoca, Transactions API: mobile is "empty string if type is unknown"',
    check=EachFlow(check),
)
