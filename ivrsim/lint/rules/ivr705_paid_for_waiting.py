"""IVR705: a call is long enough to be paid before anybody has spoken to the caller."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ivrsim.conditions.ast import Compare, Expr
from ivrsim.conditions.format import duration_text
from ivrsim.lazy import fetch
from ivrsim.lint.edit import Fix
from ivrsim.lint.questions import is_policy
from ivrsim.lint.reword import reworded
from ivrsim.lint.rule import Confidence, EachFlow, Finding, Kind, Preset, Rule, Severity
from ivrsim.lint.views import ConditionView, FlowView
from ivrsim.places import Span
from ivrsim.values import replace

if TYPE_CHECKING:
    from ivrsim.analysis.witness import Witness

MORE_THAN = (">", ">=")


def check(flow: FlowView) -> Iterator[Finding]:
    """One finding for each policy that waiting alone can meet."""
    for condition in flow.conditions:
        expr = condition.expr
        lasting = _least(expr) if expr is not None and is_policy(condition) else None
        if expr is None or lasting is None or flow.flow.root is None:
            continue
        found: tuple[Witness, int] | None = fetch("ivrsim.lint.waiting:paid_for_waiting")(
            flow, expr, lasting.seconds
        )
        if found is not None:
            yield _finding(condition, lasting, *found)


def _least(expr: Expr) -> Compare | None:
    """The shortest duration that a call has to reach."""
    tests = [a for a in expr.atoms() if isinstance(a, Compare) and a.op in MORE_THAN]
    lasting = [test for test in tests if test.field == "duration"]
    return min(lasting, key=lambda test: test.seconds, default=None)


def _finding(condition: ConditionView, lasting: Compare, witness: Witness, seconds: int) -> Finding:
    found = condition.finding(
        f'"{lasting}" is met in the call treatment already: who waits is in it for '
        f"{duration_text(seconds)}",
        lasting.span,
        "Count the time with a person: connect_duration.",
    )
    fixes: tuple[Fix, ...] = ()
    if lasting.span is not None:
        word = Span(lasting.span.start, lasting.span.start + len(lasting.field))
        change = word, "connect_duration"
        fixes = reworded(condition, "Write connect_duration", change, safe=False)
    return replace(found, fixes=fixes, witness=witness)


RULE = Rule(
    code="IVR705",
    name="paid-for-waiting",
    severity=Severity.WARNING,
    kind=Kind.MONEY,
    confidence=Confidence.LIKELY,
    preset=Preset.STRICT,
    summary="A duration that earns money is reached without speaking to anybody.",
    why=(
        "duration counts from the first second, prompts and time-outs included; connect_duration "
        "counts from the moment the call is put through. A caller who says nothing, or a machine "
        "that calls to be paid for, meets a short duration inside the menus. The seconds are "
        "simulated: speech rate, time-outs and attempts are not published."
    ),
    bad="""\
{
  "advertiser_payin": {"policies": [
    {"type": "Base", "condition": "duration > 20 sec", "amount": 7, "currency": "USD"}
  ]},
  "ivr_tree": {"root": {
    "node_type": "Menu",
    "prompt": "Thank you for calling. For sales, press 1. To hear our hours, press 2.",
    "children": [
      {"node_type": "Connect", "destination_phone_number": "8004377950"},
      {"node_type": "EndCall", "prompt": "We are open from nine to five."}
    ]
  }}
}""",
    good="""\
{
  "advertiser_payin": {"policies": [
    {"type": "Base", "condition": "connect_duration > 20 sec", "amount": 7, "currency": "USD"}
  ]},
  "ivr_tree": {"root": {
    "node_type": "Menu",
    "prompt": "Thank you for calling. For sales, press 1. To hear our hours, press 2.",
    "children": [
      {"node_type": "Connect", "destination_phone_number": "8004377950"},
      {"node_type": "EndCall", "prompt": "We are open from nine to five."}
    ]
  }}
}""",
    source=(
        "Invoca, Transactions API (duration includes the IVR, connect_duration does not); "
        "Invoca Community, Signal Builder"
    ),
    check=EachFlow(check),
)
