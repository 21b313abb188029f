"""IVR701: a call for which more is paid out than the advertiser pays."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ivrsim.conditions.format import duration_text
from ivrsim.lazy import fetch
from ivrsim.lint.pay import (
    BONUS_NEEDS_BASE,
    SEVERAL_BASES,
    UNCONNECTED,
    is_covered,
    money,
    sides,
)
from ivrsim.lint.rule import Confidence, EachFlow, Finding, Kind, Rule, Severity
from ivrsim.lint.views import FlowView

if TYPE_CHECKING:
    from ivrsim.lint.loss import Loss


def check(flow: FlowView) -> Iterator[Finding]:
    """One finding for a campaign: the smallest call that loses money, and how much."""
    both = sides(flow)
    if both is None or not both[1].policies or not both[0].policies:
        return
    payin, payout = both
    if is_covered(payin, payout, flow.settings):
        return
    found: Loss | None = fetch("ivrsim.lint.loss:Reckoning")(flow, payin, payout).loss()
    if found is None:
        return
    paid, earned = (money(sum_, payout.currency) for sum_ in (found.payout, found.payin))
    lasted, talked = map(duration_text, (found.duration, found.connected))
    yield Finding(
        f"A call of {lasted}, connected for {talked}, pays {paid} out and brings {earned} in",
        place=flow.term("affiliate_payout"),
        hint="Let the payout ask at least what the payin asks, and pay no more than it.",
        witness=found.witness,
    )


RULE = Rule(
    code="IVR701",
    name="paid-out-more",
    severity=Severity.ERROR,
    kind=Kind.MONEY,
    confidence=Confidence.LIKELY,
    summary="Some call pays the affiliate more than the advertiser pays for it.",
    why=(
        "Base and bonuses of payin and payout each have a condition of their own. Where those of "
        "the payout are easier to meet, the network pays out of its own pocket, and whoever finds "
        "out which call does it can make many. All policies are weighed against all calls that "
        "callers of this flow can make; the message has the smallest of them, with its seconds."
    ),
    bad="""\
{
  "advertiser_payin": {"policies": [
    {"type": "Base", "condition": "duration > 2 min 30 sec", "amount": 7, "currency": "USD"}
  ]},
  "affiliate_payout": {"policies": [
    {"type": "Base", "condition": "", "amount": 4.5, "currency": "USD"}
  ]},
  "ivr_tree": {"root": {"node_type": "Connect", "destination_phone_number": "8004377950"}}
}""",
    good="""\
{
  "advertiser_payin": {"policies": [
    {"type": "Base", "condition": "duration > 2 min 30 sec", "amount": 7, "currency": "USD"}
  ]},
  "affiliate_payout": {"policies": [
    {"type": "Base", "condition": "duration > 2 min 45 sec", "amount": 4.5, "currency": "USD"}
  ]},
  "ivr_tree": {"root": {"node_type": "Connect", "destination_phone_number": "8004377950"}}
}""",
    source=(
        "Invoca, Advertiser Campaigns, the example of a POST (7.00 in from 2 min 30 sec on, 4.50 "
        "out for every call); Transactions API, matching_advertiser_payin_policies"
    ),
    check=EachFlow(check),
    options=(BONUS_NEEDS_BASE, SEVERAL_BASES, UNCONNECTED),
)
