"""IVR607: a text message is offered where no caller can have a mobile phone."""

from __future__ import annotations

from collections.abc import Iterator

from ivrsim.lazy import fetch
from ivrsim.lint.questions import asks_the_phone
from ivrsim.lint.rule import EachFlow, Finding, Kind, Rule, Severity
from ivrsim.lint.views import FlowView


def check(flow: FlowView) -> Iterator[Finding]:
    """One finding for each offer that is proven to be made to nobody."""
    offers = flow.where(lambda node: node.ask and node.ask.question.mobile_only)
    if not offers or not asks_the_phone(flow):
        return
    nobody = fetch("ivrsim.lint.offers:made_to_nobody")(flow)
    for node in offers:
        if node.id in nobody:
            yield Finding(
                "No caller with a mobile phone comes here, so the text message is never offered",
                node=node.id,
                hint="Move the offer before the condition, or to the branch of mobile callers.",
            )


RULE = Rule(
    code="IVR607",
    name="offer-nobody-gets",
    severity=Severity.INFO,
    kind=Kind.COMPLIANCE,
    summary="A text message is offered on a branch where no caller has a mobile phone.",
    why=(
        "Only numbers recognised as mobile phones are offered the text message; all others pass "
        "the node without hearing its prompt. Behind a condition that only landlines pass, "
        "nobody ever gets the offer. It is proven over all callers, and reported only then."
    ),
    bad="""\
{
  "node_type": "Condition",
  "condition": "landline",
  "children": [
    {
      "node_type": "SmsPromo",
      "prompt": "To get our address as a text message, press 9.",
      "sms_promo_copy": "1 Main Street.",
      "children": [{"node_type": "EndCall"}]
    },
    {"node_type": "EndCall"}
  ]
}""",
    good="""\
{
  "node_type": "Condition",
  "condition": "mobile",
  "children": [
    {
      "node_type": "SmsPromo",
      "prompt": "To get our address as a text message, press 9.",
      "sms_promo_copy": "1 Main Street.",
      "children": [{"node_type": "EndCall"}]
    },
    {"node_type": "EndCall"}
  ]
}""",
    source='Invoca, Advertiser Campaigns ("Only numbers recognized as mobile phones")',
    check=EachFlow(check),
)
