"""IVR407: a condition asks for what cannot be known at that moment of the call."""

from __future__ import annotations

from collections.abc import Iterator

from ivrsim.conditions.ast import Compare, Flag
from ivrsim.lint.questions import is_policy, sends_text, text_offered_before
from ivrsim.lint.rule import Confidence, EachFlow, Finding, Kind, Rule, Severity
from ivrsim.lint.views import ConditionView, FlowView
from ivrsim.lint.wording import quoted

SENT = Flag("sms_sent")


def check(flow: FlowView) -> Iterator[Finding]:
    """One finding for each test of a time, or of a text message that nobody can have got."""
    during = [c for c in flow.conditions if not is_policy(c) and c.expr is not None]
    for condition in during:
        yield from _times(condition)
    asking = [c for c in during if c.expr is not None and SENT in c.expr.atoms()]
    behind = text_offered_before(flow.flow) if asking else set()
    sent_somewhere = any(map(sends_text, flow.flow.nodes.values())) if asking else False
    for condition in asking:
        known = condition.node in behind if condition.node is not None else sent_somewhere
        if not known:
            yield from _texts(condition)


def _times(condition: ConditionView) -> Iterator[Finding]:
    for atom in condition.expr.atoms() if condition.expr is not None else ():
        if isinstance(atom, Compare):
            yield condition.finding(
                f"{quoted(str(atom))} is never true here: no {atom.field} is known while the "
                "call runs",
                atom.span,
                "Durations decide payin and payout; a call treatment cannot wait for them.",
            )


def _texts(condition: ConditionView) -> Iterator[Finding]:
    for atom in condition.expr.atoms() if condition.expr is not None else ():
        if atom == SENT:
            yield condition.finding(
                "sms_sent is never true here: no text message is offered before",
                atom.span,
                "Ask behind the node that offers the text message.",
            )


RULE = Rule(
    code="IVR407",
    name="not-known-yet",
    severity=Severity.WARNING,
    kind=Kind.CORRECTNESS,
    confidence=Confidence.LIKELY,
    summary="A condition of the call treatment tests a duration, or a text not yet offered.",
    why=(
        "A condition in the tree is worked out while the caller is on the line: the vendor says "
        "of durations that such expressions 'will evaluate to false in real time'. sms_sent "
        "is true once a caller has accepted a text message, so it can hold only behind a node "
        "that offers one."
    ),
    bad="""\
{
  "node_type": "Condition",
  "condition": "sms_sent",
  "children": [{"node_type": "EndCall"}, {"node_type": "EndCall"}]
}""",
    good="""\
{
  "node_type": "SmsPromo",
  "prompt": "To get the coupon as a text message, press 9.",
  "sms_promo_copy": "Code WARM89",
  "children": [
    {
      "node_type": "Condition",
      "condition": "sms_sent",
      "children": [{"node_type": "EndCall"}, {"node_type": "EndCall"}]
    }
  ]
}""",
    source="Invoca Community, Signal Builder (real time expressions); Invoca, Node Details",
    check=EachFlow(check),
)
