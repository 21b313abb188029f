"""What a call earns and pays: how the policies of a campaign add up.

Invoca, Transactions API (`matching_advertiser_payin_policies`): the policies that match
are listed as `base+bonus1+bonus3`, and "if there was any advertiser payin, this field [is]
guaranteed to start with base".  So bonuses add to the base, and without it nothing is
paid; the published `range` of such a payout ("$4.50 - $7.25") says the same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from ivrsim.campaign.money import Policies
from ivrsim.conditions.ast import ALWAYS, Expr
from ivrsim.conditions.parse import read_condition
from ivrsim.lazy import fetch
from ivrsim.lint.option import Option
from ivrsim.lint.settings import LintSettings
from ivrsim.lint.views import FlowView
from ivrsim.values import dataclass

if TYPE_CHECKING:
    from decimal import Decimal

BONUS_NEEDS_BASE = Option(
    "bonus-needs-base", True, "a bonus is paid only with a base, as the vendor's reports have it"
)
SEVERAL_BASES = Option(
    "several-bases",
    "first",
    "which base counts where several hold: first, or sum",
)
UNCONNECTED = Option(
    "unconnected-calls", False, "calls that reach no phone number are paid by the policies as well"
)
SIDES: Mapping[str, str] = {"advertiser_payin": "payin", "affiliate_payout": "payout"}


@dataclass(frozen=True, slots=True)
class Paid:
    """One policy that can be reckoned with; `index` is its place among the policies."""

    index: int
    is_base: bool
    expr: Expr
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Side:
    """The policies of payin or payout, all in one currency (None: none is named)."""

    policies: tuple[Paid, ...]
    currency: str | None

    def total(self, holds: Mapping[Expr, bool], settings: LintSettings) -> Decimal:
        """What is paid for a call for which the conditions have these values."""
        held = [policy for policy in self.policies if holds[policy.expr]]
        bases = [policy.amount for policy in held if policy.is_base]
        nothing: Decimal = fetch("decimal:Decimal")(0)
        if not bases and settings.of(BONUS_NEEDS_BASE):
            return nothing
        counted = bases if settings.of(SEVERAL_BASES) == "sum" else bases[:1]
        bonuses = [policy.amount for policy in held if not policy.is_base]
        return sum([*counted, *bonuses], nothing)


def side(policies: Policies) -> Side | None:
    """The policies as values; None where one cannot be reckoned with."""
    found: list[Paid] = []
    currencies: set[str | None] = set()
    for index, policy in enumerate(policies.policies):
        expr = read_condition(policy.condition).expr
        if expr is None or policy.amount is None or policy.type is None:
            return None
        found.append(Paid(index, policy.type == "Base", expr, policy.amount))
        currencies.add(policies.currency_of(policy))
    if len(currencies) != 1:
        return None
    return Side(tuple(found), currencies.pop())


def sides(flow: FlowView) -> tuple[Side, Side] | None:
    """Payin and payout; None where they cannot be compared."""
    payin, payout = side(flow.campaign.advertiser_payin), side(flow.campaign.affiliate_payout)
    if payin is None or payout is None or payin.currency != payout.currency:
        return None
    return payin, payout


def is_covered(payin: Side, payout: Side, settings: LintSettings) -> bool:
    """Whether each sum paid out has a sum of its own paid in, on the same condition.

    Then nothing needs to be proven.  It is how most campaigns are written.
    """
    left = list(payin.policies)
    for policy in payout.policies:
        own = next((p for p in left if _covers(p, policy)), None)
        if own is None:
            return False
        left.remove(own)
    one_base = sum(policy.is_base for policy in payout.policies) <= 1
    return one_base and sum(policy.is_base for policy in payin.policies) <= 1


def _covers(one: Paid, other: Paid) -> bool:
    always = one.expr == ALWAYS
    alike = one.is_base == other.is_base
    return alike and one.amount >= other.amount and (always or one.expr == other.expr)


def money(amount: Decimal, currency: str | None) -> str:
    """A sum as messages show it: `4.50 USD`."""
    cents = round(amount, 2)
    shown = format(cents if amount == cents else amount, "f")
    return f"{shown} {currency}" if currency else shown


def all_exprs(of: Sequence[Side]) -> list[Expr]:
    """The conditions of these policies, each once."""
    return list(dict.fromkeys(policy.expr for one in of for policy in one.policies))
