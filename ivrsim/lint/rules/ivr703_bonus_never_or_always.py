"""IVR703: a bonus that can never be paid, or that is paid with every base."""

from __future__ import annotations

from collections.abc import Iterator

from ivrsim.conditions.ast import ALWAYS, And, Expr
from ivrsim.lazy import fetch
from ivrsim.lint.pay import BONUS_NEEDS_BASE, SIDES, Paid, Side, side
from ivrsim.lint.questions import topic
from ivrsim.lint.rule import EachFlow, Finding, Kind, Rule, Severity
from ivrsim.lint.views import FlowView
from ivrsim.lint.wording import quoted


def check(flow: FlowView) -> Iterator[Finding]:
    """One finding for each bonus whose own condition decides nothing."""
    for name, word in SIDES.items():
        given = side(getattr(flow.campaign, name))
        for bonus in given.policies if given is not None else ():
            value = None if bonus.is_base else _verdict(flow, given, bonus)
            if value is not None:
                yield _finding(flow, name, word, bonus, value)


def _verdict(flow: FlowView, given: Side | None, bonus: Paid) -> bool | None:
    bases = [p.expr for p in given.policies if p.is_base] if given is not None else []
    if len(bases) == 1 and _adds_something(bases[0], bonus.expr):
        return None
    constant = fetch("ivrsim.lint.proofs:constant")(bonus.expr, flow.campaign)
    if constant is not None and bonus.expr != ALWAYS:
        return None
    value: bool | None = fetch("ivrsim.lint.loss:verdict")(given, bonus, flow.settings)
    return value


def _adds_something(base: Expr, bonus: Expr) -> bool:
    """Whether the bonus surely asks for more than the base, and for nothing against it."""
    wanted, more = _parts(base), _parts(bonus)
    added = [part for part in more if part not in wanted]
    known = {topic(atom) for part in wanted for atom in part.atoms()}
    asked = [topic(atom) for part in added for atom in part.atoms()]
    apart = len(set(asked)) == len(asked) and not known.intersection(asked)
    return bool(added) and apart and bonus != ALWAYS


def _parts(expr: Expr) -> tuple[Expr, ...]:
    return expr.operands if isinstance(expr, And) else () if expr == ALWAYS else (expr,)


def _finding(flow: FlowView, name: str, word: str, bonus: Paid, value: bool) -> Finding:
    place = flow.term(name)
    said = quoted(str(bonus.expr)) if bonus.expr != ALWAYS else "it has no condition"
    if value:
        message = f"This bonus is paid with every base {word}: {said} decides nothing"
        hint = "Add its amount to the base, or ask for what earns the bonus."
    else:
        message = f"This bonus is never paid: {said} holds for no call that gets the base {word}"
        hint = "Mend one of the two conditions: a bonus is paid on top of the base."
    at = place / "policies" / bonus.index if place is not None else None
    return Finding(message, place=at, hint=hint)


RULE = Rule(
    code="IVR703",
    name="bonus-never-or-always",
    severity=Severity.WARNING,
    kind=Kind.MONEY,
    summary="A bonus contradicts its base and is never paid, or is paid with every base.",
    why=(
        "A bonus is paid on top of the base, so its condition counts only where the base's holds. "
        "A bonus for landlines on a base for mobile phones looks generous and never pays; a bonus "
        "for calls over 30 seconds on a base of calls over 60 is a part of the base."
    ),
    bad="""\
{
  "advertiser_payin": {"policies": [
    {"type": "Base", "condition": "mobile", "amount": 7, "currency": "USD"},
    {"type": "Bonus", "condition": "landline", "amount": 2, "currency": "USD"}
  ]},
  "ivr_tree": {"root": {"node_type": "Connect", "destination_phone_number": "8004377950"}}
}""",
    good="""\
{
  "advertiser_payin": {"policies": [
    {"type": "Base", "condition": "mobile", "amount": 7, "currency": "USD"},
    {"type": "Bonus", "condition": "repeat", "amount": 2, "currency": "USD"}
  ]},
  "ivr_tree": {"root": {"node_type": "Connect", "destination_phone_number": "8004377950"}}
}""",
    source="Invoca, Transactions API, matching_advertiser_payin_policies (always starts with base)",
    check=EachFlow(check),
    options=(BONUS_NEEDS_BASE,),
)
