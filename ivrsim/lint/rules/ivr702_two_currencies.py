"""IVR702: payin and payout are in different currencies."""

from __future__ import annotations

from collections.abc import Iterator

from ivrsim.lint.rule import EachFlow, Finding, Kind, Rule, Severity
from ivrsim.lint.views import FlowView

PAYIN, PAYOUT = "advertiser_payin", "affiliate_payout"


def check(flow: FlowView) -> Iterator[Finding]:
    """One finding for each sum in another currency than the first one of the payin."""
    sums = [(name, *one) for name in (PAYIN, PAYOUT) for one in _currencies(flow, name)]
    if not sums:
        return
    first, _, usual = sums[0]
    for name, index, currency in sums[1:]:
        if currency != usual:
            place = flow.term(name)
            yield Finding(
                f"This amount is in {currency}, but the first one of {first} is in {usual}",
                place=place / "policies" / index / "currency" if place else None,
                hint="Give payin and payout one currency: amounts are compared, not converted.",
            )


def _currencies(flow: FlowView, name: str) -> Iterator[tuple[int, str]]:
    policies = getattr(flow.campaign, name)
    for index, policy in enumerate(policies.policies):
        currency = policies.currency_of(policy)
        if currency is not None:
            yield index, currency


RULE = Rule(
    code="IVR702",
    name="two-currencies",
    severity=Severity.ERROR,
    kind=Kind.MONEY,
    summary="Payin and payout are in different currencies.",
    why=(
        "What the advertiser pays and what the affiliate gets can only be compared, and a margin "
        "kept, in one currency. A payout of 12 EUR looks smaller than a payin of 13 USD and is "
        "not. It happens when terms are copied from a campaign of another country."
    ),
    bad="""\
{
  "advertiser_payin": {"policies": [
    {"type": "Base", "condition": "duration > 90 sec", "amount": 13, "currency": "USD"}
  ]},
  "affiliate_payout": {"policies": [
    {"type": "Base", "condition": "duration > 90 sec", "amount": 12, "currency": "EUR"}
  ]},
  "ivr_tree": {"root": {"node_type": "Connect", "destination_phone_number": "8004377950"}}
}""",
    good="""\
{
  "advertiser_payin": {"policies": [
    {"type": "Base", "condition": "duration > 90 sec", "amount": 13, "currency": "USD"}
  ]},
  "affiliate_payout": {"policies": [
    {"type": "Base", "condition": "duration > 90 sec", "amount": 12, "currency": "USD"}
  ]},
  "ivr_tree": {"root": {"node_type": "Connect", "destination_phone_number": "8004377950"}}
}""",
    source="Invoca, Advertiser Campaigns (currency: USD, GBP, EUR); the page's own GET example",
    check=EachFlow(check),
)
