"""What a call is worth: payin and payout policies, and the budgets that stop calls.

Source: Invoca, Advertiser Campaigns.  Amounts are `Decimal`, never `float`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Literal

from ivrsim.campaign.record import Amount, Currency, DateText, Flag, Record, Text

PolicyType = Literal["Base", "Bonus"]
ResetPeriod = Literal["Daily", "Weekly", "Monthly", "Quarterly", "Ongoing"]


class Policy(Record):
    """One sum paid for a call, if its condition holds; an empty condition always holds."""

    title: ClassVar[str] = "A policy"

    type: PolicyType | None = None
    condition: Text = ""
    amount: Amount = None
    currency: Currency | None = None


class Policies(Record):
    """`advertiser_payin`, what the advertiser pays, or `affiliate_payout`, what an affiliate gets.

    The vendor's examples repeat a currency beside the policies.
    """

    title: ClassVar[str] = "A payin or payout"
    also_known: ClassVar[frozenset[str]] = frozenset({"min", "max", "pricing", "range"})

    policies: tuple[Policy, ...] = ()
    currency: Currency | None = None

    @property
    def base(self) -> tuple[Policy, ...]:
        """The policies of type Base."""
        return tuple(policy for policy in self.policies if policy.type == "Base")

    @property
    def bonuses(self) -> tuple[Policy, ...]:
        """The policies of type Bonus."""
        return tuple(policy for policy in self.policies if policy.type == "Bonus")

    def currency_of(self, policy: Policy) -> Currency | None:
        """The policy's own currency, else the one beside the policies."""
        return policy.currency or self.currency


class Alert(Record):
    """One limit and when it starts anew; `budget_amount` is money, or a number of calls.

    Documented is `starts_at`; the vendor's examples say `start_at`.
    """

    title: ClassVar[str] = "A budget"
    also_known: ClassVar[frozenset[str]] = frozenset({"total_amount"})
    old_names: ClassVar[Mapping[str, str]] = {"start_at": "starts_at"}

    reset_period: ResetPeriod | None = None
    starts_at: DateText = None
    budget_currency: Currency | None = None
    time_zone: Text = ""
    budget_amount: Amount = None


class BudgetCapAlert(Alert):
    """A limit on commissions, in `budget_currency`."""

    title: ClassVar[str] = "budget_cap_alert"

    include_call_fees: Flag = None


class PeriodicCallCapAlert(Alert):
    """A limit on the calls of a period."""

    title: ClassVar[str] = "periodic_call_cap_alert"


class ConcurrentCallCapAlert(Alert):
    """A limit on simultaneous calls: documented is only the amount, examples have the rest."""

    title: ClassVar[str] = "concurrent_call_cap_alert"


class BudgetActivities(Record):
    """The budgets of a campaign; they count only for AffiliateEnabled campaigns."""

    title: ClassVar[str] = "budget_activities"
    old_names: ClassVar[Mapping[str, str]] = {"call_cap_alert": "periodic_call_cap_alert"}

    budget_cap_alert: BudgetCapAlert | None = None
    periodic_call_cap_alert: PeriodicCallCapAlert | None = None
    concurrent_call_cap_alert: ConcurrentCallCapAlert | None = None
