"""IVR708: a payout that is paid again each time the same caller calls."""

from __future__ import annotations

from collections.abc import Iterator

from ivrsim.conditions.ast import Flag
from ivrsim.conditions.parse import read_condition
from ivrsim.lint.rule import Confidence, EachFlow, Finding, Kind, Preset, Rule, Severity
from ivrsim.lint.views import FlowView

PAYOUT = "affiliate_payout"


def check(flow: FlowView) -> Iterator[Finding]:
    """One finding for each base payout that does not ask whether the caller called before."""
    for index, policy in enumerate(flow.campaign.affiliate_payout.policies):
        if policy.type == "Base" and policy.amount and not _asks_repeat(policy.condition):
            place = flow.term(PAYOUT)
            yield Finding(
                "The payout counts every call of the same caller",
                place=place / "policies" / index / "condition" if place else None,
                hint='If only the first call is worth it, add "and not repeat" to the condition.',
            )


def _asks_repeat(condition: str) -> bool:
    expr = read_condition(condition).expr if condition.strip() else None
    return expr is not None and any(atom == Flag("repeat") for atom in expr.atoms())


RULE = Rule(
    code="IVR708",
    name="repeat-callers-paid",
    severity=Severity.INFO,
    kind=Kind.MONEY,
    confidence=Confidence.CONTESTED,
    preset=Preset.STRICT,
    summary="A base payout does not ask whether the caller called before.",
    why=(
        "A caller who is cut off, or asks one more thing, calls again; without `repeat` in its "
        "condition each of these calls is paid for. Many networks mean to pay for a caller once in "
        "30 days, the vendor's default for repeat. Some campaigns do want every call."
    ),
    bad="""\
{
  "affiliate_payout": {"policies": [
    {"type": "Base", "condition": "duration > 90 sec", "amount": 12, "currency": "USD"}
  ]},
  "ivr_tree": {"root": {"node_type": "Connect", "destination_phone_number": "8004377950"}}
}""",
    good="""\
{
  "affiliate_payout": {"policies": [
    {"type": "Base", "condition": "duration > 90 sec and not repeat", "amount": 12,
     "currency": "USD"}
  ]},
  "ivr_tree": {"root": {"node_type": "Connect", "destination_phone_number": "8004377950"}}
}""",
    source="Invoca, IVR Tree Conditions (repeat: called this campaign in the last days)",
    check=EachFlow(check),
)
