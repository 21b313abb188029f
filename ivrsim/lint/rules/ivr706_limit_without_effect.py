"""IVR706: budgets and call caps where they do not count."""

from __future__ import annotations

from collections.abc import Iterator

from ivrsim.lint.rule import EachFlow, Finding, Kind, Rule, Severity
from ivrsim.lint.views import FlowView

BUDGETS = "budget_activities"
WHERE_THEY_COUNT = "AffiliateEnabled"


def check(flow: FlowView) -> Iterator[Finding]:
    """One finding for a campaign of another type that has any limit with an amount."""
    campaign = flow.campaign
    kind = campaign.campaign_type
    if kind is None or kind == WHERE_THEY_COUNT:
        return
    budgets = campaign.budget_activities
    limits = [name for name in type(budgets).model_fields if _amount(getattr(budgets, name))]
    if limits:
        place = flow.term(BUDGETS)
        yield Finding(
            f"{limits[0]} is set, but limits do not count in a {kind} campaign",
            place=place / limits[0] if place else None,
            hint=f"Make it an {WHERE_THEY_COUNT} campaign, or stop the calls in another way.",
        )


def _amount(alert: object) -> bool:
    return bool(getattr(alert, "budget_amount", None))


RULE = Rule(
    code="IVR706",
    name="limit-without-effect",
    severity=Severity.INFO,
    kind=Kind.MONEY,
    summary="A budget or call cap is set in a campaign where it does not count.",
    why=(
        "Budgets and caps limit the calls of publishers, so they count for AffiliateEnabled "
        "campaigns only. In a DirectOnly or ExternalOnly campaign the calls, and the bill, go on "
        "past the limit. Even where they count, they tell publishers to stop promoting; whether "
        "calls are turned away is not documented."
    ),
    bad="""\
{
  "campaign_type": "DirectOnly",
  "budget_activities": {
    "periodic_call_cap_alert": {"reset_period": "Daily", "budget_amount": 100}
  },
  "ivr_tree": {"root": {"node_type": "Connect", "destination_phone_number": "8004377950"}}
}""",
    good="""\
{
  "campaign_type": "AffiliateEnabled",
  "budget_activities": {
    "periodic_call_cap_alert": {"reset_period": "Daily", "budget_amount": 100}
  },
  "ivr_tree": {"root": {"node_type": "Connect", "destination_phone_number": "8004377950"}}
}""",
    source="Invoca, Advertiser Campaigns (budget_activities: AffiliateEnabled only)",
    check=EachFlow(check),
)
